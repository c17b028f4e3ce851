import type { Metrics } from '@gregor/base'
import type { LogDirWatch } from './log-dir-failure.ts'
import type { LogFolder } from './log-folder.ts'
import type { LogServices } from './log-state.ts'
import { logMetrics } from './metrics.ts'
import type { FilePartitionLog } from './partition-log.ts'
import type { LogIdentity } from './types.ts'

/** Sets the gauges of all logs before each scrape: nothing is counted on the way of an append. */
export function registerGauges(
  metrics: Metrics,
  services: LogServices,
  {
    logs,
    folders,
    watch
  }: {
    readonly logs: () => FilePartitionLog[]
    readonly folders: readonly LogFolder[]
    readonly watch: LogDirWatch
  }
): void {
  const openFiles = metrics.gauge(logMetrics.openFiles)
  const cacheBytes = metrics.gauge(logMetrics.cacheBytes)
  const unwrittenBytes = metrics.gauge(logMetrics.unwrittenBytes)
  const offlineDirs = metrics.gauge(logMetrics.offlineDirs)
  const failedLogs = metrics.gauge(logMetrics.failedLogs)
  metrics.onScrape(() => {
    const present = logs()
    openFiles.set(services.files.openFiles)
    cacheBytes.set(services.cacheBudget.memoryBytes)
    unwrittenBytes.set(services.backlog.unwrittenBytes)
    offlineDirs.set(watch.failures.length)
    failedLogs.set(present.filter((log) => log.failure !== undefined).length)
    for (const { path, room } of folders) {
      if (Number.isFinite(room.freeBytes)) metrics.gauge(logMetrics.freeBytes, { dir: path }).set(room.freeBytes)
      metrics.gauge(logMetrics.dirShort, { dir: path }).set(room.isShort ? 1 : 0)
    }
    for (const log of present) scrape(metrics, log)
  })
}

function scrape(metrics: Metrics, log: FilePartitionLog): void {
  const labels = labelsOf(log.identity)
  metrics.gauge(logMetrics.size, labels).set(log.sizeBytes)
  metrics.gauge(logMetrics.startOffset, labels).set(log.logStartOffset)
  metrics.gauge(logMetrics.endOffset, labels).set(log.logEndOffset)
  metrics.gauge(logMetrics.segments, labels).set(log.segmentCount)
}

/** The log is gone, and its series with it. */
export function dropGauges(metrics: Metrics, log: FilePartitionLog): void {
  for (const metric of [logMetrics.size, logMetrics.startOffset, logMetrics.endOffset, logMetrics.segments]) {
    metrics.remove(metric, labelsOf(log.identity))
  }
}

function labelsOf(identity: LogIdentity): { readonly topic: string; readonly partition: string } {
  return { topic: identity.topic, partition: String(identity.partition) }
}
