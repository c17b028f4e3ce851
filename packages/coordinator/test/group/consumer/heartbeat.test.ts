import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { StoryConsumer, withTopics } from '../../support/consumer.ts'
import { GroupStory } from '../../support/group-story.ts'

const storyOf = (...[settings]: ConstructorParameters<typeof GroupStory>): GroupStory =>
  withTopics(new GroupStory(settings), { t: 4 })

describe('joining', () => {
  test('the first member gets all partitions with its first heartbeat', () => {
    const story = storyOf()
    const consumer = new StoryConsumer('a')
    expect(consumer.join(story)).toMatchObject({
      errorCode: ErrorCode.NONE,
      memberId: 'a',
      memberEpoch: 1,
      heartbeatIntervalMs: 5000
    })
    expect(consumer.owned).toEqual(['t-0', 't-1', 't-2', 't-3'])
    expect(story.describeConsumers()).toMatchObject({
      groupState: 'Stable',
      groupEpoch: 1,
      assignmentEpoch: 1,
      assignorName: 'uniform',
      members: [{ memberId: 'a', memberEpoch: 1, subscribedTopicNames: ['t'], memberType: 1 }]
    })
  })

  test('a second one gets its partitions when the first has given them up', () => {
    const story = storyOf()
    const [first, second] = [new StoryConsumer('a'), new StoryConsumer('b')]
    first.join(story)
    expect(second.join(story)).toMatchObject({ memberEpoch: 2 })
    expect(second.owned).toEqual([])
    expect(first.beat(story)).toMatchObject({ memberEpoch: 1 })
    expect(first.owned).toEqual(['t-0', 't-1'])
    second.beat(story)
    expect(second.owned).toEqual([])
    expect(story.describeConsumers().groupState).toBe('Reconciling')
    expect(first.beat(story)).toMatchObject({ memberEpoch: 2 })
    second.beat(story)
    expect(second.owned).toEqual(['t-2', 't-3'])
    expect(story.describeConsumers().groupState).toBe('Stable')
  })

  test('three members share the partitions, and heartbeats in peace write nothing', () => {
    const story = withTopics(new GroupStory(), { t: 6 })
    const members = ['a', 'b', 'c'].map((id) => new StoryConsumer(id))
    for (const member of members) member.join(story)
    for (let round = 0; round < 4; round++) for (const member of members) member.beat(story)
    expect(members.map(({ owned }) => owned.length)).toEqual([2, 2, 2])
    expect(new Set(members.flatMap(({ owned }) => owned)).size).toBe(6)
    const written = story.log.length
    for (const member of members) expect(member.beat(story)).toMatchObject({ memberEpoch: 3, assignment: null })
    expect(story.log).toHaveLength(written)
  })

  test('before v1 the coordinator makes up the member id', () => {
    const story = storyOf()
    const request = { rebalanceTimeoutMs: 1, subscribedTopicNames: ['t'], topicPartitions: [] }
    expect(story.consumerHeartbeat(request, { version: 0 }).response).toMatchObject({
      memberId: 'uuid1',
      memberEpoch: 1
    })
    expect(story.consumerHeartbeat(request).errorCode).toBe(ErrorCode.INVALID_REQUEST)
  })

  test('a group that is full takes no more, but keeps who is in it', () => {
    const story = storyOf({ 'group.consumer.max.size': 1 })
    const member = new StoryConsumer('a')
    member.join(story)
    expect(new StoryConsumer('b').join(story).errorCode).toBe(ErrorCode.GROUP_MAX_SIZE_REACHED)
    expect(member.beat(story).errorCode).toBe(ErrorCode.NONE)
    expect(member.join(story).errorCode).toBe(ErrorCode.NONE)
  })

  test.each([
    ['no group id', { groupId: '' }, ErrorCode.INVALID_REQUEST],
    ['an empty instance id', { instanceId: '' }, ErrorCode.INVALID_REQUEST],
    ['an empty rack', { rackId: '' }, ErrorCode.INVALID_REQUEST],
    ['no rebalance timeout', { rebalanceTimeoutMs: -1 }, ErrorCode.INVALID_REQUEST],
    ['no subscription', { subscribedTopicNames: null }, ErrorCode.INVALID_REQUEST],
    ['partitions', { topicPartitions: [{ topicId: 'x', partitions: [0] }] }, ErrorCode.INVALID_REQUEST],
    ['an epoch that is none', { memberEpoch: -3 }, ErrorCode.INVALID_REQUEST],
    ['-2 without an instance', { memberEpoch: -2 }, ErrorCode.INVALID_REQUEST],
    ['an unknown assignor', { serverAssignor: 'best' }, ErrorCode.UNSUPPORTED_ASSIGNOR],
    ['an epoch without having joined', { memberEpoch: 3 }, ErrorCode.GROUP_ID_NOT_FOUND]
  ])('with %s is refused and says why', (_, request, errorCode) => {
    const story = storyOf()
    const response = new StoryConsumer('a').join(story, request)
    expect(response.errorCode).toBe(errorCode)
    expect(response.errorMessage).toMatch(/\w{3}/)
    expect(story.log).toEqual([])
  })
})

