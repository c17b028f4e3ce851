import {
  BrokerEpoch,
  noMetrics,
  type BrokerId,
  type Logger,
  type Metrics,
  type PartitionIndex,
  type Random,
  type TopicId
} from '@gregor/base'
import type { IsrChange, IsrChangeOutcome } from '@gregor/controller'
import {
  memoryFileSystem,
  noFolderLocks,
  openLogManager,
  type CrashOptions,
  type FileOperation,
  type LogConfig,
  type LogManager,
  type MemoryFileSystem,
  type PartitionLog
} from '@gregor/log'
import { MetadataStore, type MetadataRecord } from '@gregor/metadata'
import { ReplicaManager, type FollowStream, type ReplicationConfig, type TopicSettings } from '../../src/index.ts'
import type { SimScheduler, SimTime } from './sim-time.ts'

export const testLogConfig: LogConfig = {
  segmentBytes: 1 << 16,
  segmentMs: 7 * 86_400_000,
  indexIntervalBytes: 256,
  segmentIndexBytes: 10 << 20,
  retentionMs: -1,
  retentionBytes: -1,
  deletes: true,
  compacts: false,
  maxMessageBytes: 1 << 20,
  logAppendTime: false,
  timestampBeforeMaxMs: 2 ** 53,
  timestampAfterMaxMs: 3_600_000,
  fileDeleteDelayMs: 60_000,
  producerIdExpirationMs: 86_400_000
}

/** What a node reaches of the world. */
export interface NodeWorld {
  readonly time: SimTime
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics | undefined
  readonly config: Partial<ReplicationConfig>
  settings(topic: string): TopicSettings
  openLink(from: SimNode, to: number): FollowStream
  alterPartition(from: SimNode, changes: readonly IsrChange[]): Promise<readonly IsrChangeOutcome[]>
  peerDown(reporter: SimNode, peer: BrokerId): void
  /** Called before each file operation; may hold it. */
  onFileOperation(node: SimNode, operation: FileOperation): Promise<void> | undefined
  /** The log dirs of all brokers. */
  readonly logDirs: readonly string[]
}

/** One process of a broker: replication over the real log on a simulated disk. */
export class SimNode {
  readonly id: BrokerId
  readonly scheduler: SimScheduler
  readonly store = new MetadataStore()
  readonly #world: NodeWorld
  #fileSystem: MemoryFileSystem
  #logs: LogManager | undefined
  #manager: ReplicaManager | undefined
  brokerEpoch = BrokerEpoch(-1)
  alive = true
  /** Metadata indexes at which every role was taken on. */
  readonly settledAt: number[] = []

  constructor(id: BrokerId, world: NodeWorld, fileSystem: MemoryFileSystem = memoryFileSystem()) {
    this.id = id
    this.#world = world
    this.#fileSystem = fileSystem
    this.scheduler = world.time.scheduler()
    fileSystem.intercept((operation) => world.onFileOperation(this, operation))
  }

  get manager(): ReplicaManager {
    return this.#manager!
  }

  get booted(): boolean {
    return this.#manager !== undefined
  }

  get disk(): MemoryFileSystem {
    return this.#fileSystem
  }

  log(topicId: TopicId, partition: PartitionIndex): PartitionLog | undefined {
    return this.#logs?.get(topicId, partition)
  }

  async boot(): Promise<void> {
    const { time, random, metrics, config } = this.#world
    const logger = this.#world.logger.child({ node: this.id })
    const common = { clock: time, scheduler: this.scheduler, logger, metrics: metrics ?? noMetrics }
    this.#logs = await openLogManager({
      ...common,
      folders: this.#world.logDirs,
      fileSystem: this.#fileSystem,
      locks: noFolderLocks,
      random,
      cacheBytesMaxPerLog: 8192
    })
    this.#manager = new ReplicaManager({
      ...common,
      self: { brokerId: this.id, brokerEpoch: () => this.brokerEpoch },
      image: this.store,
      logs: this.#logs,
      topicSettings: (topic) => this.#world.settings(topic),
      isrAuthority: { alterPartition: (changes) => this.#world.alterPartition(this, changes) },
      openFollowStream: (leader) => this.#world.openLink(this, leader.nodeId),
      onSettled: () => this.settledAt.push(this.store.appliedIndex),
      reportPeerDown: (peer) => this.#world.peerDown(this, peer),
      config
    })
    this.#manager.start()
  }

  registered(epoch: BrokerEpoch): void {
    this.brokerEpoch = epoch
    this.#manager?.brokerEpochChanged()
  }

  applyMetadata(index: number, records: readonly MetadataRecord[]): void {
    const delta = this.store.replay(index, records)
    this.#manager?.apply(delta)
  }

  /** The power fails; the result is what is left on the disk. */
  crash(options?: CrashOptions): MemoryFileSystem {
    this.alive = false
    this.scheduler.stopped = true
    return this.#fileSystem.crash(options)
  }
}
