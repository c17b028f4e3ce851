import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { EPOCH_MAX, TransactionVersion } from '../../src/transaction/metadata.ts'
import type { TransactionRecord } from '../../src/transaction/records.ts'
import { TransactionStory } from '../support/transaction-story.ts'

const V0 = TransactionVersion.v0

describe('the partitions of a transaction', () => {
  test('begin it, and are answered when the log has them', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.holdAppends()
    const added = story.add(producer, { a: [0] })
    const again = story.add(producer, { a: [0], b: [2] })
    expect([added.response, again.response]).toEqual([undefined, undefined])
    expect(story.verify(producer, 'a', 0)).toBe(ErrorCode.TRANSACTION_ABORTABLE)
    story.commit()
    expect([added.response, again.response]).toEqual([0, 0])
    expect(story.describe()).toMatchObject({
      transactionState: 'Ongoing',
      topics: [
        { topic: 'a', partitions: [0] },
        { topic: 'b', partitions: [2] }
      ],
      transactionStartTimeMs: 1_700_000_000_000
    })
    const before = story.log.length
    expect(story.add(producer, { b: [2] }).response).toBe(ErrorCode.NONE)
    expect(story.log.length).toBe(before)
  })

  test('are refused to others than its producer', () => {
    const story = new TransactionStory()
    const { producerId, producerEpoch } = story.producer()
    const { add } = { add: (claim: object) => story.add({ producerId, producerEpoch, ...claim }, { a: [0] }).response }
    expect(add({ producerId: 99 })).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
    expect(add({ producerEpoch: 7 })).toBe(ErrorCode.PRODUCER_FENCED)
    const nobody = new TransactionStory()
    expect(nobody.add({ producerId, producerEpoch }, { a: [0] }).response).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  })

  test('wait for the end of the transaction before', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    const next = story.end(producer, 'commit').response!
    expect(story.add(next, { a: [1] }).response).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    expect(story.verify(next, 'a', 0)).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    story.writeMarkers()
    expect(story.add(next, { a: [1] }).response).toBe(ErrorCode.NONE)
    expect(story.describe().topics).toEqual([{ topic: 'a', partitions: [1] }])
  })

  test('are verified for their leaders', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    expect(story.verify(producer, 'a', 0)).toBe(ErrorCode.NONE)
    expect(story.verify(producer, 'a', 1)).toBe(ErrorCode.TRANSACTION_ABORTABLE)
    expect(story.verify({ ...producer, producerEpoch: 3 }, 'a', 0)).toBe(ErrorCode.PRODUCER_FENCED)
    expect(story.verify({ producerId: 99, producerEpoch: 0 }, 'a', 0)).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  })
})

