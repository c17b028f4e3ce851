import type { Metrics } from '@gregor/base'
import { groupCoordinatorMetrics } from '../metrics.ts'
import type { CoordinatorRuntime } from '../runtime/runtime.ts'
import { GroupStateName } from './classic-group.ts'
import { ConsumerStateName } from './consumer/consumer-group.ts'
import { groupIds, groupStateOf, groupTypeOf } from './existence.ts'
import { GroupCore } from './group-core.ts'
import type { GroupInput } from './inputs.ts'
import type { GroupNotice } from './notices.ts'
import type { GroupRecord } from './records.ts'
import type { GroupTicket } from './tickets.ts'

export type GroupRuntime = CoordinatorRuntime<GroupRecord, GroupInput, GroupTicket, GroupNotice>

export interface GroupCounts {
  /** Classic groups. */
  readonly byState: ReadonlyMap<string, number>
  readonly consumerGroupsByState: ReadonlyMap<string, number>
  readonly groups: number
  readonly members: number
  readonly offsets: number
}

/** Counts what the loaded partitions hold. Looks at every group: for scrapes, not for hot paths. */
export function countGroups(runtime: GroupRuntime): GroupCounts {
  const byState = new Map<string, number>()
  const consumerGroupsByState = new Map<string, number>()
  const totals = { groups: 0, members: 0, offsets: 0 }
  for (const shard of runtime.shards()) {
    if (shard.state !== 'active' || !(shard.core instanceof GroupCore)) continue
    const { state } = shard.core
    for (const groupId of groupIds(state)) {
      const name = groupStateOf(state, groupId)
      const counts = groupTypeOf(state, groupId) === 'consumer' ? consumerGroupsByState : byState
      counts.set(name, (counts.get(name) ?? 0) + 1)
      totals.groups++
    }
    for (const { members } of state.live.values()) totals.members += members.size
    for (const { members } of state.consumers) totals.members += members.size
    totals.offsets += state.offsets.count()
  }
  return { byState, consumerGroupsByState, ...totals }
}

/** Sets the gauges before each scrape. */
export function measureGroups(metrics: Metrics, runtime: GroupRuntime): void {
  const table = groupCoordinatorMetrics
  const byState = [
    [GroupStateName.empty, metrics.gauge(table.groupsEmpty)],
    [GroupStateName.preparingRebalance, metrics.gauge(table.groupsPreparingRebalance)],
    [GroupStateName.completingRebalance, metrics.gauge(table.groupsCompletingRebalance)],
    [GroupStateName.stable, metrics.gauge(table.groupsStable)]
  ] as const
  const consumerGroupsByState = Object.values(ConsumerStateName).map(
    (state) => [state, metrics.gauge(table.consumerGroups, { state: state.toLowerCase() })] as const
  )
  const groups = metrics.gauge(table.groups)
  const members = metrics.gauge(table.members)
  const offsets = metrics.gauge(table.offsets)
  const loading = metrics.gauge(table.partitions, { state: 'loading' })
  const active = metrics.gauge(table.partitions, { state: 'active' })
  metrics.onScrape(() => {
    const counts = countGroups(runtime)
    for (const [state, gauge] of byState) gauge.set(counts.byState.get(state) ?? 0)
    for (const [state, gauge] of consumerGroupsByState) gauge.set(counts.consumerGroupsByState.get(state) ?? 0)
    groups.set(counts.groups)
    members.set(counts.members)
    offsets.set(counts.offsets)
    loading.set([...runtime.loadingPartitions()].length)
    active.set([...runtime.activePartitions()].length)
  })
}
