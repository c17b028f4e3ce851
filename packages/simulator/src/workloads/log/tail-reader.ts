import { ErrorCode } from '@gregor/protocol'
import { FetchApi, type FetchResponse } from '@gregor/protocol/messages/fetch'
import type { ClientWorld } from '../../types.ts'
import { Client } from '../client/client.ts'
import { checkCode } from '../history/codes.ts'
import type { LogHistory } from '../history/log-history.ts'
import { ClientFetchSession } from './fetch-session.ts'
import { advance, ask, startOf, type Asked, type ReadPosition } from './read-position.ts'

/** One in so many fetches reads again from somewhere before. */
const REREAD_ONE_IN = 20

/** The reader's business with one broker: one fetch at a time, for all partitions that the broker leads. */
interface BrokerLoop {
  readonly nodeId: number
  readonly session: ClientFetchSession
  busy: boolean
}

export interface TailReaderOptions {
  readonly name: string
  readonly topics: readonly string[]
}

/** A consumer that is assigned all partitions and reads them as they grow, now and then going back. */
export class TailReader {
  readonly client: Client
  readonly #world: ClientWorld
  readonly #positions: readonly ReadPosition[]
  readonly #loops: readonly BrokerLoop[]
  readonly #version: number
  readonly #maxWaitMs: number
  readonly #minBytes: number
  #running = false
  #pausing = false
  readonly counts = { fetches: 0, bytesRead: 0, rereads: 0, sessionsLost: 0 }

  constructor(world: ClientWorld, history: LogHistory, { name, topics }: TailReaderOptions) {
    const { random } = world
    this.#world = world
    this.client = new Client(world, { name, topics })
    this.#positions = history.partitions.map(startOf)
    this.#version = 12 + random.int(7)
    this.#maxWaitMs = 100 + random.int(401)
    this.#minBytes = random.int(2) === 0 ? 1 : 2000
    const incremental = random.int(2) === 0
    this.#loops = world.brokerIds.map((nodeId) => ({
      nodeId,
      session: new ClientFetchSession(this.client.view, incremental),
      busy: false
    }))
  }

  get idle(): boolean {
    return !this.#running && !this.#pausing && this.#loops.every(({ busy }) => !busy)
  }

  start(): void {
    this.#running = true
    this.#recover()
  }

  stop(): void {
    this.#running = false
  }

  /** Asks every broker that is not being asked and leads something. */
  #pump(): void {
    if (!this.#running) return
    for (const loop of this.#loops) if (!loop.busy) this.#fetch(loop)
  }

  #recover(): void {
    if (this.#pausing) return
    this.#pausing = true
    this.client.backOff(() => {
      this.#pausing = false
      this.#pump()
      // With nobody to ask there is no answer that would keep it going.
      if (this.#running && this.#loops.every(({ busy }) => !busy)) this.#recover()
    })
  }

  #fetch(loop: BrokerLoop): void {
    const wanted = this.#positions.filter((position) => this.#isLedBy(position, loop.nodeId))
    if (wanted.length === 0) return loop.session.reset()
    this.#maybeGoBack(wanted)
    loop.busy = true
    this.counts.fetches++
    const asked = new Map(wanted.map((position) => [position, ask(this.client.name, position)]))
    const message = {
      maxWaitMs: this.#maxWaitMs,
      minBytes: this.#minBytes,
      maxBytes: 1 << 20,
      ...loop.session.request(wanted)
    }
    this.client.request(loop.nodeId, { api: FetchApi, version: this.#version, message }, (response) => {
      loop.busy = false
      this.#receive(loop, asked, response)
    })
  }

  #isLedBy(position: ReadPosition, nodeId: number): boolean {
    const leadership = this.client.view.leadership(position.history.topic, position.history.index)
    if (leadership?.leaderId !== nodeId) return false
    position.leaderEpoch = leadership.leaderEpoch
    return true
  }

  #maybeGoBack(wanted: readonly ReadPosition[]): void {
    const { random } = this.#world
    if (random.int(REREAD_ONE_IN) !== 0) return
    const position = wanted[random.int(wanted.length)]!
    if (position.offset === 0) return
    this.counts.rereads++
    position.offset = random.int(position.offset)
    position.lastEpoch = -1
  }

  #receive(loop: BrokerLoop, asked: ReadonlyMap<ReadPosition, Asked>, response: FetchResponse | undefined): void {
    if (response === undefined) {
      loop.session.reset()
      return this.#recover()
    }
    checkCode('FetchTop', response.errorCode, this.client.name)
    if (response.errorCode !== ErrorCode.NONE) {
      this.counts.sessionsLost++
      loop.session.reset()
      return this.#pump()
    }
    loop.session.answered(response.sessionId)
    if (this.#takeAll(asked, response)) this.#pump()
    else this.#recover()
  }

  /** Tells whether nothing failed. */
  #takeAll(asked: ReadonlyMap<ReadPosition, Asked>, { responses }: FetchResponse): boolean {
    const { view, name } = this.client
    let good = true
    for (const { topic, topicId, partitions } of responses) {
      const topicName = view.topicName({ topic, topicId })
      for (const data of partitions) {
        const { errorCode, currentLeader, partitionIndex } = data
        checkCode('Fetch', errorCode, `${name}, ${topicName}-${partitionIndex}`)
        for (const [position, was] of asked) {
          if (position.history.topic !== topicName || position.history.index !== partitionIndex) continue
          if (!advance(position, was, data)) good = false
        }
        if (currentLeader.leaderId >= 0) view.hint(topicName, partitionIndex, currentLeader)
        this.counts.bytesRead += data.records?.length ?? 0
        good &&= errorCode === ErrorCode.NONE
      }
    }
    return good
  }
}
