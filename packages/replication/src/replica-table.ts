import { NO_BROKER, type BrokerId, type LeaderEpoch, type PartitionIndex, type TopicId } from '@gregor/base'
import type { PartitionLog } from '@gregor/log'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { LeaderState } from './core/leader-state.ts'
import type { Replica } from './replica.ts'
import type { LeaderHint } from './types.ts'

/** A partition that this broker leads. */
export interface Led {
  readonly ok: true
  readonly replica: Replica
  readonly leader: LeaderState
  readonly log: PartitionLog
}

/** Why a request cannot be served here, and whom to ask instead. */
export interface NotLed {
  readonly ok: false
  readonly errorCode: number
  readonly leaderHint: LeaderHint | undefined
}

/** The partitions that this broker hosts. */
export class ReplicaTable {
  readonly #self: BrokerId
  readonly #image: MetadataImage
  readonly #topics = new Map<TopicId, Map<PartitionIndex, Replica>>()
  #size = 0
  #closed = false

  constructor(self: BrokerId, image: MetadataImage) {
    this.#self = self
    this.#image = image
  }

  get size(): number {
    return this.#size
  }

  get(topicId: TopicId, partition: PartitionIndex): Replica | undefined {
    return this.#topics.get(topicId)?.get(partition)
  }

  add(replica: Replica): void {
    const partitions = this.#topics.get(replica.topicId)
    if (partitions === undefined) this.#topics.set(replica.topicId, new Map([[replica.partition, replica]]))
    else partitions.set(replica.partition, replica)
    this.#size++
  }

  remove(replica: Replica): void {
    const partitions = this.#topics.get(replica.topicId)
    if (partitions?.delete(replica.partition) !== true) return
    this.#size--
    if (partitions.size === 0) this.#topics.delete(replica.topicId)
  }

  hasTopic(topicId: TopicId): boolean {
    return this.#topics.has(topicId)
  }

  *ofTopic(topicId: TopicId): Generator<Replica> {
    yield* this.#topics.get(topicId)?.values() ?? []
  }

  *all(): Generator<Replica> {
    for (const partitions of this.#topics.values()) yield* partitions.values()
  }

  /** From now on nothing is served: the broker stops. */
  close(): void {
    this.#closed = true
  }

  /**
   * Finds a partition that this broker leads in the epoch that the client believes in (-1 = it does not say). A client
   * that knows an older epoch is fenced, one that knows a newer one must wait for us. (KIP-320)
   */
  findLed(topicId: TopicId, partition: PartitionIndex, currentLeaderEpoch: LeaderEpoch): Led | NotLed {
    const replica = this.get(topicId, partition)
    if (replica === undefined || this.#closed) return this.#notHosted(topicId, partition)
    const { role } = replica.state
    if (role.kind === 'offline') return this.#refuse(replica, ErrorCode.KAFKA_STORAGE_ERROR)
    if (currentLeaderEpoch >= 0 && currentLeaderEpoch !== role.leaderEpoch) {
      const older = currentLeaderEpoch < role.leaderEpoch
      return this.#refuse(replica, older ? ErrorCode.FENCED_LEADER_EPOCH : ErrorCode.UNKNOWN_LEADER_EPOCH)
    }
    if (role.kind !== 'leader') return this.#refuse(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER)
    return { ok: true, replica, leader: role, log: replica.openLog }
  }

  /** The log of a partition whether this broker leads or follows; without one, what `findLed` says of a partition that is led elsewhere. */
  findLog(topicId: TopicId, partition: PartitionIndex): { readonly ok: true; readonly log: PartitionLog } | NotLed {
    const replica = this.get(topicId, partition)
    if (replica === undefined || this.#closed) return this.#notHosted(topicId, partition)
    if (replica.state.role.kind === 'offline') return this.#refuse(replica, ErrorCode.KAFKA_STORAGE_ERROR)
    if (replica.log === undefined) return this.#refuse(replica, ErrorCode.NOT_LEADER_OR_FOLLOWER)
    return { ok: true, log: replica.log }
  }

  /** Whom to ask instead of this broker, as the metadata has it. */
  hint(topicId: TopicId, partition: PartitionIndex): LeaderHint | undefined {
    const known = this.#image.partition(topicId, partition)
    if (known === undefined || known.leader === NO_BROKER || known.leader === this.#self) return undefined
    return { leaderId: known.leader, leaderEpoch: known.leaderEpoch }
  }

  #refuse(replica: Replica, errorCode: number): NotLed {
    return { ok: false, errorCode, leaderHint: this.hint(replica.topicId, replica.partition) }
  }

  #notHosted(topicId: TopicId, partition: PartitionIndex): NotLed {
    return { ok: false, errorCode: this.#notHostedCode(topicId, partition), leaderHint: this.hint(topicId, partition) }
  }

  #notHostedCode(topicId: TopicId, partition: PartitionIndex): number {
    if (!this.#image.topics.has(topicId)) return ErrorCode.UNKNOWN_TOPIC_ID
    const known = this.#image.partition(topicId, partition) !== undefined
    return known ? ErrorCode.NOT_LEADER_OR_FOLLOWER : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  }
}
