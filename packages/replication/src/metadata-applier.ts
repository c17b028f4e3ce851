import type { BrokerId } from '@gregor/base'
import type { LogManager } from '@gregor/log'
import { ConfigResourceType, type MetadataDelta, type PartitionImage } from '@gregor/metadata'
import { isRegistered, type ReplicationContext } from './context.ts'
import type { FollowerStreams } from './follower/follower-streams.ts'
import type { IsrKeeper } from './isr-keeper.ts'
import type { Replica } from './replica.ts'
import type { ReplicaTable } from './replica-table.ts'
import type { RoleKeeper } from './role-keeper.ts'

export interface MetadataApplierPorts {
  readonly context: ReplicationContext
  readonly table: ReplicaTable
  readonly logs: LogManager
  readonly roles: RoleKeeper
  readonly isr: IsrKeeper
  readonly followerStreams: FollowerStreams
}

/** Brings what the metadata says to the replicas: touches only what a delta names. */
export class MetadataApplier {
  readonly #ports: MetadataApplierPorts
  #phase: 'new' | 'waiting' | 'running' | 'stopped' = 'new'

  constructor(ports: MetadataApplierPorts) {
    this.#ports = ports
  }

  start(): void {
    this.#phase = 'waiting'
    this.#maybeBegin()
  }

  stop(): void {
    this.#phase = 'stopped'
  }

  apply(delta: MetadataDelta): void {
    if (this.#phase !== 'running') return this.#maybeBegin()
    const { table, roles } = this.#ports
    for (const topic of delta.removedTopics) for (const replica of table.ofTopic(topic.id)) roles.remove(replica)
    for (const { after } of delta.partitions) this.#applyPartition(after)
    this.#applyConfigs(delta.configs)
    for (const broker of delta.brokers) this.#applyBroker(broker)
  }

  /** This broker's own epoch, or the metadata's word on it, changed: it may lead and follow now. */
  registrationChanged(): void {
    if (this.#phase !== 'running') return this.#maybeBegin()
    const { table, roles, followerStreams } = this.#ports
    followerStreams.ownEpochChanged()
    for (const replica of table.all()) roles.settle(replica)
  }

  /**
   * Begins when the metadata know this process. What they said before is history: acting on it could delete a replica
   * that left this broker once and has come back since, or resume a leadership of a former life. (B1, B8)
   */
  #maybeBegin(): void {
    const { context, roles } = this.#ports
    if (this.#phase !== 'waiting' || !isRegistered(context)) return
    this.#phase = 'running'
    const { image, self } = context
    const hosted = [...image.partitionsOf(self.brokerId)]
    // Leaders first: their clients wait for the logs to be open.
    for (const news of hosted) if (news.leader === self.brokerId) roles.host(news, { isNew: false })
    for (const news of hosted) if (news.leader !== self.brokerId) roles.host(news, { isNew: false })
    this.#reportStrays()
  }

  #applyPartition(news: PartitionImage): void {
    const { context, table, roles } = this.#ports
    if (news.replicas.includes(context.self.brokerId)) return roles.host(news, { isNew: true })
    const replica = table.get(news.topicId, news.partition)
    if (replica !== undefined) roles.remove(replica)
  }

  #applyConfigs(configs: MetadataDelta['configs']): void {
    const { table, roles } = this.#ports
    const topics = new Set<string>()
    let everyTopic = false
    for (const { type, name } of configs) {
      if (type === ConfigResourceType.topic) topics.add(name)
      else if (type === ConfigResourceType.broker && this.#concernsUs(name)) everyTopic = true
    }
    if (topics.size === 0 && !everyTopic) return
    for (const replica of this.#replicasOf(table, everyTopic ? undefined : topics)) roles.reconfigure(replica)
  }

  /** '' is the default of all brokers. */
  #concernsUs(brokerName: string): boolean {
    return brokerName === '' || brokerName === String(this.#ports.context.self.brokerId)
  }

  *#replicasOf(table: ReplicaTable, topics: ReadonlySet<string> | undefined): Generator<Replica> {
    if (topics === undefined) yield* table.all()
    for (const name of topics ?? []) {
      const topic = this.#ports.context.image.topicByName(name)
      if (topic !== undefined) yield* table.ofTopic(topic.id)
    }
  }

  #applyBroker(broker: BrokerId): void {
    const { context, table, isr, followerStreams } = this.#ports
    if (broker === context.self.brokerId) return this.registrationChanged()
    followerStreams.brokerChanged(broker)
    if (!context.brokers.isActive(broker)) return
    for (const { topicId, partition } of context.image.partitionsOf(broker)) {
      const replica = table.get(topicId, partition)
      if (replica?.leader?.mayWantToJoin(broker) === true) isr.maybeExpand(replica)
    }
  }

  /** Logs on disk whose partitions are not here by the metadata. They are kept: a person decides about data. (B8, B9) */
  #reportStrays(): void {
    const { context, table, logs } = this.#ports
    const strays = logs.found.filter(({ topicId, partition }) => table.get(topicId, partition) === undefined)
    if (strays.length === 0) return
    const examples = strays.slice(0, 10).map(({ topic, partition }) => `${topic}-${partition}`)
    context.logger.warn(
      { logs: strays.length, examples },
      'Logs on disk belong to no partition of this broker; remove them by hand'
    )
  }
}
