import type { Gauge, Metrics } from '@gregor/base'
import { replicationMetrics } from './metrics.ts'
import type { ReplicaTable } from './replica-table.ts'
import type { Replica } from './replica.ts'
import type { Timeouts } from './requests/timeouts.ts'

/** Counts replicas when somebody looks, rather than at each change. */
export function keepGauges(
  metrics: Metrics,
  table: ReplicaTable,
  timeouts: { readonly produce: Timeouts; readonly fetch: Timeouts }
): void {
  const gauge = (name: keyof typeof replicationMetrics): Gauge => metrics.gauge(replicationMetrics[name])
  const leaders = gauge('leaderCount')
  const partitions = gauge('partitionCount')
  const offline = gauge('offlineReplicaCount')
  const underReplicated = gauge('underReplicatedPartitions')
  const underMinIsr = gauge('underMinIsrPartitionCount')
  const atMinIsr = gauge('atMinIsrPartitionCount')
  const produceWaits = gauge('produceWaits')
  const fetchWaits = gauge('fetchWaits')
  metrics.onScrape(() => {
    const counts: Counts = { leaders: 0, offline: 0, underReplicated: 0, underMinIsr: 0, atMinIsr: 0 }
    for (const replica of table.all()) count(replica, counts)
    leaders.set(counts.leaders)
    partitions.set(table.size)
    offline.set(counts.offline)
    underReplicated.set(counts.underReplicated)
    underMinIsr.set(counts.underMinIsr)
    atMinIsr.set(counts.atMinIsr)
    produceWaits.set(timeouts.produce.size)
    fetchWaits.set(timeouts.fetch.size)
  })
}

interface Counts {
  leaders: number
  offline: number
  underReplicated: number
  underMinIsr: number
  atMinIsr: number
}

function count({ state: { role }, settings }: Replica, counts: Counts): void {
  if (role.kind === 'offline') counts.offline++
  if (role.kind !== 'leader') return
  counts.leaders++
  if (role.isUnderReplicated()) counts.underReplicated++
  if (role.isUnderMinIsr(settings.minInsyncReplicas)) counts.underMinIsr++
  if (role.isAtMinIsr(settings.minInsyncReplicas)) counts.atMinIsr++
}
