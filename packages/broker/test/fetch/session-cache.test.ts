import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { FetchSessionCache, type FetchContext, type SessionRequest } from '../../src/fetch/session-cache.ts'
import type { FetchWish, WishOutcome } from '../../src/fetch/session.ts'

const wish = (partition: number, fetchOffset = 0): FetchWish => ({
  topic: 'flights',
  partition,
  fetchOffset,
  maxBytes: 1000,
  currentLeaderEpoch: -1,
  lastFetchedEpoch: -1
})

const nothingNew: WishOutcome = {
  errorCode: 0,
  highWatermark: 10,
  logStartOffset: 0,
  records: Buffer.alloc(0),
  divergingEpoch: undefined
} as unknown as WishOutcome
const someRecords: WishOutcome = { ...nothingNew, records: Buffer.from('batch') }

/** One client with one cache, its requests and their answers in short form. */
class Client {
  readonly cache: FetchSessionCache
  nowMs = 0
  private nextId = 100

  constructor(slots = 10) {
    this.cache = new FetchSessionCache(slots)
  }

  get moment() {
    return { nowMs: this.nowMs, newId: () => this.nextId++ }
  }

  begin(request: Partial<SessionRequest>) {
    const all = { sessionId: 0, sessionEpoch: 0, usesTopicIds: true, principal: 'User:a', wishes: [], forgotten: [] }
    return this.cache.begin({ ...all, ...request }, this.moment)
  }

  /** The partitions of the answer, its session id, or the error. */
  fetch(
    request: Partial<SessionRequest>,
    outcomes: Readonly<Record<number, WishOutcome>> = {}
  ): { id: number; told: number[] } | { error: number } {
    const begun = this.begin(request)
    if (!begun.ok) return { error: begun.error }
    return this.finish(begun.value, outcomes)
  }

  finish(context: FetchContext, outcomes: Readonly<Record<number, WishOutcome>> = {}) {
    const answer = context.finish(
      context.wishes.map(({ partition }) => outcomes[partition] ?? nothingNew),
      this.moment
    )
    if (!answer.ok) return { error: answer.error }
    const told = answer.value.included.map((index) => context.wishes[index]!.partition)
    return { id: answer.value.sessionId, told }
  }
}

describe('a session', () => {
  test('starts with everything, then tells only what is new', () => {
    const client = new Client()
    expect(client.fetch({ wishes: [wish(0), wish(1), wish(2)] })).toEqual({ id: 100, told: [0, 1, 2] })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 1 })).toEqual({ id: 100, told: [] })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 2 }, { 1: someRecords })).toEqual({ id: 100, told: [1] })
    const higher = { ...nothingNew, highWatermark: 11 } as WishOutcome
    expect(client.fetch({ sessionId: 100, sessionEpoch: 3 }, { 2: higher })).toEqual({ id: 100, told: [2] })
  })

  test('reads at the positions that were given last', () => {
    const client = new Client()
    client.fetch({ wishes: [wish(0), wish(1)] })
    const begun = client.begin({ sessionId: 100, sessionEpoch: 1, wishes: [wish(1, 50)] })
    expect(begun.ok && begun.value.wishes.map(({ partition, fetchOffset }) => [partition, fetchOffset])).toEqual([
      [0, 0],
      [1, 50]
    ])
  })

  test('takes partitions in and lets them go', () => {
    const client = new Client()
    client.fetch({ wishes: [wish(0)] })
    const changed = {
      sessionId: 100,
      sessionEpoch: 1,
      wishes: [wish(7)],
      forgotten: [{ topic: 'flights', partition: 0 }]
    }
    expect(client.fetch(changed)).toEqual({ id: 100, told: [7] })
    expect(client.cache.partitionCount).toBe(1)
  })

  test('lets a partition that had data wait for the others', () => {
    const client = new Client()
    client.fetch({ wishes: [wish(0), wish(1), wish(2)] })
    client.fetch({ sessionId: 100, sessionEpoch: 1 }, { 0: someRecords })
    const begun = client.begin({ sessionId: 100, sessionEpoch: 2 })
    expect(begun.ok && begun.value.wishes.map(({ partition }) => partition)).toEqual([1, 2, 0])
  })

  test('tells of a partition again when its error goes away', () => {
    const client = new Client()
    client.fetch({ wishes: [wish(0)] })
    const failed = { ...nothingNew, errorCode: 6 } as WishOutcome
    expect(client.fetch({ sessionId: 100, sessionEpoch: 1 }, { 0: failed })).toEqual({ id: 100, told: [0] })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 2 }, { 0: failed })).toEqual({ id: 100, told: [0] })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 3 })).toEqual({ id: 100, told: [0] })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 4 })).toEqual({ id: 100, told: [] })
  })

  test('ends when the client says so, when it starts anew, and when it wants nothing any more', () => {
    const client = new Client()
    client.fetch({ wishes: [wish(0)] })
    expect(client.fetch({ sessionId: 100, sessionEpoch: -1, wishes: [wish(0)] })).toEqual({ id: 0, told: [0] })
    expect(client.cache.sessionCount).toBe(0)
    client.fetch({ wishes: [wish(0)] })
    expect(client.fetch({ sessionId: 101, sessionEpoch: 0, wishes: [wish(0)] })).toEqual({ id: 102, told: [0] })
    expect(client.cache.sessionCount).toBe(1)
    const forgets = { sessionId: 102, sessionEpoch: 1, forgotten: [{ topic: 'flights', partition: 0 }] }
    expect(client.fetch(forgets)).toEqual({ id: 0, told: [] })
    expect(client.cache.sessionCount).toBe(0)
  })
})

