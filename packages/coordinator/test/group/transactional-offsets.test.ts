import { describe, expect, test } from '@jest/globals'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { OffsetFetchResponseGroup } from '@gregor/protocol/messages/offset-fetch'
import type { TxnOffsetCommitRequest, TxnOffsetCommitResponse } from '@gregor/protocol/messages/txn-offset-commit'
import { GroupStory } from '../support/group-story.ts'
import { stablePair } from '../support/stable-pair.ts'

/** TxnOffsetCommit of one offset of "orders"; the answer is the code of its partition. */
function commit(
  story: GroupStory,
  offset: number,
  request: Partial<TxnOffsetCommitRequest> & { readonly partition?: number; readonly metadata?: string } = {}
): () => number | undefined {
  const { partition = 0, metadata = '', ...rest } = request
  const answer = story.ask<TxnOffsetCommitResponse>((requestId) => ({
    type: 'txn-offset-commit',
    requestId,
    guard: undefined,
    request: {
      transactionalId: 'tx',
      groupId: 'g',
      producerId: 7,
      producerEpoch: 0,
      generationIdOrMemberEpoch: -1,
      memberId: '',
      groupInstanceId: null,
      topics: [
        {
          name: 'orders',
          topicId: ZERO_TOPIC_ID,
          partitions: [
            {
              partitionIndex: partition,
              committedOffset: offset,
              committedLeaderEpoch: -1,
              committedMetadata: metadata
            }
          ]
        }
      ],
      ...rest
    }
  }))
  return () => answer.response?.topics[0]?.partitions[0]?.errorCode
}

/** A marker for producer 7 comes. */
function end(story: GroupStory, outcome: 'commit' | 'abort', producerId = 7): () => number | undefined {
  const answer = story.ask<number>((requestId) => ({
    type: 'end-transaction',
    requestId,
    end: { producerId, producerEpoch: 0, coordinatorEpoch: 1, commits: outcome === 'commit', transactionVersion: 0 }
  }))
  return () => answer.response
}

/** The code of partition 0 of "orders" for a reader that wants what is stable. */
function stableCode(story: GroupStory, all = false): number | undefined {
  const topics = all ? null : [{ name: 'orders', topicId: ZERO_TOPIC_ID, partitionIndexes: [0] }]
  const { response } = story.ask<OffsetFetchResponseGroup>((requestId) => ({
    type: 'offset-fetch',
    requestId,
    group: { groupId: 'g', memberId: null, memberEpoch: -1, topics },
    requireStable: true
  }))
  return response!.topics[0]?.partitions[0]?.errorCode
}

describe('offsets of a transaction', () => {
  test('count when it is committed', () => {
    const story = new GroupStory()
    story.commitOffsets({ orders: [3] })
    expect(commit(story, 10)()).toBe(0)
    expect(story.offset('orders', 0)).toBe(3)
    expect(end(story, 'commit')()).toBe(0)
    expect(story.offset('orders', 0)).toBe(10)
  })

  test('are forgotten when it is aborted', () => {
    const story = new GroupStory()
    commit(story, 10)
    end(story, 'abort')
    expect(story.offset('orders', 0)).toBe(-1)
    end(story, 'commit')
    expect(story.offset('orders', 0)).toBe(-1)
  })

  test('the last of a partition wins, and each producer has its own', () => {
    const story = new GroupStory()
    commit(story, 10)
    commit(story, 11)
    commit(story, 20, { producerId: 8, partition: 1 })
    end(story, 'commit')
    expect(story.offsets()).toEqual({ 'orders-0': 11 })
    end(story, 'commit', 8)
    expect(story.offsets()).toEqual({ 'orders-0': 11, 'orders-1': 20 })
  })

  test('are unstable for readers that ask, until the marker is committed', () => {
    const story = new GroupStory()
    story.commitOffsets({ orders: [3, 4] })
    expect(stableCode(story)).toBe(0)
    commit(story, 10)
    expect(stableCode(story)).toBe(ErrorCode.UNSTABLE_OFFSET_COMMIT)
    expect(stableCode(story, true)).toBe(ErrorCode.UNSTABLE_OFFSET_COMMIT)
    expect(story.offset('orders', 1)).toBe(4)
    end(story, 'commit')
    expect(stableCode(story)).toBe(0)
  })

  test('are unstable while the marker is on its way into the log', () => {
    const story = new GroupStory()
    commit(story, 10)
    story.holdAppends()
    end(story, 'commit')
    // The offset does not count yet, so its reader would begin where the transaction began, and copy all of it again.
    expect(story.offset('orders', 0)).toBe(-1)
    expect(stableCode(story)).toBe(ErrorCode.UNSTABLE_OFFSET_COMMIT)
    story.commit()
    expect(stableCode(story)).toBe(0)
    expect(story.offset('orders', 0)).toBe(10)
  })

  test('wait for the log, and go when it refuses', () => {
    const story = new GroupStory()
    story.holdAppends()
    const refused = commit(story, 10)
    expect(refused()).toBeUndefined()
    story.refuse()
    expect(refused()).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.core.state.pendingOffsets.producerCount).toBe(0)
  })

  test('come back when the log refuses the marker', () => {
    const story = new GroupStory()
    commit(story, 10)
    story.holdAppends()
    const refused = end(story, 'commit')
    story.refuse(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(refused()).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(stableCode(story)).toBe(ErrorCode.UNSTABLE_OFFSET_COMMIT)
    const again = end(story, 'commit')
    expect(story.offset('orders', 0)).toBe(-1)
    story.commit()
    expect(again()).toBe(0)
    expect(story.offset('orders', 0)).toBe(10)
  })

  test('with too much metadata are refused, each by itself', () => {
    const story = new GroupStory()
    expect(commit(story, 10, { metadata: 'x'.repeat(5000) })()).toBe(ErrorCode.OFFSET_METADATA_TOO_LARGE)
    expect(story.core.state.pendingOffsets.producerCount).toBe(0)
  })
})

