import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { groupRecordCodec } from '../../src/group/record-codec.ts'
import { settle, StoryClassic, type ClassicOptions } from '../support/classic.ts'
import { StoryConsumer, withTopics } from '../support/consumer.ts'
import { GroupStory } from '../support/group-story.ts'

/** A classic group of two members with three partitions each. */
function classicGroup(options: ClassicOptions = {}, ...[settings]: ConstructorParameters<typeof GroupStory>) {
  const story = withTopics(new GroupStory(settings), { t: 6 })
  const members = [new StoryClassic('one', options), new StoryClassic('two', options)] as const
  settle(story, members)
  return { story, members }
}

/** The coordinator of another broker, which knows what the log holds and nothing else. */
function failOver(story: GroupStory): GroupStory {
  const log = story.log.map((record) => {
    const { key, value } = groupRecordCodec.encode(record)
    return groupRecordCodec.decode(key, value)!
  })
  return new GroupStory({}, log, story.topics)
}

const sizes = (...members: readonly { readonly owned: readonly string[] }[]): number[] =>
  members.map(({ owned }) => owned.length)
const all = (...members: readonly { readonly owned: readonly string[] }[]): string[] =>
  members.flatMap(({ owned }) => owned).sort()
const partitions = ['t-0', 't-1', 't-2', 't-3', 't-4', 't-5']

