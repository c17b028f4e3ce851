"""librdkafka: every codec, keys, headers, nulls; prints one JSON object."""
import json
import sys

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap = sys.argv[1]
admin = AdminClient({'bootstrap.servers': bootstrap})
outcome = {}
for codec in ['none', 'gzip', 'snappy', 'lz4', 'zstd']:
    topic = f'librdkafka-{codec}'
    admin.create_topics([NewTopic(topic, 3, 3, config={'min.insync.replicas': '2'})])[topic].result(15)
    producer = Producer({'bootstrap.servers': bootstrap, 'acks': 'all', 'enable.idempotence': True,
                         'compression.type': codec, 'linger.ms': 5})
    failed = []
    for i in range(3000):
        producer.produce(topic, key=f'k{i % 11}', value=None if i % 100 == 0 else f'value {i} ' + 'x' * 50,
                         headers={'n': str(i), 'nothing': None},
                         on_delivery=lambda e, m: failed.append(str(e)) if e else None)
        producer.poll(0)
    producer.flush(30)
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'unused', 'enable.auto.commit': False,
                         'check.crcs': True})
    consumer.assign([TopicPartition(topic, p, 0) for p in range(3)])
    seen, order, nulls = set(), {}, 0
    misses = 0
    while len(seen) < 3000 and misses < 20:
        batch = consumer.consume(1000, timeout=1)
        misses = 0 if batch else misses + 1
        for m in batch:
            if m.error():
                continue
            n = int(dict(m.headers())['n'])
            seen.add(n)
            nulls += m.value() is None
            assert order.get(m.key(), -1) < n, 'out of order within a key'
            order[m.key()] = n
    consumer.close()
    outcome[codec] = {'failed': len(failed), 'seen': len(seen), 'nulls': nulls}
print(json.dumps(outcome))