describe('member epochs', () => {
  function pair(): { readonly story: GroupStory; readonly first: StoryConsumer; readonly second: StoryConsumer } {
    const story = storyOf()
    const [first, second] = [new StoryConsumer('a'), new StoryConsumer('b')]
    first.join(story)
    second.join(story)
    for (let round = 0; round < 3; round++) for (const member of [first, second]) member.beat(story)
    return { story, first, second }
  }

  test('a greater or an older one is fenced; the member may join again at once', () => {
    const { story, first } = pair()
    expect(first.beat(story, { memberEpoch: 3 }).errorCode).toBe(ErrorCode.FENCED_MEMBER_EPOCH)
    expect(first.beat(story, { memberEpoch: 1, topicPartitions: null }).errorCode).toBe(ErrorCode.FENCED_MEMBER_EPOCH)
    expect(first.join(story)).toMatchObject({ errorCode: ErrorCode.NONE, memberEpoch: 2 })
    expect(first.owned).toEqual(['t-0', 't-1'])
  })

  test('the one before is taken from a member that has no more than is its own', () => {
    const { story, first } = pair()
    expect(first.beat(story, { memberEpoch: 1 })).toMatchObject({ errorCode: ErrorCode.NONE, memberEpoch: 2 })
    const tooMuch = [{ topicId: story.topics.byName('t')!.id, partitions: [0, 3] }]
    expect(first.beat(story, { memberEpoch: 1, topicPartitions: tooMuch }).errorCode).toBe(
      ErrorCode.FENCED_MEMBER_EPOCH
    )
  })

  test('members that are unknown, or have left, are told so', () => {
    const { story, first, second } = pair()
    expect(new StoryConsumer('x').beat(story, { memberEpoch: 2 }).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(second.leave(story)).toBe(ErrorCode.NONE)
    expect(second.leave(story)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    expect(first.beat(story)).toMatchObject({ memberEpoch: 3 })
    expect(first.owned).toHaveLength(4)
  })

  test('the group epoch grows with a changed subscription, not with anything else of a member', () => {
    const { story, first } = pair()
    first.beat(story, { rebalanceTimeoutMs: 5, rackId: 'r' })
    expect(story.describeConsumers()).toMatchObject({ groupEpoch: 2 })
    first.beat(story, { subscribedTopicNames: ['t', 't'] })
    expect(story.describeConsumers()).toMatchObject({ groupEpoch: 2 })
    first.beat(story, { subscribedTopicNames: ['t', 'u'] })
    expect(story.describeConsumers()).toMatchObject({ groupEpoch: 3, assignmentEpoch: 3 })
  })

  test('a full heartbeat is answered with the assignment, any other only when it has changed', () => {
    const { story, first } = pair()
    expect(first.beat(story).assignment).toBeNull()
    const full = { rebalanceTimeoutMs: 60_000, subscribedTopicNames: ['t'] }
    expect(first.beat(story, full).assignment).toMatchObject({ topicPartitions: [{ partitions: [0, 1] }] })
  })
})

describe('topics', () => {
  test('that come later, grow or go change the assignment with the next heartbeat', () => {
    const story = new GroupStory()
    const member = new StoryConsumer('a')
    expect(member.join(story)).toMatchObject({ memberEpoch: 1 })
    expect(member.owned).toEqual([])
    story.createTopic('t', 1)
    expect(member.beat(story)).toMatchObject({ memberEpoch: 2 })
    expect(member.owned).toEqual(['t-0'])
    story.createTopic('t', 2)
    member.beat(story)
    expect(member.owned).toEqual(['t-0', 't-1'])
    story.createTopic('other', 9)
    expect(member.beat(story)).toMatchObject({ memberEpoch: 3, assignment: null })
    story.deleteTopic('t')
    member.beat(story)
    member.beat(story)
    expect(member.owned).toEqual([])
    expect(story.describeConsumers()).toMatchObject({ groupEpoch: 4, groupState: 'Stable' })
  })

  test('changes during a failover are seen by the first heartbeat after it', () => {
    const before = storyOf()
    const member = new StoryConsumer('a')
    member.join(before)
    before.topics.create('t', 5)
    const after = new GroupStory({}, before.log, before.topics)
    member.beat(after)
    expect(member.owned).toHaveLength(5)
  })

  test('a regular expression follows the topics that match it', () => {
    const story = withTopics(new GroupStory(), { 'orders-a': 1, 'orders-b': 1, other: 1 })
    const member = new StoryConsumer('a', { subscribedTopicNames: null, subscribedTopicRegex: 'orders-.*' })
    member.join(story)
    expect(member.owned).toEqual(['orders-a-0', 'orders-b-0'])
    story.createTopic('orders-c', 1)
    story.createTopic('no-orders-d', 1)
    member.beat(story)
    expect(member.owned).toEqual(['orders-a-0', 'orders-b-0', 'orders-c-0'])
    story.deleteTopic('orders-a')
    member.beat(story)
    expect(member.owned).toEqual(['orders-b-0', 'orders-c-0'])
    expect(story.describeConsumers().members[0]).toMatchObject({ subscribedTopicRegex: 'orders-.*' })
    member.beat(story, { subscribedTopicRegex: '', subscribedTopicNames: ['other'] })
    member.beat(story)
    expect(member.owned).toEqual(['other-0'])
    expect([...story.core.state.consumers.get('g')!.regexes.keys()]).toEqual([])
  })

  test.each([
    ['syntax', '(a'],
    ['lookahead', 'a(?=b)'],
    ['too many repetitions', '(a{100}){10}x{200}'],
    ['too long', 'x'.repeat(1001)]
  ])('a regular expression that is not valid is refused: %s', (_, subscribedTopicRegex) => {
    const story = storyOf()
    const response = new StoryConsumer('a').join(story, { subscribedTopicNames: null, subscribedTopicRegex })
    expect(response).toMatchObject({ errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION })
    expect(response.errorMessage).toContain('not valid')
    expect(story.core.state.consumerSoft.size).toBe(0)
  })
})

describe('time', () => {
  test('a silent member is out after its session timeout, and its partitions go to others', () => {
    const story = storyOf()
    const [first, second] = [new StoryConsumer('a'), new StoryConsumer('b')]
    first.join(story)
    second.join(story)
    first.beat(story)
    first.beat(story)
    second.beat(story)
    story.advance(30_000)
    first.beat(story)
    story.advance(15_000)
    expect(story.describeConsumers()).toMatchObject({ groupState: 'Assigning', members: [{ memberId: 'a' }] })
    first.beat(story)
    expect(first.owned).toHaveLength(4)
    expect(story.notices).toContainEqual(expect.objectContaining({ member: 'b', cause: 'session timeout' }))
  })

  test("the group's own session timeout and heartbeat interval are kept within the bounds of the broker", () => {
    const story = storyOf()
    story.overrides.set('consumer.session.timeout.ms', '50000').set('consumer.heartbeat.interval.ms', '60000')
    expect(new StoryConsumer('a').join(story)).toMatchObject({ heartbeatIntervalMs: 15_000 })
    story.advance(49_999)
    expect(story.describeConsumers().members).toHaveLength(1)
    story.advance(1)
    expect(story.describeConsumers()).toMatchObject({ groupState: 'Empty', members: [] })
  })

  test('a member that does not give up its partitions in time is out', () => {
    const story = storyOf()
    const [first, second] = [new StoryConsumer('a', { rebalanceTimeoutMs: 20_000 }), new StoryConsumer('b')]
    first.join(story)
    second.join(story)
    const owned = first.owned
    first.beat(story)
    first.owned = owned
    for (const at of [10_000, 9999]) {
      story.advance(at)
      first.beat(story)
      second.beat(story)
      first.owned = owned
      expect(second.owned).toEqual([])
    }
    story.advance(1)
    expect(first.beat(story).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
    second.beat(story)
    expect(second.owned).toHaveLength(4)
  })
})

describe('static members', () => {
  const staticMember = (memberId: string): StoryConsumer => new StoryConsumer(memberId, { instanceId: 'i1' })

  test('leave for a while and take over what was theirs; nobody else moves', () => {
    const story = storyOf()
    const [first, other] = [staticMember('a'), new StoryConsumer('o')]
    first.join(story)
    other.join(story)
    for (const member of [first, first, other]) member.beat(story)
    const { owned } = first
    const { groupEpoch } = story.describeConsumers()
    expect(first.leave(story, -2)).toBe(ErrorCode.NONE)
    const second = staticMember('b')
    second.join(story)
    expect(second.owned).toEqual(owned)
    expect(story.describeConsumers()).toMatchObject({ groupEpoch, groupState: 'Stable' })
    expect(first.beat(story).errorCode).toBe(ErrorCode.FENCED_INSTANCE_ID)
    expect(first.leave(story)).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })

  test('cannot be taken over while they are there', () => {
    const story = storyOf()
    const first = staticMember('a')
    first.join(story)
    expect(staticMember('b').join(story).errorCode).toBe(ErrorCode.UNRELEASED_INSTANCE_ID)
    story.advance(45_000)
    expect(staticMember('b').join(story).errorCode).toBe(ErrorCode.NONE)
  })

  test('that do not come back are out after their session', () => {
    const story = storyOf()
    const first = staticMember('a')
    first.join(story)
    first.leave(story, -2)
    story.advance(45_000)
    expect(story.describeConsumers()).toMatchObject({ groupState: 'Empty' })
    expect(first.beat(story).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('are removed by an administrator', () => {
    const story = storyOf()
    staticMember('a').join(story)
    const { members } = story.leave({ groupInstanceId: 'i1' }, { groupInstanceId: 'i2' }, 'a')
    expect(members.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.NONE,
      ErrorCode.UNKNOWN_MEMBER_ID,
      ErrorCode.UNKNOWN_MEMBER_ID
    ])
    expect(story.describeConsumers().groupState).toBe('Empty')
  })
})

describe('the log', () => {
  test('a heartbeat that only sees a change waits for it with the one that made it', () => {
    const story = storyOf()
    const member = new StoryConsumer('a')
    story.holdAppends()
    const joining = member.askToJoin(story)
    const again = member.askToJoin(story)
    expect([joining.response, again.response]).toEqual([undefined, undefined])
    expect(story.describeConsumers().errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    story.commit()
    expect([joining.response?.memberEpoch, again.response?.memberEpoch]).toEqual([1, 1])
  })

  test('what it refuses has not happened, and members that were out still have their sessions', () => {
    const story = storyOf()
    const member = new StoryConsumer('a')
    member.join(story)
    const before = story.hardState()
    story.holdAppends()
    const leaving = story.consumerHeartbeat({ memberId: 'a', memberEpoch: -1 })
    story.refuse()
    expect(leaving.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.hardState()).toEqual(before)
    story.advance(45_000)
    story.commit()
    expect(story.describeConsumers()).toMatchObject({ groupState: 'Empty' })
  })
})
