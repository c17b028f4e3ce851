import type { ClientWorld, Workload, WorkloadShape } from '../../types.ts'
import type { WorldOf } from '../world-of.ts'
import { checkOffsets, checkStable } from './group-check.ts'
import { GroupHistory } from './group-history.ts'
import { GroupMember } from './group-member.ts'

/** How much groups do. */
export interface GroupsWorkloadSettings {
  readonly groups: number
  readonly members: number
}

export const GROUPS_WORKLOAD_DEFAULTS: GroupsWorkloadSettings = { groups: 1, members: 3 }

/** Classic consumer groups, some with static members, whose members commit, come and go. */
export function createGroupsWorkload(
  worldOf: WorldOf,
  shape: WorkloadShape,
  settings: Partial<GroupsWorkloadSettings> = {}
): Workload {
  return new GroupsWorkload(worldOf, shape, { ...GROUPS_WORKLOAD_DEFAULTS, ...settings })
}

interface Group {
  readonly history: GroupHistory
  readonly members: readonly GroupMember[]
  /** What its timeouts let it take to become stable. */
  readonly settleMs: number
  /** New members as like these. */
  readonly newcomers: () => GroupMember[]
}

class GroupsWorkload implements Workload {
  readonly name = 'groups'
  readonly #world: ClientWorld
  readonly #groups: readonly Group[]

  constructor(worldOf: WorldOf, shape: WorkloadShape, settings: GroupsWorkloadSettings) {
    this.#world = worldOf('groups')
    this.#groups = Array.from({ length: settings.groups }, (_, index) =>
      createGroup(this.#world, shape, { groupId: `group-${index}`, members: settings.members })
    )
  }

  get idle(): boolean {
    return this.#members.every(({ idle }) => idle)
  }

  start(): void {
    for (const member of this.#members) member.start()
  }

  stop(): void {
    for (const member of this.#members) member.stop()
  }

  counts(): Readonly<Record<string, number>> {
    const totals: Record<string, number> = {}
    for (const { counts } of this.#members) {
      for (const [name, count] of Object.entries(counts)) totals[name] = (totals[name] ?? 0) + count
    }
    let staleOffsetReads = 0
    for (const { history } of this.#groups) staleOffsetReads += history.staleReads
    return { ...totals, staleOffsetReads }
  }

  async check(): Promise<void> {
    await Promise.all(this.#groups.map((group) => this.#check(group)))
  }

  async #check({ history, newcomers, settleMs }: Group): Promise<void> {
    await checkOffsets(this.#world, history)
    await checkStable(this.#world, { history, members: newcomers(), settleMs })
    await checkOffsets(this.#world, history)
  }

  get #members(): GroupMember[] {
    return this.#groups.flatMap(({ members }) => members)
  }
}

function createGroup(
  world: ClientWorld,
  shape: WorkloadShape,
  { groupId, members }: { readonly groupId: string; readonly members: number }
): Group {
  const { random } = world
  const history = new GroupHistory(groupId, shape)
  const sessionTimeoutMs = 1500 + random.int(3000)
  const rebalanceTimeoutMs = 2000 + random.int(3000)
  const topics = shape.topics.map(({ name }) => name)
  const timing = { topics, sessionTimeoutMs, rebalanceTimeoutMs, heartbeatMs: 200 }
  const isStatic = random.int(2) === 0
  const create = (kind: string, lively: boolean): GroupMember[] =>
    Array.from({ length: members }, (_, index) => {
      const instanceId = isStatic && lively && index > 0 ? `${groupId}-instance-${index}` : null
      return new GroupMember(world, history, { ...timing, name: `${groupId}-${kind}-${index}`, instanceId, lively })
    })
  return {
    history,
    members: create('member', true),
    // A static member that is gone is waited for twice: as the generation forms, and for its SyncGroup or its session's end.
    settleMs: rebalanceTimeoutMs + (isStatic ? sessionTimeoutMs : 0),
    newcomers: () => create('newcomer', false)
  }
}
