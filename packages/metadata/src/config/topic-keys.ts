import { booleanKey, doubleKey, intKey, listKey, longKey, stringKey, type ConfigKey } from '@gregor/base'

/** Kafka's Long.MAX_VALUE, by its nearest double: "no limit". */
const longMax = 2 ** 63

/** Every config of a topic that Gregor acts on, with Kafka's names, defaults and bounds. */
export const topicKeys = {
  'cleanup.policy': listKey({
    name: 'cleanup.policy',
    defaultValue: ['delete'],
    allowed: ['compact', 'delete'],
    brokerDefault: 'log.cleanup.policy',
    doc: 'What becomes of old records: "delete" drops whole segments by retention.ms and retention.bytes, "compact" keeps the newest record of each key, and both together do both.'
  }),
  'compression.type': stringKey({
    name: 'compression.type',
    defaultValue: 'producer',
    allowed: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    brokerDefault: 'compression.type',
    doc: 'The codec in which batches are stored; "producer" keeps what the producer chose.'
  }),
  'compression.gzip.level': intKey({
    name: 'compression.gzip.level',
    defaultValue: -1,
    min: -1,
    max: 9,
    brokerDefault: 'compression.gzip.level',
    doc: 'How hard gzip works when compression.type is gzip: 1 (fast) to 9 (small); -1 = its default.'
  }),
  'compression.lz4.level': intKey({
    name: 'compression.lz4.level',
    defaultValue: 9,
    min: 1,
    max: 17,
    brokerDefault: 'compression.lz4.level',
    doc: 'How hard lz4 works when compression.type is lz4: 1 (fast) to 17 (small).'
  }),
  'compression.zstd.level': intKey({
    name: 'compression.zstd.level',
    defaultValue: 3,
    min: -131_072,
    max: 22,
    brokerDefault: 'compression.zstd.level',
    doc: 'How hard zstd works when compression.type is zstd: from negative (fast) to 22 (small).'
  }),
  'delete.retention.ms': longKey({
    name: 'delete.retention.ms',
    defaultValue: 86_400_000,
    min: 0,
    brokerDefault: 'log.cleaner.delete.retention.ms',
    doc: 'How long, in milliseconds, a compacted topic keeps tombstones, so that a reader from the start still sees the deletion.'
  }),
  'file.delete.delay.ms': longKey({
    name: 'file.delete.delay.ms',
    defaultValue: 60_000,
    min: 0,
    brokerDefault: 'log.segment.delete.delay.ms',
    doc: 'How long, in milliseconds, the files of a removed segment stay on disk before they are deleted.'
  }),
  'flush.before.ack': booleanKey({
    name: 'flush.before.ack',
    defaultValue: true,
    brokerDefault: 'flush.before.ack',
    own: true,
    doc: 'Whether a record counts as replicated on a broker only when it is flushed to disk there. False gives the page-cache behaviour of Apache Kafka: faster, and records are lost when all replicas lose power at once.'
  }),
  'flush.messages': longKey({
    name: 'flush.messages',
    defaultValue: longMax,
    min: 1,
    brokerDefault: 'log.flush.interval.messages',
    ignored: true,
    doc: 'Accepted for compatibility and without effect: flush.before.ack decides about flushing.'
  }),
  'flush.ms': longKey({
    name: 'flush.ms',
    defaultValue: longMax,
    min: 0,
    brokerDefault: 'log.flush.interval.ms',
    ignored: true,
    doc: 'Accepted for compatibility and without effect: flush.before.ack decides about flushing.'
  }),
  'index.interval.bytes': intKey({
    name: 'index.interval.bytes',
    defaultValue: 4096,
    min: 0,
    brokerDefault: 'log.index.interval.bytes',
    doc: 'About how many bytes of log lie between two entries of its offset index.'
  }),
  'max.compaction.lag.ms': longKey({
    name: 'max.compaction.lag.ms',
    defaultValue: longMax,
    min: 1,
    brokerDefault: 'log.cleaner.max.compaction.lag.ms',
    doc: 'The longest time, in milliseconds, for which a record of a compacted topic may escape compaction.'
  }),
  'max.message.bytes': intKey({
    name: 'max.message.bytes',
    defaultValue: 1_048_588,
    min: 0,
    brokerDefault: 'message.max.bytes',
    doc: 'The largest record batch, in bytes as sent (after compression), that the topic takes.'
  }),
  'message.timestamp.after.max.ms': longKey({
    name: 'message.timestamp.after.max.ms',
    defaultValue: 3_600_000,
    min: 0,
    brokerDefault: 'log.message.timestamp.after.max.ms',
    doc: 'How far, in milliseconds, a timestamp set by a producer may lie in the future of the broker.'
  }),
  'message.timestamp.before.max.ms': longKey({
    name: 'message.timestamp.before.max.ms',
    defaultValue: longMax,
    min: 0,
    brokerDefault: 'log.message.timestamp.before.max.ms',
    doc: 'How far, in milliseconds, a timestamp set by a producer may lie in the past of the broker.'
  }),
  'message.timestamp.type': stringKey({
    name: 'message.timestamp.type',
    defaultValue: 'CreateTime',
    allowed: ['CreateTime', 'LogAppendTime'],
    brokerDefault: 'log.message.timestamp.type',
    doc: 'Whose time a record carries: that of its producer (CreateTime) or of the append on the leader (LogAppendTime).'
  }),
  'min.cleanable.dirty.ratio': doubleKey({
    name: 'min.cleanable.dirty.ratio',
    defaultValue: 0.5,
    min: 0,
    max: 1,
    brokerDefault: 'log.cleaner.min.cleanable.ratio',
    doc: 'The share of a compacted log that must be new since the last compaction before it is compacted again.'
  }),
  'min.compaction.lag.ms': longKey({
    name: 'min.compaction.lag.ms',
    defaultValue: 0,
    min: 0,
    brokerDefault: 'log.cleaner.min.compaction.lag.ms',
    doc: 'The shortest time, in milliseconds, for which a record of a compacted topic is left alone.'
  }),
  'min.insync.replicas': intKey({
    name: 'min.insync.replicas',
    defaultValue: 1,
    min: 1,
    brokerDefault: 'min.insync.replicas',
    doc: 'With acks=all a write is taken only while at least this many replicas (the leader included) are in sync.'
  }),
  preallocate: booleanKey({
    name: 'preallocate',
    defaultValue: false,
    brokerDefault: 'log.preallocate',
    ignored: true,
    doc: 'Accepted for compatibility and without effect: segment files grow as they are written.'
  }),
  'retention.bytes': longKey({
    name: 'retention.bytes',
    defaultValue: -1,
    min: -1,
    brokerDefault: 'log.retention.bytes',
    doc: 'The size, in bytes per partition, above which the oldest segments are deleted; -1 = no limit.'
  }),
  'retention.ms': longKey({
    name: 'retention.ms',
    defaultValue: 604_800_000,
    min: -1,
    brokerDefault: 'log.retention.ms',
    doc: 'The age, in milliseconds, above which segments are deleted; -1 = no limit.'
  }),
  'segment.bytes': intKey({
    name: 'segment.bytes',
    defaultValue: 1_073_741_824,
    min: 14,
    brokerDefault: 'log.segment.bytes',
    doc: 'The size, in bytes, at which a log starts its next segment file.'
  }),
  'segment.index.bytes': intKey({
    name: 'segment.index.bytes',
    defaultValue: 10_485_760,
    min: 4,
    brokerDefault: 'log.index.size.max.bytes',
    doc: 'The largest size, in bytes, of the offset index of a segment; the segment ends when it is full.'
  }),
  'segment.jitter.ms': longKey({
    name: 'segment.jitter.ms',
    defaultValue: 0,
    min: 0,
    brokerDefault: 'log.roll.jitter.ms',
    ignored: true,
    doc: 'Accepted for compatibility and without effect: segments roll lazily, on the first append after segment.ms.'
  }),
  'segment.ms': longKey({
    name: 'segment.ms',
    defaultValue: 604_800_000,
    min: 1,
    brokerDefault: 'log.roll.ms',
    doc: 'The age, in milliseconds, at which a log starts its next segment file even when the present one is not full.'
  }),
  'unclean.leader.election.enable': booleanKey({
    name: 'unclean.leader.election.enable',
    defaultValue: false,
    brokerDefault: 'unclean.leader.election.enable',
    doc: 'Whether a replica that may lack acknowledged records may lead when no other replica is left. True trades records for availability.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>

export type TopicKeyName = keyof typeof topicKeys
