import { decodeVersioned, encodeVersioned, ErrorCode } from '@gregor/protocol'
import {
  decodeConsumerProtocolAssignment,
  encodeConsumerProtocolAssignment
} from '@gregor/protocol/messages/consumer-protocol-assignment'
import {
  decodeConsumerProtocolSubscription,
  encodeConsumerProtocolSubscription
} from '@gregor/protocol/messages/consumer-protocol-subscription'
import type { JoinGroupResponse, JoinGroupResponseMember } from '@gregor/protocol/messages/join-group'
import type { SyncGroupResponse } from '@gregor/protocol/messages/sync-group'
import type { Answer, GroupStory } from './group-story.ts'

export interface ClassicOptions {
  readonly topics?: readonly string[]
  readonly instanceId?: string | null
  /** Gives partitions up only when it is told which; otherwise all of them before each rebalance. */
  readonly isCooperative?: boolean
  readonly sessionTimeoutMs?: number
}

type Waiting =
  | { readonly for: 'join'; readonly answer: Answer<JoinGroupResponse> }
  | { readonly for: 'sync'; readonly answer: Answer<SyncGroupResponse> }

/** A client of the classic protocol that takes one step at a time, and assigns when it leads. */
export class StoryClassic {
  readonly clientId: string
  memberId = ''
  generation = -1
  /** Partitions as "topic-0". */
  owned: readonly string[] = []
  /** Error codes that it was answered, but for those that it takes for a hint to go on. */
  readonly errors: number[] = []
  waiting: Waiting | undefined
  private readonly options: Required<ClassicOptions>
  private hasToJoin = true

  constructor(clientId: string, options: ClassicOptions = {}) {
    this.clientId = clientId
    this.options = { topics: ['t'], instanceId: null, isCooperative: false, sessionTimeoutMs: 10_000, ...options }
  }

  get isSettled(): boolean {
    return this.waiting === undefined && !this.hasToJoin
  }

  /** One step: hears the answer that it waits for, or asks. */
  step(story: GroupStory): void {
    const { waiting } = this
    if (waiting === undefined) {
      if (this.hasToJoin) this.join(story)
      else this.beat(story)
    } else if (waiting.for === 'join' && waiting.answer.response !== undefined) {
      this.waiting = undefined
      this.joined(story, waiting.answer.response)
    } else if (waiting.for === 'sync' && waiting.answer.response !== undefined) {
      this.waiting = undefined
      this.synced(story, waiting.answer.response)
    }
  }

  leave(story: GroupStory): void {
    if (this.memberId !== '') story.leave({ memberId: this.memberId, groupInstanceId: this.options.instanceId })
    this.reset()
  }

  /** As a new process would begin. */
  reset(): void {
    this.memberId = ''
    this.waiting = undefined
    this.lose()
  }

  commitError(story: GroupStory, offset: number): number | undefined {
    return story.commitError(
      { t: [offset] },
      {
        memberId: this.memberId,
        generationIdOrMemberEpoch: this.generation,
        groupInstanceId: this.options.instanceId,
        version: 7
      }
    )
  }

  private join(story: GroupStory): void {
    const { topics, isCooperative, instanceId, sessionTimeoutMs } = this.options
    const subscription = { topics, ownedPartitions: listsOf(this.owned), generationId: this.generation }
    const metadata = encodeVersioned(encodeConsumerProtocolSubscription, subscription, { version: 2 })
    const answer = story.join({
      memberId: this.memberId,
      groupInstanceId: instanceId,
      clientId: this.clientId,
      sessionTimeoutMs,
      protocols: [{ name: isCooperative ? 'cooperative' : 'eager', metadata }]
    })
    this.waiting = { for: 'join', answer }
  }

