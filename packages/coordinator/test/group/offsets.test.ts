import { describe, expect, test } from '@jest/globals'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { GroupStory } from '../support/group-story.ts'
import { stablePair } from '../support/stable-pair.ts'

const DAY_MS = 86_400_000
const SWEEP_MS = 600_000

describe('committing offsets', () => {
  test('is answered when they are stored', () => {
    const story = new GroupStory()
    story.holdAppends()
    const answer = story.commitOffsets({ orders: [10, 11] }, { metadata: 'note' })
    expect(answer.response).toBeUndefined()
    expect(story.offsets()).toEqual({})
    expect(story.offset('orders', 0)).toBe(-1)
    story.commit()
    expect(story.offset('orders', 0)).toBe(10)
    expect(answer.response?.topics).toEqual([
      {
        name: 'orders',
        topicId: ZERO_TOPIC_ID,
        partitions: [
          { partitionIndex: 0, errorCode: ErrorCode.NONE },
          { partitionIndex: 1, errorCode: ErrorCode.NONE }
        ]
      }
    ])
    expect(story.offsets()).toEqual({ 'orders-0': 10, 'orders-1': 11 })
    expect(story.log).toEqual([
      {
        type: 'offset',
        key: { group: 'g', topic: 'orders', partition: 0 },
        value: {
          offset: 10,
          leaderEpoch: -1,
          metadata: 'note',
          commitTimestampMs: story.now.wallMs,
          expireTimestampMs: -1,
          topicId: ZERO_TOPIC_ID
        }
      },
      expect.objectContaining({ key: { group: 'g', topic: 'orders', partition: 1 } })
    ])
  })

  test.each([
    [ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.COORDINATOR_NOT_AVAILABLE],
    [ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.INVALID_COMMIT_OFFSET_SIZE]
  ])('that the log refuses with error %i takes nothing back that was committed, and is answered %i', (code, answer) => {
    const story = new GroupStory()
    story.commitOffsets({ orders: [10] })
    story.holdAppends()
    const refused = story.commitOffsets({ orders: [20] })
    story.refuse(code)
    expect(refused.response?.topics[0]?.partitions[0]?.errorCode).toBe(answer)
    expect(story.offsets()).toEqual({ 'orders-0': 10 })
  })

  test('needs the present generation of a member', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    const as = (memberId: string, generationIdOrMemberEpoch: number) => ({ memberId, generationIdOrMemberEpoch })
    expect(story.commitError({ t: [1] }, as(follower.memberId, 2))).toBe(ErrorCode.NONE)
    expect(story.commitError({ t: [1] }, as(follower.memberId, 1))).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(story.commitError({ t: [1] }, as(follower.memberId, -1))).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(story.commitError({ t: [1] }, as('ghost', 2))).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.commitError({ t: [1] }, as('', -1))).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    story.joinTwice()
    expect(story.commitError({ t: [2] }, as(follower.memberId, 2))).toBe(ErrorCode.NONE)
    story.join({ memberId: leader.memberId })
    story.join({ memberId: follower.memberId })
    expect(story.commitError({ t: [3] }, as(follower.memberId, 3))).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect(story.offsets()).toEqual({ 't-0': 2 })
  })

  test('needs nothing in a group without members', () => {
    const story = new GroupStory()
    expect(story.commitError({ t: [1] })).toBe(ErrorCode.NONE)
    expect(story.describe()).toMatchObject({ groupState: 'Empty', protocolType: '', members: [] })
    expect(story.commitError({ t: [1] }, { memberId: 'm', generationIdOrMemberEpoch: 0 })).toBe(
      ErrorCode.UNKNOWN_MEMBER_ID
    )
  })

  test('as a member of a group that is not there is an old generation, since v9 an unknown group', () => {
    const story = new GroupStory()
    const member = { memberId: 'm', generationIdOrMemberEpoch: 3 }
    expect(story.commitError({ t: [1] }, { ...member, version: 8 })).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(story.commitError({ t: [1] }, { ...member, version: 9 })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
  })

  test('metadata over offset.metadata.max.bytes is refused for its partition alone', () => {
    const story = new GroupStory({ 'offset.metadata.max.bytes': 4 })
    expect(story.commitError({ t: [1] }, { metadata: '12345' })).toBe(ErrorCode.OFFSET_METADATA_TOO_LARGE)
    expect(story.log).toEqual([])
    expect(story.commitError({ t: [1] }, { metadata: '1234' })).toBe(ErrorCode.NONE)
    expect(story.commitError({ t: [1] }, { metadata: null })).toBe(ErrorCode.NONE)
  })
})

