import { beforeAll, describe, expect, test } from '@jest/globals'
import { BrokerId, LeaderEpoch, type TopicId } from '@gregor/base'
import { CompressionCodec, ErrorCode, prepareZstd } from '@gregor/protocol'
import { ProduceApi, type ProduceRequestInput } from '@gregor/protocol/messages/produce'
import { Harness } from '../support/harness.ts'
import { batchOf } from '../support/records.ts'

beforeAll(() => prepareZstd())

function setUp() {
  const harness = new Harness()
  const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1, 1] })
  return { harness, topicId }
}

const request = (
  topicId: TopicId | string,
  options: {
    readonly acks?: number
    readonly records?: Buffer | null
    readonly index?: number
    readonly name?: string
  } = {}
): ProduceRequestInput => {
  const { acks = -1, records = batchOf(['a', 'b']), index = 0, name } = options
  return { acks, timeoutMs: 1000, topicData: [{ topicId, name, partitionData: [{ index, records }] }] }
}

async function partitionOf(harness: Harness, version: number, message: ProduceRequestInput) {
  const response = await harness.call(ProduceApi, version, message)
  return response.responses[0]!.partitionResponses[0]!
}

describe('a batch', () => {
  test('is appended as it came and answered with its offset', async () => {
    const { harness, topicId } = setUp()
    await partitionOf(harness, 13, request(topicId))
    const second = await partitionOf(harness, 13, request(topicId, { records: batchOf(['c']) }))
    expect(second).toMatchObject({ index: 0, errorCode: 0, baseOffset: 2, logStartOffset: 0, errorMessage: null })
    expect(harness.replicas.appends[1]).toMatchObject({ acks: -1, timeoutMs: 1000, origin: 'client' })
  })

  test.each([3, 7, 8, 9, 12])('by the name of its topic in v%i', async (version) => {
    const { harness } = setUp()
    const answer = await partitionOf(harness, version, request('AAAAAAAAAAAAAAAAAAAAAA', { name: 'flights' }))
    expect(answer).toMatchObject({ errorCode: 0, baseOffset: 0 })
  })

  test('is not copied on its way to the log', async () => {
    const { harness, topicId } = setUp()
    const records = batchOf(['x'.repeat(5000)])
    await partitionOf(harness, 13, request(topicId, { records }))
    const appended = harness.replicas.appends[0]!.entries[0]!.records
    // The frame that the harness encoded, of which the batch is a view.
    expect(appended.buffer.byteLength).toBeGreaterThan(records.length)
  })
})

describe('what is refused, each partition by itself', () => {
  test.each<[string, (topicId: TopicId) => ProduceRequestInput, number, RegExp]>([
    ['acks=2', (id) => request(id, { acks: 2 }), ErrorCode.INVALID_REQUIRED_ACKS, /acks is 2/],
    ['an unknown topic id', () => request('zzzzzzzzzzzzzzzzzzzzzw'), ErrorCode.UNKNOWN_TOPIC_ID, /./],
    ['a partition that is not there', (id) => request(id, { index: 2 }), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, /./],
    ['a negative partition', (id) => request(id, { index: -1 }), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, /./],
    ['no records', (id) => request(id, { records: null }), ErrorCode.INVALID_RECORD, /no record batch/],
    ['empty records', (id) => request(id, { records: Buffer.alloc(0) }), ErrorCode.INVALID_RECORD, /no record batch/],
    [
      'two batches',
      (id) => request(id, { records: Buffer.concat([batchOf(['a']), batchOf(['b'])]) }),
      ErrorCode.INVALID_RECORD,
      /Only one/
    ],
    [
      'a transactional batch without a transactional id',
      (id) =>
        request(id, {
          records: batchOf(['a'], { producerId: 1, producerEpoch: 0, baseSequence: 0, transactional: true })
        }),
      ErrorCode.INVALID_TXN_STATE,
      /without a transactional id/
    ]
  ])('%s', async (_name, create, errorCode, message) => {
    const { harness, topicId } = setUp()
    const answer = await partitionOf(harness, 13, create(topicId))
    expect(answer).toMatchObject({ errorCode, baseOffset: -1, errorMessage: expect.stringMatching(message) })
    expect(harness.replicas.appends).toHaveLength(0)
  })

  test.each(['__consumer_offsets', '__transaction_state'])('internal topic %s', async (name) => {
    const harness = new Harness()
    const topicId = harness.cluster.addTopic({ name, leaders: [1] })
    const answer = await partitionOf(harness, 13, request(topicId))
    expect(answer.errorCode).toBe(ErrorCode.INVALID_TOPIC_EXCEPTION)
  })

  test('zstd before v7', async () => {
    const { harness } = setUp()
    const records = batchOf(['a'.repeat(100)], { compression: CompressionCodec.ZSTD })
    const old = await partitionOf(harness, 6, request('AAAAAAAAAAAAAAAAAAAAAA', { name: 'flights', records }))
    expect(old.errorCode).toBe(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE)
    const newer = await partitionOf(harness, 7, request('AAAAAAAAAAAAAAAAAAAAAA', { name: 'flights', records }))
    expect(newer.errorCode).toBe(0)
  })

  test('one partition fails, the other is appended', async () => {
    const { harness, topicId } = setUp()
    const partitionData = [
      { index: 0, records: batchOf(['a']) },
      { index: 9, records: batchOf(['b']) },
      { index: 1, records: batchOf(['c']) }
    ]
    const response = await harness.call(ProduceApi, 13, {
      acks: 1,
      timeoutMs: 1,
      topicData: [{ topicId, partitionData }]
    })
    const answers = response.responses[0]!.partitionResponses.map(({ index, errorCode }) => [index, errorCode])
    expect(answers).toEqual([
      [0, 0],
      [9, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [1, 0]
    ])
  })
})

describe('a leader that moved', () => {
  test('is hinted at with its endpoint from v10 on', async () => {
    const { harness, topicId } = setUp()
    const leaderHint = { leaderId: BrokerId(3), leaderEpoch: LeaderEpoch(6) }
    harness.replicas.refusals.set(`${topicId}-0`, { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, leaderHint })
    const response = await harness.call(ProduceApi, 13, request(topicId))
    expect(response.responses[0]!.partitionResponses[0]).toMatchObject({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      errorMessage: expect.any(String),
      currentLeader: { leaderId: 3, leaderEpoch: 6 }
    })
    expect(response.nodeEndpoints).toEqual([{ nodeId: 3, host: 'host3', port: 9093, rack: null }])
    const old = await partitionOf(harness, 9, request('AAAAAAAAAAAAAAAAAAAAAA', { name: 'flights' }))
    expect(old.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
  })
})

describe('acks=0', () => {
  test('has no response', async () => {
    const { harness, topicId } = setUp()
    expect(await harness.maybeCall(ProduceApi, 13, request(topicId, { acks: 0 }))).toBeUndefined()
    expect(harness.replicas.appends).toHaveLength(1)
  })

  test('closes the connection when something was refused', async () => {
    const { harness } = setUp()
    const lost = harness.maybeCall(ProduceApi, 13, request('zzzzzzzzzzzzzzzzzzzzzw', { acks: 0 }))
    await expect(lost).rejects.toThrow(/acks=0 .*UNKNOWN_TOPIC_ID/)
  })
})
