import type {
  BrokerId,
  Clock,
  LeaderEpoch,
  Logger,
  Metrics,
  PartitionIndex,
  ProducerEpoch,
  ProducerId,
  Scheduler,
  TopicId
} from '@gregor/base'
import type { ActiveProducer, LogManager, ProducerTransaction } from '@gregor/log'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import type { PeerIdentity } from '@gregor/rpc'
import { CommitKeeper } from './commit-keeper.ts'
import { defaultReplicationConfig, type ReplicationConfig } from './config.ts'
import { brokerDirectory, type ReplicationContext } from './context.ts'
import { FollowerStreams } from './follower/follower-streams.ts'
import { IsrKeeper } from './isr-keeper.ts'
import { LeaderStreams } from './leader/leader-streams.ts'
import { MetadataApplier } from './metadata-applier.ts'
import { createMeters } from './metrics.ts'
import type { IsrAuthority, LeadStream, OpenFollowStream, OwnRegistration, TopicSettings } from './ports.ts'
import { keepGauges } from './replica-gauges.ts'
import { ReplicaTable } from './replica-table.ts'
import { Appender } from './requests/append.ts'
import { Fetcher } from './requests/fetch.ts'
import { OffsetQueries } from './requests/offsets.ts'
import { scan } from './requests/scan.ts'
import { Timeouts } from './requests/timeouts.ts'
import { RoleKeeper, type LeadershipEvent } from './role-keeper.ts'
import type {
  LedPartition,
  AppendOutcome,
  AppendRequest,
  EpochEndOutcome,
  FetchOutcome,
  FetchRequest,
  ListOffsetEntry,
  ListOffsetOutcome,
  Replicas
} from './types.ts'

/** What replication needs of the rest of the broker. */
export interface ReplicaManagerOptions {
  readonly self: OwnRegistration
  /** The metadata as applied on this broker; always the same object. */
  readonly image: MetadataImage
  readonly logs: LogManager
  /** A topic's settings by the metadata of now; asked again when configs change. */
  readonly topicSettings: (topic: string) => TopicSettings
  readonly isrAuthority: IsrAuthority
  readonly openFollowStream: OpenFollowStream
  /** A hint for the controller, never waited for: the stream to, or from, a broker broke. */
  readonly reportPeerDown: (broker: BrokerId) => void
  /** `settled` became true. */
  readonly onSettled?: () => void
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly metrics: Metrics
  readonly config?: Partial<ReplicationConfig>
}

/** All partitions of one broker: composed of the keepers of roles, ISRs and high watermarks, the streams, and the requests. */
export class ReplicaManager implements Replicas {
  readonly #table: ReplicaTable
  readonly #isr: IsrKeeper
  readonly #leaderStreams: LeaderStreams
  readonly #followerStreams: FollowerStreams
  readonly #roles: RoleKeeper
  readonly #applier: MetadataApplier
  readonly #timeouts: { readonly produce: Timeouts; readonly fetch: Timeouts }
  readonly #appender: Appender
  readonly #fetcher: Fetcher
  readonly #queries: OffsetQueries
  readonly #listeners: ((event: LeadershipEvent) => void)[] = []

