import { expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { settle, StoryClassic } from '../support/classic.ts'
import { StoryConsumer, withTopics } from '../support/consumer.ts'
import { GroupStory } from '../support/group-story.ts'

/** Events without their times, short. */
const told = (story: GroupStory): string[] =>
  story.history().events.map(({ what, epoch, member, detail }) => `${epoch} ${what} ${member ?? '-'}: ${detail}`)

test('tells who joined a classic group, why it rebalanced, and who left with which offsets', () => {
  const story = withTopics(new GroupStory(), { t: 2 })
  const member = new StoryClassic('one')
  settle(story, [member])
  member.commitError(story, 7)
  story.leave({ memberId: member.memberId, reason: 'scaling down' })
  const { memberId } = member
  expect(told(story)).toEqual([
    `0 joined ${memberId}: by the classic protocol`,
    `0 rebalance -: new member ${memberId}`,
    `1 generation -: 1 member, led by ${memberId}, eager`,
    `1 left ${memberId}: left (client: scaling down)`,
    `1 rebalance -: 1 members left`,
    `2 empty -: no members`
  ])
  const left = story.history().events.find(({ what }) => what === 'left')
  expect(left).toMatchObject({
    clientId: 'one',
    clientHost: '/127.0.0.1',
    partitions: [
      { topic: 't', partition: 0, committedOffset: 7 },
      { topic: 't', partition: 1, committedOffset: null }
    ]
  })
  expect(left!.atMs).toBe(story.now.wallMs)
})

test('tells of a consumer group: assignments, time-outs, instances that are replaced, a change of protocol', () => {
  const story = withTopics(new GroupStory(), { t: 2 })
  const classic = new StoryClassic('one', { sessionTimeoutMs: 300_000 })
  settle(story, [classic])
  const first = new StoryConsumer('a', { instanceId: 'i' })
  first.join(story)
  settle(story, [classic], [first])
  first.leave(story, -2)
  const second = new StoryConsumer('b', { instanceId: 'i' })
  second.join(story)
  story.advance(45_000)
  const events = told(story).slice(3)
  expect(events).toEqual([
    '1 joined a: by the consumer protocol',
    '2 assigned -: 2 members, uniform',
    '1 migrated -: a consumer group from here on, 1 member',
    '2 left a: replaced by a new instance',
    '2 joined b: by the consumer protocol',
    '2 left b: session timeout',
    '2 migrated -: a classic group from here on, 1 member',
    '2 rebalance -: the last member of the consumer protocol has left'
  ])
})

test('says so when the log refuses what was told', () => {
  const story = withTopics(new GroupStory(), { t: 2 })
  const member = new StoryConsumer('a')
  member.join(story)
  story.holdAppends()
  story.consumerHeartbeat({ memberId: 'a', memberEpoch: -1 })
  story.refuse()
  expect(told(story).slice(-3)).toEqual([
    '1 left a: left',
    '2 empty -: no members',
    `1 refused -: the log refused the last change (error ${ErrorCode.COORDINATOR_NOT_AVAILABLE}): it is taken back`
  ])
})

test('keeps the newest events of a group, and nothing of one that is gone', () => {
  const story = withTopics(new GroupStory({ 'group.history.events': 4 }), { t: 2 })
  const member = new StoryConsumer('a')
  for (let round = 0; round < 3; round++) {
    member.join(story)
    member.leave(story)
  }
  expect(told(story)).toEqual([
    '4 joined a: by the consumer protocol',
    '5 assigned -: 1 member, uniform',
    '5 left a: left',
    '6 empty -: no members'
  ])
  story.deleteGroup()
  expect(story.history()).toMatchObject({ errorCode: ErrorCode.GROUP_ID_NOT_FOUND, events: [] })
})

test('of too many groups, those that have been quiet for longest lose theirs', () => {
  const story = new GroupStory({ 'group.history.events': 10_000 })
  for (let group = 0; group < 1300; group++) {
    const { memberId } = story.join({}, `g${group}`).response!
    story.join({ memberId }, `g${group}`)
    story.handle({ type: 'initial-delay-timer', groupId: `g${group}`, delayMs: 0, remainingMs: 0 })
  }
  const counts = Array.from({ length: 1300 }, (_, group) => story.history(`g${group}`).events.length)
  expect(counts.at(-1)).toBeGreaterThan(0)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(5000)
})

test('none is kept where it is switched off, and the time of the load is told', () => {
  const story = withTopics(new GroupStory({ 'group.history.events': 0 }), { t: 2 })
  new StoryConsumer('a').join(story)
  expect(story.history()).toEqual({ errorCode: ErrorCode.NONE, sinceMs: 1_700_000_000_000, events: [] })
})
