import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { EPOCH_MAX } from '../../src/transaction/metadata.ts'
import { transactionRecordCodec } from '../../src/transaction/record-codec.ts'
import type { TransactionRecord } from '../../src/transaction/records.ts'
import { MINUTE_MS, TransactionStory } from '../support/transaction-story.ts'

/** A story whose producer has a given epoch. */
function storyAt(producerEpoch: number): { readonly story: TransactionStory; readonly producerId: number } {
  const before = new TransactionStory()
  const { producerId } = before.producer()
  const [{ transactionalId, value }] = before.log as [TransactionRecord]
  return {
    story: new TransactionStory({ log: [{ transactionalId, value: { ...value!, producerEpoch } }] }),
    producerId
  }
}

describe('InitProducerId', () => {
  test('gives a new transactional id a producer of epoch 0, and the next instance the epoch after it', () => {
    const story = new TransactionStory()
    expect(story.init().response).toEqual({ errorCode: 0, producerId: 1, producerEpoch: 0 })
    expect(story.init().response).toEqual({ errorCode: 0, producerId: 1, producerEpoch: 1 })
    expect(story.producerIdsTaken).toBe(1)
    expect(story.describe()).toMatchObject({
      transactionState: 'Empty',
      producerEpoch: 1,
      transactionTimeoutMs: MINUTE_MS,
      transactionStartTimeMs: -1
    })
  })

  test('waits for the log, and is as if never asked when the log refuses', () => {
    const story = new TransactionStory()
    story.holdAppends()
    const refused = story.init()
    expect(refused.response).toBeUndefined()
    expect(story.state).toBe(`error ${ErrorCode.TRANSACTIONAL_ID_NOT_FOUND}`)
    story.refuse()
    expect(refused.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    story.commit()
    expect(story.init().response).toMatchObject({ errorCode: 0, producerEpoch: 0 })
  })

  test('of two instances at once the later one wins', () => {
    const story = new TransactionStory()
    story.producer()
    story.holdAppends()
    const [first, second] = [story.init(), story.init()]
    story.commit()
    expect([first.response?.producerEpoch, second.response?.producerEpoch]).toEqual([1, 2])
    expect(story.add(first.response!, { a: [0] }).response).toBe(ErrorCode.PRODUCER_FENCED)
    expect(story.add(second.response!, { a: [0] }).response).toBe(ErrorCode.NONE)
  })

  test('with an id and epoch goes on from them, once', () => {
    const story = new TransactionStory()
    const { producerId } = story.producer()
    const expected = { producerId, producerEpoch: 0 }
    expect(story.init({ expected }).response).toEqual({ errorCode: 0, producerId, producerEpoch: 1 })
    // The answer was lost: the same again.
    expect(story.init({ expected }).response).toEqual({ errorCode: 0, producerId, producerEpoch: 1 })
    // Somebody else came in between.
    story.init()
    expect(story.init({ expected }).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
    expect(story.init({ expected: { producerId: 77, producerEpoch: 0 } }).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
  })

  test('with an id that is forgotten gets a new one', () => {
    const story = new TransactionStory()
    const expected = { producerId: 77, producerEpoch: 5 }
    expect(story.init({ expected }).response).toEqual({ errorCode: 0, producerId: 1, producerEpoch: 0 })
  })

  test('takes a new producer id when the epochs of the old one are used up', () => {
    const { story, producerId } = storyAt(EPOCH_MAX - 1)
    const { producerId: next } = story.init().response!
    expect(next).not.toBe(producerId)
    expect(story.describe()).toMatchObject({ producerId: next, producerEpoch: 0 })
  })

  test('a producer that used up its epochs may repeat its request', () => {
    const { story, producerId } = storyAt(EPOCH_MAX - 1)
    const expected = { producerId, producerEpoch: EPOCH_MAX - 1 }
    const first = story.init({ expected }).response!
    expect(first).toMatchObject({ errorCode: 0, producerEpoch: 0 })
    expect(story.init({ expected }).response).toEqual(first)
  })

  test('aborts the transaction of the instance before, and answers when that is complete', () => {
    const story = new TransactionStory()
    const zombie = story.producer()
    story.add(zombie, { a: [0, 1] })
    expect(story.init().errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    expect(story.state).toBe('PrepareAbort')
    expect(story.markers).toMatchObject([
      { commit: false, producerEpoch: 1, topics: [{ topic: 'a', partitions: [0, 1] }], coordinatorEpoch: 1 }
    ])
    expect(story.init().errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    story.writeMarkers()
    expect(story.state).toBe('CompleteAbort')
    expect(story.init().response).toMatchObject({ errorCode: 0, producerEpoch: 2 })
    expect(story.add(zombie, { a: [0] }).response).toBe(ErrorCode.PRODUCER_FENCED)
    expect(story.end(zombie, 'commit').errorCode).toBe(ErrorCode.PRODUCER_FENCED)
  })

  test('fences even at the last epoch', () => {
    const { story, producerId } = storyAt(EPOCH_MAX - 1)
    story.add({ producerId, producerEpoch: EPOCH_MAX - 1 }, { a: [0] })
    expect(story.init().errorCode).toBe(ErrorCode.CONCURRENT_TRANSACTIONS)
    expect(story.markers).toMatchObject([{ producerEpoch: EPOCH_MAX }])
    story.writeMarkers()
    const { producerId: next, producerEpoch } = story.init().response!
    expect(next).not.toBe(producerId)
    expect(producerEpoch).toBe(0)
  })

  test('records are in the format of Kafka', () => {
    const story = new TransactionStory()
    story.add(story.producer(), { a: [3] })
    const { key, value } = transactionRecordCodec.encode(story.log.at(-1)!)
    expect(key.toString('hex')).toBe('0000000174')
    // Version 1: producer 1, epoch 0, 60 s, Ongoing, a[3], two timestamps, one tagged field: client version 2.
    expect(value!.toString('hex')).toBe(
      '0001' +
        '0000000000000001' +
        '0000' +
        '0000ea60' +
        '01' +
        '02' +
        '0261' +
        '02' +
        '00000003' +
        '00' +
        '0000018bcfe56800' +
        '0000018bcfe56800' +
        '01' +
        '02' +
        '02' +
        '0002'
    )
    expect(transactionRecordCodec.decode(key, value)).toEqual(story.log.at(-1))
    expect(transactionRecordCodec.decode(key, null)).toEqual({ transactionalId: 't', value: null })
    expect(transactionRecordCodec.decode(Buffer.from('000100', 'hex'), null)).toBeUndefined()
    const broken = Buffer.from(value!)
    broken[16] = 9
    expect(() => transactionRecordCodec.decode(key, broken)).toThrow('there is no transaction state 9')
  })
})
