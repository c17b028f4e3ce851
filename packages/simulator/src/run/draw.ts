import { minInsyncReplicasDefault, type WorkloadShape } from '../types.ts'
import type { NetworkTemper } from '../world/network.ts'
import { SeededRandom } from '../world/random.ts'
import { type DiskTemper, mainDir, spareDir } from '../world/sim-disk.ts'
import { type ClockError, perfectClock } from '../world/sim-process.ts'
import type { WorkloadDraw } from '../workloads/all-workloads.ts'
import { transactionTopics } from '../workloads/transactions/transactions-workload.ts'
import { type FaultRates, drawFaults, withLogDirFailures } from '../faults/rates.ts'

/** Everything that is decided before a run begins. */
export interface Draw extends WorkloadDraw {
  readonly nodeCount: number
  readonly network: NetworkTemper
  readonly disk: DiskTemper
  readonly faults: FaultRates
  /** Simulated time with faults. */
  readonly safetyMs: number
  readonly properties: readonly string[]
  readonly clockErrors: readonly ClockError[]
  /** `log.dirs` of every node. */
  readonly logDirs: readonly string[]
}

/** Draws a run: most seeds have few kinds of trouble, so that each kind meets a cluster that otherwise works. */
export function drawRun(seed: number): Draw {
  const random = new SeededRandom(seed ^ 0x5eed)
  // Of its own, so that a run with one log dir is what it would be without this.
  const dirsRandom = new SeededRandom(seed ^ 0xd125)
  const twoDirs = dirsRandom.chance(0.25)
  const groups = drawGroups(seed)
  const nodeCount = random.chance(0.8) ? 3 : random.chance(0.4) ? 4 : 5
  return {
    logDirs: twoDirs ? [mainDir, spareDir] : [mainDir],
    nodeCount,
    shape: drawShape(random, nodeCount),
    transactions: drawTransactions(seed),
    groups,
    network: drawNetwork(random),
    disk: drawDisk(random),
    faults: twoDirs ? withLogDirFailures(drawFaults(random), dirsRandom) : drawFaults(random),
    safetyMs: random.between(1_000, 4_500),
    properties: [...drawProperties(random, nodeCount), ...drawTransactionProperties(seed), ...groupProperties(groups)],
    clockErrors: Array.from({ length: nodeCount }, () => drawClockError(random))
  }
}

function drawShape(random: SeededRandom, nodeCount: number): WorkloadShape {
  const topicCount = random.chance(0.7) ? 1 : 2
  const topics = Array.from({ length: topicCount }, (_, index) => {
    const replicationFactor = random.chance(0.8) ? 3 : 1 + random.int(nodeCount)
    const minInsyncReplicas = Math.min(replicationFactor, random.chance(0.7) ? 2 : 1 + random.int(replicationFactor))
    return { name: `topic-${index}`, partitions: 1 + random.int(3), replicationFactor, minInsyncReplicas }
  })
  return { topics }
}

/** Drawn apart, so that what a run is otherwise does not depend on it. */
function drawTransactions(seed: number): WorkloadShape | undefined {
  const random = new SeededRandom(seed ^ 0x7a25)
  if (random.chance(0.5)) return undefined
  const topic = (name: string, partitions: number): WorkloadShape['topics'][number] => {
    return { name, partitions, replicationFactor: 3, minInsyncReplicas: 2 }
  }
  return {
    topics: [topic(transactionTopics.input, 1 + random.int(3)), topic(transactionTopics.output, 1 + random.int(2))]
  }
}

/** Most runs have groups of one protocol, some of both. */
function drawGroups(seed: number): Draw['groups'] {
  const random = new SeededRandom(seed ^ 0x6209)
  const classic = random.chance(0.6)
  const sessionTimeoutMs = Math.floor(random.between(1_500, 4_500))
  return { classic, consumer: !classic || random.chance(0.15) ? { sessionTimeoutMs } : undefined }
}

function groupProperties({ consumer }: Draw['groups']): string[] {
  if (consumer === undefined) return []
  return [
    'group.consumer.min.session.timeout.ms=1000',
    `group.consumer.session.timeout.ms=${consumer.sessionTimeoutMs}`,
    'group.consumer.min.heartbeat.interval.ms=100',
    'group.consumer.heartbeat.interval.ms=300'
  ]
}

function drawTransactionProperties(seed: number): string[] {
  const random = new SeededRandom(seed ^ 0x7a26)
  return [
    `transaction.state.log.num.partitions=${1 + random.int(2)}`,
    'transaction.state.log.replication.factor=3',
    `transaction.state.log.segment.bytes=${random.pick([2_048, 4_096, 1 << 20])!}`,
    `transaction.abort.timed.out.transaction.cleanup.interval.ms=${random.pick([200, 1_000])!}`
  ]
}

function drawNetwork(random: SeededRandom): NetworkTemper {
  const trouble = (most: number): number => (random.chance(0.35) ? random.between(0, most) : 0)
  return {
    delayMs: {
      least: random.between(0.05, 1),
      most: random.chance(0.3) ? random.between(5, 100) : random.between(1, 5)
    },
    raftLoss: trouble(0.3),
    raftDuplication: trouble(0.3),
    raftReordering: trouble(0.5),
    windowBytes: random.chance(0.2) ? 512 << random.int(6) : 8 << 20
  }
}

function drawDisk(random: SeededRandom): DiskTemper {
  return {
    syncMs: {
      least: random.between(0.1, 2),
      most: random.chance(0.3) ? random.between(5, 200) : random.between(2, 10)
    },
    writeMs: { least: 0, most: random.chance(0.3) ? random.between(0.5, 10) : 0 }
  }
}

function drawProperties(random: SeededRandom, nodeCount: number): string[] {
  const replicas = Math.min(nodeCount, 3)
  const pick = (values: readonly number[]): number => random.pick(values)!
  return [
    `broker.session.timeout.ms=${pick([2_000, 3_000, 9_000])}`,
    `broker.heartbeat.interval.ms=${pick([300, 700])}`,
    `replica.lag.time.max.ms=${pick([2_000, 5_000, 15_000])}`,
    `controller.quorum.election.timeout.ms=${pick([800, 1_000])}`,
    `metadata.log.max.record.bytes.between.snapshots=${pick([400, 2_000, 20_000_000])}`,
    `offsets.topic.num.partitions=${1 + random.int(2)}`,
    `offsets.topic.replication.factor=${replicas}`,
    `offsets.topic.segment.bytes=${pick([2_048, 4_096, 1 << 20])}`,
    `min.insync.replicas=${minInsyncReplicasDefault}`,
    // Clocks of brokers jump by years.
    'log.message.timestamp.before.max.ms=9007199254740991',
    'log.message.timestamp.after.max.ms=9007199254740991',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=500',
    `replica.high.watermark.checkpoint.interval.ms=${pick([500, 5_000])}`,
    `log.flush.offset.checkpoint.interval.ms=${pick([1_000, 60_000])}`,
    `log.retention.check.interval.ms=${pick([700, 5_000])}`,
    'controlled.shutdown.enable=true',
    `log.segment.bytes=${pick([2_048, 1 << 30])}`,
    `log.journal.partitions.min=${pick([0, 1, 2, 16])}`,
    `log.journal.file.bytes=${pick([1_024, 8_192, 1 << 18])}`
  ]
}

function drawClockError(random: SeededRandom): ClockError {
  if (random.chance(0.6)) return perfectClock()
  return { rate: random.between(0.95, 1.05), wallOffsetMs: random.between(-600_000, 600_000) }
}
