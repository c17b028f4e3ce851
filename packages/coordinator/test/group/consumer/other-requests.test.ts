import { describe, expect, test } from '@jest/globals'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { OffsetFetchResponseGroup } from '@gregor/protocol/messages/offset-fetch'
import { StoryConsumer, withTopics } from '../../support/consumer.ts'
import { GroupStory } from '../../support/group-story.ts'

/** A group with one member at epoch 1. */
function withMember(...[settings]: ConstructorParameters<typeof GroupStory>): {
  readonly story: GroupStory
  readonly member: StoryConsumer
} {
  const story = withTopics(new GroupStory(settings), { t: 2 })
  const member = new StoryConsumer('a')
  member.join(story)
  return { story, member }
}

describe('offsets of a consumer group', () => {
  const commit = (story: GroupStory, memberId: string, memberEpoch: number, version = 9): number | undefined =>
    story.commitError({ t: [5] }, { memberId, generationIdOrMemberEpoch: memberEpoch, version })

  function fetchError(story: GroupStory, memberId: string | null, memberEpoch: number): number {
    const topics = [{ name: 't', topicId: ZERO_TOPIC_ID, partitionIndexes: [0] }]
    return story.ask<OffsetFetchResponseGroup>((requestId) => ({
      type: 'offset-fetch',
      requestId,
      requireStable: false,
      group: { groupId: 'g', memberId, memberEpoch, topics }
    })).errorCode!
  }

  test('are committed and read under the present member epoch', () => {
    const { story } = withMember()
    expect(commit(story, 'a', 1)).toBe(ErrorCode.NONE)
    expect(commit(story, 'a', 0)).toBe(ErrorCode.STALE_MEMBER_EPOCH)
    expect(commit(story, 'b', 1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(commit(story, '', -1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(commit(story, 'a', 1, 8)).toBe(ErrorCode.UNSUPPORTED_VERSION)
    expect(fetchError(story, 'a', 1)).toBe(ErrorCode.NONE)
    expect(fetchError(story, 'a', 0)).toBe(ErrorCode.STALE_MEMBER_EPOCH)
    expect(fetchError(story, 'b', 1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(fetchError(story, null, -1)).toBe(ErrorCode.NONE)
    expect(story.offset('t', 0)).toBe(5)
  })

  test('are anybody to commit while there are no members', () => {
    const { story, member } = withMember()
    member.leave(story)
    expect(commit(story, '', -1)).toBe(ErrorCode.NONE)
  })

  test('are deleted of topics that nobody subscribes to', () => {
    const { story } = withMember()
    story.commitOffsets({ t: [1], u: [2] }, { memberId: 'a', generationIdOrMemberEpoch: 1 })
    const codeOf = (topic: string): number | undefined =>
      story.deleteOffsets(topic, 0).response!.topics[0]!.partitions[0]!.errorCode
    expect(codeOf('t')).toBe(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC)
    expect(codeOf('u')).toBe(ErrorCode.NONE)
    expect(story.offsets()).toEqual({ 't-0': 1 })
  })

  test('expire after their retention, those of subscribed topics never; then the empty group goes', () => {
    const retentionMs = 10_080 * 60_000
    const { story, member } = withMember({ 'group.consumer.session.timeout.ms': 3 * retentionMs })
    story.commitOffsets({ t: [1], u: [2] }, { memberId: 'a', generationIdOrMemberEpoch: 1 })
    story.advance(retentionMs)
    expect(story.offsets()).toEqual({ 't-0': 1 })
    member.leave(story)
    story.advance(600_000)
    expect(story.list()).toEqual([])
    expect(story.hardState()).toEqual({ groups: [], committed: [], consumerGroups: [] })
    expect(story.core.state.consumerSoft.size).toBe(0)
  })
})

test('a consumer group is listed by its type and state, and is no group of DescribeGroups', () => {
  const { story } = withMember()
  story.commitOffsets({ t: [1] }, { groupId: 'simple' })
  const listed = { groupId: 'g', groupType: 'consumer', groupState: 'Stable', protocolType: 'consumer' }
  expect(story.list()).toEqual([listed, expect.objectContaining({ groupId: 'simple', groupType: 'classic' })])
  expect(story.list([], ['Consumer'])).toEqual([listed])
  expect(story.list(['stable'], ['classic'])).toEqual([])
  expect(story.describe(6)).toMatchObject({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND, groupState: 'Dead' })
  expect(story.describe(5)).toMatchObject({ errorCode: ErrorCode.NONE, groupState: 'Dead', members: [] })
  expect(story.describeConsumers('simple').errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
})

test('only an empty group is deleted, and leaves tombstones of all that it had', () => {
  const { story, member } = withMember()
  expect(story.deleteGroup().errorCode).toBe(ErrorCode.NON_EMPTY_GROUP)
  member.leave(story)
  expect(story.deleteGroup().errorCode).toBe(ErrorCode.NONE)
  expect(story.hardState()).toEqual({ groups: [], committed: [], consumerGroups: [] })
  expect(story.deleteGroup().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  expect(new GroupStory({}, story.log).list()).toEqual([])
})

describe('a classic and a consumer group of one name', () => {
  test('without members, one takes the place of the other, with its offsets', () => {
    const { story, member } = withMember()
    story.commitOffsets({ t: [7] }, { memberId: 'a', generationIdOrMemberEpoch: 1 })
    member.leave(story)
    const classic = story.joinTwice().response!
    expect(classic.errorCode).toBe(ErrorCode.NONE)
    story.sync(classic, { [classic.memberId]: 'all' })
    expect(story.list()).toMatchObject([{ groupType: 'classic', groupState: 'Stable' }])
    expect(new GroupStory({}, story.log, story.topics).list()).toMatchObject([{ groupType: 'classic' }])
    story.leave(classic.memberId)
    member.join(story)
    expect(story.list()).toMatchObject([{ groupType: 'consumer', groupState: 'Stable' }])
    expect(new GroupStory({}, story.log, story.topics).list()).toMatchObject([{ groupType: 'consumer' }])
    expect(story.offset('t', 0)).toBe(7)
  })

  test('with an id that a classic group has given out a member joins the consumer group that has come since', () => {
    const { story, member } = withMember()
    member.leave(story)
    const { memberId } = story.join().response!
    member.join(story)
    expect(story.join({ memberId }).errorCode).toBe(ErrorCode.NONE)
    expect(story.core.state.live.size).toBe(0)
    expect(story.describeConsumers().members.map((each) => each.memberId)).toEqual(['a', memberId])
  })

  test('when the log refuses the end of the consumer group, there is no classic one', () => {
    const { story, member } = withMember()
    member.leave(story)
    story.holdAppends()
    const joining = story.join({ groupInstanceId: 'i' })
    story.refuse()
    expect(story.heartbeat(joining.response!.memberId, 1, 'i')).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.list()).toMatchObject([{ groupType: 'consumer', groupState: 'Empty' }])
    expect(story.core.state.live.size).toBe(0)
  })
})

test('the protocol can be switched off', () => {
  const story = withTopics(new GroupStory({ 'group.coordinator.rebalance.protocols': ['classic'] }), { t: 1 })
  expect(new StoryConsumer('a').join(story).errorCode).toBe(ErrorCode.UNSUPPORTED_VERSION)
})
