import type { BrokerId, Metrics } from '@gregor/base'
import type { LeaderStreams } from './leader/leader-streams.ts'
import { replicationMetrics } from './metrics.ts'
import type { ReplicaTable } from './replica-table.ts'
import type { Replica } from './replica.ts'

/** How far followers are behind this broker as their leader, and what is on its way to them. */
export function keepFollowerGauges(metrics: Metrics, table: ReplicaTable, streams: LeaderStreams): void {
  // As Kafka labels the fetchers of followers.
  const maxLag = metrics.gauge(replicationMetrics.maxLag, { clientId: 'Replica' })
  const seen = new Set<BrokerId>()
  metrics.onScrape(() => {
    const lags = lagsByFollower(table)
    const loads = streams.loads()
    for (const follower of [...lags.keys(), ...loads.keys()]) seen.add(follower)
    for (const id of seen) {
      const follower = { follower: String(id) }
      metrics.gauge(replicationMetrics.followerLag, follower).set(lags.get(id) ?? 0)
      metrics.gauge(replicationMetrics.windowBytes, follower).set(loads.get(id)?.windowBytes ?? 0)
      metrics.gauge(replicationMetrics.catchingUp, follower).set(loads.get(id)?.catchingUp ?? 0)
    }
    maxLag.set(Math.max(0, ...lags.values()))
  })
}

function lagsByFollower(table: ReplicaTable): Map<BrokerId, number> {
  const lags = new Map<BrokerId, number>()
  for (const replica of table.all()) {
    for (const id of replica.leader?.replicas ?? []) {
      const lag = lagOf(replica, id)
      if (lag !== undefined) lags.set(id, Math.max(lags.get(id) ?? 0, lag))
    }
  }
  return lags
}

/** Undefined for the leader itself. A follower that has not told anything yet lacks, for all that is known, the whole log. */
function lagOf({ leader, log }: Replica, id: BrokerId): number | undefined {
  const follower = leader?.follower(id)
  if (follower === undefined || log === undefined) return undefined
  return Math.max(0, log.logEndOffset - Math.max(log.logStartOffset, follower.flushedOffset))
}
