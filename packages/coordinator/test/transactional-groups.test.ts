import { describe, expect, test } from '@jest/globals'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { attributesOf, ErrorCode, isControl, isTransactional, producerEpochOf, producerIdOf } from '@gregor/protocol'
import type { TxnOffsetCommitRequest } from '@gregor/protocol/messages/txn-offset-commit'
import { CoordinatorStory } from './support/coordinator-story.ts'

const offsets = (committedOffset: number) => [
  {
    name: 'orders',
    topicId: ZERO_TOPIC_ID,
    partitions: [{ partitionIndex: 0, committedOffset, committedLeaderEpoch: -1, committedMetadata: null }]
  }
]

const transactional = (committedOffset: number, producerId = 7): TxnOffsetCommitRequest => ({
  transactionalId: 'tx',
  groupId: 'g',
  producerId,
  producerEpoch: 2,
  generationIdOrMemberEpoch: -1,
  memberId: '',
  groupInstanceId: null,
  topics: offsets(committedOffset)
})

const plain = (committedOffset: number) => ({
  groupId: 'g',
  generationIdOrMemberEpoch: -1,
  memberId: '',
  groupInstanceId: null,
  retentionTimeMs: -1,
  topics: offsets(committedOffset)
})

const marker = (commits: boolean, producerId = 7) => ({
  producerId,
  producerEpoch: 2,
  coordinatorEpoch: 1,
  commits,
  transactionVersion: 2
})

async function fetched(story: CoordinatorStory, requireStable = false) {
  const group = { groupId: 'g', memberId: null, memberEpoch: -1, topics: null }
  const request = { groupId: '', topics: [], groups: [group], requireStable }
  const { groups } = await story.coordinator.fetchOffsets(request, 9)
  return groups[0]!.topics[0]?.partitions.map(({ committedOffset, errorCode }) => [committedOffset, errorCode])
}

describe('transactional offsets in the log', () => {
  test('are batches of their producer, and markers are control batches, in order with the rest', async () => {
    const story = await CoordinatorStory.leading()
    const partition = story.coordinator.partitionOf('g')!
    const answers = [
      story.coordinator.commitOffsets(plain(1), 9),
      story.coordinator.commitTransactionalOffsets(transactional(5), undefined),
      story.coordinator.commitTransactionalOffsets(transactional(6, 8), undefined),
      story.coordinator.endTransaction(partition, marker(true)),
      story.coordinator.commitOffsets(plain(9), 9)
    ]
    story.settle()
    expect((await Promise.all(answers))[3]).toBe(ErrorCode.NONE)
    const batches = story.log.stored.get(partition)!
    const kinds = batches.map((batch) => {
      const attributes = attributesOf(batch)
      return [isTransactional(attributes), isControl(attributes), producerIdOf(batch), producerEpochOf(batch)]
    })
    expect(kinds).toEqual([
      [false, false, -1, -1],
      [true, false, 7, 2],
      [true, false, 8, 2],
      [true, true, 7, 2],
      [false, false, -1, -1]
    ])
    expect(await fetched(story)).toEqual([[9, 0]])
  })

  test.each([true, false])('are known to the next coordinator (committed: %p)', async (commits) => {
    const story = await CoordinatorStory.leading()
    const partition = story.coordinator.partitionOf('g')!
    await story.answer(story.coordinator.commitOffsets(plain(1), 9))
    await story.answer(story.coordinator.commitTransactionalOffsets(transactional(5), undefined))
    const next = await CoordinatorStory.leading(story.log)
    expect(await fetched(next)).toEqual([[1, 0]])
    expect(await fetched(next, true)).toEqual([[-1, ErrorCode.UNSTABLE_OFFSET_COMMIT]])
    await next.answer(next.coordinator.endTransaction(partition, marker(commits)))
    const last = await CoordinatorStory.leading(next.log)
    for (const story of [next, last]) expect(await fetched(story, true)).toEqual([[commits ? 5 : 1, 0]])
  })

  test('that the log refuses are the fault of their producer alone', async () => {
    const story = await CoordinatorStory.leading()
    const late = story.coordinator.commitTransactionalOffsets(transactional(5), 17)
    const other = story.coordinator.commitOffsets(plain(9), 9)
    story.time.advance(0)
    story.log.refuse(ErrorCode.INVALID_TXN_STATE)
    story.settle()
    const codeOf = ({ topics }: Awaited<typeof late>) => topics[0]?.partitions[0]?.errorCode
    expect(codeOf(await late)).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(codeOf(await other)).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(await fetched(story, true)).toBeUndefined()
  })
})
