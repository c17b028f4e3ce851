import type { ConfigKey, ConfigType } from '@gregor/base'

type Row = readonly [name: string, type: ConfigType, defaultValue: unknown]

const threads =
  'Accepted for compatibility and without effect: a broker is one event loop with its pool of I/O threads.'
const buffers = 'Accepted for compatibility and without effect: the operating system sizes socket buffers.'
const fetchers =
  'Accepted for compatibility and without effect: leaders push records to followers over one gRPC stream.'
const purgatory =
  'Accepted for compatibility and without effect: waiting requests are dropped as soon as they are answered.'
const metadataLog = 'Accepted for compatibility and without effect: the metadata log is kept by Raft in its own store.'
const reporters = 'Accepted for compatibility and without effect: metrics are served on the admin port.'
const cleaner = 'Accepted for compatibility and without effect: compaction sizes its own buffers.'
const later = 'Accepted for compatibility and without effect: share groups are not served by this version.'

const regexes =
  'Accepted for compatibility and without effect: regular expressions of groups follow the topics as they come and go.'

/** Keys of Apache Kafka that tune what Gregor does not have. A file that sets them starts, unchanged. */
export const ignoredKeys: Readonly<Record<string, ConfigKey>> = Object.fromEntries([
  ...group(threads, [
    ['num.network.threads', 'int', 3],
    ['num.io.threads', 'int', 8],
    ['background.threads', 'int', 10],
    ['num.recovery.threads.per.data.dir', 'int', 2],
    ['num.replica.alter.log.dirs.threads', 'int', undefined],
    ['group.coordinator.threads', 'int', 4],
    ['group.coordinator.background.threads', 'int', 2],
    ['share.coordinator.threads', 'int', 1],
    ['queued.max.request.bytes', 'long', -1],
    ['server.max.startup.time.ms', 'long', 2 ** 63]
  ]),
  ...group(regexes, [['group.consumer.regex.refresh.interval.ms', 'int', 600_000]]),
  ...group(buffers, [
    ['socket.send.buffer.bytes', 'int', 102_400],
    ['socket.receive.buffer.bytes', 'int', 102_400],
    ['replica.socket.receive.buffer.bytes', 'int', 65_536],
    ['replica.socket.timeout.ms', 'int', 30_000],
    ['controller.socket.timeout.ms', 'int', 30_000],
    ['socket.connection.setup.timeout.ms', 'long', 10_000],
    ['socket.connection.setup.timeout.max.ms', 'long', 30_000]
  ]),
  ...group(fetchers, [
    ['num.replica.fetchers', 'int', 1],
    ['replica.fetch.min.bytes', 'int', 1],
    ['replica.fetch.wait.max.ms', 'int', 500],
    ['replica.fetch.backoff.ms', 'int', 1000]
  ]),
  ...group(purgatory, [
    ['fetch.purgatory.purge.interval.requests', 'int', 1000],
    ['producer.purgatory.purge.interval.requests', 'int', 1000],
    ['delete.records.purgatory.purge.interval.requests', 'int', 1],
    ['share.fetch.purgatory.purge.interval.requests', 'int', 1000]
  ]),
  ...group(metadataLog, [
    ['metadata.log.segment.bytes', 'int', 1_073_741_824],
    ['metadata.log.segment.ms', 'long', 604_800_000],
    ['metadata.max.retention.bytes', 'long', 104_857_600],
    ['metadata.max.retention.ms', 'long', 604_800_000],
    ['metadata.max.idle.interval.ms', 'int', 500],
    ['controller.quorum.append.linger.ms', 'int', 25],
    ['controller.quorum.retry.backoff.ms', 'int', 20],
    ['controller.quorum.election.backoff.max.ms', 'int', 1000],
    ['controller.quorum.fetch.max.bytes', 'int', 1_048_576],
    ['controller.quorum.fetch.snapshot.max.bytes', 'int', 1_048_576],
    ['controller.performance.always.log.threshold.ms', 'long', 2000],
    ['controller.performance.sample.period.ms', 'long', 60_000]
  ]),
  ...group(reporters, [
    ['metric.reporters', 'list', []],
    ['metrics.num.samples', 'int', 2],
    ['metrics.recording.level', 'string', 'INFO'],
    ['metrics.sample.window.ms', 'long', 30_000],
    ['kafka.metrics.polling.interval.secs', 'int', 10],
    ['kafka.metrics.reporters', 'list', []]
  ]),
  ...group(cleaner, [
    ['log.cleaner.threads', 'int', 1],
    ['log.cleaner.backoff.ms', 'long', 15_000],
    ['log.cleaner.dedupe.buffer.size', 'long', 134_217_728],
    ['log.cleaner.io.buffer.size', 'int', 524_288],
    ['log.cleaner.io.buffer.load.factor', 'double', 0.9],
    ['log.cleaner.io.max.bytes.per.second', 'double', Number.MAX_VALUE],
    ['log.initial.task.delay.ms', 'long', 30_000],
    ['log.dir.failure.timeout.ms', 'long', 30_000]
  ]),
  ...group(later, [
    ['share.coordinator.state.topic.num.partitions', 'int', 50],
    ['share.coordinator.state.topic.replication.factor', 'int', 3],
    ['share.coordinator.state.topic.min.isr', 'int', 2],
    ['share.coordinator.state.topic.segment.bytes', 'int', 104_857_600]
  ])
])

function group(doc: string, rows: readonly Row[]): [string, ConfigKey][] {
  return rows.map(([name, type, defaultValue]) => [name, { name, type, defaultValue, ignored: true, doc }])
}
