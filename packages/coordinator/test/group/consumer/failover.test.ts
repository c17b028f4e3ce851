import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { ErrorCode } from '@gregor/protocol'
import type { ConsumerGroupHeartbeatResponse } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { partitionsIn, union } from '../../../src/group/consumer/assignment.ts'
import { groupRecordCodec } from '../../../src/group/record-codec.ts'
import { StoryConsumer, withTopics } from '../../support/consumer.ts'
import { GroupStory, type Answer } from '../../support/group-story.ts'

/** The coordinator of another broker, which knows what the log holds and nothing else. */
function failOver(story: GroupStory): GroupStory {
  const log = story.log.map((record) => {
    const { key, value } = groupRecordCodec.encode(record)
    return groupRecordCodec.decode(key, value)!
  })
  return new GroupStory({}, log, story.topics)
}

describe('after a failover', () => {
  test('members go on as if nothing had been, and silent ones are out', () => {
    const before = withTopics(new GroupStory(), { t: 4 })
    const [first, second] = [new StoryConsumer('a'), new StoryConsumer('b', { instanceId: 'i' })]
    first.join(before)
    second.join(before)
    for (const member of [first, first, second]) member.beat(before)
    const after = failOver(before)
    expect(after.hardState()).toEqual(before.hardState())
    expect(after.describeConsumers()).toEqual(before.describeConsumers())
    const written = after.log.length
    for (const member of [first, second]) {
      expect(member.beat(after)).toMatchObject({ errorCode: ErrorCode.NONE, memberEpoch: 2 })
    }
    expect(after.log).toHaveLength(written)
    after.advance(40_000)
    second.beat(after)
    after.advance(5000)
    expect(after.describeConsumers().members).toMatchObject([{ memberId: 'b' }])
  })

  test('a member that has to give partitions up has its rebalance timeout anew', () => {
    const before = withTopics(new GroupStory(), { t: 2 })
    const [first, second] = [new StoryConsumer('a', { rebalanceTimeoutMs: 10_000 }), new StoryConsumer('b')]
    first.join(before)
    second.join(before)
    first.beat(before)
    const after = failOver(before)
    after.advance(10_000)
    expect(after.describeConsumers().members).toMatchObject([{ memberId: 'b' }])
  })
})

/** A client whose answers come whenever the log lets them, and which may be slow to give partitions up. */
class Client extends StoryConsumer {
  waiting: { readonly answer: Answer<ConsumerGroupHeartbeatResponse>; readonly joins: boolean } | undefined
  joined = false
  /** The greatest epoch of this membership. */
  greatest = 0