describe('of offsets committed for one partition', () => {
  test('the one that is younger in the log counts, not the one whose transaction ends later', () => {
    const story = new GroupStory()
    commit(story, 10)
    story.commitOffsets({ orders: [20] })
    end(story, 'commit')
    expect(story.offset('orders', 0)).toBe(20)
    commit(story, 30)
    commit(story, 40, { producerId: 8 })
    end(story, 'commit', 8)
    expect(story.offset('orders', 0)).toBe(40)
    end(story, 'commit')
    expect(story.offset('orders', 0)).toBe(40)
  })

  test('those of a transaction that is younger stay, whatever is decided of older ones', () => {
    const story = new GroupStory()
    commit(story, 10)
    commit(story, 20, { producerId: 8 })
    end(story, 'commit')
    expect(story.offset('orders', 0)).toBe(10)
    expect(stableCode(story)).toBe(ErrorCode.UNSTABLE_OFFSET_COMMIT)
    end(story, 'commit', 8)
    expect(story.offset('orders', 0)).toBe(20)
  })

  test('what the log refuses has superseded nothing', () => {
    const story = new GroupStory()
    commit(story, 10)
    story.holdAppends()
    story.commitOffsets({ orders: [20] })
    story.refuse()
    end(story, 'commit')
    story.commit()
    expect(story.offset('orders', 0)).toBe(10)
  })
})

describe('offsets of an open transaction', () => {
  test('go with their group, which they keep from expiring before', () => {
    const story = new GroupStory()
    commit(story, 10)
    expect(story.list()).toMatchObject([{ groupId: 'g', groupState: 'Empty', groupType: 'classic' }])
    story.advance(30 * 24 * 3600_000)
    expect(story.list()).toHaveLength(1)
    expect(story.deleteGroup().errorCode).toBe(ErrorCode.NONE)
    expect(story.list()).toEqual([])
    end(story, 'commit')
    expect(story.offset('orders', 0)).toBe(-1)
  })

  test('keep the offset that they are to replace', () => {
    const story = new GroupStory()
    story.commitOffsets({ orders: [3, 4] })
    commit(story, 10)
    story.advance(8 * 24 * 3600_000)
    expect(story.offsets()).toEqual({ 'orders-0': 3 })
    end(story, 'commit')
    expect(story.offsets()).toEqual({ 'orders-0': 10 })
  })

  test('go with their topic, and by OffsetDelete', () => {
    const story = new GroupStory()
    commit(story, 10)
    commit(story, 11, { partition: 1 })
    expect(story.deleteOffsets('orders', 1).response!.topics[0]!.partitions[0]!.errorCode).toBe(ErrorCode.NONE)
    story.handle({ type: 'topics-deleted', topics: new Set(['orders']) })
    expect(story.core.state.pendingOffsets.producerCount).toBe(0)
    end(story, 'commit')
    expect(story.offsets()).toEqual({})
  })
})

describe('on behalf of a member', () => {
  test('of the present generation only', () => {
    const story = new GroupStory()
    const { leader } = stablePair(story)
    const member = { memberId: leader.memberId, generationIdOrMemberEpoch: leader.generationId }
    expect(commit(story, 1, member)()).toBe(0)
    expect(commit(story, 1, { ...member, generationIdOrMemberEpoch: 1 })()).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(commit(story, 1, { ...member, memberId: 'nobody' })()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(commit(story, 1, { ...member, groupInstanceId: 'i' })()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    // Producers before KIP-447 do not say for whom.
    expect(commit(story, 1)()).toBe(0)
  })

  test('of a group that does not exist', () => {
    const story = new GroupStory()
    expect(commit(story, 1, { memberId: 'm', generationIdOrMemberEpoch: 3 })()).toBe(ErrorCode.ILLEGAL_GENERATION)
    story.commitOffsets({ orders: [1] })
    expect(commit(story, 1, { memberId: 'm', generationIdOrMemberEpoch: 3 })()).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })
})
