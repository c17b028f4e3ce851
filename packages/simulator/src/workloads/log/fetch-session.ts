import type { FetchPartitionInput, FetchTopicInput, ForgottenTopicInput } from '@gregor/protocol/messages/fetch'
import type { ClusterView } from '../client/cluster-view.ts'
import type { ReadPosition } from './read-position.ts'

/** What of a Fetch request says which partitions are wanted. */
export interface SessionFields {
  readonly sessionId: number
  readonly sessionEpoch: number
  readonly topics: readonly FetchTopicInput[]
  readonly forgottenTopicsData: readonly ForgottenTopicInput[]
}

const MAX_BYTES = 64 * 1024

/**
 * The client's half of an incremental fetch session (KIP-227) with one broker: a request names only the partitions whose
 * wish has changed, and those that are no longer wanted.
 */
export class ClientFetchSession {
  readonly #view: ClusterView
  readonly #incremental: boolean
  #id = 0
  #epoch = 0
  #told = new Map<ReadPosition, FetchPartitionInput>()

  constructor(view: ClusterView, incremental: boolean) {
    this.#view = view
    this.#incremental = incremental
  }

  /** Forgets the session: the next request names everything. */
  reset(): void {
    this.#id = 0
    this.#epoch = 0
    this.#told = new Map()
  }

  request(wanted: readonly ReadPosition[]): SessionFields {
    const wishes = new Map(wanted.map((position) => [position, wishOf(position)]))
    if (this.#id === 0) {
      this.#told = wishes
      const sessionEpoch = this.#incremental ? 0 : -1
      return { sessionId: 0, sessionEpoch, topics: this.#byTopic([...wishes]), forgottenTopicsData: [] }
    }
    const changed = [...wishes].filter(([position, wish]) => !sameWish(this.#told.get(position), wish))
    const forgotten = [...this.#told].filter(([position]) => !wishes.has(position))
    this.#told = wishes
    return {
      sessionId: this.#id,
      sessionEpoch: this.#epoch,
      topics: this.#byTopic(changed),
      forgottenTopicsData: this.#byTopic(forgotten).map(({ topic, topicId, partitions }) => ({
        topic,
        topicId,
        partitions: partitions.map(({ partition }) => partition)
      }))
    }
  }

  /** A response came, with this session id. */
  answered(sessionId: number): void {
    if (sessionId === 0) return this.reset()
    this.#epoch = this.#id === sessionId ? this.#epoch + 1 : 1
    this.#id = sessionId
  }

  #byTopic(wishes: readonly (readonly [ReadPosition, FetchPartitionInput])[]): FetchTopicInput[] {
    const topics = new Map<string, FetchPartitionInput[]>()
    for (const [{ history }, wish] of wishes) {
      const partitions = topics.get(history.topic)
      if (partitions === undefined) topics.set(history.topic, [wish])
      else partitions.push(wish)
    }
    return Array.from(topics, ([topic, partitions]) => ({ topic, topicId: this.#view.topicId(topic), partitions }))
  }
}

function wishOf({ history, offset, lastEpoch, leaderEpoch }: ReadPosition): FetchPartitionInput {
  return {
    partition: history.index,
    fetchOffset: offset,
    currentLeaderEpoch: leaderEpoch,
    lastFetchedEpoch: lastEpoch,
    partitionMaxBytes: MAX_BYTES
  }
}

function sameWish(told: FetchPartitionInput | undefined, wish: FetchPartitionInput): boolean {
  return (
    told?.fetchOffset === wish.fetchOffset &&
    told.currentLeaderEpoch === wish.currentLeaderEpoch &&
    told.lastFetchedEpoch === wish.lastFetchedEpoch
  )
}
