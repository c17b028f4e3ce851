import { describe, expect, test } from '@jest/globals'
import { Offset, PartitionIndex } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { DescribeLogDirsApi } from '@gregor/protocol/messages/describe-log-dirs'
import { Harness } from '../support/harness.ts'

function log(topic: string, partition: number, sizeBytes: number) {
  const identity = { topic, partition: PartitionIndex(partition) }
  return { identity, sizeBytes, highWatermark: Offset(3), logEndOffset: Offset(5) }
}

describe('DescribeLogDirs', () => {
  function harness(): Harness {
    const made = new Harness()
    made.logDirs = [
      {
        path: '/a',
        failure: undefined,
        freeBytes: 1000,
        logs: [log('orders', 0, 10), log('orders', 2, 30), log('x', 0, 5)]
      },
      { path: '/b', failure: new Error('EIO'), freeBytes: undefined, logs: [] },
      { path: '/c', failure: undefined, freeBytes: Infinity, logs: [] }
    ]
    return made
  }

  test('tells what is in each log dir, and which ones are offline', async () => {
    const { errorCode, results } = await harness().call(DescribeLogDirsApi, 5, { topics: null })
    expect(errorCode).toBe(ErrorCode.NONE)
    const partition = { offsetLag: 0, isFutureKey: false }
    expect(results).toMatchObject([
      {
        errorCode: ErrorCode.NONE,
        logDir: '/a',
        topics: [
          {
            name: 'orders',
            partitions: [
              { ...partition, partitionIndex: 0, partitionSize: 10 },
              { ...partition, partitionIndex: 2, partitionSize: 30 }
            ]
          },
          { name: 'x', partitions: [{ ...partition, partitionIndex: 0, partitionSize: 5 }] }
        ],
        totalBytes: -1,
        usableBytes: 1000,
        isCordoned: false
      },
      { errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir: '/b', topics: [], usableBytes: -1 },
      { errorCode: ErrorCode.NONE, logDir: '/c', topics: [], usableBytes: -1 }
    ])
  })

  test('leaves out what was not asked for', async () => {
    const asked = { topics: [{ topic: 'orders', partitions: [2, 9] }] }
    const { results } = await harness().call(DescribeLogDirsApi, 4, asked)
    expect(results.map(({ topics }) => topics.map(({ name, partitions }) => [name, partitions.length]))).toEqual([
      [['orders', 1]],
      [],
      []
    ])
    const none = await harness().call(DescribeLogDirsApi, 1, { topics: [] })
    expect(none.results.map(({ topics }) => topics)).toEqual([[], [], []])
  })
})
