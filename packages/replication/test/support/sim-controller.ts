import {
  BrokerEpoch,
  LeaderEpoch,
  NO_BROKER,
  PartitionEpoch,
  PartitionIndex,
  type BrokerId,
  type TopicId
} from '@gregor/base'
import type { IsrChange, IsrChangeOutcome } from '@gregor/controller'
import { MetadataStore, type MetadataRecord, type PartitionImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'

/** A controller in as few words as possible: ISR and ELR as in KIP-966, leaders from the one, then the other. */
export class SimController {
  readonly store = new MetadataStore()
  /** The committed batches; batch i has index i + 1. */
  readonly log: MetadataRecord[][] = []
  readonly #minIsr: number

  constructor(minIsr: number) {
    this.#minIsr = minIsr
  }

  commit(records: MetadataRecord[]): void {
    if (records.length === 0) return
    this.log.push(records)
    this.store.replay(this.log.length, records)
  }

  register(id: BrokerId): BrokerEpoch {
    this.fence(id)
    const epoch = BrokerEpoch(this.log.length + 1)
    const address = { rpcHost: `host-${id}`, rpcPort: 9094, endpoints: [], rack: undefined }
    const registration = {
      id,
      epoch,
      incarnationId: `i${epoch}`,
      fenced: true,
      inControlledShutdown: false,
      ...address
    }
    this.commit([{ type: 'registerBroker', registration }])
    return epoch
  }

  fence(id: BrokerId): void {
    const broker = this.store.brokers.get(id)
    if (broker === undefined || broker.fenced) return
    const records: MetadataRecord[] = [this.#fencing(id, true)]
    for (const partition of this.store.partitionsOf(id)) {
      const isr = partition.isr.filter((member) => member !== id)
      records.push(...this.#change(partition, isr, (other) => other !== id && this.#isActive(other)))
    }
    this.commit(records)
  }

  unfence(id: BrokerId): void {
    if (this.store.brokers.get(id)?.fenced !== true) return
    const records: MetadataRecord[] = [this.#fencing(id, false)]
    for (const partition of this.store.partitionsOf(id)) {
      records.push(...this.#change(partition, partition.isr, (other) => other === id || this.#isActive(other)))
    }
    this.commit(records)
  }

  createTopic(topicId: TopicId, name: string, partitions: readonly (readonly BrokerId[])[]): void {
    const records: MetadataRecord[] = [{ type: 'topic', topicId, name }]
    for (const [index, replicas] of partitions.entries()) {
      const leader = replicas.find((broker) => this.#isActive(broker)) ?? NO_BROKER
      const isr = replicas.filter((broker) => this.#isActive(broker))
      const epochs = { leaderEpoch: LeaderEpoch(0), partitionEpoch: PartitionEpoch(0) }
      const state = { replicas, isr, elr: [], lastKnownElr: [], leader, ...epochs }
      records.push({ type: 'partition', topicId, partition: PartitionIndex(index), ...state })
    }
    this.commit(records)
  }

  removeTopic(topicId: TopicId): void {
    this.commit([{ type: 'removeTopic', topicId }])
  }

  /** Elects another in-sync replica, as a preferred election would. */
  moveLeader(topicId: TopicId, partition: number, leader: BrokerId): boolean {
    const image = this.store.partition(topicId, PartitionIndex(partition))!
    if (!image.isr.includes(leader) || image.leader === leader || !this.#isActive(leader)) return false
    this.commit([this.#record(image, { leader, leaderEpoch: LeaderEpoch(image.leaderEpoch + 1) })])
    return true
  }

  alterPartition(from: BrokerId, fromEpoch: BrokerEpoch, changes: readonly IsrChange[]): IsrChangeOutcome[] {
    const outcomes = changes.map((change) => this.#alterOne(from, fromEpoch, change))
    return outcomes
  }

  #alterOne(from: BrokerId, fromEpoch: BrokerEpoch, change: IsrChange): IsrChangeOutcome {
    const { topicId, partition } = change
    const image = this.store.partition(topicId, partition)!
    const answer = (errorCode: number, state: PartitionImage): IsrChangeOutcome => {
      const { leader, leaderEpoch, partitionEpoch, isr } = state
      return { topicId, partition, errorCode, leader, leaderEpoch, partitionEpoch, isr }
    }
    if (this.store.brokers.get(from)?.epoch !== fromEpoch) return answer(ErrorCode.STALE_BROKER_EPOCH, image)
    if (change.leaderEpoch !== image.leaderEpoch) return answer(ErrorCode.FENCED_LEADER_EPOCH, image)
    if (change.withdraw === true) return this.#withdraw(from, image, answer)
    if (change.partitionEpoch !== image.partitionEpoch) return answer(ErrorCode.INVALID_UPDATE_VERSION, image)
    const eligible = change.isr.every(
      ({ brokerId, brokerEpoch }) => this.#isActive(brokerId) && this.store.brokers.get(brokerId)?.epoch === brokerEpoch
    )
    if (!eligible) return answer(ErrorCode.INELIGIBLE_REPLICA, image)
    const isr = change.isr.map(({ brokerId }) => brokerId)
    this.commit(this.#change(image, isr, (broker) => this.#isActive(broker)))
    return answer(ErrorCode.NONE, this.store.partition(topicId, partition)!)
  }

  /** A damaged replica does not count any more, in a new epoch; unless it is the last that does. */
  #withdraw(
    from: BrokerId,
    image: PartitionImage,
    answer: (errorCode: number, state: PartitionImage) => IsrChangeOutcome
  ): IsrChangeOutcome {
    const others = (members: readonly BrokerId[]): BrokerId[] => members.filter((member) => member !== from)
    const left = { ...image, isr: others(image.isr), elr: others(image.elr) }
    if (left.isr.length + left.elr.length === 0) return answer(ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, image)
    const leader = [...left.isr, ...left.elr].find((broker) => this.#isActive(broker)) ?? NO_BROKER
    const led = leader === NO_BROKER || left.isr.includes(leader) ? left : { isr: [leader], elr: [] }
    const leaderEpoch = LeaderEpoch(image.leaderEpoch + 1)
    const stays = left.isr.includes(image.leader) && this.#isActive(image.leader)
    this.commit([
      this.#record(left, { isr: led.isr, elr: led.elr, leader: stays ? image.leader : leader, leaderEpoch })
    ])
    return answer(ErrorCode.NONE, this.store.partition(image.topicId, image.partition)!)
  }

  #change(image: PartitionImage, isr: readonly BrokerId[], mayLead: (broker: BrokerId) => boolean): MetadataRecord[] {
    const gone = [...image.elr, ...image.isr].filter((broker) => !isr.includes(broker))
    const elr = isr.length >= this.#minIsr ? [] : [...new Set(gone)]
    const inSync = isr.includes(image.leader) && mayLead(image.leader) ? image.leader : isr.find(mayLead)
    const eligible = inSync === undefined ? elr.find(mayLead) : undefined
    const leader = inSync ?? eligible ?? NO_BROKER
    const change =
      eligible === undefined ? { isr, elr } : { isr: [eligible], elr: elr.filter((broker) => broker !== eligible) }
    const moved = leader !== image.leader
    if (!moved && same(change.isr, image.isr) && same(change.elr, image.elr)) return []
    return [this.#record(image, { ...change, leader, leaderEpoch: LeaderEpoch(image.leaderEpoch + (moved ? 1 : 0)) })]
  }

  #record(image: PartitionImage, change: Partial<PartitionImage>): MetadataRecord {
    const { topic: _, ...state } = { ...image, ...change }
    return { type: 'partition', ...state, partitionEpoch: PartitionEpoch(image.partitionEpoch + 1) }
  }

  #fencing(brokerId: BrokerId, fenced: boolean): MetadataRecord {
    const brokerEpoch = this.store.brokers.get(brokerId)!.epoch
    return { type: 'brokerFencing', brokerId, brokerEpoch, fenced, inControlledShutdown: false }
  }

  #isActive(broker: BrokerId): boolean {
    return this.store.brokers.get(broker)?.fenced === false
  }
}

function same(left: readonly BrokerId[], right: readonly BrokerId[]): boolean {
  return left.length === right.length && left.every((broker, index) => broker === right[index])
}
