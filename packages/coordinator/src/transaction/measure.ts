import type { Metrics } from '@gregor/base'
import type { MarkerWriter } from '../markers/marker-writer.ts'
import type { CoordinatorRuntime } from '../runtime/runtime.ts'
import type { TransactionInput } from './inputs.ts'
import type { TransactionNotice } from './notices.ts'
import type { TransactionRecord } from './records.ts'
import { TransactionState } from './states.ts'
import type { TransactionTicket } from './tickets.ts'
import { TransactionCore } from './transaction-core.ts'
import { transactionCoordinatorMetrics } from './transaction-metrics.ts'

export type TransactionRuntime = CoordinatorRuntime<
  TransactionRecord,
  TransactionInput,
  TransactionTicket,
  TransactionNotice
>

/** States that a transactional id can really be in. */
const measured = Object.values(TransactionState).filter(
  (state) => state !== TransactionState.dead && state !== TransactionState.prepareEpochFence
)

/** Sets the gauges before each scrape. */
export function measureTransactions(
  metrics: Metrics,
  { runtime, writer }: { readonly runtime: TransactionRuntime; readonly writer: MarkerWriter }
): void {
  const table = transactionCoordinatorMetrics
  const byState = measured.map((state) => [state, metrics.gauge(table.transactionalIds, { state })] as const)
  const loading = metrics.gauge(table.partitions, { state: 'loading' })
  const active = metrics.gauge(table.partitions, { state: 'active' })
  const pending = metrics.gauge(table.markersPending)
  const stranded = metrics.gauge(table.markersStranded)
  metrics.onScrape(() => {
    const counts = countByState(runtime)
    for (const [state, gauge] of byState) gauge.set(counts.get(state) ?? 0)
    loading.set([...runtime.loadingPartitions()].length)
    active.set([...runtime.activePartitions()].length)
    pending.set(writer.pendingCount)
    stranded.set(writer.strandedCount)
  })
}

function countByState(runtime: TransactionRuntime): ReadonlyMap<TransactionState, number> {
  const counts = new Map<TransactionState, number>()
  for (const { core, state: shardState } of runtime.shards()) {
    if (shardState !== 'active' || !(core instanceof TransactionCore)) continue
    for (const [, { state }] of core.state.transactions.entries()) counts.set(state, (counts.get(state) ?? 0) + 1)
  }
  return counts
}
