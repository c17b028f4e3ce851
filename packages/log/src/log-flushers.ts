import type { FileSystem, Logger, Metrics, Scheduler } from '@gregor/base'
import type { DiskRoom } from './disk-room.ts'
import { FlushScheduler } from './flush-scheduler.ts'
import { Journal } from './journal/journal.ts'
import type { LogServices } from './log-state.ts'
import { logMetrics } from './metrics.ts'
import type { FilePartitionLog } from './partition-log.ts'

/** Logs of one folder that get what the journal has already at the same time. */
const WRITERS_BEHIND = 2
/** How long, and for how many bytes, their files wait for it, so that they get much at a time. What they lack is in memory meanwhile. */
const BEHIND_MS = 500
const BEHIND_BYTES = 4 * 1024 * 1024

export interface LogFlusherOptions {
  readonly fileSystem: FileSystem
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly metrics: Metrics
  readonly flushConcurrencyMax: number
  readonly journalLogsMin: number
  readonly journalFileBytes: number
  /** The log dir. */
  readonly folder: string
  readonly room: DiskRoom
  readonly backlog: LogServices['backlog']
  /** By name of the partition's folder. */
  readonly logs: ReadonlyMap<string, FilePartitionLog>
}

/** How the logs of a log dir become durable. */
export interface LogFlushers {
  readonly flusher: FlushScheduler
  readonly journal: Journal
  /** Brings to the logs' files what the journal has. */
  readonly writer: FlushScheduler
}

export function createLogFlushers(options: LogFlusherOptions): LogFlushers {
  const { scheduler, metrics, room, backlog, logs } = options
  const commits = metrics.counter(logMetrics.journalCommits)
  const bytesWritten = metrics.counter(logMetrics.journalBytes)
  const journal = new Journal({
    ...options,
    fileBytesMax: options.journalFileBytes,
    // A log that is not there was deleted or set aside.
    settle: (name) => logs.get(name)?.settle() ?? Promise.resolve(true),
    onCommit: (bytes, grownBytes) => {
      commits.inc()
      bytesWritten.inc(bytes)
      room.take(grownBytes)
    }
  })
  const crowd = { journal, logsMin: options.journalLogsMin }
  return {
    journal,
    flusher: new FlushScheduler({ scheduler, concurrencyMax: options.flushConcurrencyMax, journal: crowd }),
    writer: new FlushScheduler({
      scheduler,
      concurrencyMax: WRITERS_BEHIND,
      delay: { ms: BEHIND_MS, isUrgent: () => backlog.unwrittenBytes >= BEHIND_BYTES }
    })
  }
}
