import { booleanKey, intKey, longKey, type ConfigKey } from '@gregor/base'

/** Replication: who is in sync, and how much is copied at a time. */
export const replicationKeys = {
  'min.insync.replicas': intKey({
    name: 'min.insync.replicas',
    defaultValue: 1,
    min: 1,
    dynamic: true,
    doc: 'Default of the topic config min.insync.replicas.'
  }),
  'unclean.leader.election.enable': booleanKey({
    name: 'unclean.leader.election.enable',
    defaultValue: false,
    dynamic: true,
    doc: 'Default of the topic config unclean.leader.election.enable.'
  }),
  'replica.lag.time.max.ms': longKey({
    name: 'replica.lag.time.max.ms',
    defaultValue: 30_000,
    min: 1,
    doc: 'A follower that has not caught up for this long, in milliseconds, leaves the in-sync replicas.'
  }),
  'replica.fetch.max.bytes': intKey({
    name: 'replica.fetch.max.bytes',
    defaultValue: 1_048_576,
    min: 0,
    doc: 'About how many bytes of one partition are sent to a follower at a time.'
  }),
  'replica.fetch.response.max.bytes': intKey({
    name: 'replica.fetch.response.max.bytes',
    defaultValue: 10_485_760,
    min: 0,
    doc: 'About how many bytes of all partitions may be on their way to a follower.'
  }),
  'replica.high.watermark.checkpoint.interval.ms': longKey({
    name: 'replica.high.watermark.checkpoint.interval.ms',
    defaultValue: 5000,
    min: 1,
    doc: 'How often, in milliseconds, high watermarks are written to the checkpoint file.'
  }),
  'max.incremental.fetch.session.cache.slots': intKey({
    name: 'max.incremental.fetch.session.cache.slots',
    defaultValue: 1000,
    min: 0,
    doc: 'How many incremental fetch sessions (KIP-227) this broker keeps.'
  }),
  'fetch.max.bytes': intKey({
    name: 'fetch.max.bytes',
    defaultValue: 57_671_680,
    min: 1024,
    doc: 'The most bytes that one fetch by a client returns.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
