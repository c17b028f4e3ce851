import { describe, expect, test } from '@jest/globals'
import {
  baseOffsetOf,
  controlRecordTypeOf,
  ControlRecordType,
  ErrorCode,
  isControl,
  isTransactional,
  readBatchHeader,
  recordsOf
} from '@gregor/protocol'
import {
  WriteTxnMarkersApi,
  type WritableTxnMarkerInput,
  type WriteTxnMarkersResponse
} from '@gregor/protocol/messages/write-txn-markers'
import { createTxnMarkerWriter, type PartitionMarker } from '../../src/txn-markers.ts'
import { Harness } from '../support/harness.ts'

const marker = (change: Partial<WritableTxnMarkerInput> = {}): WritableTxnMarkerInput => ({
  producerId: 70,
  producerEpoch: 3,
  transactionResult: true,
  coordinatorEpoch: 5,
  topics: [{ name: 'flights', partitionIndexes: [0] }],
  ...change
})

const codesOf = ({ markers }: WriteTxnMarkersResponse): (string | number)[][] =>
  markers.flatMap(({ producerId, topics }) =>
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, errorCode }) => [producerId, `${name}-${partitionIndex}`, errorCode])
    )
  )

function setUp() {
  const harness = new Harness()
  const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1, 1, 1] })
  return { harness, topicId }
}

describe('WriteTxnMarkers', () => {
  test.each([1, 2])('appends a control batch to each partition, with acks=all (v%i)', async (version) => {
    const { harness } = setUp()
    const abort = marker({ producerId: 71, transactionResult: false, transactionVersion: 2 })
    const markers = [marker({ topics: [{ name: 'flights', partitionIndexes: [0, 2] }] }), abort]
    const response = await harness.call(WriteTxnMarkersApi, version, { markers })
    expect(codesOf(response)).toEqual([
      [70, 'flights-0', 0],
      [70, 'flights-2', 0],
      [71, 'flights-0', 0]
    ])
    const [append] = harness.replicas.appends
    expect(harness.replicas.appends).toHaveLength(1)
    expect(append).toMatchObject({ acks: -1, origin: 'coordinator' })
    expect(append!.entries.map(({ partition }) => partition)).toEqual([0, 2, 0])
    expect(append!.entries.map(({ transactionVersion }) => transactionVersion)).toEqual([0, 0, version === 1 ? 0 : 2])
    for (const [index, { records }] of append!.entries.entries()) {
      const header = readBatchHeader(records)
      expect([isControl(header.attributes), isTransactional(header.attributes)]).toEqual([true, true])
      expect(header).toMatchObject({ producerId: index < 2 ? 70 : 71, producerEpoch: 3, baseSequence: -1, count: 1 })
      const [record] = recordsOf(records, { decompressedBytesMax: 1000 })
      const type = index < 2 ? ControlRecordType.COMMIT : ControlRecordType.ABORT
      expect(controlRecordTypeOf(record!.key)).toBe(type)
      // Version 0, then the coordinator's epoch.
      expect(record!.value!.toString('hex')).toBe('000000000005')
    }
  })

  test('answers each partition by itself', async () => {
    const { harness, topicId } = setUp()
    harness.replicas.refusals.set(`${topicId}-1`, { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER })
    harness.replicas.refusals.set(`${topicId}-2`, { errorCode: ErrorCode.UNKNOWN_TOPIC_ID })
    const topics = [
      { name: 'nowhere', partitionIndexes: [0] },
      { name: 'flights', partitionIndexes: [1, 0, 2, 9] }
    ]
    const markers = [marker({ topics }), marker({ producerId: -1 })]
    expect(codesOf(await harness.call(WriteTxnMarkersApi, 2, { markers }))).toEqual([
      [70, 'nowhere-0', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [70, 'flights-1', ErrorCode.NOT_LEADER_OR_FOLLOWER],
      [70, 'flights-0', ErrorCode.NONE],
      [70, 'flights-2', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [70, 'flights-9', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      [-1, 'flights-0', ErrorCode.INVALID_REQUEST]
    ])
  })

  test('answers when the last of them is kept', async () => {
    const { harness } = setUp()
    harness.replicas.held = []
    let answered = false
    const call = harness.call(WriteTxnMarkersApi, 2, { markers: [marker()] }).then(() => (answered = true))
    while (harness.replicas.held.length === 0) await new Promise(setImmediate)
    expect(answered).toBe(false)
    harness.replicas.held[0]!()
    await call
  })

  test('leaves the partitions of committed offsets to who keeps state by them', async () => {
    const { harness } = setUp()
    harness.cluster.addTopic({ name: '__consumer_offsets', leaders: [1] })
    const completed: PartitionMarker[] = []
    const write = createTxnMarkerWriter({
      ...harness.ports,
      timeoutMsMax: 1000,
      offsetsMarkers: {
        complete: (ending) => Promise.resolve(completed.push(ending)).then(() => ErrorCode.NOT_COORDINATOR)
      }
    })
    const topics = [
      { name: '__consumer_offsets', partitionIndexes: [0] },
      { name: 'flights', partitionIndexes: [1] }
    ]
    const response = await write({ markers: [{ ...marker({ topics }), transactionVersion: 2 }] })
    expect(codesOf(response)).toEqual([
      [70, '__consumer_offsets-0', ErrorCode.NOT_COORDINATOR],
      [70, 'flights-1', 0]
    ])
    const producer = { producerId: 70, producerEpoch: 3, coordinatorEpoch: 5 }
    expect(completed).toEqual([{ partition: 0, ...producer, commits: true, transactionVersion: 2 }])
    expect(harness.replicas.appends.map(({ entries }) => entries.length)).toEqual([1])
    expect(baseOffsetOf(harness.replicas.appends[0]!.entries[0]!.records)).toBe(0)
  })
})
