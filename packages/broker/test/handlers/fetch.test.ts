import { describe, expect, test } from '@jest/globals'
import { BrokerId, LeaderEpoch, Offset, ProducerId, type TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { FetchApi, type FetchRequestInput } from '@gregor/protocol/messages/fetch'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { Harness } from '../support/harness.ts'
import { batchOf } from '../support/records.ts'

async function setUp(config: Readonly<Record<string, string>> = {}) {
  const harness = new Harness({ config })
  const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1, 1] })
  await harness.call(ProduceApi, 13, {
    acks: 1,
    timeoutMs: 1,
    topicData: [{ topicId, partitionData: [{ index: 0, records: batchOf(['a', 'b', 'c']) }] }]
  })
  return { harness, topicId }
}

const request = (
  topicId: TopicId | string,
  options: Partial<FetchRequestInput> & { readonly partition?: number; readonly fetchOffset?: number } = {}
): FetchRequestInput => {
  const { partition = 0, fetchOffset = 0, ...rest } = options
  const topics = [{ topicId, partitions: [{ partition, fetchOffset, partitionMaxBytes: 1_000_000 }] }]
  return { maxWaitMs: 500, minBytes: 1, maxBytes: 10_000_000, topics, ...rest }
}

describe('a fetch', () => {
  test('reads what is there', async () => {
    const { harness, topicId } = await setUp()
    const { responses, errorCode } = await harness.call(FetchApi, 18, request(topicId))
    expect(errorCode).toBe(0)
    expect(responses[0]!.topicId).toBe(topicId)
    expect(responses[0]!.partitions[0]).toMatchObject({
      partitionIndex: 0,
      errorCode: 0,
      highWatermark: 3,
      lastStableOffset: 3,
      logStartOffset: 0,
      preferredReadReplica: -1
    })
    expect(responses[0]!.partitions[0]!.records).toHaveLength(batchOf(['a', 'b', 'c']).length)
  })

  test.each([4, 5, 6, 7, 11, 12])('by name in v%i', async (version) => {
    const { harness } = await setUp()
    const topics = [
      {
        topic: 'flights',
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
        partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }]
      }
    ]
    const { responses } = await harness.call(FetchApi, version, request('', { topics }))
    expect(responses[0]).toMatchObject({ topic: 'flights', partitions: [{ errorCode: 0, highWatermark: 3 }] })
  })

  test('waits for data, and is answered when it comes', async () => {
    const { harness, topicId } = await setUp()
    const fetched = harness.call(FetchApi, 18, request(topicId, { fetchOffset: 3 }))
    expect(harness.replicas.waiting.size).toBe(1)
    await harness.call(ProduceApi, 13, {
      acks: 1,
      timeoutMs: 1,
      topicData: [{ topicId, partitionData: [{ index: 0, records: batchOf(['d']) }] }]
    })
    expect((await fetched).responses[0]!.partitions[0]!.records).toHaveLength(batchOf(['d']).length)
    expect(harness.goneTasks.size).toBe(0)
  })

  test('is given up when the connection goes', async () => {
    const { harness, topicId } = await setUp()
    const fetched = harness.maybeCall(FetchApi, 18, request(topicId, { fetchOffset: 3 }))
    for (const task of harness.goneTasks) task()
    expect(await fetched).toBeUndefined()
    expect(harness.replicas.waiting.size).toBe(0)
  })

  test('asks for no more than fetch.max.bytes', async () => {
    const { harness, topicId } = await setUp({ 'fetch.max.bytes': '2048' })
    await harness.call(FetchApi, 18, request(topicId, { minBytes: 5000, fetchOffset: 0, maxWaitMs: 0 }))
    expect(harness.replicas.fetches[0]).toMatchObject({ maxBytes: 2048, minBytes: 2048 })
  })

  test('gets the list of aborted transactions only for read_committed', async () => {
    const { harness, topicId } = await setUp()
    const committed = await harness.call(FetchApi, 18, request(topicId, { isolationLevel: 1 }))
    expect(committed.responses[0]!.partitions[0]!.abortedTransactions).toEqual([])
    const [producerId, firstOffset, lastOffset] = [ProducerId(70), Offset(1), Offset(2)]
    harness.replicas.aborted = [{ producerId, firstOffset, lastOffset, lastStableOffset: Offset(3) }]
    const told = await harness.call(FetchApi, 18, request(topicId, { isolationLevel: 1 }))
    expect(told.responses[0]!.partitions[0]!.abortedTransactions).toEqual([{ producerId, firstOffset }])
    expect(harness.replicas.fetches[0]!.readCommitted).toBe(true)
    const uncommitted = await harness.call(FetchApi, 18, request(topicId))
    expect(uncommitted.responses[0]!.partitions[0]!.abortedTransactions).toBeNull()
  })
})