describe('a request that does not fit its session is refused', () => {
  const started = (): Client => {
    const client = new Client()
    client.fetch({ wishes: [wish(0)] })
    return client
  }

  test.each<[string, Partial<SessionRequest>, number]>([
    ['unknown id', { sessionId: 999, sessionEpoch: 1 }, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    ["someone else's", { sessionId: 100, sessionEpoch: 1, principal: 'User:b' }, ErrorCode.FETCH_SESSION_ID_NOT_FOUND],
    ['epoch too high', { sessionId: 100, sessionEpoch: 2 }, ErrorCode.INVALID_FETCH_SESSION_EPOCH],
    [
      'names in a session of ids',
      { sessionId: 100, sessionEpoch: 1, usesTopicIds: false },
      ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR
    ]
  ])('%s', (_name, request, error) => {
    expect(started().fetch(request)).toEqual({ error })
  })

  test('an epoch that was used before', () => {
    const client = started()
    client.fetch({ sessionId: 100, sessionEpoch: 1 })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 1 })).toEqual({ error: ErrorCode.INVALID_FETCH_SESSION_EPOCH })
  })

  test('an answer that another request overtook', () => {
    const client = started()
    const slow = client.begin({ sessionId: 100, sessionEpoch: 1 })
    client.fetch({ sessionId: 100, sessionEpoch: 2 })
    expect(slow.ok && client.finish(slow.value)).toEqual({ error: ErrorCode.INVALID_FETCH_SESSION_EPOCH })
  })

  test('nobody can end the session of another', () => {
    const client = started()
    client.fetch({ sessionId: 100, sessionEpoch: -1, principal: 'User:b' })
    expect(client.cache.sessionCount).toBe(1)
  })
})

describe('the cache is bounded', () => {
  test('without a free slot a client goes without a session', () => {
    const client = new Client(1)
    expect(client.fetch({ wishes: [wish(0)] })).toEqual({ id: 100, told: [0] })
    expect(client.fetch({ wishes: [wish(1)] })).toEqual({ id: 0, told: [1] })
  })

  test('the session idle longest makes way, after two minutes', () => {
    const client = new Client(2)
    client.fetch({ wishes: [wish(0)] })
    client.fetch({ wishes: [wish(1)] })
    client.nowMs = 60_000
    client.fetch({ sessionId: 100, sessionEpoch: 1 })
    client.nowMs = 130_000
    expect(client.fetch({ wishes: [wish(2)] })).toEqual({ id: 102, told: [2] })
    expect(client.fetch({ sessionId: 101, sessionEpoch: 1 })).toEqual({ error: ErrorCode.FETCH_SESSION_ID_NOT_FOUND })
    expect(client.fetch({ sessionId: 100, sessionEpoch: 2 })).toEqual({ id: 100, told: [] })
  })

  test('max.incremental.fetch.session.cache.slots=0 switches sessions off', () => {
    expect(new Client(0).fetch({ wishes: [wish(0)] })).toEqual({ id: 0, told: [0] })
  })
})
