import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import type { PartitionData } from '@gregor/protocol/messages/fetch'
import { checkCode } from '../../src/workloads/history/codes.ts'
import { LogHistory } from '../../src/workloads/history/log-history.ts'
import { advance, ask, startOf } from '../../src/workloads/log/read-position.ts'
import { breaks, placed, Story } from './batches.ts'

const answer = (more: Partial<PartitionData>): PartitionData => ({
  partitionIndex: 0,
  errorCode: ErrorCode.NONE,
  highWatermark: 1,
  lastStableOffset: 1,
  logStartOffset: 0,
  divergingEpoch: { epoch: -1, endOffset: -1 },
  currentLeader: { leaderId: -1, leaderEpoch: -1 },
  snapshotId: { endOffset: -1, epoch: -1 },
  abortedTransactions: null,
  preferredReadReplica: -1,
  records: null,
  ...more
})

function verdictOn(data: Partial<PartitionData>): unknown {
  const position = { ...startOf(new Story().history), offset: 1, leaderEpoch: 2 }
  try {
    advance(position, ask('reader', position), answer(data))
  } catch (error) {
    return error
  }
  return undefined
}

describe('what a reader is told', () => {
  test('records take it on, with the epoch they were written in', () => {
    const story = new Story()
    const position = startOf(story.history)
    const records = placed(story.send('all', { records: 2 }), 0, 4)
    advance(position, ask('reader', position), answer({ records, highWatermark: 2 }))
    expect(position).toMatchObject({ offset: 2, lastEpoch: 4 })
  })

  test('the position that it has read up to is out of range (B32)', () => {
    expect(verdictOn({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE })).toMatchObject(breaks('B32'))
  })

  test('the leader parts from what it has read (P13)', () => {
    expect(verdictOn({ divergingEpoch: { epoch: 1, endOffset: 0 } })).toMatchObject(breaks('P13'))
  })

  test('the log starts later, though nothing is removed (P15)', () => {
    expect(verdictOn({ logStartOffset: 1 })).toMatchObject(breaks('P15'))
  })

  test('another leader is no violation', () => {
    expect(verdictOn({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER })).toBeUndefined()
  })
})

describe('error codes (B24)', () => {
  test.each(['Produce', 'Fetch', 'ListOffsets', 'InitProducerId', 'JoinGroup', 'OffsetCommit'] as const)(
    '%s never answers UNKNOWN_SERVER_ERROR',
    (api) => {
      expect(() => checkCode(api, ErrorCode.UNKNOWN_SERVER_ERROR, 'client')).toThrow(/B24/)
      expect(() => checkCode(api, ErrorCode.NONE, 'client')).not.toThrow()
    }
  )
})

test('a producer id is given to two producers (T1)', () => {
  const history = new LogHistory({ topics: [] })
  history.gotProducerId(5, 'one')
  expect(() => history.gotProducerId(5, 'other')).toThrow(/T1/)
})
