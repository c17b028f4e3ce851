import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { OffsetForLeaderEpochApi } from '@gregor/protocol/messages/offset-for-leader-epoch'
import { Harness } from '../support/harness.ts'

function withTopic(): Harness {
  const harness = new Harness()
  harness.cluster.addTopic({ name: 'flights', leaders: [1, 1] })
  return harness
}

const listing = (...partitions: { partitionIndex: number; timestamp: number }[]) => ({
  replicaId: -1,
  timeoutMs: 0,
  topics: [{ name: 'flights', partitions }]
})

describe('ListOffsets', () => {
  test('asks the log, as the consumer wants it', async () => {
    const harness = withTopic()
    const { topics } = await harness.call(ListOffsetsApi, 11, listing({ partitionIndex: 0, timestamp: -2 }))
    expect(topics[0]!.partitions).toEqual([
      { partitionIndex: 0, errorCode: 0, timestamp: -1, offset: 0, leaderEpoch: 5 }
    ])
    expect(harness.replicas.listed[0]).toMatchObject({ partition: 0, timestamp: -2, currentLeaderEpoch: -1 })
  })

  test.each([
    [-3, 6, ErrorCode.UNSUPPORTED_VERSION],
    [-3, 7, 0],
    [-4, 7, ErrorCode.UNSUPPORTED_VERSION],
    [-4, 8, 0],
    [-5, 8, ErrorCode.UNSUPPORTED_VERSION],
    [-5, 9, 0],
    [-6, 10, ErrorCode.UNSUPPORTED_VERSION],
    [-6, 11, 0],
    [-7, 11, ErrorCode.UNSUPPORTED_VERSION]
  ])('special timestamp %i in v%i: error %i', async (timestamp, version, errorCode) => {
    const { topics } = await withTopic().call(ListOffsetsApi, version, listing({ partitionIndex: 0, timestamp }))
    expect(topics[0]!.partitions[0]!.errorCode).toBe(errorCode)
  })

  test('there are no tiered offsets', async () => {
    const { topics } = await withTopic().call(ListOffsetsApi, 11, listing({ partitionIndex: 0, timestamp: -5 }))
    expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, offset: -1, timestamp: -1, leaderEpoch: -1 })
  })

  test('a partition named twice, and one that is not there', async () => {
    const twice = { partitionIndex: 0, timestamp: -1 }
    const request = listing(twice, twice, { partitionIndex: 1, timestamp: -1 }, { partitionIndex: 2, timestamp: -1 })
    const { topics } = await withTopic().call(ListOffsetsApi, 11, request)
    expect(topics[0]!.partitions.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.INVALID_REQUEST,
      ErrorCode.INVALID_REQUEST,
      0,
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    ])
  })
})

test('OffsetForLeaderEpoch asks the log', async () => {
  const partitions = [0, 9].map((partition) => ({ partition, leaderEpoch: 4 }))
  const { topics } = await withTopic().call(OffsetForLeaderEpochApi, 4, { topics: [{ topic: 'flights', partitions }] })
  expect(topics[0]!.partitions).toEqual([
    { errorCode: 0, partition: 0, leaderEpoch: 4, endOffset: 0 },
    { errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, partition: 9, leaderEpoch: -1, endOffset: -1 }
  ])
})

describe('InitProducerId', () => {
  const idempotent = { transactionalId: null, transactionTimeoutMs: 0 }

  test('never gives an id twice, whatever the order of blocks', async () => {
    const harness = new Harness()
    const asked = Array.from({ length: 5 }, () => harness.call(InitProducerIdApi, 5, idempotent))
    const answers = await Promise.all(asked)
    expect(answers.map(({ producerId }) => producerId)).toEqual([1000, 1001, 2000, 2001, 3000])
    expect(answers.every(({ errorCode, producerEpoch }) => errorCode === 0 && producerEpoch === 0)).toBe(true)
  })

  test('makes the producer try again while there is no controller, and works after', async () => {
    const harness = new Harness()
    harness.controller.reachable = false
    const failed = await harness.call(InitProducerIdApi, 5, idempotent)
    expect(failed).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, producerId: -1 })
    harness.controller.reachable = true
    expect((await harness.call(InitProducerIdApi, 5, idempotent)).producerId).toBe(1000)
  })
})
