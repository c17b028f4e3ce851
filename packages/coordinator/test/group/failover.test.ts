import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { ErrorCode } from '@gregor/protocol'
import type { JoinGroupResponse } from '@gregor/protocol/messages/join-group'
import { groupRecordCodec } from '../../src/group/record-codec.ts'
import { GroupStory, type Answer } from '../support/group-story.ts'
import { consumerProtocol } from '../support/protocols.ts'
import { stablePair } from '../support/stable-pair.ts'

/** The coordinator of another broker, which knows what the log holds and nothing else. */
function failOver(story: GroupStory): GroupStory {
  const log = story.log.map((record) => {
    const { key, value } = groupRecordCodec.encode(record)
    return groupRecordCodec.decode(key, value)!
  })
  return new GroupStory({}, log)
}

describe('after a failover', () => {
  test('members of a stable group go on as if nothing had been', () => {
    const before = new GroupStory()
    const { leader, follower } = stablePair(before)
    before.commitOffsets({ topic: [7] }, { memberId: follower.memberId, generationIdOrMemberEpoch: 2 })
    const after = failOver(before)
    expect(after.hardState()).toEqual(before.hardState())
    expect(after.describe()).toEqual(before.describe())
    expect(after.offsets()).toEqual({ 'topic-0': 7 })
    expect(after.heartbeat(leader.memberId, 2)).toBe(ErrorCode.NONE)
    expect(after.sync(follower).response).toMatchObject({ assignment: Buffer.from('right') })
    const commit = { memberId: follower.memberId, generationIdOrMemberEpoch: 2 }
    expect(after.commitError({ topic: [8] }, commit)).toBe(ErrorCode.NONE)
  })

  test('members that do not come back are out after their session timeout', () => {
    const before = new GroupStory()
    stablePair(before)
    const after = failOver(before)
    after.advance(9999)
    expect(after.describe().members).toHaveLength(2)
    after.advance(1)
    expect(after.describe()).toMatchObject({ groupState: 'Empty', members: [] })
    expect(after.log.at(-1)).toMatchObject({ value: { generation: 3, members: [] } })
  })

  test('a generation that was formed and not stored is forgotten: its members rejoin', () => {
    const before = new GroupStory()
    const { leader, follower } = stablePair(before)
    const joining = before.joinTwice()
    before.join({ memberId: leader.memberId })
    before.join({ memberId: follower.memberId })
    expect(joining.response).toMatchObject({ generationId: 3 })
    const after = failOver(before)
    expect(after.heartbeat(leader.memberId, 3)).toBe(ErrorCode.ILLEGAL_GENERATION)
    expect(after.heartbeat(joining.response!.memberId, 3)).toBe(ErrorCode.UNKNOWN_MEMBER_ID)
  })

  test('static members are still known by their instance ids', () => {
    const before = new GroupStory()
    const member = before.join({ groupInstanceId: 'i1' }).response!
    before.sync(member, { [member.memberId]: 'all' }, { groupInstanceId: 'i1' })
    const after = failOver(before)
    expect(
      after.join({ groupInstanceId: 'i1', protocols: [consumerProtocol('range', 'topic')] }).response
    ).toMatchObject({ errorCode: ErrorCode.NONE, generationId: 1, skipAssignment: true })
    expect(after.heartbeat(member.memberId, 1, 'i1')).toBe(ErrorCode.FENCED_INSTANCE_ID)
  })

  test('an empty group goes on from its generation', () => {
    const before = new GroupStory()
    const { leader, follower } = stablePair(before)
    before.leave(leader.memberId, follower.memberId)
    const after = failOver(before)
    expect(after.describe()).toMatchObject({ groupState: 'Empty', protocolType: 'consumer' })
    expect(after.joinTwice().response).toMatchObject({ generationId: 4 })
  })
})

/** A client of a random history: what it knows is what it was last answered. */
interface Client {
  memberId: string
  generationId: number
  assigns: readonly string[]
  joining: Answer<JoinGroupResponse> | undefined
}

const createClients = (): readonly Client[] =>
  Array.from({ length: 4 }, () => ({ memberId: '', generationId: -1, assigns: [], joining: undefined }))

const step = fc.record({
  client: fc.nat(3),
  action: fc.constantFrom(...actions()),
  group: fc.constantFrom('g', 'g', 'g', 'other'),
  version: fc.constantFrom(3, 9),
  isStatic: fc.boolean(),
  topic: fc.constantFrom('topic', 'former'),
  waitMs: fc.constantFrom(0, 0, 0, 0, 0, 0, 1, 100, 4000, 70_000, 700_000),
  log: fc.constantFrom('commits', 'commits', 'commits', 'commits', 'holds', 'refuses')
})
const history = fc.array(step, { minLength: 20, maxLength: 120, size: 'max' })

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

function actions() {
  const common = ['join', 'join', 'sync all', 'sync all', 'sync', 'beat all', 'beat all', 'commit', 'commit'] as const
  return [...common, 'leave', 'delete group', 'delete offsets'] as const
}

