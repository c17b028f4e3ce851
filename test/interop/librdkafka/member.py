"""librdkafka: a member of a group: BOOTSTRAP GROUP TOPIC and settings as NAME=VALUE. Says "assigned 0,1" whenever its
partitions have changed and "read PARTITION VALUE" of each record, and commits what it read. Leaves when its input has a line, or ends."""
import select
import sys

from confluent_kafka import Consumer

bootstrap, group, topic = sys.argv[1:4]
consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': group, 'auto.offset.reset': 'earliest',
                     'enable.auto.commit': False, 'client.id': 'librdkafka',
                     **dict(setting.split('=') for setting in sys.argv[4:])})
consumer.subscribe([topic])
told = None
while not select.select([sys.stdin], [], [], 0)[0]:
    messages = [m for m in consumer.consume(100, timeout=0.1) if not m.error()]
    for message in messages:
        print('read', message.partition(), message.value().decode(), flush=True)
    if messages:
        consumer.commit(asynchronous=False)
    assigned = sorted(place.partition for place in consumer.assignment())
    if assigned != told:
        told = assigned
        print('assigned', ','.join(map(str, assigned)), flush=True)
consumer.close()