describe('a member of the consumer protocol joins a classic group', () => {
  test.each([{ isCooperative: false }, { isCooperative: true }])(
    'whose members stay, and take what the coordinator gives them (%j)',
    (options) => {
      const { story, members } = classicGroup(options)
      const generation = members[0].generation
      const joining = new StoryConsumer('new')
      expect(joining.join(story)).toMatchObject({ errorCode: ErrorCode.NONE, memberEpoch: generation + 1 })
      // Nobody has given anything up yet, so there is nothing for it.
      expect(joining.owned).toEqual([])
      expect(story.list()).toMatchObject([{ groupType: 'consumer' }])
      settle(story, members, [joining])
      expect(sizes(...members, joining)).toEqual([2, 2, 2])
      expect(all(...members, joining)).toEqual(partitions)
      const described = story.describeConsumers()
      expect(described.groupState).toBe('Stable')
      expect(described.members.map(({ clientId, memberType }) => [clientId, memberType])).toEqual([
        ['one', 0],
        ['two', 0],
        ['client', 1]
      ])
      expect(members.flatMap(({ errors }) => errors)).toEqual([])
    }
  )

  test('and the log says so: no classic group any more, and all that the members are', () => {
    const { story, members } = classicGroup()
    const written = story.log.length
    const joining = new StoryConsumer('new')
    joining.join(story)
    const records = story.recordsSince(written)
    expect(records[0]).toEqual({ type: 'group', group: 'g', value: null })
    expect(records.slice(1).map(({ type }) => type)).toEqual([
      'consumer-member',
      'consumer-member',
      'consumer-group',
      'consumer-target',
      'consumer-target',
      'consumer-target-epoch',
      'consumer-current',
      'consumer-current',
      'consumer-member',
      'consumer-group',
      'consumer-target',
      'consumer-target',
      'consumer-target',
      'consumer-target-epoch',
      'consumer-current'
    ])
    const after = failOver(story)
    expect(after.hardState()).toEqual(story.hardState())
    settle(after, members, [joining])
    expect(sizes(...members, joining)).toEqual([2, 2, 2])
  })

  test('members commit under their generation until they have joined again, by any version', () => {
    const { story, members } = classicGroup()
    const [one] = members
    const joining = new StoryConsumer('new')
    joining.join(story)
    expect(one.commitError(story, 7)).toBe(ErrorCode.NONE)
    const generation = one.generation
    settle(story, members, [joining])
    expect(one.generation).toBe(generation + 1)
    expect(one.commitError(story, 8)).toBe(ErrorCode.NONE)
    one.generation = generation
    expect(one.commitError(story, 9)).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(story.offset('t', 0)).toBe(8)
  })

  test('a member that has joined again, but does not know it yet, commits under the generation before', () => {
    const { story, members } = classicGroup({ isCooperative: true })
    const [one] = members
    new StoryConsumer('new').join(story)
    const before = one.generation
    for (let steps = 0; story.describeConsumers().members[0]!.memberEpoch === before; steps++) {
      expect(steps).toBeLessThan(10)
      one.step(story)
    }
    const { response } = one.waiting!.answer
    expect(response).toMatchObject({ generationId: before + 1 })
    expect(one.commitError(story, 5)).toBe(ErrorCode.NONE)
    one.step(story)
    one.step(story)
    one.generation = before
    expect(one.commitError(story, 6)).toBe(ErrorCode.ILLEGAL_GENERATION)
  })

  test('in the middle of a rebalance: who waits for it is to join again', () => {
    const { story, members } = classicGroup()
    const third = new StoryClassic('three')
    third.step(story)
    third.step(story)
    third.step(story)
    expect(third.waiting).toMatchObject({ for: 'join' })
    expect(third.waiting?.answer.response).toBeUndefined()
    const joining = new StoryConsumer('new')
    joining.join(story)
    expect(third.waiting?.answer.errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    settle(story, [...members, third], [joining])
    expect(all(...members, third, joining)).toEqual(partitions)
  })

  test('cooperative members keep what they hold when a rebalance was broken off before', () => {
    const { story, members } = classicGroup({ isCooperative: true })
    const third = new StoryClassic('three', { isCooperative: true })
    for (let steps = 0; steps < 3; steps++) third.step(story)
    // The first two join, and are about to hear of the assignment when a fourth member breaks the rebalance off.
    for (let steps = 0; steps < 2; steps++) for (const member of members) member.step(story)
    const fourth = new StoryClassic('four', { isCooperative: true })
    for (let steps = 0; steps < 3; steps++) fourth.step(story)
    const held = all(...members)
    const joining = new StoryConsumer('new')
    joining.join(story)
    expect(held.filter((name) => joining.owned.includes(name))).toEqual([])
    settle(story, [...members, third, fourth], [joining])
    expect(all(...members, third, fourth, joining)).toEqual(partitions)
  })

  test('is refused where the policy, the protocol type, the size or a subscription are against it', () => {
    const refused = (...group: Parameters<typeof classicGroup>): unknown =>
      new StoryConsumer('new').join(classicGroup(...group).story).errorCode
    for (const policy of ['disabled', 'downgrade']) {
      expect(refused({}, { 'group.consumer.migration.policy': policy })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    }
    expect(refused({}, { 'group.consumer.migration.policy': 'upgrade' })).toBe(ErrorCode.NONE)
    expect(refused({}, { 'group.consumer.max.size': 1 })).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    const workers = new GroupStory()
    workers.joinTwice({ protocolType: 'connect' })
    expect(new StoryConsumer('new').join(workers)).toMatchObject({
      errorCode: ErrorCode.GROUP_ID_NOT_FOUND,
      errorMessage: expect.stringContaining('connect') as unknown
    })
    const broken = new GroupStory()
    broken.joinTwice({ protocols: [{ name: 'range', metadata: Buffer.from('x') }] })
    expect(new StoryConsumer('new').join(broken).errorCode).toBe(ErrorCode.GROUP_ID_NOT_FOUND)
    expect(broken.list()).toMatchObject([{ groupType: 'classic' }])
  })

  test('and the log refuses it: the classic group goes on', () => {
    const { story, members } = classicGroup()
    story.holdAppends()
    const joining = new StoryConsumer('new').askToJoin(story)
    const beats = members.map((member) => member.step(story))
    expect(beats).toHaveLength(2)
    story.refuse()
    expect(joining.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.list()).toMatchObject([{ groupType: 'classic' }])
    expect(story.core.state.consumerSoft.size).toBe(0)
    for (let round = 0; round < 12; round++) {
      for (const member of members) member.step(story)
      story.commit()
    }
    expect(all(...members)).toEqual(partitions)
  })
})

describe('classic members of a consumer group', () => {
  function mixedGroup(options: ClassicOptions = {}) {
    const { story, members } = classicGroup(options)
    const consumer = new StoryConsumer('new')
    consumer.join(story)
    settle(story, members, [consumer])
    return { story, members, consumer }
  }

  test('join and leave it', () => {
    const { story, members, consumer } = mixedGroup()
    const third = new StoryClassic('three')
    settle(story, [...members, third], [consumer])
    expect(all(...members, third, consumer)).toEqual(partitions)
    expect(third.owned.length).toBeGreaterThan(0)
    members[0].leave(story)
    settle(story, [members[1], third], [consumer])
    expect(sizes(members[1], third, consumer)).toEqual([2, 2, 2])
  })

  test('have the session that they asked for, and are out after it', () => {
    const { story, members, consumer } = mixedGroup({ sessionTimeoutMs: 10_000 })
    for (let round = 0; round < 11; round++) {
      story.advance(1000)
      members[0].step(story)
      consumer.beat(story)
    }
    expect(story.describeConsumers().members.map(({ clientId }) => clientId)).toEqual(['one', 'client'])
    expect(story.notices).toContainEqual(expect.objectContaining({ type: 'member-removed', cause: 'session timeout' }))
  })

  test.each([
    ['join again', 'did not rejoin in time', 0],
    ['ask for their assignment', 'did not sync in time', 2]
  ])('that are to %s are out after their rebalance timeout', (_what, cause, steps) => {
    const { story, members, consumer } = mixedGroup({ sessionTimeoutMs: 120_000 })
    const other = new StoryConsumer('other')
    other.join(story)
    const [late] = members
    late.step(story)
    if (steps > 0) {
      late.step(story)
      expect(late.waiting?.answer.errorCode).toBe(ErrorCode.NONE)
    }
    for (let round = 0; round < 61; round++) {
      story.advance(1000)
      for (const client of [consumer, other]) client.beat(story)
      members[1].step(story)
    }
    expect(story.describeConsumers().members.map(({ clientId }) => clientId)).toEqual(['two', 'client', 'client'])
    expect(story.notices).toContainEqual(
      expect.objectContaining({ type: 'member-removed', member: late.memberId, cause })
    )
  })

  test('must share a protocol with each other, and be consumers', () => {
    const { story } = mixedGroup()
    expect(story.join({ version: 3 }).errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
    expect(story.join({ version: 3, protocolType: 'connect' }).errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL)
  })

  test('hear that a topic has got more partitions even when all are classic', () => {
    const { story, members } = classicGroup({}, { 'group.consumer.migration.policy': 'upgrade' })
    const consumer = new StoryConsumer('new')
    consumer.join(story)
    settle(story, members, [consumer])
    consumer.leave(story)
    settle(story, members)
    expect(story.list()).toMatchObject([{ groupType: 'consumer' }])
    story.createTopic('t', 8)
    settle(story, members)
    expect(sizes(...members)).toEqual([4, 4])
  })
})

describe('the last member of the consumer protocol is gone', () => {
  function mixedGroup(options: ClassicOptions = {}, ...[settings]: ConstructorParameters<typeof GroupStory>) {
    const { story, members } = classicGroup(options, settings)
    const consumer = new StoryConsumer('new')
    consumer.join(story)
    settle(story, members, [consumer])
    return { story, members, consumer }
  }

  test.each([{ isCooperative: false }, { isCooperative: true }])(
    'by leaving: the group is a classic one again, at the next generation (%j)',
    (options) => {
      const { story, members, consumer } = mixedGroup(options)
      const epoch = members[0].generation
      const written = story.log.length
      expect(consumer.leave(story)).toBe(ErrorCode.NONE)
      const records = story.recordsSince(written)
      expect(records.at(-1)).toMatchObject({ type: 'group', value: { generation: epoch, protocolType: 'consumer' } })
      expect(records.slice(0, -1).every((record) => record.type !== 'offset' && record.value === null)).toBe(true)
      expect(story.list()).toMatchObject([{ groupType: 'classic', groupState: 'PreparingRebalance' }])
      expect(members[0].commitError(story, 3)).toBe(ErrorCode.NONE)
      const after = failOver(story)
      expect(after.hardState()).toEqual(story.hardState())
      settle(story, members)
      expect(sizes(...members)).toEqual([3, 3])
      expect(all(...members)).toEqual(partitions)
      expect(members[0].generation).toBeGreaterThan(epoch)
      expect(members.flatMap(({ errors }) => errors)).toEqual([])
      expect(story.core.state.consumerSoft.size).toBe(0)
    }
  )

  test('members that have not caught up go on under their epoch until they join again', () => {
    const { story, members, consumer } = mixedGroup()
    const other = new StoryConsumer('other')
    other.join(story)
    const [one, two] = members
    const epoch = one.generation
    settle(story, [two], [consumer, other])
    for (const member of [consumer, other]) member.leave(story)
    expect(story.list()).toMatchObject([{ groupType: 'classic' }])
    expect(one.commitError(story, 4)).toBe(ErrorCode.NONE)
    expect(story.heartbeat(one.memberId, epoch)).toBe(ErrorCode.REBALANCE_IN_PROGRESS)
    settle(story, members)
    expect(members.flatMap(({ errors }) => errors)).toEqual([])
    expect(sizes(...members)).toEqual([3, 3])
    expect(story.heartbeat(one.memberId, epoch)).toBe(ErrorCode.ILLEGAL_GENERATION)
  })

  test('and the broker dies: another goes on with the classic group', () => {
    const { story, members, consumer } = mixedGroup()
    consumer.leave(story)
    const after = failOver(story)
    expect(after.list()).toMatchObject([{ groupType: 'classic', groupState: 'PreparingRebalance' }])
    settle(after, members)
    expect(sizes(...members)).toEqual([3, 3])
    expect(all(...members)).toEqual(partitions)
  })

  test('by its session', () => {
    const { story, members, consumer } = mixedGroup({ sessionTimeoutMs: 120_000 })
    expect(consumer.owned).toHaveLength(2)
    story.advance(45_000)
    expect(story.list()).toMatchObject([{ groupType: 'classic' }])
    settle(story, members)
    expect(sizes(...members)).toEqual([3, 3])
  })

  test('but the policy keeps the consumer group', () => {
    const { story, members, consumer } = mixedGroup({}, { 'group.consumer.migration.policy': 'upgrade' })
    consumer.leave(story)
    settle(story, members)
    expect(story.list()).toMatchObject([{ groupType: 'consumer', groupState: 'Stable' }])
    expect(sizes(...members)).toEqual([3, 3])
  })

  test('and the log refuses it: the consumer group goes on, and who had joined the classic one asks again', () => {
    const { story, members, consumer } = mixedGroup()
    story.holdAppends()
    const leaving = story.consumerHeartbeat({ memberId: consumer.memberId, memberEpoch: -1 })
    members[0].step(story)
    members[0].step(story)
    expect(members[0].waiting).toMatchObject({ for: 'join' })
    story.refuse()
    expect(leaving.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(members[0].waiting?.answer.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    expect(story.core.state.live.size).toBe(0)
    expect(story.list()).toMatchObject([{ groupType: 'consumer' }])
    for (let round = 0; round < 12; round++) {
      for (const member of members) member.step(story)
      const beating = consumer.askToBeat(story)
      story.commit()
      consumer.receive(story, beating.response!)
    }
    expect(all(...members, consumer)).toEqual(partitions)
  })
})

describe('static members', () => {
  test('switch to the consumer protocol and back, one at a time, each at once', () => {
    const story = withTopics(new GroupStory(), { t: 6 })
    const classics = ['one', 'two'].map((id) => new StoryClassic(id, { instanceId: id }))
    settle(story, classics)
    const [first, second] = classics as [StoryClassic, StoryClassic]
    const one = new StoryConsumer('new-one', { instanceId: 'one' })
    expect(one.join(story).errorCode).toBe(ErrorCode.NONE)
    settle(story, [second], [one])
    expect(sizes(second, one)).toEqual([3, 3])
    const two = new StoryConsumer('new-two', { instanceId: 'two' })
    two.join(story)
    settle(story, [], [one, two])
    expect(story.describeConsumers().members).toHaveLength(2)
    expect(all(one, two)).toEqual(partitions)
    one.leave(story, -2)
    first.reset()
    settle(story, [first], [two])
    expect(all(first, two)).toEqual(partitions)
    two.leave(story, -2)
    second.reset()
    settle(story, [first, second])
    expect(story.list()).toMatchObject([{ groupType: 'classic', groupState: 'Stable' }])
    expect(sizes(first, second)).toEqual([3, 3])
  })

  test('a group of one switches back at once', () => {
    const story = withTopics(new GroupStory(), { t: 2 })
    const consumer = new StoryConsumer('a', { instanceId: 'i' })
    consumer.join(story)
    const classic = new StoryClassic('b', { instanceId: 'i' })
    settle(story, [classic])
    expect(story.list()).toMatchObject([{ groupType: 'classic', groupState: 'Stable' }])
    expect(classic.owned).toEqual(['t-0', 't-1'])
    expect(consumer.beat(story).errorCode).not.toBe(ErrorCode.NONE)
  })
})
