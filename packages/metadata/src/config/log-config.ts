import type { LogConfig } from '@gregor/log'
import type { BrokerConfigValues } from './broker-keys.ts'
import type { TopicConfigValues } from './resolve.ts'

/** The settings of a topic's logs, from its resolved config. */
export function toLogConfig(
  topic: TopicConfigValues,
  broker: Pick<BrokerConfigValues, 'producer.id.expiration.ms'>
): LogConfig {
  return {
    segmentBytes: topic['segment.bytes'],
    segmentMs: topic['segment.ms'],
    indexIntervalBytes: topic['index.interval.bytes'],
    segmentIndexBytes: topic['segment.index.bytes'],
    retentionMs: topic['retention.ms'],
    retentionBytes: topic['retention.bytes'],
    deletes: topic['cleanup.policy'].includes('delete'),
    compacts: topic['cleanup.policy'].includes('compact'),
    maxMessageBytes: topic['max.message.bytes'],
    logAppendTime: topic['message.timestamp.type'] === 'LogAppendTime',
    timestampBeforeMaxMs: topic['message.timestamp.before.max.ms'],
    timestampAfterMaxMs: topic['message.timestamp.after.max.ms'],
    flushBeforeAck: topic['flush.before.ack'],
    fileDeleteDelayMs: topic['file.delete.delay.ms'],
    producerIdExpirationMs: broker['producer.id.expiration.ms']
  }
}
