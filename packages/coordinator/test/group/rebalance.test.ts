import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { GroupStory } from '../support/group-story.ts'
import { consumerProtocol } from '../support/protocols.ts'
import { stablePair } from '../support/stable-pair.ts'

describe('joining a group', () => {
  test('a new member is first given an id, and in with it', () => {
    const story = new GroupStory()
    const first = story.join({ clientId: 'app' })
    expect(first.response).toMatchObject({ errorCode: ErrorCode.MEMBER_ID_REQUIRED, memberId: 'app-uuid1' })
    expect(story.describe()).toMatchObject({ groupState: 'Empty', members: [] })
    const second = story.join({ memberId: 'app-uuid1' })
    expect(second.response).toEqual({
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      generationId: 1,
      protocolType: 'consumer',
      protocolName: 'range',
      leader: 'app-uuid1',
      skipAssignment: false,
      memberId: 'app-uuid1',
      members: [{ memberId: 'app-uuid1', groupInstanceId: null, metadata: consumerProtocol('range', 'topic').metadata }]
    })
    expect(story.log).toEqual([])
  })

  test('before v4 a member is in at once', () => {
    const story = new GroupStory()
    expect(story.join({ version: 3 }).response).toMatchObject({ errorCode: ErrorCode.NONE, memberId: 'client-uuid1' })
  })

  test('an id that was given out is good for the session timeout', () => {
    const story = new GroupStory()
    const { memberId } = story.join({ sessionTimeoutMs: 6000 }).response!
    story.advance(6000)
    expect(story.join({ memberId }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.list()).toEqual([])
    expect(story.core.state.live.size).toBe(0)
  })

  test.each([
    ['too short a session', { sessionTimeoutMs: 5999 }, ErrorCode.INVALID_SESSION_TIMEOUT],
    ['too long a session', { sessionTimeoutMs: 1_800_001 }, ErrorCode.INVALID_SESSION_TIMEOUT],
    ['no protocol type', { protocolType: '' }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['no protocols', { protocols: [] }, ErrorCode.INCONSISTENT_GROUP_PROTOCOL],
    ['an id that nobody gave', { memberId: 'ghost' }, ErrorCode.UNKNOWN_MEMBER_ID]
  ])('with %s is refused and leaves no group behind', (_what, request, errorCode) => {
    const story = new GroupStory()
    expect(story.join(request).errorCode).toBe(errorCode)
    expect(story.core.state.live.size).toBe(0)
    expect(story.log).toEqual([])
  })

  test('must agree with the group in type and in one protocol at least', () => {
    const story = new GroupStory()
    stablePair(story)
    const odd = [consumerProtocol('odd', 'topic')]
    expect(story.join({ protocols: odd }).errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    expect(story.join({ protocolType: 'connect' }).errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    expect(story.describe().groupState).toBe('Stable')
  })
})

describe('a rebalance', () => {
  test('makes members rejoin; the leader alone learns who they are, and assigns', () => {
    const story = new GroupStory()
    const first = story.joinTwice({ clientId: 'a' }).response!
    story.sync(first, { [first.memberId]: 'all' })
    const joining = story.joinTwice({ clientId: 'b' })
    expect(joining.response).toBeUndefined()
    expect(story.heartbeat(first.memberId, 1)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect(story.sync(first).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    const leader = story.join({ memberId: first.memberId }).response!
    const follower = joining.response!
    expect(leader).toMatchObject({ generationId: 2, leader: leader.memberId })
    expect(leader.members.map(({ memberId }) => memberId)).toEqual([leader.memberId, follower.memberId])
    expect(follower).toMatchObject({ generationId: 2, leader: leader.memberId, members: [] })

    const followerSync = story.sync(follower)
    expect(followerSync.response).toBeUndefined()
    const before = story.log.length
    const leaderSync = story.sync(leader, { [leader.memberId]: 'left', [follower.memberId]: 'right', ghost: 'gone' })
    expect(leaderSync.response).toMatchObject({ errorCode: ErrorCode.NONE, assignment: Buffer.from('left') })
    expect(followerSync.response).toMatchObject({ protocolName: 'range', assignment: Buffer.from('right') })
    expect(story.recordsSince(before)).toEqual([
      {
        type: 'group',
        group: 'g',
        value: {
          protocolType: 'consumer',
          generation: 2,
          protocol: 'range',
          leader: leader.memberId,
          currentStateTimestamp: story.now.wallMs,
          members: [
            expect.objectContaining({ memberId: leader.memberId, clientId: 'a', assignment: Buffer.from('left') }),
            expect.objectContaining({ memberId: follower.memberId, clientId: 'b', assignment: Buffer.from('right') })
          ]
        }
      }
    ])
  })

  test('answers nobody before the assignment is stored', () => {
    const story = new GroupStory()
    story.holdAppends()
    const member = story.joinTwice().response!
    const answer = story.sync(member, { [member.memberId]: 'mine' })
    expect(answer.response).toBeUndefined()
    expect(story.describe().groupState).toBe('CompletingRebalance')
    story.commit()
    expect(answer.response).toMatchObject({ errorCode: ErrorCode.NONE, assignment: Buffer.from('mine') })
    expect(story.describe().groupState).toBe('Stable')
  })

  test('begins again when the assignment cannot be stored', () => {
    const story = new GroupStory()
    story.holdAppends()
    const member = story.joinTwice().response!
    const answer = story.sync(member, { [member.memberId]: 'mine' })
    story.refuse()
    expect(answer.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.hardState()).toEqual({ groups: [], committed: [], consumerGroups: [] })
    expect(story.heartbeat(member.memberId, 1)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect(story.join({ memberId: member.memberId }).response).toMatchObject({ errorCode: 0, generationId: 2 })
  })

  test('that begins while the assignment is being stored wins', () => {
    const story = new GroupStory()
    story.holdAppends()
    const first = story.joinTwice().response!
    const answer = story.sync(first, { [first.memberId]: 'mine' })
    const joining = story.joinTwice()
    expect(answer.errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    story.commit()
    expect(story.describe().groupState).toBe('PreparingRebalance')
    story.join({ memberId: first.memberId })
    expect(joining.response).toMatchObject({ generationId: 2 })
  })

  test('puts out who does not rejoin within the rebalance timeout, and elects another leader', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    const joining = story.joinTwice({ clientId: 'c' })
    const rejoined = story.join({ memberId: follower.memberId })
    for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 5000) {
      story.advance(5000)
      story.heartbeat(leader.memberId, 2)
    }
    expect(rejoined.response).toMatchObject({ generationId: 3, leader: follower.memberId })
    expect(joining.response).toMatchObject({ generationId: 3, members: [] })
    expect(story.heartbeat(leader.memberId, 3)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.notices).toContainEqual(
      expect.objectContaining({ type: 'member-removed', member: leader.memberId, cause: 'did not rejoin in time' })
    )
  })

  test('puts out who does not ask for the assignment within the rebalance timeout', () => {
    const story = new GroupStory()
    const first = story.joinTwice().response!
    story.sync(first, { [first.memberId]: 'all' })
    const joining = story.joinTwice()
    const leader = story.join({ memberId: first.memberId }).response!
    story.sync(leader, { [leader.memberId]: 'left', [joining.response!.memberId]: 'right' })
    for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 5000) {
      story.advance(5000)
      story.heartbeat(leader.memberId, 2)
      story.heartbeat(joining.response!.memberId, 2)
    }
    expect(story.heartbeat(joining.response!.memberId, 2)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.heartbeat(leader.memberId, 2)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
  })

  test('waits for ids that were given out, until they are used or expire', () => {
    const story = new GroupStory()
    const first = story.joinTwice().response!
    story.sync(first, { [first.memberId]: 'all' })
    const given = story.join({ sessionTimeoutMs: 6000 }).response!
    const rejoined = story.join({ memberId: first.memberId })
    expect(rejoined.response).toBeUndefined()
    story.advance(6000)
    expect(rejoined.response).toMatchObject({ generationId: 2 })
    expect(story.join({ memberId: given.memberId }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('is not needed when a member repeats its JoinGroup', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    expect(story.join({ memberId: follower.memberId }).response).toMatchObject({ generationId: 2, members: [] })
    expect(story.describe().groupState).toBe('Stable')
    const third = story.joinTwice()
    story.join({ memberId: leader.memberId })
    const again = story.join({ memberId: follower.memberId })
    expect(third.response).toMatchObject({ generationId: 3 })
    expect(again.response).toMatchObject({ generationId: 3 })
    const lost = story.join({ memberId: leader.memberId }).response!
    expect(lost.generationId).toBe(3)
    expect(lost.members).toHaveLength(3)
  })

  test('is begun by the leader joining again, and by any member that changes what it subscribes to', () => {
    const story = new GroupStory()
    const { leader, follower } = stablePair(story)
    const changed = story.join({ memberId: follower.memberId, protocols: [consumerProtocol('range', 'topic', 'more')] })
    expect(changed.response).toBeUndefined()
    expect(story.join({ memberId: leader.memberId }).response).toMatchObject({ generationId: 3 })
    expect(changed.response).toMatchObject({ generationId: 3 })
    expect(story.notices).toContainEqual(
      expect.objectContaining({ type: 'rebalance-started', generation: 2, memberCount: 2 })
    )
  })

  test('a JoinGroup that replaces one that waits releases it', () => {
    const story = new GroupStory()
    const { follower } = stablePair(story)
    story.joinTwice()
    const first = story.join({ memberId: follower.memberId })
    const second = story.join({ memberId: follower.memberId })
    expect(first.errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    expect(second.response).toBeUndefined()
  })

  test('the protocol is what most members prefer among those that all support', () => {
    const story = new GroupStory({ 'group.initial.rebalance.delay.ms': 100 })
    const [range, sticky, own] = ['range', 'sticky', 'own'].map((name) => consumerProtocol(name, 'topic'))
    const members = [
      [own!, range!, sticky!],
      [sticky!, range!],
      [sticky!, range!]
    ].map((protocols) => story.join({ version: 3, protocols }))
    story.advance(300)
    expect(members.map(({ response }) => response?.protocolName)).toEqual(['sticky', 'sticky', 'sticky'])
  })

  test('the first one waits for group.initial.rebalance.delay.ms, again for each late comer, at most the rebalance timeout', () => {
    const story = new GroupStory({ 'group.initial.rebalance.delay.ms': 3000 })
    const first = story.join({ version: 3, rebalanceTimeoutMs: 7000 })
    story.advance(2000)
    story.join({ version: 3, rebalanceTimeoutMs: 7000 })
    story.advance(2000)
    expect(first.response).toBeUndefined()
    story.join({ version: 3, rebalanceTimeoutMs: 7000 })
    story.advance(2999)
    story.join({ version: 3, rebalanceTimeoutMs: 7000 })
    expect(first.response).toBeUndefined()
    story.advance(1)
    expect(first.response).toMatchObject({ generationId: 1 })
    expect(first.response!.members).toHaveLength(4)
  })
})

describe('SyncGroup', () => {
  test('is refused outside of the present generation and protocol', () => {
    const story = new GroupStory()
    const member = story.joinTwice().response!
    expect(story.sync({ ...member, generationId: 2 }).errorCode).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(story.sync({ ...member, memberId: 'ghost' }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(story.sync(member, {}, { groupId: 'none' }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    const inconsistent = ErrorCode.INCONSISTENT_GROUP_PROTOCOL
    expect(story.sync(member, {}, { protocolType: 'connect', protocolName: 'range' }).errorCode).toBe(inconsistent)
    expect(story.sync(member, {}, { protocolType: 'consumer', protocolName: 'other' }).errorCode).toBe(inconsistent)
    expect(story.sync(member, {}, { protocolType: 'consumer', protocolName: 'range' }).errorCode).toBe(0)
  })

  test('in a stable group gives the assignment again', () => {
    const story = new GroupStory()
    const { follower } = stablePair(story)
    const records = story.log.length
    expect(story.sync(follower).response).toMatchObject({ errorCode: 0, assignment: Buffer.from('right') })
    expect(story.log).toHaveLength(records)
  })
})