describe('deleting', () => {
  test('a group needs it to have no members, and leaves tombstones of all that it had', () => {
    const story = new GroupStory()
    expect(story.deleteGroup().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    const { leader, follower } = stablePair(story)
    story.commitOffsets({ t: [1, 2] }, { memberId: leader.memberId, generationIdOrMemberEpoch: 2 })
    expect(story.deleteGroup().errorCode).toBe(ErrorCode.NON_EMPTY_GROUP)
    story.leave(leader.memberId, follower.memberId)
    const before = story.log.length
    expect(story.deleteGroup().response).toEqual({ groupId: 'g', errorCode: ErrorCode.NONE, errorMessage: null })
    expect(story.recordsSince(before)).toEqual([
      { type: 'offset', key: { group: 'g', topic: 't', partition: 0 }, value: null },
      { type: 'offset', key: { group: 'g', topic: 't', partition: 1 }, value: null },
      { type: 'group', group: 'g', value: null }
    ])
    expect(story.list()).toEqual([])
    expect(story.hardState()).toEqual({ groups: [], committed: [], consumerGroups: [] })
    expect([...story.core.state.offsets.groupIds()]).toEqual([])
  })

  test('a group that the log refuses to forget is still there', () => {
    const story = new GroupStory()
    story.commitOffsets({ t: [1] })
    story.holdAppends()
    const refused = story.deleteGroup()
    story.refuse()
    expect(refused.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.offsets()).toEqual({ 't-0': 1 })
  })

  test('a group with very many offsets takes several appends, and answers after the last', () => {
    const story = new GroupStory()
    story.commitOffsets({ t: Array.from({ length: 2500 }, (_, index) => index) })
    story.holdAppends()
    const answer = story.deleteGroup()
    expect(story.held.map(({ records }) => records.length)).toEqual([1000, 1000, 501])
    expect(answer.response).toBeUndefined()
    story.commit()
    expect(answer.errorCode).toBe(ErrorCode.NONE)
    expect(story.list()).toEqual([])
  })

  test('an empty group takes the ids with it that it had given out', () => {
    const story = new GroupStory()
    story.commitOffsets({ t: [1] })
    const { memberId } = story.join().response!
    story.deleteGroup()
    expect(story.timerCount).toBe(1)
    expect(story.join({ memberId }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('members that come while the deletion is being stored go on without the past', () => {
    const story = new GroupStory()
    story.commitOffsets({ t: [1] })
    story.holdAppends()
    story.deleteGroup()
    const member = story.joinTwice().response!
    story.commit()
    expect(story.heartbeat(member.memberId, 1)).toBe(ErrorCode.NONE)
    expect(story.offsets()).toEqual({})
  })

  test('offsets is refused for topics that the group is subscribed to', () => {
    const story = new GroupStory()
    expect(story.deleteOffsets('t', 0).errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    const { leader } = stablePair(story)
    const member = { memberId: leader.memberId, generationIdOrMemberEpoch: 2 }
    story.commitOffsets({ topic: [1], former: [5, 6] }, member)
    expect(story.deleteOffsets('topic', 0).response?.topics).toEqual([
      { name: 'topic', partitions: [{ partitionIndex: 0, errorCode: ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC }] }
    ])
    expect(story.deleteOffsets('former', 1, 9).response?.topics).toEqual([
      {
        name: 'former',
        partitions: [
          { partitionIndex: 1, errorCode: ErrorCode.NONE },
          { partitionIndex: 9, errorCode: ErrorCode.NONE }
        ]
      }
    ])
    expect(story.offsets()).toEqual({ 'topic-0': 1, 'former-0': 5 })
    expect(story.log.at(-1)).toEqual({
      type: 'offset',
      key: { group: 'g', topic: 'former', partition: 1 },
      value: null
    })
  })

  test('offsets of a group with members whose subscriptions are unknown is refused', () => {
    const story = new GroupStory()
    const protocols = [{ name: 'p', metadata: Buffer.from('?') }]
    story.joinTwice({ protocolType: 'connect', protocols })
    expect(story.deleteOffsets('t', 0).errorCode).toBe(ErrorCode.NON_EMPTY_GROUP)
    const consumers = new GroupStory()
    consumers.joinTwice({ protocols })
    expect(consumers.deleteOffsets('t', 0).response?.topics[0]?.partitions[0]?.errorCode).toBe(
      ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC
    )
  })
})

describe('offsets expire', () => {
  test('a retention after the group lost its last member, and the group with them', () => {
    const story = new GroupStory({ 'offsets.retention.minutes': 7 * 24 * 60 })
    const member = story.joinTwice().response!
    story.sync(member, { [member.memberId]: 'all' })
    story.commitOffsets({ topic: [1] }, { memberId: member.memberId, generationIdOrMemberEpoch: 1 })
    for (let days = 0; days < 8; days++) {
      for (let elapsedMs = 0; elapsedMs < DAY_MS; elapsedMs += 9000) {
        story.advance(9000)
        story.heartbeat(member.memberId, 1)
      }
    }
    expect(story.offsets()).toEqual({ 'topic-0': 1 })
    story.leave(member.memberId)
    story.advance(7 * DAY_MS - SWEEP_MS)
    expect(story.offsets()).toEqual({ 'topic-0': 1 })
    const before = story.log.length
    story.advance(2 * SWEEP_MS)
    expect(story.recordsSince(before)).toEqual([
      { type: 'offset', key: { group: 'g', topic: 'topic', partition: 0 }, value: null },
      { type: 'group', group: 'g', value: null }
    ])
    expect(story.list()).toEqual([])
    expect(story.notices).toContainEqual({ type: 'offsets-removed', group: 'g', count: 1, cause: 'expiry' })
    expect(story.notices).toContainEqual({ type: 'group-deleted', group: 'g', cause: 'expiry' })
  })

  test('a retention after the commit, where there never were members', () => {
    const story = new GroupStory({ 'offsets.retention.minutes': 60 })
    story.commitOffsets({ t: [1, 2] })
    story.advance(30 * 60_000)
    story.commitOffsets({ t: [3] })
    story.advance(30 * 60_000 + SWEEP_MS)
    expect(story.offsets()).toEqual({ 't-0': 3 })
    story.advance(60 * 60_000)
    expect(story.list()).toEqual([])
  })

  test('at their own time, when the commit gave one', () => {
    const story = new GroupStory()
    story.commitOffsets({ t: [1] }, { version: 4, retentionTimeMs: SWEEP_MS })
    story.advance(2 * SWEEP_MS)
    expect(story.offsets()).toEqual({})
  })

  test('in a stable group only of topics that nobody subscribes to', () => {
    const story = new GroupStory({ 'offsets.retention.minutes': 60 })
    const member = story.joinTwice({ sessionTimeoutMs: 1_800_000 }).response!
    story.sync(member, { [member.memberId]: 'all' })
    story.commitOffsets({ topic: [1], former: [2] }, { memberId: member.memberId, generationIdOrMemberEpoch: 1 })
    for (let minutes = 0; minutes < 80; minutes += 20) {
      story.advance(20 * 60_000)
      story.heartbeat(member.memberId, 1)
    }
    expect(story.offsets()).toEqual({ 'topic-0': 1 })
  })

  test('not while the log refuses it', () => {
    const story = new GroupStory({ 'offsets.retention.minutes': 1 })
    story.commitOffsets({ t: [1] })
    story.holdAppends()
    story.advance(SWEEP_MS)
    story.refuse()
    expect(story.offsets()).toEqual({ 't-0': 1 })
    story.advance(SWEEP_MS)
    story.commit()
    expect(story.list()).toEqual([])
  })

  test('with their topics', () => {
    const story = new GroupStory()
    story.commitOffsets({ kept: [1], gone: [2, 3] })
    story.commitOffsets({ gone: [4] }, { groupId: 'other' })
    story.handle({ type: 'topics-deleted', topics: new Set(['gone', 'unknown']) })
    expect(story.offsets()).toEqual({ 'kept-0': 1 })
    expect(story.offsets('other')).toEqual({})
    expect(story.log.slice(4).every(({ value }) => value === null)).toBe(true)
  })
})

describe('describing and listing groups', () => {
  test('a stable group shows what its members told and were given', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    expect(story.describe()).toMatchObject({
      errorCode: ErrorCode.NONE,
      groupState: 'Stable',
      protocolType: 'consumer',
      protocolData: 'range',
      members: [
        { memberId: leader.memberId, clientId: 'a', clientHost: '/127.0.0.1', memberAssignment: Buffer.from('left') },
        { memberId: follower.memberId, clientId: 'b', memberMetadata: expect.any(Buffer) }
      ]
    })
  })

  test('a group that is not there is Dead, since v6 an error', () => {
    const story = new GroupStory()
    expect(story.describe(5)).toMatchObject({ errorCode: ErrorCode.NONE, groupState: 'Dead' })
    expect(story.describe(6)).toMatchObject({
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      groupState: 'Dead',
      errorMessage: 'Group g not found.'
    })
  })

  test('lists are filtered by state and type, in any case of letters', () => {
    const story = new GroupStory()
    stablePair(story)
    story.commitOffsets({ t: [1] }, { groupId: 'offsets only' })
    const stable = { groupId: 'g', protocolType: 'consumer', groupState: 'Stable', groupType: 'classic' }
    const empty = { groupId: 'offsets only', protocolType: '', groupState: 'Empty', groupType: 'classic' }
    expect(story.list()).toEqual([stable, empty])
    expect(story.list(['STABLE', 'Dead'])).toEqual([stable])
    expect(story.list(['empty'], ['Classic'])).toEqual([empty])
    expect(story.list([], ['consumer'])).toEqual([])
  })
})