/** Client 2 and 3 may be static members, sometimes both of the same instance. */
const instanceOf = ({ client, isStatic }: Pick<Step, 'client' | 'isStatic'>): string | null =>
  client < 2 ? null : isStatic ? 'i2' : `i${client}`

function act(story: GroupStory, clients: readonly Client[], event: Step): void {
  const { action, group, version, topic } = event
  const self = clients[event.client]!
  const groupInstanceId = instanceOf(event)
  switch (action) {
    case 'join':
      self.joining = story.join({ version, memberId: self.memberId, groupInstanceId })
      break
    case 'sync':
      syncAs(story, self, groupInstanceId)
      break
    case 'sync all':
      for (const [client, other] of clients.entries()) syncAs(story, other, instanceOf({ client, isStatic: false }))
      break
    case 'beat all':
      for (const { memberId, generationId } of clients) story.heartbeat(memberId, generationId)
      break
    case 'leave':
      story.leave({ memberId: self.memberId, groupInstanceId })
      break
    case 'commit': {
      const member = { memberId: self.memberId, generationIdOrMemberEpoch: self.generationId, groupInstanceId }
      story.commitOffsets({ [topic]: [event.client] }, group === 'g' ? member : { groupId: group })
      break
    }
    case 'delete group':
      story.deleteGroup(group)
      break
    case 'delete offsets':
      story.deleteOffsets(topic, 0)
      break
  }
}

function syncAs(story: GroupStory, client: Client, groupInstanceId: string | null): void {
  const assignments = Object.fromEntries(client.assigns.map((memberId) => [memberId, `for ${memberId}`]))
  story.sync(client, assignments, { groupInstanceId })
}

/** Clients take note of the answers that have come. */
function readAnswers(clients: readonly Client[]): void {
  for (const client of clients) {
    const response = client.joining?.response
    if (response === undefined) continue
    client.joining = undefined
    client.memberId = response.memberId
    client.generationId = response.generationId
    client.assigns = response.members.map(({ memberId }) => memberId)
  }
}

describe('in any history', () => {
  test('the log alone gives the state back, what it refused is gone, and no request is answered twice', () => {
    fc.assert(
      fc.property(history, (events) => {
        const story = new GroupStory({ 'offsets.retention.minutes': 20, 'group.max.size': 3 })
        story.holdAppends()
        const clients = createClients()
        let generation = 0
        let checked = 0
        for (const event of events) {
          act(story, clients, event)
          story.advance(event.waitMs)
          readAnswers(clients)
          while (event.log === 'commits' && story.held.length > 0) story.commit()
          while (event.log === 'refuses' && story.held.length > 0) story.refuse()
          if (story.held.length > 0) continue
          if (story.log.length !== checked) expect(failOver(story).hardState()).toEqual(story.hardState())
          checked = story.log.length
          if (story.notices.some(({ type, group }) => type === 'group-deleted' && group === 'g')) generation = 0
          story.notices = []
          expect(generationOf(story)).toBeGreaterThanOrEqual(generation)
          generation = generationOf(story)
          checkInvariants(story)
        }
      }),
      { numRuns: 60 }
    )
  })

  test('a group that is left alone comes to rest: nothing waits, nobody is a member, one timer is set', () => {
    fc.assert(
      fc.property(history, (events) => {
        const story = new GroupStory()
        const clients = createClients()
        for (const event of events) {
          act(story, clients, event)
          story.advance(event.waitMs)
          readAnswers(clients)
        }
        story.advance(3 * 300_000)
        expect(story.waitingCount).toBe(0)
        expect(story.core.state.live.size).toBe(0)
        expect(story.timerCount).toBe(1)
      }),
      { numRuns: 150 }
    )
  })
})

const generationOf = ({ core }: GroupStory): number =>
  core.state.live.get('g')?.generation ?? core.state.metadata.get('g')?.generation ?? 0

/** What classic-group.ts says of a group at rest. */
function checkInvariants(story: GroupStory): void {
  for (const group of story.core.state.live.values()) {
    const members = [...group.members.values()]
    expect(group.awaitingJoinCount).toBe(members.filter(({ awaitingJoin }) => awaitingJoin !== undefined).length)
    expect(group.leaderId === undefined ? members.length === 0 : group.members.has(group.leaderId)).toBe(true)
    for (const memberId of group.pendingSync) expect(group.members.has(memberId)).toBe(true)
    const instances = members.filter(({ groupInstanceId }) => groupInstanceId !== null)
    expect(group.staticMembers.size).toBe(instances.length)
    for (const { groupInstanceId, memberId } of instances) {
      expect(group.staticMembers.get(groupInstanceId!)).toBe(memberId)
    }
    for (const [name, count] of group.protocolCounts) {
      expect(members.filter(({ protocols }) => protocols.some((protocol) => protocol.name === name))).toHaveLength(
        count
      )
    }
  }
}
