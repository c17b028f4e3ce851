import type { PartitionIndex, TopicId } from '@gregor/base'
import { ConfigResourceType, type MetadataDelta, type MetadataImage, type PartitionImage } from '@gregor/metadata'
import type { PartitionHistory } from './history.ts'

/** What the metadata log says of partitions, as far as any node has applied it. */
export class Histories {
  readonly #histories = new Map<string, PartitionHistory>()
  readonly #onChanged: (history: PartitionHistory) => void
  #index = 0

  /** `onChanged` is told of each state of a partition once, by the first node that gets there. */
  constructor(onChanged: (history: PartitionHistory) => void) {
    this.#onChanged = onChanged
  }

  get(key: string): PartitionHistory | undefined {
    return this.#histories.get(key)
  }

  /** What a process had applied when it came up. */
  noteImage(image: MetadataImage): void {
    if (image.appliedIndex <= this.#index) return
    this.#index = image.appliedIndex
    for (const { partitions } of image.topics.values()) for (const state of partitions) this.#noteState(state, image)
  }

  noteDelta(delta: MetadataDelta, image: MetadataImage): void {
    if (delta.configs.length > 0) for (const history of this.#histories.values()) noteConfig(history, image)
    const isNews = image.appliedIndex > this.#index
    if (isNews) this.#index = image.appliedIndex
    for (const { after } of delta.partitions) {
      if (isNews) this.#noteState(after, image)
      else noteLeader(this.#historyOf(after), after)
    }
  }

  #noteState(state: PartitionImage, image: MetadataImage): void {
    const history = this.#historyOf(state)
    history.state = state
    noteLeader(history, state)
    noteConfig(history, image)
    this.#onChanged(history)
  }

  #historyOf(state: PartitionImage): PartitionHistory {
    const key = keyOf(state.topicId, state.partition)
    let history = this.#histories.get(key)
    if (history === undefined) {
      history = {
        name: `${state.topic}-${state.partition}`,
        state,
        leaders: new Map(),
        committedEnd: 0,
        logStart: 0,
        exposures: new Map(),
        committed: new Map(),
        copies: new Map(),
        strict: true
      }
      this.#histories.set(key, history)
    }
    return history
  }
}

export function keyOf(topicId: TopicId, partition: PartitionIndex): string {
  return `${topicId} ${partition}`
}

/** A snapshot may have shown a later state already. */
function noteLeader({ leaders }: PartitionHistory, { leaderEpoch, leader }: PartitionImage): void {
  if (!leaders.has(leaderEpoch)) leaders.set(leaderEpoch, leader)
}

/** Whether losses are allowed by configuration. */
function noteConfig(history: PartitionHistory, image: MetadataImage): void {
  const topic = image.configOverrides(ConfigResourceType.topic, history.state.topic)
  const brokers = image.configOverrides(ConfigResourceType.broker, '')
  const value = (key: string): string | undefined => topic.get(key) ?? brokers.get(key)
  if (value('unclean.leader.election.enable') === 'true' || value('flush.before.ack') === 'false')
    history.strict = false
}
