"""librdkafka: two members of a classic group, one leaves; static membership; prints one JSON object."""
import json
import sys
import time

from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap = sys.argv[1]
strategy = sys.argv[2]
topic, group = f'groups-{strategy}', f'group-{strategy}'
admin = AdminClient({'bootstrap.servers': bootstrap})
admin.create_topics([NewTopic(topic, 6, 3)])[topic].result(15)


def member(instance):
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': group, 'auto.offset.reset': 'earliest',
                         'partition.assignment.strategy': strategy, 'group.instance.id': instance,
                         'session.timeout.ms': 10000, 'enable.auto.commit': False})
    consumer.subscribe([topic])
    return consumer


def settle(members, wanted, seconds=30):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for each in members:
            for m in each.consume(100, timeout=0.05):
                if not m.error():
                    got.append(m.value())
        if sorted(len(each.assignment()) for each in members) == wanted:
            return True
    return False


got = []
one, two = member('one'), member('two')
shared = settle([one, two], [3, 3])
before = two.memberid()
two.close()
# A static member that comes back within its session keeps its place.
two = member('two')
kept = settle([one, two], [3, 3])
producer = Producer({'bootstrap.servers': bootstrap})
for i in range(600):
    producer.produce(topic, key=str(i), value=str(i))
producer.flush(30)
until = time.monotonic() + 30
while len(got) < 600 and time.monotonic() < until:
    settle([one, two], [-1], 0.2)
one.commit(asynchronous=False)
two.commit(asynchronous=False)
one.close()
two.close()
print(json.dumps({'shared': shared, 'kept': kept, 'got': len(got), 'distinct': len(set(got))}))