  private joined(story: GroupStory, response: JoinGroupResponse): void {
    const { errorCode, memberId, generationId } = response
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) this.memberId = memberId
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_INSTANCE_ID) this.reset()
    if (errorCode !== ErrorCode.NONE) {
      this.note(errorCode)
      return
    }
    this.memberId = memberId
    this.generation = generationId
    const assignments = response.leader === memberId ? this.assign(story, response.members) : []
    const answer = story.ask<SyncGroupResponse>((requestId) => ({
      type: 'sync',
      requestId,
      request: {
        groupId: 'g',
        generationId,
        memberId,
        groupInstanceId: this.options.instanceId,
        protocolType: response.protocolType,
        protocolName: response.protocolName,
        assignments
      }
    }))
    this.waiting = { for: 'sync', answer }
  }

  private synced(_story: GroupStory, { errorCode, assignment }: SyncGroupResponse): void {
    this.fail(errorCode)
    if (errorCode !== ErrorCode.NONE) return
    const { assignedPartitions } = decodeVersioned(decodeConsumerProtocolAssignment, assignment)
    const assigned = assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((p) => `${topic}-${p}`))
    const gaveUp = this.owned.some((name) => !assigned.includes(name))
    this.owned = assigned
    // A cooperative member joins again when it has given something up, so that others get it.
    this.hasToJoin = this.options.isCooperative && gaveUp
  }

  private beat(story: GroupStory): void {
    this.fail(story.heartbeat(this.memberId, this.generation, this.options.instanceId))
  }

  private fail(errorCode: number): void {
    if (errorCode === ErrorCode.NONE) return
    this.note(errorCode)
    if (errorCode === ErrorCode.REBALANCE_IN_PROGRESS) {
      if (!this.options.isCooperative) this.owned = []
      this.hasToJoin = true
    } else if (errorCode === ErrorCode.ILLEGAL_GENERATION) this.lose()
    else if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_INSTANCE_ID) this.reset()
  }

  private lose(): void {
    this.owned = []
    this.generation = -1
    this.hasToJoin = true
  }

  private note(errorCode: number): void {
    const isHint = errorCode === ErrorCode.REBALANCE_IN_PROGRESS || errorCode === ErrorCode.MEMBER_ID_REQUIRED
    if (!isHint) this.errors.push(errorCode)
  }

  /** Deals partitions out by turns; to a cooperative member only what no other has. */
  private assign(
    story: GroupStory,
    members: readonly JoinGroupResponseMember[]
  ): { readonly memberId: string; readonly assignment: Buffer }[] {
    const described = members.map(({ memberId, metadata }) => {
      const { topics, ownedPartitions } = decodeVersioned(decodeConsumerProtocolSubscription, metadata)
      const owned = ownedPartitions.flatMap(({ topic, partitions }) => partitions.map((p) => `${topic}-${p}`))
      return { memberId, topics, owned, assigned: [] as string[] }
    })
    for (const topic of new Set(described.flatMap(({ topics }) => topics))) {
      const subscribers = described.filter(({ topics }) => topics.includes(topic))
      const count = story.topics.byName(topic)?.partitionCount ?? 0
      for (let partition = 0; partition < count; partition++) {
        const name = `${topic}-${partition}`
        const chosen = subscribers[partition % subscribers.length]!
        if (described.every(({ owned, memberId }) => memberId === chosen.memberId || !owned.includes(name))) {
          chosen.assigned.push(name)
        }
      }
    }
    return described.map(({ memberId, assigned }) => {
      const assignment = { assignedPartitions: listsOf(assigned) }
      return { memberId, assignment: encodeVersioned(encodeConsumerProtocolAssignment, assignment, { version: 1 }) }
    })
  }
}

function listsOf(names: readonly string[]): { readonly topic: string; readonly partitions: readonly number[] }[] {
  const lists = new Map<string, number[]>()
  for (const name of names) {
    const end = name.lastIndexOf('-')
    const topic = name.slice(0, end)
    lists.set(topic, [...(lists.get(topic) ?? []), Number(name.slice(end + 1))])
  }
  return Array.from(lists, ([topic, partitions]) => ({ topic, partitions }))
}

/** Lets clients of both protocols take steps until none has anything to do; throws when that does not end. */
export function settle(
  story: GroupStory,
  classics: readonly StoryClassic[],
  consumers: readonly { readonly beat: (story: GroupStory) => unknown }[] = []
): void {
  let quiet = 0
  for (let round = 0; quiet < 3; round++) {
    if (round === 100) throw new Error('the group does not come to rest')
    const before = story.log.length
    story.advance(50)
    for (const client of classics) client.step(story)
    for (const client of consumers) client.beat(story)
    const isQuiet = story.log.length === before && classics.every((client) => client.isSettled)
    quiet = isQuiet ? quiet + 1 : 0
  }
}
