"""librdkafka: the members of a group change their protocol one by one, and back, under load; prints one JSON object."""
import json
import sys
import threading
import time

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap, strategy = sys.argv[1], sys.argv[2]
topic, group = f'switch-{strategy}', f'switch-{strategy}'
PARTITIONS = 6
admin = AdminClient({'bootstrap.servers': bootstrap})
try:
    admin.create_topics([NewTopic(topic, PARTITIONS, 3)])[topic].result(15)
except KafkaException as failure:
    # The client asked again on a slow machine: the topic is there by its first request.
    if failure.args[0].name() != 'TOPIC_ALREADY_EXISTS':
        raise
got, lock = [], threading.Lock()


class Member(threading.Thread):
    """Reads and commits until it is told to stop, and then leaves."""

    def __init__(self, protocol):
        super().__init__(daemon=True)
        self.stopping, self.size = threading.Event(), 0
        classic = {'partition.assignment.strategy': strategy, 'session.timeout.ms': 10000,
                   'heartbeat.interval.ms': 300}
        self.consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': group, 'group.protocol': protocol,
                                  'auto.offset.reset': 'earliest', 'enable.auto.commit': False,
                                  **(classic if protocol == 'classic' else {})})
        self.consumer.subscribe([topic])
        self.start()

    def run(self):
        while not self.stopping.is_set():
            self.size = len(self.consumer.assignment())
            messages = [m for m in self.consumer.consume(50, timeout=0.1) if not m.error()]
            if not messages:
                continue
            with lock:
                got.extend(m.value() for m in messages)
            self.commit()
        self.consumer.close()

    def commit(self):
        for _ in range(20):
            try:
                self.consumer.commit(asynchronous=False)
                return
            except KafkaException as error:
                if error.args[0].name() == '_NO_OFFSET':
                    return
                # STALE_MEMBER_EPOCH, ILLEGAL_GENERATION: the coordinator has moved the member on, which it hears of soon.
                time.sleep(0.1)

    def stop(self):
        self.stopping.set()
        self.join(60)


class Load(threading.Thread):
    """Writes a record every five milliseconds."""

    def __init__(self):
        super().__init__(daemon=True)
        self.stopping, self.count = threading.Event(), 0
        self.start()

    def run(self):
        producer = Producer({'bootstrap.servers': bootstrap, 'linger.ms': 0, 'enable.idempotence': True})
        while not self.stopping.is_set():
            producer.produce(topic, value=str(self.count), partition=self.count % PARTITIONS)
            self.count += 1
            producer.poll(0.005)
        producer.flush(30)


def wait(condition, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


def shared(members):
    sizes = [each.size for each in members]
    return sum(sizes) == PARTITIONS and min(sizes) >= 1


def group_type():
    return admin.describe_consumer_groups([group])[group].result(15).type.name


load = Load()
members = [Member('classic') for _ in range(3)]
steps, types = [wait(lambda: shared(members))], [group_type()]
for protocol in ['consumer', 'classic']:
    for index in range(3):
        members[index].stop()
        members[index] = Member(protocol)
        steps.append(wait(lambda: shared(members)))
    types.append(group_type())
load.stopping.set()
load.join(60)
wait(lambda: len(got) >= load.count)
for each in members:
    each.stop()
reader = Consumer({'bootstrap.servers': bootstrap, 'group.id': group})
committed = sum(p.offset for p in reader.committed([TopicPartition(topic, p) for p in range(PARTITIONS)], 15))
reader.close()
print(json.dumps({'steps': steps, 'types': types, 'lost': load.count - len(set(got)), 'repeated': len(got) - len(set(got)),
                  'uncommitted': load.count - committed, 'enough': load.count > 500}))
