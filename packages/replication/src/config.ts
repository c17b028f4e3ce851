/** Limits and times of replication. Broker configs are named where they give the value. */
export interface ReplicationConfig {
  /** `replica.lag.time.max.ms`: a follower that has not caught up for this long leaves the ISR. */
  readonly replicaLagTimeMaxMs: number
  /** `replica.fetch.max.bytes`: about how many bytes of one partition go to a follower at a time. */
  readonly partitionPushBytesMax: number
  /** `replica.fetch.response.max.bytes`: bytes sent to one follower and not yet acknowledged as flushed. */
  readonly streamWindowBytes: number
  /** The same of all followers together, which share it evenly: a part of `gregor.memory.max.bytes`. */
  readonly streamsWindowBytes: number
  /**
   * Pushes of one partition that are not acknowledged yet, at most: what is appended meanwhile goes together with the
   * next one, so that the groups grow with the load. With two, writing much at a time cost a tenth more processor time.
   */
  readonly pushesAheadMax: number
  /** Pushes of one turn travel together in messages of about this size. */
  readonly messageBytesMax: number
  /** Reads of log files for followers that catch up, at once per stream. */
  readonly catchUpReadsMax: number
  /** A stream that had nothing to say for this long says that it lives. */
  readonly heartbeatMs: number
  /** A stream that heard nothing for this long is broken: the peer is frozen or unreachable. */
  readonly streamTimeoutMs: number
  /**
   * How long the high watermark waits for a push to travel with. Nobody reads from followers, and a new leader soon knows better: a
   * message of its own after each write would cost as much as the write.
   */
  readonly highWatermarkLingerMs: number
  /** First and longest pause before a follower opens a broken stream again. */
  readonly reconnectMsMin: number
  readonly reconnectMsMax: number
  /** Pause before a partition that failed on a live stream is followed again. */
  readonly followRetryMs: number
  /** A member of the ISR without a stream for this long does not count towards min.insync.replicas of new writes. */
  readonly reachGraceMs: number
  /** Pause before an ISR change that the controller refused, or did not answer, is asked for again. */
  readonly isrRetryMs: number
  /** Partitions whose logs are opened at once after a metadata change. */
  readonly openLogsMax: number
  /** `metrics.partitions.max`: replicas that have series of their own in the metrics. */
  readonly partitionSeriesMax: number
}

export const defaultReplicationConfig: ReplicationConfig = {
  replicaLagTimeMaxMs: 30_000,
  partitionPushBytesMax: 1_048_576,
  streamWindowBytes: 16_777_216,
  streamsWindowBytes: 33_554_432,
  pushesAheadMax: 1,
  messageBytesMax: 1_048_576,
  catchUpReadsMax: 4,
  heartbeatMs: 200,
  streamTimeoutMs: 700,
  highWatermarkLingerMs: 100,
  reconnectMsMin: 20,
  reconnectMsMax: 1000,
  followRetryMs: 1000,
  reachGraceMs: 1500,
  isrRetryMs: 200,
  openLogsMax: 64,
  partitionSeriesMax: 1000
}
