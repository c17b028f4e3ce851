import type { Gauge, Metrics } from '@gregor/base'
import { keepFollowerGauges } from './follower-gauges.ts'
import type { LeaderStreams } from './leader/leader-streams.ts'
import { replicationMetrics } from './metrics.ts'
import { keepPartitionGauges } from './partition-gauges.ts'
import type { ReplicaTable } from './replica-table.ts'
import type { Replica } from './replica.ts'
import type { Timeouts } from './requests/timeouts.ts'

export interface GaugeSources {
  readonly table: ReplicaTable
  readonly leaderStreams: LeaderStreams
  readonly timeouts: { readonly produce: Timeouts; readonly fetch: Timeouts }
  /** Replicas that have series of their own. */
  readonly partitionSeriesMax: number
}

/** Counts replicas when somebody looks, rather than at each change. */
export function keepGauges(metrics: Metrics, sources: GaugeSources): void {
  keepCounts(metrics, sources)
  keepFollowerGauges(metrics, sources.table, sources.leaderStreams)
  keepPartitionGauges(metrics, sources.table, sources.partitionSeriesMax)
}

function keepCounts(metrics: Metrics, { table, timeouts }: GaugeSources): void {
  const gauge = (name: keyof typeof replicationMetrics): Gauge => metrics.gauge(replicationMetrics[name])
  const leaders = gauge('leaderCount')
  const partitions = gauge('partitionCount')
  const offline = gauge('offlineReplicaCount')
  const underReplicated = gauge('underReplicatedPartitions')
  const underMinIsr = gauge('underMinIsrPartitionCount')
  const atMinIsr = gauge('atMinIsrPartitionCount')
  const produceWaits = waitGauge(metrics, 'Produce')
  const fetchWaits = waitGauge(metrics, 'Fetch')
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

function waitGauge(metrics: Metrics, delayedOperation: string): Gauge {
  const delayed = metrics.gauge(replicationMetrics.delayedOperations, { delayedOperation })
  const size = metrics.gauge(replicationMetrics.purgatorySize, { delayedOperation })
  return {
    set: (value) => {
      delayed.set(value)
      size.set(value)
    }
  }
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
