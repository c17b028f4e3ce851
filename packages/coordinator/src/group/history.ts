import type { Assignment } from './consumer/assignment.ts'
import { partitionsIn } from './consumer/assignment.ts'
import type { GroupNotice } from './notices.ts'
import type { GroupState, Turn } from './turn.ts'

/** What a group's coordinator tells of something that happened in it. */
export interface GroupEvent {
  /** Wall clock of the coordinator. */
  readonly atMs: number
  readonly what:
    | 'joined'
    | 'left'
    | 'rebalance'
    | 'generation'
    | 'assigned'
    | 'migrated'
    | 'empty'
    | 'refused'
    | 'offsets removed'
  /** The generation of a classic group, the epoch of a consumer group, when it happened. */
  readonly epoch: number
  /** Why, or how, in words. */
  readonly detail: string
  readonly member?: string
  readonly instance?: string | null
  readonly clientId?: string
  readonly clientHost?: string
  /** Of a member that left: the partitions that it had, and the offsets that the group had committed there then. */
  readonly partitions?: readonly HeldPartition[]
  /** How many more partitions it had than are listed. */
  readonly morePartitions?: number
}

export interface HeldPartition {
  readonly topic: string
  readonly partition: number
  /** Null when nothing was committed. */
  readonly committedOffset: number | null
}

/** Partitions that an event lists. */
const PARTITIONS_MAX = 20
/** Events that the groups of one coordinator partition have between them. */
const EVENTS_MAX = 5000

/**
 * What happened in the groups of a coordinator partition since it was loaded: the newest events of each, bounded for a group
 * and in all. When there are too many, the group that has been quiet for longest loses its own.
 */
export class GroupHistories {
  private readonly groupEventsMax: number
  /** By group, the longest quiet first. */
  private readonly groups = new Map<string, GroupEvent[]>()
  private count = 0

  constructor(groupEventsMax: number) {
    this.groupEventsMax = groupEventsMax
  }

  /** Oldest first. */
  of(group: string): readonly GroupEvent[] {
    return this.groups.get(group) ?? []
  }

  note(group: string, event: GroupEvent): void {
    if (this.groupEventsMax === 0) return
    const events = this.groups.get(group) ?? []
    events.push(event)
    this.count++
    if (events.length > this.groupEventsMax) {
      events.shift()
      this.count--
    }
    this.groups.delete(group)
    this.groups.set(group, events)
    while (this.count > EVENTS_MAX && this.groups.size > 1) this.forget(this.groups.keys().next().value!)
  }

  forget(group: string): void {
    this.count -= this.groups.get(group)?.length ?? 0
    this.groups.delete(group)
  }
}

/** Keeps what a notice tells of a group. `held`: what the member had that it is about. */
export function noteInHistory(turn: Turn, notice: GroupNotice, held: Assignment | undefined): void {
  const { history } = turn.state
  const { group } = notice
  if (notice.type === 'group-deleted') {
    history.forget(group)
    return
  }
  const told = describe(notice)
  if (told === undefined) return
  const epoch =
    'epoch' in notice ? notice.epoch : 'generation' in notice ? notice.generation : epochOf(turn.state, group)
  history.note(group, { atMs: turn.now.wallMs, epoch, ...told, ...(held && heldPartitions(turn, group, held)) })
}

function epochOf({ live, consumers }: GroupState, group: string): number {
  return consumers.get(group)?.epoch ?? live.get(group)?.generation ?? 0
}

type Told = Omit<GroupEvent, 'atMs' | 'epoch' | 'partitions'>

/** Undefined for what is no event of its own. */
function describe(notice: Exclude<GroupNotice, { readonly type: 'group-deleted' }>): Told | undefined {
  switch (notice.type) {
    case 'rebalance-started':
      return { what: 'rebalance', detail: notice.reason }
    case 'generation-formed':
      return { what: 'generation', detail: `${members(notice)}, led by ${notice.leader}, ${notice.protocol}` }
    case 'target-assigned':
      return { what: 'assigned', detail: `${members(notice)}, ${notice.assignor}` }
    case 'became-empty':
      return { what: 'empty', detail: 'no members' }
    case 'group-migrated':
      return { what: 'migrated', detail: `a ${notice.to} group from here on, ${members(notice)}` }
    case 'assignment-failed':
      return { what: 'refused', detail: `the assignment could not be stored (error ${notice.errorCode})` }
    case 'change-refused':
      return {
        what: 'refused',
        detail: `the log refused the last change (error ${notice.errorCode}): it is taken back`
      }
    case 'offsets-removed':
      return { what: 'offsets removed', detail: `${notice.count} offsets, ${notice.cause}` }
    case 'member-joined':
      return { what: 'joined', detail: `by the ${notice.protocol} protocol`, ...identity(notice) }
    case 'member-removed': {
      const { cause, reason } = notice
      const said = reason === null || reason === '' ? '' : ` (client: ${reason.slice(0, REASON_MAX)})`
      return { what: 'left', detail: `${cause}${said}`, ...identity(notice) }
    }
    case 'assignment-stored':
      return undefined
  }
}

/** Characters of a client's reason that are kept (KIP-800). */
const REASON_MAX = 255

const members = ({ memberCount }: { readonly memberCount: number }): string =>
  memberCount === 1 ? '1 member' : `${memberCount} members`

const identity = ({ member, instance, clientId, clientHost }: Extract<GroupNotice, { readonly member: string }>) => ({
  member,
  instance,
  clientId,
  clientHost
})

function heldPartitions(
  { state, surroundings: { topics } }: Turn,
  group: string,
  held: Assignment
): Pick<GroupEvent, 'partitions' | 'morePartitions'> {
  const partitions: HeldPartition[] = []
  let more = 0
  for (const [topicId, partition] of partitionsIn(held)) {
    const topic = topics.nameOf(topicId)
    if (topic === undefined) continue
    if (partitions.length === PARTITIONS_MAX) more++
    else
      partitions.push({
        topic,
        partition,
        committedOffset: state.offsets.get({ group, topic, partition })?.offset ?? null
      })
  }
  return { partitions, ...(more > 0 && { morePartitions: more }) }
}
