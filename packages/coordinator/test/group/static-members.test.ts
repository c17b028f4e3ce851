import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import type { JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import { GroupStory } from '../support/group-story.ts'
import { consumerProtocol } from '../support/protocols.ts'

const leaderInstance = { groupInstanceId: 'i1' }
const followerInstance = { groupInstanceId: 'i2' }

/** Two static members in a stable generation 2. */
function stableStaticPair(story: GroupStory): { leader: JoinGroupResponse; follower: JoinGroupResponse } {
  const first = story.join(leaderInstance).response!
  story.sync(first, { [first.memberId]: 'all' }, leaderInstance)
  const joining = story.join(followerInstance)
  const leader = story.join({ ...leaderInstance, memberId: first.memberId }).response!
  const follower = joining.response!
  story.sync(leader, { [leader.memberId]: 'left', [follower.memberId]: 'right' }, leaderInstance)
  story.sync(follower, {}, followerInstance)
  return { leader, follower }
}

describe('a static member', () => {
  test('is in at once, under an id that begins with its instance id', () => {
    const story = new GroupStory()
    expect(story.join(leaderInstance).response).toMatchObject({ errorCode: ErrorCode.NONE, memberId: 'i1-uuid1' })
  })

  test('that restarts takes up its assignment without a rebalance, and its new id is stored first', () => {
    const story = new GroupStory()
    const { leader, follower } = stableStaticPair(story)
    story.holdAppends()
    const before = story.log.length
    const back = story.join(followerInstance)
    expect(back.response).toBeUndefined()
    story.commit()
    const memberId = 'i2-uuid4'
    expect(back.response).toMatchObject({ generationId: 2, memberId, leader: leader.memberId, members: [] })
    expect(story.recordsSince(before)).toMatchObject([
      {
        type: 'group',
        value: {
          generation: 2,
          members: [
            { memberId: leader.memberId, assignment: Buffer.from('left') },
            { memberId, groupInstanceId: 'i2', assignment: Buffer.from('right') }
          ]
        }
      }
    ])
    expect(story.sync({ memberId, generationId: 2 }, {}, followerInstance).response).toMatchObject({
      assignment: Buffer.from('right')
    })
    expect(story.heartbeat(leader.memberId, 2, 'i1')).toBe(ErrorCode.NONE)
    expect(story.heartbeat(follower.memberId, 2, 'i2')).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })

  test('that led is told to skip the assignment, or before v9 that its former self leads', () => {
    const story = new GroupStory()
    const { leader } = stableStaticPair(story)
    const skips = story.join(leaderInstance).response!
    expect(skips).toMatchObject({ leader: skips.memberId, skipAssignment: true, generationId: 2 })
    expect(skips.members).toHaveLength(2)
    const follows = story.join({ ...leaderInstance, version: 8 }).response!
    expect(follows).toMatchObject({ leader: skips.memberId, skipAssignment: false, members: [] })
    expect(follows.memberId).not.toBe(follows.leader)
    expect(leader.memberId).not.toBe(skips.memberId)
  })

  test('keeps its former id when the new one cannot be stored', () => {
    const story = new GroupStory()
    const { leader } = stableStaticPair(story)
    const before = story.hardState()
    story.holdAppends()
    const back = story.join(leaderInstance)
    story.refuse()
    expect(back.response).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, memberId: '' })
    expect(story.hardState()).toEqual(before)
    expect(story.heartbeat(leader.memberId, 2, 'i1')).toBe(ErrorCode.NONE)
    expect(story.join({ ...leaderInstance, memberId: leader.memberId }).response).toBeUndefined()
    expect(story.describe().groupState).toBe('PreparingRebalance')
  })

  test('that comes back with other preferences makes the group rebalance if that changes the protocol', () => {
    const story = new GroupStory()
    const first = story.join(leaderInstance).response!
    story.sync(first, { [first.memberId]: 'all' }, leaderInstance)
    const protocols = ['sticky', 'range'].map((name) => consumerProtocol(name, 'topic'))
    const back = story.join({ ...leaderInstance, protocols }).response
    expect(back).toMatchObject({ errorCode: ErrorCode.NONE, generationId: 2, protocolName: 'sticky' })
  })

  test('that restarts while partitions are assigned makes the group rebalance', () => {
    const story = new GroupStory()
    const first = story.join(leaderInstance).response!
    const back = story.join(leaderInstance).response!
    expect(back.generationId).toBe(2)
    expect(story.sync(first, {}, leaderInstance).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })

  test('that comes back while a rebalance waits for it fences the JoinGroup that waits, and counts as joined', () => {
    const story = new GroupStory()
    const { leader } = stableStaticPair(story)
    const waiting = story.join({ ...leaderInstance, memberId: leader.memberId })
    const replacing = story.join(leaderInstance)
    expect(waiting.errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
    expect(replacing.response).toBeUndefined()
    story.join(followerInstance)
    expect(replacing.response).toMatchObject({ generationId: 3, leader: replacing.response!.memberId })
  })

  test('that does not rejoin stays in the group until its session ends', () => {
    const story = new GroupStory()
    const { leader, follower } = stableStaticPair(story)
    const rejoined = story.join({ ...leaderInstance, memberId: leader.memberId })
    for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 5000) {
      story.advance(5000)
      story.heartbeat(follower.memberId, 2, 'i2')
    }
    expect(rejoined.response).toMatchObject({ generationId: 3 })
    expect(rejoined.response!.members.map(({ groupInstanceId }) => groupInstanceId)).toEqual(['i1', 'i2'])
  })

  test('all of them silent: the next generation waits for the first that comes back', () => {
    const story = new GroupStory()
    const session = { sessionTimeoutMs: 600_000 }
    const member = story.join({ ...leaderInstance, ...session }).response!
    story.sync(member, { [member.memberId]: 'all' }, leaderInstance)
    const passing = story.joinTwice({ clientId: 'passing' })
    story.leave(story.memberIdOf('passing'))
    expect(passing.errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    story.advance(120_000)
    expect(story.describe().groupState).toBe('PreparingRebalance')
    expect(story.join({ ...leaderInstance, ...session, memberId: member.memberId }).response).toMatchObject({
      generationId: 2
    })
  })

  test('is removed by an administrator by its instance id alone', () => {
    const story = new GroupStory()
    const { leader, follower } = stableStaticPair(story)
    const response = story.leave({ groupInstanceId: 'i2', reason: 'moved' }, { groupInstanceId: 'nobody' })
    expect(response.members).toEqual([
      { memberId: '', groupInstanceId: 'i2', errorCode: ErrorCode.NONE },
      { memberId: '', groupInstanceId: 'nobody', errorCode: ErrorCode.UNKNOWN_MEMBER_ID }
    ])
    expect(story.heartbeat(follower.memberId, 2, 'i2')).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.heartbeat(leader.memberId, 2, 'i1')).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect(story.notices).toContainEqual(
      expect.objectContaining({ cause: 'removed by an administrator', instance: 'i2', reason: 'moved' })
    )
  })

  test('acts only under its own pair of ids', () => {
    const story = new GroupStory()
    const { leader, follower } = stableStaticPair(story)
    expect(story.heartbeat(leader.memberId, 2, 'i2')).toBe(ErrorCode.FENCED_INSTANCE_ID)
    expect(story.heartbeat(leader.memberId, 2, 'i9')).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    const stolen = { generationIdOrMemberEpoch: 2, memberId: leader.memberId, ...followerInstance }
    expect(story.commitError({ topic: [1] }, stolen)).toBe(ErrorCode.FENCED_INSTANCE_ID)
    expect(story.leave({ memberId: leader.memberId, ...followerInstance }).members[0]?.errorCode).toBe(
      ErrorCode.FENCED_INSTANCE_ID
    )
    expect(story.join({ memberId: leader.memberId, ...followerInstance }).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
    expect(story.heartbeat(follower.memberId, 2, 'i2')).toBe(ErrorCode.NONE)
  })
})
