import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { TransactionVersion } from '../../src/transaction/metadata.ts'
import { MINUTE_MS, TransactionStory } from '../support/transaction-story.ts'

const DAY_MS = 24 * 60 * MINUTE_MS

describe('a transaction over its timeout', () => {
  test.each([TransactionVersion.v0, TransactionVersion.v2])(
    'is aborted, its producer fenced (version %i)',
    (version) => {
      const story = new TransactionStory()
      const producer = story.producer()
      story.advance(5_000)
      story.add(producer, { a: [0] }, version)
      story.advance(MINUTE_MS)
      expect(story.state).toBe('Ongoing')
      story.advance(10_000)
      expect(story.state).toBe('PrepareAbort')
      expect(story.markers).toMatchObject([{ commit: false, producerEpoch: 1 }])
      expect(story.notices.at(-1)).toMatchObject({ type: 'aborting', cause: 'timeout' })
      story.writeMarkers()
      expect(story.describe()).toMatchObject({ transactionState: 'CompleteAbort', producerEpoch: 1 })
      expect(story.add(producer, { a: [0] }).response).toBe(ErrorCode.PRODUCER_FENCED)
      const refusal = version === TransactionVersion.v2 ? ErrorCode.INVALID_TXN_STATE : ErrorCode.PRODUCER_FENCED
      expect(story.end(producer, 'commit', version).errorCode).toBe(refusal)
    }
  )

  test('is aborted once, and again if the log refuses', () => {
    const story = new TransactionStory()
    story.add(story.producer(), { a: [0] })
    story.holdAppends()
    story.advance(2 * MINUTE_MS)
    expect(story.held.length).toBe(1)
    story.refuse()
    story.commit()
    expect(story.state).toBe('Ongoing')
    story.advance(10_000)
    expect(story.markers.length).toBe(1)
  })

  test('is so by the monotonic clock, whatever becomes of the wall clock', () => {
    const story = new TransactionStory()
    story.add(story.producer(), { a: [0] })
    story.wallOffsetMs = 365 * DAY_MS
    story.advance(50_000)
    expect(story.state).toBe('Ongoing')
    story.wallOffsetMs = -365 * DAY_MS
    story.advance(20_000)
    expect(story.state).toBe('PrepareAbort')
  })

  test('simulator seed 101: ends in time at a coordinator whose wall clock is behind', () => {
    const story = new TransactionStory()
    story.add(story.producer(), { a: [0] })
    const next = story.failover({ wallOffsetMs: -10 * MINUTE_MS })
    next.advance(50_000)
    expect(next.state).toBe('Ongoing')
    next.advance(20_000)
    expect(next.state).toBe('PrepareAbort')
  })

  test('keeps no deadline when it is over', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.end(producer, 'commit')
    story.writeMarkers()
    story.advance(20_000)
    expect(story.core.state.deadlines.size).toBe(0)
  })

  test('nothing is looked for while there are no transactions', () => {
    const story = new TransactionStory()
    expect(story.timerCount).toBe(0)
    const producer = story.producer()
    story.add(producer, { a: [0] })
    const { timerCount } = story
    story.end(producer, 'commit')
    story.writeMarkers()
    story.advance(10_000)
    expect(story.timerCount).toBe(timerCount - 1)
  })
})

describe('an id that nobody uses', () => {
  test('expires after transactional.id.expiration.ms', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.advance(7 * DAY_MS - 2 * MINUTE_MS)
    expect(story.state).toBe('Empty')
    story.advance(2 * 60 * MINUTE_MS)
    expect(story.state).toBe(`error ${ErrorCode.TRANSACTIONAL_ID_NOT_FOUND}`)
    expect(story.log.at(-1)).toEqual({ transactionalId: 't', value: null })
    expect(story.notices.at(-1)).toEqual({ type: 'expired', transactionalId: 't' })
    expect(story.add(producer, { a: [0] }).response).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
    story.advance(60 * MINUTE_MS)
    expect(story.timerCount).toBe(0)
  })

  test('stays while its end is not written', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.end(producer, 'commit')
    story.advance(30 * DAY_MS)
    expect(story.state).toBe('PrepareCommit')
  })
})

describe('DescribeTransactions and ListTransactions', () => {
  test('filter by state, producer and duration', () => {
    const story = new TransactionStory()
    const first = story.producer()
    const second = story.producer('other')
    story.add(first, { a: [0] })
    story.advance(5_000)
    const named = (list: readonly { readonly transactionalId: string }[]) =>
      list.map((listed) => listed.transactionalId)
    expect(named(story.list()).sort()).toEqual(['other', 't'])
    expect(story.list({ states: ['Ongoing'] })).toEqual([
      { transactionalId: 't', producerId: first.producerId, transactionState: 'Ongoing' }
    ])
    expect(named(story.list({ producerIds: [second.producerId] }))).toEqual(['other'])
    expect(named(story.list({ states: ['Ongoing'], durationMs: 4_000 }))).toEqual(['t'])
    expect(named(story.list({ states: ['Ongoing'], durationMs: 6_000 }))).toEqual([])
  })
})
