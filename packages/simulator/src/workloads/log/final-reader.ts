import { asError } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { FetchApi, type FetchResponse } from '@gregor/protocol/messages/fetch'
import { ListOffsetsApi, type ListOffsetsResponse } from '@gregor/protocol/messages/list-offsets'
import { Violation, type ClientWorld } from '../../types.ts'
import { Client } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'
import { checkFinal } from '../history/final-check.ts'
import type { PartitionHistory } from '../history/partition-history.ts'
import { advance, ask, startOf, type ReadPosition } from './read-position.ts'

/** Tries per partition before the reader says that it cannot be read. */
const TRIES_MAX = 200

/** Reads one partition from its leader, from offset 0 to the end that the leader names first, or beyond: it may grow. */
export class FinalReader {
  readonly #client: Client
  readonly #position: ReadPosition
  readonly #done: (failure: Error | undefined) => void
  #end: number | undefined
  #triesLeft = TRIES_MAX

  constructor(options: {
    readonly world: ClientWorld
    readonly history: PartitionHistory
    readonly done: (failure: Error | undefined) => void
  }) {
    const { world, history, done } = options
    this.#client = new Client(world, { name: `final-${history.name}`, topics: [history.topic] })
    this.#position = startOf(history)
    this.#done = done
  }

  start(): void {
    this.#client.refresh(() => this.#guard(() => this.#next()))
  }

  /** What is found wrong goes to `done`. */
  #guard(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#finish(asError(error))
    }
  }

  #finish(failure: Error | undefined): void {
    this.#client.close()
    this.#done(failure)
  }

  #next(): void {
    const { history, offset } = this.#position
    const leadership = this.#client.view.leadership(history.topic, history.index)
    if (leadership === undefined || leadership.leaderId < 0) return this.#retry('it has no leader')
    this.#position.leaderEpoch = leadership.leaderEpoch
    if (this.#end === undefined) return this.#askEnd(leadership.leaderId)
    if (offset < this.#end) return this.#fetch(leadership.leaderId)
    checkFinal(history, offset)
    this.#finish(undefined)
  }

  #retry(why: string): void {
    if (this.#triesLeft-- === 0) {
      const { history, offset } = this.#position
      throw new Violation('L1', `${history.name} cannot be read beyond offset ${offset}: ${why}`)
    }
    this.#client.backOff(() => this.#guard(() => this.#next()))
  }

  #askEnd(leaderId: number): void {
    const { history, leaderEpoch } = this.#position
    const partitions = [{ partitionIndex: history.index, currentLeaderEpoch: leaderEpoch, timestamp: -1 }]
    const message = { replicaId: -1, topics: [{ name: history.topic, partitions }], timeoutMs: 1000 }
    const end = history.claims.ask()
    const receive = (response: ListOffsetsResponse | undefined): void => {
      const answer = response?.topics[0]?.partitions[0]
      if (answer === undefined) return this.#retry('the leader did not say where it ends')
      checkCode('ListOffsets', answer.errorCode, `${this.#client.name}, ${history.name}`)
      if (answer.errorCode !== ErrorCode.NONE) return this.#retry(`ListOffsets failed with ${answer.errorCode}`)
      history.claims.answer(end, { leaderEpoch, claimed: answer.offset, who: this.#client.name })
      this.#end = answer.offset
      this.#next()
    }
    this.#client.request(leaderId, { api: ListOffsetsApi, version: 10, message }, (response) =>
      this.#guard(() => receive(response))
    )
  }

  #fetch(leaderId: number): void {
    const position = this.#position
    const { history, offset: fetchOffset, leaderEpoch, lastEpoch } = position
    const was = ask(this.#client.name, position)
    const wish = { partition: history.index, fetchOffset, partitionMaxBytes: 1 << 20 }
    const partitions = [{ ...wish, currentLeaderEpoch: leaderEpoch, lastFetchedEpoch: lastEpoch }]
    const topicId = this.#client.view.topicId(history.topic)
    const message = {
      maxWaitMs: 500,
      minBytes: 1,
      sessionId: 0,
      sessionEpoch: -1,
      topics: [{ topic: history.topic, topicId, partitions }]
    }
    const receive = (response: FetchResponse | undefined): void => {
      const data = response?.responses[0]?.partitions[0]
      if (response === undefined || data === undefined) return this.#retry('the leader did not answer')
      checkCode('FetchTop', response.errorCode, this.#client.name)
      checkCode('Fetch', data.errorCode, `${this.#client.name}, ${history.name}`)
      advance(position, was, data)
      if (position.offset === fetchOffset) return this.#retry(`Fetch brought nothing, with code ${data.errorCode}`)
      this.#next()
    }
    this.#client.request(leaderId, { api: FetchApi, version: 13, message }, (response) =>
      this.#guard(() => receive(response))
    )
  }
}

/** Reads all partitions at once and judges each; rejects with the first Violation. */
export async function readFinally(world: ClientWorld, partitions: readonly PartitionHistory[]): Promise<void> {
  await Promise.all(
    partitions.map(
      (history) =>
        new Promise<void>((resolve, reject) => {
          const done = (failure: Error | undefined): void => (failure === undefined ? resolve() : reject(failure))
          new FinalReader({ world, history, done }).start()
        })
    )
  )
}
