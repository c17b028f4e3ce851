"""librdkafka: a consumer group of KIP-848: two members share, one is killed; a regular expression; prints one JSON object."""
import json
import signal
import subprocess
import sys
import time

from confluent_kafka import Consumer, ConsumerGroupType, Producer
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap = sys.argv[1]
topic, group = 'shared-by-heartbeats', 'consumer-group'


def member(group_id=group, topics=(topic,), **more):
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': group_id, 'group.protocol': 'consumer',
                         'auto.offset.reset': 'earliest', 'enable.auto.commit': False,
                         'topic.metadata.refresh.interval.ms': 1000, **more})
    consumer.subscribe(list(topics))
    return consumer


def consume(consumer, got, until, seconds=40):
    """Reads and commits until a condition holds; whether it did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        messages = [m for m in consumer.consume(100, timeout=0.1) if not m.error()]
        got.extend(m.value() for m in messages)
        if messages:
            consumer.commit(asynchronous=False)
        if until():
            return True
    return False


if len(sys.argv) > 2:
    # The member that is killed: tells how many partitions it has, and how many records it has read and committed.
    victim, read = member(), []
    while True:
        consume(victim, read, lambda: True)
        print(len(victim.assignment()), len(read), flush=True)

admin = AdminClient({'bootstrap.servers': bootstrap})
admin.create_topics([NewTopic(topic, 6, 3)])[topic].result(15)
producer = Producer({'bootstrap.servers': bootstrap})


def produce(count):
    for i in range(count):
        producer.produce(topic, key=str(i), value=str(i), partition=i % 6)
    producer.flush(30)


def told(process):
    return [int(word) for word in process.stdout.readline().split()]


def described():
    answer = admin.describe_consumer_groups([group])[group].result(15)
    return {'type': answer.type.name, 'state': answer.state.name, 'members': len(answer.members)}


got = []
one = member()
alone = consume(one, got, lambda: len(one.assignment()) == 6)
process = subprocess.Popen([sys.executable, __file__, bootstrap, 'victim'], stdout=subprocess.PIPE, text=True)
try:
    shared = consume(one, got, lambda: len(one.assignment()) == 3 and told(process)[0] == 3)
    produce(600)
    read = consume(one, got, lambda: len(got) == 300 and told(process)[1] == 300)
finally:
    process.send_signal(signal.SIGKILL)
    process.wait()
took_over = consume(one, got, lambda: len(one.assignment()) == 6)
produce(600)
consume(one, got, lambda: len(got) >= 900)
more = consume(one, got, lambda: len(got) > 900, 2)
state = described()
one.close()

by_regex = member('by-regex', ['^by-regex-.*'])
admin.create_topics([NewTopic('by-regex-1', 2, 3)])['by-regex-1'].result(15)
first = consume(by_regex, [], lambda: len(by_regex.assignment()) == 2)
admin.create_topics([NewTopic('by-regex-2', 1, 3)])['by-regex-2'].result(15)
second = consume(by_regex, [], lambda: len(by_regex.assignment()) == 3)
by_regex.close()
listed = sorted(g.group_id for g in admin.list_consumer_groups(types={ConsumerGroupType.CONSUMER}).result(15).valid)
admin.delete_consumer_groups([group])[group].result(15)
print(json.dumps({'alone': alone, 'shared': shared, 'read': read, 'tookOver': took_over, 'got': len(got), 'more': more,
                  'described': state, 'regex': [first, second], 'listed': listed}))