describe('errors', () => {
  test('an unknown topic answers at once, beside the data of others', async () => {
    const { harness, topicId } = await setUp()
    const topics = [...request(topicId, { fetchOffset: 3 }).topics, ...request('zzzzzzzzzzzzzzzzzzzzzw').topics]
    const { responses } = await harness.call(FetchApi, 18, request(topicId, { topics }))
    expect(responses.map(({ partitions }) => partitions[0]!.errorCode)).toEqual([0, ErrorCode.UNKNOWN_TOPIC_ID])
    expect(harness.replicas.fetches[0]!.maxWaitMs).toBe(0)
  })

  test('a leader that moved is hinted at, with its endpoint from v16 on', async () => {
    const { harness, topicId } = await setUp()
    const leaderHint = { leaderId: BrokerId(2), leaderEpoch: LeaderEpoch(9) }
    harness.replicas.refusals.set(`${topicId}-0`, { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, leaderHint })
    for (const version of [13, 16]) {
      const { responses, nodeEndpoints } = await harness.call(FetchApi, version, request(topicId))
      expect(responses[0]!.partitions[0]).toMatchObject({
        errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
        currentLeader: { leaderId: 2, leaderEpoch: 9 }
      })
      expect(nodeEndpoints.map(({ nodeId }) => nodeId)).toEqual(version >= 16 ? [2] : [])
    }
  })

  test('B38: whoever claims to be a replica is refused', async () => {
    const { harness, topicId } = await setUp()
    const asReplica = request(topicId, { replicaState: { replicaId: 2, replicaEpoch: 1 } })
    expect((await harness.call(FetchApi, 15, asReplica)).errorCode).toBe(ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
    expect((await harness.call(FetchApi, 14, request(topicId, { replicaId: 2 }))).errorCode).toBe(
      ErrorCode.CLUSTER_AUTHORIZATION_FAILED
    )
    const topics = [
      {
        topic: 'flights',
        topicId: 'AAAAAAAAAAAAAAAAAAAAAA',
        partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 }]
      }
    ]
    const old = await harness.call(FetchApi, 4, request(topicId, { topics, replicaId: 2 }))
    expect(old.responses[0]!.partitions[0]!.errorCode).toBe(ErrorCode.TOPIC_AUTHORIZATION_FAILED)
    expect(harness.replicas.fetches).toHaveLength(0)
  })
})

describe('incremental sessions', () => {
  test('name only what changed, both ways', async () => {
    const { harness, topicId } = await setUp()
    const partitions = [0, 1].map((partition) => ({ partition, fetchOffset: 0, partitionMaxBytes: 1000 }))
    const first = await harness.call(FetchApi, 18, request('', { sessionEpoch: 0, topics: [{ topicId, partitions }] }))
    expect(first.sessionId).toBeGreaterThan(0)
    expect(first.responses[0]!.partitions).toHaveLength(2)
    const next = request(topicId, { sessionId: first.sessionId, sessionEpoch: 1, fetchOffset: 3 })
    const second = harness.call(FetchApi, 18, next)
    harness.replicas.expireFetches()
    expect(await second).toMatchObject({ errorCode: 0, sessionId: first.sessionId, responses: [] })
    // Partition 0 had data, so partition 1 is read before it now.
    const entries = harness.replicas.fetches[1]!.entries.map(({ partition, fetchOffset }) => [partition, fetchOffset])
    expect(entries).toEqual([
      [1, 0],
      [0, 3]
    ])
  })

  test('an unknown session is an error at the top', async () => {
    const { harness, topicId } = await setUp()
    const response = await harness.call(FetchApi, 18, request(topicId, { sessionId: 5, sessionEpoch: 3 }))
    expect(response).toMatchObject({ errorCode: ErrorCode.FETCH_SESSION_ID_NOT_FOUND, sessionId: 0, responses: [] })
  })
})
