import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '../../src/errors.ts'
import { FetchApi } from '../../src/messages/fetch.ts'
import { MetadataApi, type MetadataResponseInput } from '../../src/messages/metadata.ts'
import { OffsetFetchApi } from '../../src/messages/offset-fetch.ts'
import { ProduceApi } from '../../src/messages/produce.ts'
import { Reader } from '../../src/wire/reader.ts'
import { Writer } from '../../src/wire/writer.ts'

const unsupported = expect.objectContaining({ code: ErrorCode.UNSUPPORTED_VERSION })

describe('fields and versions', () => {
  const response: MetadataResponseInput = {
    brokers: [{ nodeId: 1, host: 'localhost', port: 9092, rack: 'r1' }],
    clusterId: 'c',
    controllerId: 1,
    topics: [],
    errorCode: ErrorCode.NONE
  }

  test('an ignorable field is dropped where the version lacks it, and read as its default', () => {
    const writer = new Writer()
    MetadataApi.encodeResponse(writer, { ...response, throttleTimeMs: 5 }, 0)
    const decoded = MetadataApi.decodeResponse(new Reader(writer.toBuffer()), 0)
    expect(decoded).toMatchObject({ clusterId: null, controllerId: -1, throttleTimeMs: 0, brokers: [{ rack: null }] })
  })

  test('a field that must not get lost is refused where the version lacks it', () => {
    const groups = [{ groupId: 'g', topics: null }]
    expect(() => OffsetFetchApi.encodeRequest(new Writer(), { groups, requireStable: false }, 7)).toThrow(unsupported)
  })

  test('but its default is not', () => {
    const writer = new Writer()
    OffsetFetchApi.encodeRequest(writer, { groupId: 'g', topics: [], groups: [] }, 5)
    expect(OffsetFetchApi.decodeRequest(new Reader(writer.toBuffer()), 5)).toMatchObject({ groupId: 'g', groups: [] })
  })

  test('null is refused both ways in versions that have none for the field', () => {
    expect(() => MetadataApi.encodeRequest(new Writer(), { topics: null }, 0)).toThrow(/must not be null in version 0/)
    expect(() => MetadataApi.decodeRequest(new Reader(Buffer.alloc(4, 0xff)), 0)).toThrow(/null is not allowed/)
    expect(MetadataApi.decodeRequest(new Reader(Buffer.alloc(4, 0xff)), 1).topics).toBeNull()
  })

  test('tagged fields that have their defaults take no bytes', () => {
    const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 1, abortedTransactions: null, records: null }
    const topic = { topic: '', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitions: [partition] }
    const size = (message: Parameters<typeof FetchApi.encodeResponse>[1]): number => {
      const writer = new Writer()
      FetchApi.encodeResponse(writer, message, 16)
      return writer.byteLength
    }
    const bare = size({ errorCode: 0, responses: [topic] })
    const leader = { leaderId: -1, leaderEpoch: -1 }
    const same = size({
      errorCode: 0,
      responses: [{ ...topic, partitions: [{ ...partition, currentLeader: leader }] }]
    })
    expect(same).toBe(bare)
  })

  test('a tagged field of a newer version is passed over', () => {
    const writer = new Writer()
    const base = { maxWaitMs: 1, minBytes: 1, forgottenTopicsData: [] }
    const partitions = [{ partition: 0, fetchOffset: 5, partitionMaxBytes: 1, highWatermark: 9 }]
    const topics = [
      {
        topic: '',
        topicId: 'AAAAAAAAAAAAAAAAAAAAAQ',
        partitions: partitions.map((p) => ({ ...p, replicaDirectoryId: 'AAAAAAAAAAAAAAAAAAAAAg' }))
      }
    ]
    FetchApi.encodeRequest(writer, { ...base, topics }, 18)
    const decoded = FetchApi.decodeRequest(new Reader(writer.toBuffer()), 16)
    expect(decoded.topics[0]!.partitions[0]).toMatchObject({ fetchOffset: 5, highWatermark: 2 ** 63 })
  })

  test('records are views of the frame', () => {
    const writer = new Writer()
    const records = Buffer.from('abcdef')
    const topicData = [{ name: 't', topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partitionData: [{ index: 0, records }] }]
    ProduceApi.encodeRequest(writer, { acks: -1, timeoutMs: 1, topicData }, 13)
    const frame = writer.toBuffer()
    const view = ProduceApi.decodeRequest(new Reader(frame), 13).topicData[0]!.partitionData[0]!.records!
    expect(view.buffer).toBe(frame.buffer)
  })
})