  constructor(options: ReplicaManagerOptions) {
    const { image, logs, topicSettings, isrAuthority: authority, clock, scheduler } = options
    const context = contextOf(options)
    const table = new ReplicaTable(context.self.brokerId, image)
    const isr: IsrKeeper = new IsrKeeper({ context, authority, onIsrChanged: (replica) => commit.advance(replica) })
    const commit = new CommitKeeper(context, isr)
    const reportPeerDown = options.reportPeerDown
    const leaderStreams = new LeaderStreams({
      context,
      table,
      onProgress: (replica, follower) => commit.progressed(replica, follower),
      reportPeerDown
    })
    const followerStreams = new FollowerStreams({
      context,
      open: options.openFollowStream,
      repair: (replica, truncation) => this.#roles.repair(replica, truncation),
      moveLogStart: (replica, offset) => this.#roles.moveLogStart(replica, offset),
      onBroken: reportPeerDown
    })
    const onLeadership = (event: LeadershipEvent): void => {
      for (const listener of this.#listeners) listener(event)
    }
    const ports = { context, table, logs, topicSettings, isr, commit, authority, leaderStreams, followerStreams }
    this.#roles = new RoleKeeper({ ...ports, onLeadership, onSettled: options.onSettled ?? (() => {}) })
    this.#applier = new MetadataApplier({ ...ports, roles: this.#roles })
    this.#timeouts = { produce: new Timeouts(clock, scheduler), fetch: new Timeouts(clock, scheduler) }
    const onAppended = commit.appended.bind(commit)
    this.#appender = new Appender({ context, table, timeouts: this.#timeouts.produce, onAppended })
    this.#fetcher = new Fetcher({ context, table, timeouts: this.#timeouts.fetch })
    this.#queries = new OffsetQueries(context, table)
    this.#table = table
    this.#isr = isr
    this.#leaderStreams = leaderStreams
    this.#followerStreams = followerStreams
    const { partitionSeriesMax } = context.config
    keepGauges(options.metrics, { table, leaderStreams, timeouts: this.#timeouts, partitionSeriesMax })
  }

  /**
   * Takes on what the metadata says, as a whole, as soon as they know this process by its broker epoch; from then on
   * `apply` brings what changes. To be called once.
   */
  start(): void {
    this.#applier.start()
  }

  /** Whether this broker serves what the metadata, as applied by now, gave it to lead: no log is being opened. */
  get settled(): boolean {
    return this.#roles.settled
  }

  /** What this broker knows of a partition that it leads; undefined = it does not lead it. */
  led(topicId: TopicId, partition: PartitionIndex): LedPartition | undefined {
    const replica = this.#table.get(topicId, partition)
    if (replica?.leader === undefined) return undefined
    const { leaderEpoch, isr } = replica.leader
    const { minInsyncReplicas } = replica.settings
    return { leaderEpoch, isr: isr.current, maximalIsr: isr.maximal, minInsyncReplicas }
  }

  /** To be called with each delta after it was applied to the image. */
  apply(delta: MetadataDelta): void {
    this.#applier.apply(delta)
  }

  /** This process got its broker epoch, or a new one. */
  brokerEpochChanged(): void {
    this.#applier.registrationChanged()
  }

  /** A follower opened a stream. */
  acceptFollower(stream: LeadStream, peer: PeerIdentity): void {
    this.#leaderStreams.accept(peer, stream)
  }

  append(request: AppendRequest, done: (outcomes: readonly AppendOutcome[]) => void): void {
    this.#appender.append(request, done)
  }

  fetch(request: FetchRequest, done: (outcomes: readonly FetchOutcome[]) => void): () => void {
    return this.#fetcher.fetch(request, done)
  }

  listOffset(entry: ListOffsetEntry, options: { readonly readCommitted: boolean }): Promise<ListOffsetOutcome> {
    return this.#queries.listOffset(entry, options)
  }

  endOffsetForEpoch(
    topicId: TopicId,
    partition: PartitionIndex,
    epochs: { readonly leaderEpoch: LeaderEpoch; readonly currentLeaderEpoch: LeaderEpoch }
  ): EpochEndOutcome {
    return this.#queries.endOffsetForEpoch(topicId, partition, epochs)
  }

  activeProducers(
    topicId: TopicId,
    partition: PartitionIndex
  ): { readonly errorCode: number; readonly producers: readonly ActiveProducer[] } {
    return this.#queries.activeProducers(topicId, partition)
  }

  transactionOf(
    topicId: TopicId,
    partition: PartitionIndex,
    producer: { readonly producerId: ProducerId; readonly producerEpoch: ProducerEpoch }
  ): ProducerTransaction & { readonly errorCode: number } {
    return this.#queries.transactionOf(topicId, partition, producer)
  }

  scan(topicId: TopicId, partition: PartitionIndex, onRecords: (records: Buffer) => void): Promise<void> {
    return scan(this.#table, { topicId, partition }, onRecords)
  }

  onLeadership(listener: (event: LeadershipEvent) => void): void {
    this.#listeners.push(listener)
  }

  /**
   * Stops to lead and to follow: waiting requests are answered NOT_LEADER_OR_FOLLOWER, streams close. Resolves when the
   * logs may be closed.
   */
  async shutdown(): Promise<void> {
    this.#applier.stop()
    this.#table.close()
    this.#isr.close()
    const closed = this.#roles.close()
    this.#leaderStreams.close()
    this.#followerStreams.close()
    await closed
    this.#timeouts.produce.close()
    this.#timeouts.fetch.close()
  }
}

function contextOf(options: ReplicaManagerOptions): ReplicationContext {
  const { self, image, clock, scheduler, logger, metrics, config } = options
  return {
    self,
    image,
    clock,
    scheduler,
    logger,
    config: { ...defaultReplicationConfig, ...config },
    meters: createMeters(metrics),
    brokers: brokerDirectory(image)
  }
}
