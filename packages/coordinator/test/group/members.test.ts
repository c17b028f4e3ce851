import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { GroupStory } from '../support/group-story.ts'
import { stablePair } from '../support/stable-pair.ts'

describe('the session of a member', () => {
  test('lasts as long as it heartbeats, and ends a session timeout after the last sign of it', () => {
    const story = new GroupStory()
    const member = story.joinTwice({ sessionTimeoutMs: 6000 }).response!
    story.sync(member, { [member.memberId]: 'all' })
    for (let beats = 0; beats < 10; beats++) {
      story.advance(5999)
      expect(story.heartbeat(member.memberId, 1)).toBe(ErrorCode.NONE)
    }
    const before = story.log.length
    story.advance(5999)
    expect(story.describe().members).toHaveLength(1)
    story.advance(1)
    expect(story.heartbeat(member.memberId, 1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.describe()).toMatchObject({ groupState: 'Empty', protocolType: 'consumer', members: [] })
    expect(story.recordsSince(before)).toMatchObject([
      { type: 'group', group: 'g', value: { generation: 2, protocolType: 'consumer', members: [], leader: null } }
    ])
    expect(story.notices).toContainEqual(expect.objectContaining({ cause: 'session timeout', clientId: 'client' }))
  })

  test('is extended by commits of offsets', () => {
    const story = new GroupStory()
    const member = story.joinTwice({ sessionTimeoutMs: 6000 }).response!
    story.sync(member, { [member.memberId]: 'all' })
    story.advance(5000)
    story.commitOffsets({ topic: [1] }, { memberId: member.memberId, generationIdOrMemberEpoch: 1 })
    story.advance(5000)
    expect(story.heartbeat(member.memberId, 1)).toBe(ErrorCode.NONE)
  })

  test('does not end while a member that was answered before waits for a rebalance', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    const waiting = story.join({ memberId: leader.memberId, sessionTimeoutMs: 6000 })
    for (let elapsedMs = 0; elapsedMs < 50_000; elapsedMs += 5000) {
      story.advance(5000)
      story.heartbeat(follower.memberId, 2)
    }
    expect(waiting.response).toBeUndefined()
    story.join({ memberId: follower.memberId })
    expect(waiting.response).toMatchObject({ generationId: 3 })
  })

  test('of a new member that waits for its first answer ends after five minutes: its client may be gone', () => {
    const story = new GroupStory()
    const first = story.joinTwice({ rebalanceTimeoutMs: 3_600_000 }).response!
    story.sync(first, { [first.memberId]: 'all' })
    const abandoned = story.joinTwice({ rebalanceTimeoutMs: 3_600_000 })
    for (let elapsedMs = 0; elapsedMs < 300_000; elapsedMs += 5000) {
      expect(abandoned.response).toBeUndefined()
      story.advance(5000)
      story.heartbeat(first.memberId, 1)
    }
    expect(abandoned.errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('heartbeats set no timers', () => {
    const story = new GroupStory()
    const { leader } = stablePair(story)
    const timers = story.timerCount
    for (let beats = 0; beats < 100; beats++) {
      story.advance(10)
      story.heartbeat(leader.memberId, 2)
    }
    expect(story.timerCount).toBe(timers)
  })
})

describe('Heartbeat', () => {
  test('is refused outside of the present generation, and in groups that are not there', () => {
    const story = new GroupStory()
    expect(story.heartbeat('ghost', 1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    const member = story.joinTwice().response!
    expect(story.heartbeat(member.memberId, 1)).toBe(ErrorCode.NONE)
    expect(story.heartbeat(member.memberId, 2)).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(story.heartbeat('ghost', 1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })
})

describe('leaving a group', () => {
  test('makes the others rebalance, and the last one leaves an empty group that goes on where it was', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    expect(story.leave({ memberId: leader.memberId, reason: 'closing' }).members).toEqual([
      { memberId: leader.memberId, groupInstanceId: null, errorCode: ErrorCode.NONE }
    ])
    expect(story.notices).toContainEqual(
      expect.objectContaining({ member: leader.memberId, cause: 'left', reason: 'closing' })
    )
    expect(story.heartbeat(follower.memberId, 2)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    story.leave(follower.memberId)
    expect(story.describe().groupState).toBe('Empty')
    expect(story.core.state.live.size).toBe(0)
    expect(story.timerCount).toBe(1)
    expect(story.joinTwice().response).toMatchObject({ generationId: 4 })
  })

  test('several members at once are answered each, and make one rebalance', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    story.notices = []
    const response = story.leave('ghost', leader.memberId, follower.memberId)
    expect(response.members.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.UNKNOWN_MEMBER_ID, 0, 0])
    expect(story.notices.map(({ type }) => type)).toEqual([
      'member-removed',
      'member-removed',
      'rebalance-started',
      'became-empty'
    ])
  })

  test('answers what the member waited for', () => {
    const story = new GroupStory()
    const { follower } = stablePair(story)
    const joining = story.joinTwice({ clientId: 'c' })
    const rejoining = story.join({ memberId: follower.memberId })
    story.leave(story.memberIdOf('c'), follower.memberId)
    expect(joining.errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(rejoining.errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.waitingCount).toBe(0)
  })

  test('gives an unused id back, which disturbs nobody', () => {
    const story = new GroupStory()
    const { leader } = stablePair(story)
    const { memberId } = story.join().response!
    expect(story.leave(memberId).members[0]?.errorCode).toBe(ErrorCode.NONE)
    expect(story.heartbeat(leader.memberId, 2)).toBe(ErrorCode.NONE)
    expect(story.join({ memberId }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('a group that is not there has nobody to leave', () => {
    const story = new GroupStory()
    expect(story.leave('ghost')).toMatchObject({
      errorCode: ErrorCode.NONE,
      members: [{ memberId: 'ghost', errorCode: ErrorCode.UNKNOWN_MEMBER_ID }]
    })
  })

  test('an empty group whose record could not be stored is stored by the next sweep', () => {
    const story = new GroupStory()
    const member = story.joinTwice().response!
    story.sync(member, { [member.memberId]: 'all' })
    story.commitOffsets({ topic: [1] }, { memberId: member.memberId, generationIdOrMemberEpoch: 1 })
    story.holdAppends()
    story.leave(member.memberId)
    story.refuse()
    expect(story.describe().groupState).toBe('Empty')
    expect(story.core.state.live.size).toBe(1)
    story.advance(600_000)
    story.commit()
    expect(story.log.at(-1)).toMatchObject({ type: 'group', value: { generation: 2, members: [] } })
    expect(story.core.state.live.size).toBe(0)
  })
})

describe('group.max.size', () => {
  test('keeps new members out of a full group', () => {
    const story = new GroupStory({ 'group.max.size': 2 })
    stablePair(story)
    expect(story.join().response).toMatchObject({ errorCode: ErrorCode.GROUP_MAX_SIZE_REACHED, memberId: '' })
    expect(story.join({ version: 3 }).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
    expect(story.describe().groupState).toBe('Stable')
  })

  test('lets in as many as it says while members rejoin, and drops the rest', () => {
    const story = new GroupStory({ 'group.max.size': 2 })
    const { leader, follower } = stablePair(story)
    const rejoining = story.join({ memberId: leader.memberId })
    const quick = story.join({ version: 3, clientId: 'quick' })
    expect(rejoining.response).toBeUndefined()
    expect(story.join({ memberId: follower.memberId }).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
    expect(rejoining.response!.members.map(({ memberId }) => memberId)).toEqual([
      leader.memberId,
      quick.response!.memberId
    ])
    expect(story.heartbeat(follower.memberId, 2)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('lowered while the coordinator was away, makes a loaded group rebalance', () => {
    const before = new GroupStory()
    const { leader, follower } = stablePair(before)
    const after = new GroupStory({ 'group.max.size': 1 }, before.log)
    expect(after.heartbeat(leader.memberId, 2)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    const first = after.join({ memberId: follower.memberId })
    expect(after.join({ memberId: leader.memberId }).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
    expect(first.response).toMatchObject({ generationId: 3, leader: follower.memberId })
  })

  test('ids that are given out and not used are bounded too', () => {
    const story = new GroupStory()
    for (let count = 0; count < 10_000; count++) {
      expect(story.join().errorCode).toBe(ErrorCode.MEMBER_ID_REQUIRED)
    }
    expect(story.join().errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
  })
})
