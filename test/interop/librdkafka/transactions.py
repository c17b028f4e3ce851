"""librdkafka: transactions that commit, abort and are fenced, and a copy of a topic exactly once; prints one JSON object."""
import json
import sys
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap = sys.argv[1]
records = int(sys.argv[2])
run = str(int(time.time() * 1000))
plain, source, copy = f'plain-{run}', f'source-{run}', f'copy-{run}'
admin = AdminClient({'bootstrap.servers': bootstrap})
for future in admin.create_topics([NewTopic(name, 3, 3) for name in (plain, source, copy)]).values():
    future.result(15)


def producer(transactional_id):
    made = Producer({'bootstrap.servers': bootstrap, 'transactional.id': f'{transactional_id}-{run}', 'linger.ms': 1})
    made.init_transactions(60)
    return made


def read(topic, isolation):
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': f'{isolation}-{topic}', 'isolation.level': isolation,
                         'enable.partition.eof': True, 'auto.offset.reset': 'earliest'})
    consumer.assign([TopicPartition(topic, partition, 0) for partition in range(3)])
    values, ended, until = [], set(), time.monotonic() + 60
    while len(ended) < 3 and time.monotonic() < until:
        message = consumer.poll(0.5)
        if message is None:
            continue
        if message.error():
            ended.add(message.partition())
        else:
            values.append(message.value().decode())
    consumer.close()
    return values


def outcomes():
    """Every third of 12 transactions is aborted after its records were written."""
    with_aborts = producer('outcomes')
    for number in range(12):
        with_aborts.begin_transaction()
        for key in range(20):
            with_aborts.produce(plain, key=str(key), value=f'{number}')
        with_aborts.flush()
        if number % 3 == 2:
            with_aborts.abort_transaction(60)
        else:
            with_aborts.commit_transaction(60)
    committed = read(plain, 'read_committed')
    return len(committed), sum(int(value) % 3 == 2 for value in committed), len(read(plain, 'read_uncommitted'))


def zombie():
    """The first of two producers with one transactional id."""
    first = producer('fenced')
    first.begin_transaction()
    first.produce(plain, value='zombie')
    first.flush()
    producer('fenced')
    try:
        first.commit_transaction(60)
        return 'committed'
    except KafkaException as error:
        return error.args[0].name()


def committed_offsets(consumer):
    """librdkafka does not look for the next coordinator by itself here."""
    until = time.monotonic() + 60
    while True:
        try:
            return consumer.committed(consumer.assignment(), 30)
        except KafkaException:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def copy_all():
    """Copies in transactions of up to 25 records, every third of which is aborted."""
    feeder = Producer({'bootstrap.servers': bootstrap})
    for number in range(records):
        feeder.produce(source, value=str(number))
    feeder.flush()
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': f'copier-{run}', 'auto.offset.reset': 'earliest',
                         'enable.auto.commit': False, 'isolation.level': 'read_committed'})
    consumer.subscribe([source])
    copier = producer('copier')
    copied, turn, until = 0, 0, time.monotonic() + 120
    while copied < records and time.monotonic() < until:
        messages = [message for message in consumer.consume(25, 1) if not message.error()]
        if not messages:
            continue
        turn += 1
        try:
            copier.begin_transaction()
            for message in messages:
                copier.produce(copy, value=message.value())
            copier.send_offsets_to_transaction(consumer.position(consumer.assignment()),
                                               consumer.consumer_group_metadata(), 60)
            if turn % 3:
                copier.commit_transaction(60)
                copied += len(messages)
                continue
            copier.flush()
        except KafkaException as error:
            if not error.args[0].txn_requires_abort():
                raise
        copier.abort_transaction(60)
        for place in committed_offsets(consumer):
            consumer.seek(TopicPartition(place.topic, place.partition, max(place.offset, 0)))
    consumer.close()
    return sorted(map(int, read(copy, 'read_committed'))) == list(range(records))


committed, aborted_seen, written = outcomes()
print(json.dumps({'committed': committed, 'abortedSeen': aborted_seen, 'written': written,
                  'zombie': zombie(), 'exactlyOnce': copy_all()}))