describe('EndTxn with an epoch for each transaction (KIP-890)', () => {
  test('gives the next epoch, and is complete when the markers are written', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.holdAppends()
    const ended = story.end(producer, 'commit')
    expect(ended.response).toBeUndefined()
    expect(story.markers).toEqual([])
    story.commit()
    expect(ended.response).toEqual({ errorCode: 0, producerId: 1, producerEpoch: 1 })
    expect(story.state).toBe('PrepareCommit')
    expect(story.markers).toMatchObject([{ commit: true, producerEpoch: 1, transactionVersion: 2 }])
    story.writeMarkers()
    expect(story.state).toBe('CompleteCommit')
    expect(story.notices.at(-1)).toMatchObject({ type: 'completed', commit: true })
  })

  test.each(['commit', 'abort'] as const)('a repeated %s is answered as the first', (outcome) => {
    const story = new TransactionStory()
    const producer = story.producer()
    const other = outcome === 'commit' ? 'abort' : 'commit'
    story.add(producer, { a: [0] })
    const first = story.end(producer, outcome).response!
    expect(story.end(producer, outcome).errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    expect(story.end(producer, other).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    story.writeMarkers()
    expect(story.end(producer, outcome).response).toEqual(first)
    expect(story.end(producer, other).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(story.end({ ...producer, producerEpoch: 7 }, outcome).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
    expect(story.end({ ...producer, producerId: 99 }, outcome).errorCode).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  })

  test.each(['Empty', 'CompleteCommit', 'CompleteAbort'])('of nothing, after %s: may abort, not commit', (state) => {
    const story = new TransactionStory()
    let producer = story.producer()
    if (state !== 'Empty') {
      story.add(producer, { a: [0] })
      producer = story.end(producer, state === 'CompleteCommit' ? 'commit' : 'abort').response!
      story.writeMarkers()
    }
    expect(story.state).toBe(state)
    expect(story.end(producer, 'commit').errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    const { producerEpoch } = producer
    expect(story.end(producer, 'abort').response).toMatchObject({ errorCode: 0, producerEpoch: producerEpoch + 1 })
    // Without partitions there is nothing to wait for.
    expect(story.state).toBe('CompleteAbort')
    expect(story.markers).toEqual([])
  })

  test('goes over to a new producer id with the last epoch', () => {
    const before = new TransactionStory()
    const { producerId } = before.producer()
    const [{ transactionalId, value }] = before.log as [TransactionRecord]
    const story = new TransactionStory({
      log: [{ transactionalId, value: { ...value!, producerEpoch: EPOCH_MAX - 1 } }]
    })
    const producer = { producerId, producerEpoch: EPOCH_MAX - 1 }
    story.add(producer, { a: [0] })
    const next = story.end(producer, 'commit').response!
    expect(next.producerId).not.toBe(producerId)
    expect(next.producerEpoch).toBe(0)
    expect(story.markers).toMatchObject([{ producerId, producerEpoch: EPOCH_MAX }])
    expect(story.end(producer, 'commit').errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    const successor = story.failover()
    for (const either of [story, successor]) {
      either.writeMarkers()
      expect(either.describe()).toMatchObject({ ...next, transactionState: 'CompleteCommit' })
      expect(either.end(producer, 'commit').response).toEqual(next)
    }
    expect(story.add(next, { a: [0] }).response).toBe(ErrorCode.NONE)
  })
})

describe('EndTxn with one epoch for all transactions', () => {
  test.each(['commit', 'abort'] as const)('%s, and a repetition', (outcome) => {
    const story = new TransactionStory()
    const producer = story.producer()
    const other = outcome === 'commit' ? 'abort' : 'commit'
    story.add(producer, { a: [0] }, V0)
    expect(story.end(producer, outcome, V0).response).toEqual({ errorCode: 0, producerId: -1, producerEpoch: -1 })
    expect(story.markers).toMatchObject([{ producerEpoch: 0, transactionVersion: 0 }])
    expect(story.end(producer, outcome, V0).errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    expect(story.end(producer, other, V0).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    story.writeMarkers()
    expect(story.end(producer, outcome, V0).errorCode).toBe(ErrorCode.NONE)
    expect(story.end(producer, other, V0).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(story.describe().producerEpoch).toBe(0)
  })

  test('is refused without a transaction, and to others than its producer', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    expect(story.end(producer, 'commit', V0).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(story.end(producer, 'abort', V0).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(story.end({ ...producer, producerEpoch: 1 }, 'abort', V0).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
    expect(story.end({ ...producer, producerId: 9 }, 'abort', V0).errorCode).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
    const nobody = new TransactionStory()
    expect(nobody.end(producer, 'abort', V0).errorCode).toBe(ErrorCode.INVALID_PRODUCER_ID_MAPPING)
  })
})

describe('an end that the log does not take', () => {
  test('when it is refused the transaction goes on', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.holdAppends()
    const refused = story.end(producer, 'commit')
    story.refuse()
    expect(refused.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    story.commit()
    expect(story.state).toBe('Ongoing')
    expect(story.end(producer, 'abort').response).toMatchObject({ errorCode: 0, producerEpoch: 1 })
  })

  test('when nobody knows, it is written again until it is certain', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.holdAppends()
    const unsure = story.end(producer, 'commit')
    story.timeOut()
    expect(unsure.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    // It may yet be committed, so it cannot be aborted any more.
    expect(story.end(producer, 'abort').errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(story.markers).toEqual([])
    story.advance(500)
    story.timeOut()
    story.advance(500)
    story.commit()
    expect(story.markers).toMatchObject([{ commit: true }])
    story.writeMarkers()
    expect(story.state).toBe('CompleteCommit')
    expect(story.end(producer, 'commit').response).toMatchObject({ errorCode: 0, producerEpoch: 1 })
  })

  test.each(['refuse', 'timeOut'] as const)('the completion is tried again after %s', (failure) => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.end(producer, 'commit')
    story.holdAppends()
    story.writeMarkers()
    story[failure]()
    expect(story.state).toBe('PrepareCommit')
    story.advance(500)
    story.commit()
    expect(story.state).toBe('CompleteCommit')
    expect(story.core.state.ending.size).toBe(0)
  })
})
