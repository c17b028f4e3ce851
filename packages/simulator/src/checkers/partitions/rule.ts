import type { HostedLog, LogPosition, PartitionHistory } from './history.ts'

/** One invariant of partitions. Logs are looked at after each event of their node. */
export interface PartitionRule {
  /** A process has opened a log. `left`: how an earlier process left it on this disk; undefined = there was none. */
  opened?(hosted: HostedLog, left: { readonly durable: number; readonly logStart: number } | undefined): void
  /** Something of the log's position changed since the last look. The copy is as it is now. */
  moved?(hosted: HostedLog, before: LogPosition): void
  /** The node has begun to lead, in `hosted.leaderEpoch`. */
  leads?(hosted: HostedLog): void
  /** The metadata log has another state of the partition than before, seen here for the first time. */
  changed?(history: PartitionHistory): void
}
