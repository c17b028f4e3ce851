import { booleanKey, doubleKey, intKey, listKey, longKey, stringKey, type ConfigKey } from '@gregor/base'
import { optional } from '../optional-key.ts'

/** Kafka's Long.MAX_VALUE, by its nearest double: "no limit". */
const longMax = 2 ** 63

/** Logs: the defaults of topic configs, and how this broker keeps them. */
export const logKeys = {
  'compression.type': stringKey({
    name: 'compression.type',
    defaultValue: 'producer',
    allowed: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    dynamic: true,
    doc: 'Default of the topic config compression.type.'
  }),
  'compression.gzip.level': intKey({
    name: 'compression.gzip.level',
    defaultValue: -1,
    min: -1,
    max: 9,
    dynamic: true,
    doc: 'Default of the topic config compression.gzip.level.'
  }),
  'compression.lz4.level': intKey({
    name: 'compression.lz4.level',
    defaultValue: 9,
    min: 1,
    max: 17,
    dynamic: true,
    doc: 'Default of the topic config compression.lz4.level.'
  }),
  'compression.zstd.level': intKey({
    name: 'compression.zstd.level',
    defaultValue: 3,
    min: -131_072,
    max: 22,
    dynamic: true,
    doc: 'Default of the topic config compression.zstd.level.'
  }),
  'flush.before.ack': booleanKey({
    name: 'flush.before.ack',
    defaultValue: true,
    dynamic: true,
    own: true,
    doc: 'Default of the topic config flush.before.ack.'
  }),
  'log.cleanup.policy': listKey({
    name: 'log.cleanup.policy',
    defaultValue: ['delete'],
    allowed: ['compact', 'delete'],
    dynamic: true,
    doc: 'Default of the topic config cleanup.policy.'
  }),
  'log.cleaner.enable': booleanKey({
    name: 'log.cleaner.enable',
    defaultValue: true,
    ignored: true,
    doc: 'Accepted for compatibility: compacted topics are always compacted.'
  }),
  'log.cleaner.delete.retention.ms': longKey({
    name: 'log.cleaner.delete.retention.ms',
    defaultValue: 86_400_000,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config delete.retention.ms.'
  }),
  'log.cleaner.max.compaction.lag.ms': longKey({
    name: 'log.cleaner.max.compaction.lag.ms',
    defaultValue: longMax,
    min: 1,
    dynamic: true,
    doc: 'Default of the topic config max.compaction.lag.ms.'
  }),
  'log.cleaner.min.cleanable.ratio': doubleKey({
    name: 'log.cleaner.min.cleanable.ratio',
    defaultValue: 0.5,
    min: 0,
    max: 1,
    dynamic: true,
    doc: 'Default of the topic config min.cleanable.dirty.ratio.'
  }),
  'log.cleaner.min.compaction.lag.ms': longKey({
    name: 'log.cleaner.min.compaction.lag.ms',
    defaultValue: 0,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config min.compaction.lag.ms.'
  }),
  'log.flush.interval.messages': longKey({
    name: 'log.flush.interval.messages',
    defaultValue: longMax,
    min: 1,
    dynamic: true,
    ignored: true,
    doc: 'Default of the topic config flush.messages, which has no effect: flush.before.ack decides.'
  }),
  'log.flush.interval.ms': optional(
    longKey({
      name: 'log.flush.interval.ms',
      defaultValue: 0,
      dynamic: true,
      ignored: true,
      doc: 'Default of the topic config flush.ms, which has no effect: flush.before.ack decides.'
    })
  ),
  'log.flush.scheduler.interval.ms': longKey({
    name: 'log.flush.scheduler.interval.ms',
    defaultValue: longMax,
    ignored: true,
    doc: 'Second default of the topic config flush.ms, which has no effect: flush.before.ack decides.'
  }),
  'log.flush.offset.checkpoint.interval.ms': intKey({
    name: 'log.flush.offset.checkpoint.interval.ms',
    defaultValue: 60_000,
    min: 0,
    ignored: true,
    doc: 'Accepted for compatibility: recovery needs no periodic checkpoint of flushed offsets.'
  }),
  'log.flush.start.offset.checkpoint.interval.ms': intKey({
    name: 'log.flush.start.offset.checkpoint.interval.ms',
    defaultValue: 60_000,
    min: 0,
    ignored: true,
    doc: 'Accepted for compatibility: a raised log start offset is kept when it is raised.'
  }),
  'log.index.interval.bytes': intKey({
    name: 'log.index.interval.bytes',
    defaultValue: 4096,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config index.interval.bytes.'
  }),
  'log.index.size.max.bytes': intKey({
    name: 'log.index.size.max.bytes',
    defaultValue: 10_485_760,
    min: 4,
    dynamic: true,
    doc: 'Default of the topic config segment.index.bytes.'
  }),
  'log.journal.file.bytes': longKey({
    name: 'log.journal.file.bytes',
    defaultValue: 33_554_432,
    min: 1024,
    own: true,
    doc: 'Size of a file of the journal from which on the next one is begun. A full one goes once what it has is durable in the files of the partitions.'
  }),
  'log.journal.partitions.min': intKey({
    name: 'log.journal.partitions.min',
    defaultValue: 1,
    min: 0,
    own: true,
    doc: 'From so many partitions of one folder of log.dirs on that wait for the disk at the same time, all that waits goes into one journal with one sync, and into the files of the partitions behind it. With fewer, each file is synced for itself; so is one for which more than half a MiB waits. 0 = there is no journal.'
  }),
  'log.message.timestamp.after.max.ms': longKey({
    name: 'log.message.timestamp.after.max.ms',
    defaultValue: 3_600_000,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config message.timestamp.after.max.ms.'
  }),
  'log.message.timestamp.before.max.ms': longKey({
    name: 'log.message.timestamp.before.max.ms',
    defaultValue: longMax,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config message.timestamp.before.max.ms.'
  }),
  'log.message.timestamp.type': stringKey({
    name: 'log.message.timestamp.type',
    defaultValue: 'CreateTime',
    allowed: ['CreateTime', 'LogAppendTime'],
    dynamic: true,
    doc: 'Default of the topic config message.timestamp.type.'
  }),
  'log.preallocate': booleanKey({
    name: 'log.preallocate',
    defaultValue: false,
    dynamic: true,
    ignored: true,
    doc: 'Default of the topic config preallocate, which has no effect.'
  }),
  'log.dir.reserved.bytes': longKey({
    name: 'log.dir.reserved.bytes',
    defaultValue: 268_435_456,
    min: 0,
    own: true,
    doc: 'Room that is kept free on the disk of each log dir: while less is left, records of producers are refused with KAFKA_STORAGE_ERROR and a message, and reads, deletes, retention, compaction, metadata and restarts go on. What followers and group coordinators write may use half of it. 0 = keep nothing.'
  }),
  'log.retention.bytes': longKey({
    name: 'log.retention.bytes',
    defaultValue: -1,
    min: -1,
    dynamic: true,
    doc: 'Default of the topic config retention.bytes.'
  }),
  'log.retention.check.interval.ms': longKey({
    name: 'log.retention.check.interval.ms',
    defaultValue: 300_000,
    min: 1,
    doc: 'How often, in milliseconds, retention is applied.'
  }),
  'log.retention.hours': intKey({
    name: 'log.retention.hours',
    defaultValue: 168,
    min: -1,
    doc: 'Default of the topic config retention.ms, in hours; used when neither log.retention.ms nor log.retention.minutes is set.'
  }),
  'log.retention.minutes': optional(
    intKey({
      name: 'log.retention.minutes',
      defaultValue: 0,
      min: -1,
      doc: 'Default of the topic config retention.ms, in minutes; used when log.retention.ms is not set.'
    })
  ),
  'log.retention.ms': optional(
    longKey({
      name: 'log.retention.ms',
      defaultValue: 0,
      min: -1,
      dynamic: true,
      doc: 'Default of the topic config retention.ms.'
    })
  ),
  'log.roll.hours': intKey({
    name: 'log.roll.hours',
    defaultValue: 168,
    min: 1,
    doc: 'Default of the topic config segment.ms, in hours; used when log.roll.ms is not set.'
  }),
  'log.roll.ms': optional(
    longKey({
      name: 'log.roll.ms',
      defaultValue: 0,
      min: 1,
      dynamic: true,
      doc: 'Default of the topic config segment.ms.'
    })
  ),
  'log.roll.jitter.hours': intKey({
    name: 'log.roll.jitter.hours',
    defaultValue: 0,
    min: 0,
    ignored: true,
    doc: 'Default of the topic config segment.jitter.ms, which has no effect.'
  }),
  'log.roll.jitter.ms': optional(
    longKey({
      name: 'log.roll.jitter.ms',
      defaultValue: 0,
      min: 0,
      dynamic: true,
      ignored: true,
      doc: 'Default of the topic config segment.jitter.ms, which has no effect.'
    })
  ),
  'log.scrub.bytes.per.second': longKey({
    name: 'log.scrub.bytes.per.second',
    defaultValue: 1_048_576,
    min: 0,
    own: true,
    doc: 'How many bytes a second the scrub may read of each folder of log.dirs: once a day it reads through all logs and checks each record batch against its checksum, so that damage is found, and repaired from another replica, while there is one that is good. 0 turns it off.'
  }),
  'log.segment.bytes': intKey({
    name: 'log.segment.bytes',
    defaultValue: 1_073_741_824,
    min: 14,
    dynamic: true,
    doc: 'Default of the topic config segment.bytes.'
  }),
  'log.segment.delete.delay.ms': longKey({
    name: 'log.segment.delete.delay.ms',
    defaultValue: 60_000,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config file.delete.delay.ms.'
  }),
  'message.max.bytes': intKey({
    name: 'message.max.bytes',
    defaultValue: 1_048_588,
    min: 0,
    dynamic: true,
    doc: 'Default of the topic config max.message.bytes.'
  }),
  'producer.id.expiration.ms': intKey({
    name: 'producer.id.expiration.ms',
    defaultValue: 86_400_000,
    min: 1,
    doc: 'How long, in milliseconds, a partition remembers an idempotent producer that no longer writes.'
  }),
  'producer.id.expiration.check.interval.ms': intKey({
    name: 'producer.id.expiration.check.interval.ms',
    defaultValue: 600_000,
    min: 1,
    doc: 'How often, in milliseconds, forgotten producers are looked for.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
