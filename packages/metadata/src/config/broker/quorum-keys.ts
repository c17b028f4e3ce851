import { booleanKey, intKey, listKey, longKey, type ConfigKey } from '@gregor/base'

/** The controller quorum: who votes, and how fast it notices a failure. */
export const quorumKeys = {
  'controller.quorum.voters': listKey({
    name: 'controller.quorum.voters',
    defaultValue: [],
    doc: 'The nodes that vote on the metadata, each as id@host:port: the quorum begins with them when all of them have started once. Later changes are made with kafka-metadata-quorum; a node that is not named here joins the quorum of those that are, as an observer.'
  }),
  'controller.quorum.bootstrap.servers': listKey({
    name: 'controller.quorum.bootstrap.servers',
    defaultValue: [],
    doc: 'Used when controller.quorum.voters is not set, each as host:port: members of the quorum that this node joins as an observer. A node that names only itself is a quorum of its own.'
  }),
  'controller.quorum.election.timeout.ms': intKey({
    name: 'controller.quorum.election.timeout.ms',
    defaultValue: 1000,
    min: 50,
    doc: 'How long, in milliseconds, a node waits without hearing from the active controller before it stands for election. A random share of it is added.'
  }),
  'controller.quorum.fetch.timeout.ms': intKey({
    name: 'controller.quorum.fetch.timeout.ms',
    defaultValue: 2000,
    min: 50,
    ignored: true,
    doc: 'Accepted for compatibility and without effect: an active controller steps down when it hears no majority for controller.quorum.election.timeout.ms.'
  }),
  'controller.quorum.request.timeout.ms': intKey({
    name: 'controller.quorum.request.timeout.ms',
    defaultValue: 2000,
    min: 1,
    ignored: true,
    doc: 'Accepted for compatibility and without effect: a request to the active controller may take request.timeout.ms.'
  }),
  'broker.heartbeat.interval.ms': intKey({
    name: 'broker.heartbeat.interval.ms',
    defaultValue: 2000,
    min: 1,
    doc: 'How often, in milliseconds, a broker tells the active controller that it lives.'
  }),
  'broker.session.timeout.ms': intKey({
    name: 'broker.session.timeout.ms',
    defaultValue: 9000,
    min: 1,
    doc: 'How long, in milliseconds, the active controller waits for a sign of life before it fences a broker. A broken connection is noticed at once; this is the last resort.'
  }),
  'initial.broker.registration.timeout.ms': intKey({
    name: 'initial.broker.registration.timeout.ms',
    defaultValue: 60_000,
    min: 1,
    doc: 'How long, in milliseconds, a starting broker tries to register before it gives up.'
  }),
  'controlled.shutdown.enable': booleanKey({
    name: 'controlled.shutdown.enable',
    defaultValue: true,
    doc: 'Whether a broker that is told to stop first has its leaderships moved away.'
  }),
  'metadata.log.max.record.bytes.between.snapshots': longKey({
    name: 'metadata.log.max.record.bytes.between.snapshots',
    defaultValue: 20_971_520,
    min: 1,
    doc: 'How many bytes of metadata records may follow a snapshot before the next one is made.'
  }),
  'metadata.log.max.snapshot.interval.ms': longKey({
    name: 'metadata.log.max.snapshot.interval.ms',
    defaultValue: 3_600_000,
    min: 0,
    ignored: true,
    doc: 'Accepted for compatibility: snapshots are made by size only.'
  }),
  'leader.imbalance.check.interval.seconds': longKey({
    name: 'leader.imbalance.check.interval.seconds',
    defaultValue: 300,
    min: 1,
    doc: 'How often, in seconds, the controller looks for partitions that are not led by their preferred replica.'
  }),
  'auto.leader.rebalance.enable': booleanKey({
    name: 'auto.leader.rebalance.enable',
    defaultValue: true,
    doc: 'Whether leadership returns to the preferred replica when that is in sync again.'
  })
} as const satisfies Readonly<Record<string, ConfigKey>>
