import type { Gauge, Metrics } from '@gregor/base'
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
    watch,
    seriesMax
  }: {
    readonly logs: () => FilePartitionLog[]
    readonly folders: readonly LogFolder[]
    readonly watch: LogDirWatch
    /** Logs that have series of their own: the first that were opened. */
    readonly seriesMax: number
  }
): void {
  const openFiles = metrics.gauge(logMetrics.openFiles)
  const cacheBytes = metrics.gauge(logMetrics.cacheBytes)
  const unwrittenBytes = metrics.gauge(logMetrics.unwrittenBytes)
  const offlineDirs = metrics.gauge(logMetrics.offlineDirs)
  const bound = new WeakMap<FilePartitionLog, LogSeries>()
  const leftOut = metrics.gauge(logMetrics.leftOut)
  // Those that fail leave the list of folders.
  const dirs = folders.map(({ path }) => path)
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
    for (const dir of dirs) {
      const isOffline = watch.failureOf(dir) !== undefined
      metrics.gauge(logMetrics.dirOffline, { logDirectory: dir }).set(isOffline ? 1 : 0)
    }
    for (const log of present.slice(0, seriesMax)) {
      let series = bound.get(log)
      if (series === undefined) {
        series = seriesOf(metrics, log)
        bound.set(log, series)
      }
      show(log, series)
    }
    leftOut.set(Math.max(0, present.length - seriesMax))
  })
}

interface LogSeries {
  readonly size: Gauge
  readonly startOffset: Gauge
  readonly endOffset: Gauge
  readonly segments: Gauge
}

function seriesOf(metrics: Metrics, log: FilePartitionLog): LogSeries {
  const labels = labelsOf(log.identity)
  return {
    size: metrics.gauge(logMetrics.size, labels),
    startOffset: metrics.gauge(logMetrics.startOffset, labels),
    endOffset: metrics.gauge(logMetrics.endOffset, labels),
    segments: metrics.gauge(logMetrics.segments, labels)
  }
}

function show(log: FilePartitionLog, series: LogSeries): void {
  series.size.set(log.sizeBytes)
  series.startOffset.set(log.logStartOffset)
  series.endOffset.set(log.logEndOffset)
  series.segments.set(log.segmentCount)
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