  /** Takes in an answer that has come. */
  hear(story: GroupStory): void {
    const response = this.waiting?.answer.response
    if (response === undefined) return
    const { joins } = this.waiting!
    this.waiting = undefined
    switch (response.errorCode) {
      case ErrorCode.NONE:
        // C1: the epoch of a membership never goes back.
        if (!joins) expect(response.memberEpoch).toBeGreaterThanOrEqual(this.greatest)
        this.greatest = response.memberEpoch
        this.joined = true
        this.receive(story, response)
        break
      case ErrorCode.UNKNOWN_MEMBER_ID:
      case ErrorCode.GROUP_ID_NOT_FOUND:
      case ErrorCode.FENCED_MEMBER_EPOCH:
      case ErrorCode.FENCED_INSTANCE_ID:
      case ErrorCode.UNRELEASED_INSTANCE_ID:
        this.reset()
        break
      default:
        expect(response.errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    }
  }

  reset(): void {
    this.joined = false
    this.greatest = 0
    this.epoch = 0
    this.owned = []
  }
}

const step = fc.record({
  client: fc.nat(4),
  action: fc.constantFrom(
    'beat',
    'beat',
    'beat',
    'beat',
    'beat all',
    'beat all',
    'subscribe',
    'leave',
    'pause',
    'topic'
  ),
  topics: fc.subarray(['t', 'u', 'v']),
  regex: fc.constantFrom(null, null, null, '[tu]', '.'),
  assignor: fc.constantFrom(null, 'uniform', 'range'),
  count: fc.nat(4),
  waitMs: fc.constantFrom(0, 0, 0, 0, 0, 500, 5000, 46_000),
  log: fc.constantFrom('commits', 'commits', 'commits', 'holds', 'refuses')
})
const history = fc.array(step, { minLength: 20, maxLength: 80, size: 'max' })
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Clients 3 and 4 are two incarnations of one static member. */
const createClients = (): readonly Client[] =>
  ['a', 'b', 'c', 'd', 'e'].map((id, index) => new Client(id, index < 3 ? {} : { instanceId: 'i' }))

function act(story: GroupStory, clients: readonly Client[], { action, count, ...event }: Step): void {
  const self = clients[event.client]!
  switch (action) {
    case 'beat':
      beat(story, self, event)
      break
    case 'beat all':
      for (const client of clients) if (client.joined) beat(story, client, {})
      break
    case 'subscribe':
      if (self.joined && self.waiting === undefined) {
        const request = { subscribedTopicNames: event.topics, subscribedTopicRegex: event.regex ?? '' }
        self.waiting = { answer: self.askToBeat(story, request), joins: false }
      }
      break
    case 'leave':
    case 'pause':
      if (self.joined && self.waiting === undefined) {
        self.leave(story, action === 'pause' && event.client >= 3 ? -2 : -1)
        self.reset()
      }
      break
    case 'topic': {
      const name = event.topics[0] ?? 't'
      if (count === 0) story.deleteTopic(name)
      else story.createTopic(name, Math.max(count, story.topics.byName(name)?.partitionCount ?? 0))
    }
  }
}

function beat(story: GroupStory, client: Client, { topics, assignor }: Partial<Step>): void {
  if (client.waiting !== undefined) return
  const serverAssignor = assignor ?? null
  client.waiting = client.joined
    ? { answer: client.askToBeat(story), joins: false }
    : { answer: client.askToJoin(story, { subscribedTopicNames: topics ?? ['t'], serverAssignor }), joins: true }
}

/** C2: no partition has two members, and the owners that are noted are those. Returns what is wrong. */
function ownersProblem(story: GroupStory): string | undefined {
  const owners = new Map<string, string>()
  const group = story.core.state.consumers.get('g')
  for (const [memberId, { assigned, pendingRevocation }] of group?.current.entries() ?? []) {
    for (const [topicId, partition] of partitionsIn(union(assigned, pendingRevocation))) {
      const key = `${topicId}-${partition}`
      if (owners.has(key)) return `${key} has two members, ${owners.get(key)} and ${memberId}`
      owners.set(key, memberId)
      if (group!.ownerOf(topicId, partition) !== memberId) return `${key} is noted as another's than ${memberId}'s`
    }
  }
  return undefined
}

test('any history leaves a log from which any other broker goes on with the same state', () => {
  fc.assert(
    fc.property(history, (events) => {
      const story = withTopics(new GroupStory(), { t: 3 })
      story.holdAppends()
      const clients = createClients()
      let checked = 0
      for (const event of events) {
        story.advance(event.waitMs)
        act(story, clients, event)
        while (event.log === 'commits' && story.held.length > 0) story.commit()
        while (event.log === 'refuses' && story.held.length > 0) story.refuse()
        expect(ownersProblem(story)).toBeUndefined()
        for (const client of clients) client.hear(story)
        if (story.held.length > 0 || story.log.length === checked) continue
        checked = story.log.length
        expect(failOver(story).hardState()).toEqual(story.hardState())
      }
    }),
    { numRuns: 40 }
  )
})

test('whatever has happened, members that go on heartbeating come to share all partitions', () => {
  fc.assert(
    fc.property(history, (events) => {
      const story = withTopics(new GroupStory(), { t: 3 })
      const clients = createClients()
      for (const event of events) {
        story.advance(event.waitMs)
        act(story, clients, event)
        for (const client of clients) client.hear(story)
      }
      const members = clients.slice(0, 3)
      story.advance(46_000)
      story.createTopic('t', 6)
      for (let round = 0; round < 8; round++) {
        for (const client of members) {
          const subscribed = { subscribedTopicNames: ['t'], subscribedTopicRegex: '' }
          client.waiting = client.joined
            ? { answer: client.askToBeat(story, subscribed), joins: false }
            : { answer: client.askToJoin(story), joins: true }
          client.hear(story)
        }
      }
      expect(story.describeConsumers().groupState).toBe('Stable')
      expect(members.flatMap(({ owned }) => owned).sort()).toEqual(['t-0', 't-1', 't-2', 't-3', 't-4', 't-5'])
    }),
    { numRuns: 40 }
  )
})
