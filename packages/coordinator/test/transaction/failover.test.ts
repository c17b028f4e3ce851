import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { TransactionStory } from '../support/transaction-story.ts'

describe('the next coordinator', () => {
  test('knows an empty id, and goes on with its epochs', () => {
    const story = new TransactionStory()
    story.producer()
    expect(story.failover().init().response).toMatchObject({ errorCode: 0, producerId: 1, producerEpoch: 1 })
  })

  test('goes on with a transaction under way, and aborts it when its time is over', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    const next = story.failover()
    expect(next.state).toBe('Ongoing')
    expect(next.add(producer, { a: [1] }).response).toBe(ErrorCode.NONE)
    next.advance(61_000)
    expect(next.state).toBe('Ongoing')
    next.advance(10_000)
    expect(next.state).toBe('PrepareAbort')
  })

  test.each(['commit', 'abort'] as const)('carries out a %s that was decided', (outcome) => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0], b: [1, 2] })
    story.end(producer, outcome)
    const next = story.failover()
    const topics = [
      { topic: 'a', partitions: [0] },
      { topic: 'b', partitions: [1, 2] }
    ]
    expect(next.markers).toMatchObject([
      { commit: outcome === 'commit', producerEpoch: 1, topics, coordinatorEpoch: 2 }
    ])
    expect(next.end(producer, outcome === 'commit' ? 'abort' : 'commit').errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(next.end(producer, outcome).errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    next.writeMarkers()
    expect(next.state).toBe(outcome === 'commit' ? 'CompleteCommit' : 'CompleteAbort')
    expect(next.end(producer, outcome).response).toMatchObject({ errorCode: 0, producerEpoch: 1 })
  })

  test('completes an abort of nothing', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.end(producer, 'abort')
    const decided = story.log.findIndex(({ value }) => value?.state === 'PrepareAbort')
    const next = new TransactionStory({ log: story.log.slice(0, decided + 1), epoch: 2 })
    expect(next.state).toBe('CompleteAbort')
  })

  test.each(['commit', 'abort'] as const)('knows what ended by %s', (outcome) => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    const bumped = story.end(producer, outcome).response!
    story.writeMarkers()
    const next = story.failover()
    expect(next.markers).toEqual([])
    expect(next.end(producer, outcome).response).toEqual(bumped)
    expect(next.add(bumped, { a: [0] }).response).toBe(ErrorCode.NONE)
  })

  test('hears nothing of markers that its predecessor asked for', () => {
    const story = new TransactionStory()
    const producer = story.producer()
    story.add(producer, { a: [0] })
    story.end(producer, 'commit')
    const [stale] = story.markers
    const next = story.failover()
    next.handle({ type: 'markers-written', task: stale! })
    expect(next.state).toBe('PrepareCommit')
  })

  test('has forgotten an expired id', () => {
    const story = new TransactionStory()
    story.producer()
    story.advance(8 * 24 * 3_600_000)
    expect(story.failover().state).toBe(`error ${ErrorCode.TRANSACTIONAL_ID_NOT_FOUND}`)
  })
})
