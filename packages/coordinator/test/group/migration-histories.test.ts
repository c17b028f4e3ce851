import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { ErrorCode } from '@gregor/protocol'
import { groupRecordCodec } from '../../src/group/record-codec.ts'
import { settle, StoryClassic } from '../support/classic.ts'
import { StoryConsumer, withTopics } from '../support/consumer.ts'
import { GroupStory } from '../support/group-story.ts'

const step = fc.record({
  client: fc.nat(5),
  action: fc.constantFrom('step', 'step', 'step', 'step', 'step all', 'step all', 'leave', 'topic'),
  log: fc.constantFrom('commits', 'commits', 'commits', 'commits', 'holds', 'refuses')
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
const histories = fc.record({
  isCooperative: fc.boolean(),
  events: fc.array(step, { minLength: 20, maxLength: 80, size: 'max' })
})

/** A client of either protocol whose answers come when the log lets them. */
interface Client {
  readonly owned: readonly string[]
  isIn: boolean
  step(story: GroupStory): void
  leave(story: GroupStory): void
}

function classicClient(
  id: string,
  options: { readonly isCooperative: boolean; readonly instanceId: string | null }
): Client {
  const classic = new StoryClassic(id, options)
  return {
    get owned() {
      return classic.owned
    },
    isIn: false,
    step(story) {
      this.isIn = true
      classic.step(story)
    },
    leave(story) {
      this.isIn = false
      classic.leave(story)
    }
  }
}

function consumerClient(id: string): Client {
  const consumer = new StoryConsumer(id)
  let waiting: { readonly answer: ReturnType<StoryConsumer['askToBeat']> } | undefined
  let hasJoined = false
  const forget = (): void => {
    waiting = undefined
    hasJoined = false
    consumer.epoch = 0
    consumer.owned = []
  }
  return {
    get owned() {
      return consumer.owned
    },
    isIn: false,
    step(story) {
      this.isIn = true
      if (waiting === undefined) {
        waiting = { answer: hasJoined ? consumer.askToBeat(story) : consumer.askToJoin(story) }
        return
      }
      const { response } = waiting.answer
      if (response === undefined) return
      waiting = undefined
      if (response.errorCode === ErrorCode.NONE) {
        hasJoined = true
        consumer.receive(story, response)
      } else if (response.errorCode !== ErrorCode.COORDINATOR_NOT_AVAILABLE) forget()
    },
    leave(story) {
      this.isIn = false
      story.consumerHeartbeat({ memberId: id, memberEpoch: -1 })
      forget()
    }
  }
}

/** Partitions that two clients believe to have. */
function sharedBy(clients: readonly Client[]): string[] {
  const names = clients.flatMap(({ owned }) => [...new Set(owned)])
  return names.filter((name, index) => names.indexOf(name) !== index)
}

function play(story: GroupStory, clients: readonly Client[], event: Step): void {
  const client = clients[event.client]!
  if (event.action === 'step') client.step(story)
  else if (event.action === 'leave') client.leave(story)
  else if (event.action === 'topic')
    story.createTopic('t', Math.min(8, (story.topics.byName('t')?.partitionCount ?? 0) + 1))
  else for (const each of clients) if (each.isIn) each.step(story)
  while (event.log === 'commits' && story.held.length > 0) story.commit()
  while (event.log === 'refuses' && story.held.length > 0) story.refuse()
}

/** Longer than any session, so that what left without being heard is gone, in steps that keep the others alive. */
function comeToRest(story: GroupStory, clients: readonly Client[]): void {
  for (let round = 0; round < 110; round++) {
    story.advance(500)
    for (const client of clients) if (client.isIn) client.step(story)
    while (story.held.length > 0) story.commit()
  }
}

test('whatever clients of both protocols do, no partition has two of them, and in the end each has one', () => {
  fc.assert(
    fc.property(histories, ({ isCooperative, events }) => {
      const story = withTopics(new GroupStory({ 'group.initial.rebalance.delay.ms': 0 }), { t: 3 })
      story.holdAppends()
      const clients = [
        classicClient('a', { isCooperative, instanceId: null }),
        classicClient('b', { isCooperative, instanceId: null }),
        classicClient('c', { isCooperative, instanceId: 'i' }),
        consumerClient('x'),
        consumerClient('y'),
        consumerClient('z')
      ]
      for (const event of events) {
        story.advance(20)
        play(story, clients, event)
        expect(sharedBy(clients)).toEqual([])
      }
      comeToRest(story, clients)
      expect(sharedBy(clients)).toEqual([])
      const present = clients.filter(({ isIn }) => isIn)
      const owned = present.flatMap((client) => client.owned).sort()
      const count = story.topics.byName('t')!.partitionCount
      expect(owned).toEqual(present.length === 0 ? [] : Array.from({ length: count }, (_, index) => `t-${index}`))
      const log = story.log.map((record) => {
        const { key, value } = groupRecordCodec.encode(record)
        return groupRecordCodec.decode(key, value)!
      })
      const other = new GroupStory({}, log, story.topics)
      expect(other.hardState()).toEqual(story.hardState())
    }),
    { numRuns: 40 }
  )
})

test('a group changes its protocol any number of times without a partition that has two members', () => {
  const story = withTopics(new GroupStory(), { t: 6 })
  const classics = [new StoryClassic('a'), new StoryClassic('b')]
  settle(story, classics)
  for (let round = 0; round < 5; round++) {
    const consumer = new StoryConsumer(`x${round}`)
    consumer.join(story)
    settle(story, classics, [consumer])
    expect(story.list()).toMatchObject([{ groupType: 'consumer', groupState: 'Stable' }])
    consumer.leave(story)
    settle(story, classics)
    expect(story.list()).toMatchObject([{ groupType: 'classic', groupState: 'Stable' }])
  }
  expect(classics.flatMap(({ errors }) => errors)).toEqual([])
})
