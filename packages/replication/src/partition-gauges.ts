import type { Gauge, Metrics } from '@gregor/base'
import { partitionGauges, replicationMetrics } from './metrics.ts'
import type { ReplicaTable } from './replica-table.ts'
import type { Replica } from './replica.ts'

/**
 * Series of each replica, for the first `seriesMax` that this broker got: thousands of partitions would make a scrape slow for the
 * broker and heavy for who keeps it.
 */
export function keepPartitionGauges(metrics: Metrics, table: ReplicaTable, seriesMax: number): void {
  const leftOut = metrics.gauge(replicationMetrics.partitionsLeftOut)
  const bound = new WeakMap<Replica, ReplicaSeries>()
  metrics.onScrape(() => {
    let left = seriesMax
    for (const replica of table.all()) {
      if (left-- <= 0) break
      let series = bound.get(replica)
      if (series === undefined) {
        series = seriesOf(metrics, replica)
        bound.set(replica, series)
      }
      show(replica, series)
    }
    leftOut.set(Math.max(0, table.size - seriesMax))
  })
}

type Name = keyof typeof partitionGauges
type ReplicaSeries = Readonly<Record<Name, Gauge>>

const names = Object.keys(partitionGauges) as Name[]

function seriesOf(metrics: Metrics, { identity, partition }: Replica): ReplicaSeries {
  const labels = { topic: identity.topic, partition: String(partition) }
  return Object.fromEntries(names.map((name) => [name, metrics.gauge(partitionGauges[name], labels)])) as ReplicaSeries
}

function show(replica: Replica, series: ReplicaSeries): void {
  const values = valuesOf(replica)
  for (const name of names) series[name].set(values?.[name] ?? 0)
}

/** Undefined where this broker does not lead: it shows zeros then, as Kafka does. */
function valuesOf({ leader, log, settings }: Replica): Record<Name, number> | undefined {
  if (leader === undefined) return undefined
  const { minInsyncReplicas } = settings
  return {
    underReplicated: leader.isUnderReplicated() ? 1 : 0,
    underMinIsr: leader.isUnderMinIsr(minInsyncReplicas) ? 1 : 0,
    atMinIsr: leader.isAtMinIsr(minInsyncReplicas) ? 1 : 0,
    replicas: leader.replicas.length,
    inSync: leader.isr.current.length,
    stableLag: log === undefined ? 0 : log.highWatermark - log.lastStableOffset
  }
}
