import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import type { Actor } from './actor.ts'
import { Coordinator, CoordinatorKind } from './coordinator.ts'
import type { Position } from './fetch.ts'

/**
 * Codes that say for certain that nothing was committed. NOT_COORDINATOR does not: the leadership may have been lost when the
 * commit was in the log already.
 */
const refusals: ReadonlySet<number> = new Set([
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
])

/** The committed offsets of a reader that is in no group but keeps its positions under the name of one (as `assign` does). */
export class CommittedOffsets {
  readonly #actor: Actor
  readonly #group: string
  readonly #coordinator: Coordinator

  constructor(actor: Actor, group: string) {
    this.#actor = actor
    this.#group = group
    this.#coordinator = new Coordinator(actor, CoordinatorKind.group, group)
  }

  /** Tries once to commit these positions, and writes down what came of it. */
  async commit(positions: readonly Position[]): Promise<void> {
    const { topic, world, history } = this.#actor.stage
    const node = await this.#coordinator.find()
    if (node === undefined) return
    const sentMs = world.clock.monotonicMs()
    const partitions = positions.map(({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: offset,
      committedMetadata: ''
    }))
    const asked = partitions.map(({ partitionIndex, committedOffset }) => ({ partitionIndex, committedOffset }))
    const group = this.#group
    const topics = [{ name: topic, topicId: ZERO_TOPIC_ID, partitions }]
    const message = { groupId: group, generationIdOrMemberEpoch: -1, memberId: '', topics }
    const answer = await this.#actor.ask(node, { api: OffsetCommitApi, version: 8, message })
    if (answer === undefined) this.#coordinator.forget()
    for (const { partitionIndex: partition, committedOffset: offset } of asked) {
      const told = answer?.topics[0]?.partitions.find(({ partitionIndex }) => partitionIndex === partition)?.errorCode
      if (told !== undefined) this.#judge('OffsetCommit', told)
      const known = told === undefined ? 'unknown' : refusals.has(told) ? 'refused' : 'unknown'
      const fate = told === ErrorCode.NONE ? 'acknowledged' : known
      history.commits.push({ group, partition, offset, node, sentMs, fate })
    }
  }

  /** The committed offsets, by partition, -1 where there is none; undefined when they cannot be had now. */
  async read(options: { readonly final: boolean }): Promise<ReadonlyMap<number, number> | undefined> {
    const { topic, world, history, partitions } = this.#actor.stage
    const node = await this.#coordinator.find()
    if (node === undefined) return undefined
    const askedMs = world.clock.monotonicMs()
    const partitionIndexes = Array.from({ length: partitions }, (_, partition) => partition)
    const message = { groupId: this.#group, topics: [{ name: topic, partitionIndexes }] }
    const answer = await this.#actor.ask(node, { api: OffsetFetchApi, version: 7, message })
    if (answer === undefined) this.#coordinator.forget()
    else this.#judge('OffsetFetch', answer.errorCode)
    if (answer?.errorCode !== ErrorCode.NONE) return undefined
    const found = new Map<number, number>()
    for (const { partitionIndex: partition, committedOffset: offset, errorCode } of answer.topics[0]?.partitions ??
      []) {
      this.#judge('OffsetFetch', errorCode)
      if (errorCode !== ErrorCode.NONE) return undefined
      found.set(partition, offset)
    }
    const { final } = options
    for (const [partition, offset] of found) {
      history.commitReads.push({ group: this.#group, partition, offset, node, askedMs, final })
    }
    return found
  }

  #judge(api: 'OffsetCommit' | 'OffsetFetch', code: number): void {
    this.#actor.expect(api, code, this.#group)
    if (code !== ErrorCode.NONE) this.#coordinator.forget()
  }
}
