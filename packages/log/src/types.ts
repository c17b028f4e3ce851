import type {
  LeaderEpoch,
  Offset,
  PartitionIndex,
  ProducerEpoch,
  ProducerId,
  Result,
  TimestampMs,
  TopicId
} from '@gregor/base'

/** What names a partition's log on disk and in messages. */
export interface LogIdentity {
  readonly topicId: TopicId
  readonly topic: string
  readonly partition: PartitionIndex
}

/** The settings of one log; Kafka's topic configs of the same names, already resolved. */
export interface LogConfig {
  /** `segment.bytes` */
  readonly segmentBytes: number
  /** `segment.ms` */
  readonly segmentMs: number
  /** `index.interval.bytes` */
  readonly indexIntervalBytes: number
  /** `segment.index.bytes` */
  readonly segmentIndexBytes: number
  /** `retention.ms`; -1 = for ever */
  readonly retentionMs: number
  /** `retention.bytes`; -1 = no limit */
  readonly retentionBytes: number
  /** `cleanup.policy` */
  readonly deletes: boolean
  readonly compacts: boolean
  /** `max.message.bytes`: the largest record batch */
  readonly maxMessageBytes: number
  /** `message.timestamp.type` = LogAppendTime */
  readonly logAppendTime: boolean
  /** `message.timestamp.before.max.ms`, `message.timestamp.after.max.ms` */
  readonly timestampBeforeMaxMs: number
  readonly timestampAfterMaxMs: number
  /** `file.delete.delay.ms` */
  readonly fileDeleteDelayMs: number
  /** `producer.id.expiration.ms` */
  readonly producerIdExpirationMs: number
  /** `flush.before.ack` of the topic; undefined = as the manager was told. */
  readonly flushBeforeAck?: boolean
}

/** An expected refusal of an append: a Kafka error code and what to tell the client. */
export interface AppendRefusal {
  /** A code of the protocol's error table (protocol `ErrorCode`). */
  readonly code: number
  readonly message: string
}

/** An append that was taken, or recognised as a repeat of one that was. */
export interface AppendedBatch {
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  /** -1 unless the topic stamps LogAppendTime. */
  readonly logAppendTimeMs: TimestampMs
  /** The producer resent one of its last five batches: nothing was appended. */
  readonly duplicate: boolean
}

/** Bytes of whole record batches, of which the first holds the wanted offset. */
export interface LogRead {
  readonly records: Buffer
  /** Offset after the last batch in `records`; the wanted offset when it is empty. */
  readonly nextOffset: Offset
  /** Transactions that were aborted and have records here, or before here and are ended here or later; when asked for. */
  readonly aborted?: readonly AbortedTransaction[]
}

/** What a leader is given with an append. */
export interface LeaderAppendOptions {
  readonly leaderEpoch: LeaderEpoch
  /** 'client' refuses control batches. */
  readonly origin: 'client' | 'coordinator'
  /** The `guard` that a batch was verified with which may open a transaction; undefined = it is not asked for. */
  readonly transactionGuard?: Offset | undefined
  /** The level of the feature transaction.version by which end markers were written (KIP-890). Default 0. */
  readonly transactionVersion?: number | undefined
}

/** The end of an epoch: the offset after its last record. (KIP-101, KIP-279.) */
export interface EpochEnd {
  readonly epoch: LeaderEpoch
  readonly endOffset: Offset
}

export interface TimestampedOffset {
  readonly offset: Offset
  readonly timestampMs: TimestampMs
  readonly epoch: LeaderEpoch
}

/** One producer's state in a partition. (Protocol key 61 DescribeProducers.) */
export interface ActiveProducer {
  readonly producerId: ProducerId
  readonly producerEpoch: ProducerEpoch
  readonly lastSequence: number
  readonly lastTimestampMs: TimestampMs
  /** Epoch of the coordinator that wrote the last end marker; -1 = none. */
  readonly coordinatorEpoch: number
  /** -1 = no transaction is open. */
  readonly currentTransactionStartOffset: Offset
}

/** A transaction whose records readers of what is committed must not see. */
export interface AbortedTransaction {
  readonly producerId: ProducerId
  /** Of its first record in this partition. */
  readonly firstOffset: Offset
  /** Of its end marker. */
  readonly lastOffset: Offset
  /** First offset that was still undecided when the marker was appended, or the offset after the marker. */
  readonly lastStableOffset: Offset
}

/** Where a producer stands with transactions in a partition. */
export interface ProducerTransaction {
  /** A transaction of the epoch that was asked for is open: its next batches need no verification. */
  readonly open: boolean
  /**
   * Changes when a transaction of the producer ends, or the log is cut. To be had before the transaction's coordinator is
   * asked, and handed in with the batch that opens the transaction: a verification that an end marker has overtaken is
   * worth nothing.
   */
  readonly guard: Offset
}

/**
 * The log of one partition on this broker.
 *
 * Appends and reads of positions are synchronous in memory: an append assigns offsets and is visible to `read` at
 * once, and the bytes go to the file behind it, in order. `flushedOffset` tells what would survive a power cut.
 * Invariant: logStartOffset <= flushedOffset <= logEndOffset, and logStartOffset <= highWatermark <= logEndOffset.
 */
export interface PartitionLog {
  readonly identity: LogIdentity
  readonly config: LogConfig
  readonly logStartOffset: Offset
  /** The offset that the next record will get. */
  readonly logEndOffset: Offset
  /** Everything below it is durable. */
  readonly flushedOffset: Offset
  /** Set by replication; kept in the checkpoint, and the limit of retention and compaction. */
  readonly highWatermark: Offset
  /**
   * First offset of the oldest transaction that is open, or whose end marker is not below the high watermark; the high
   * watermark when there is none. Never above the high watermark, and moves backwards only with it.
   */
  readonly lastStableOffset: Offset
  /** Epoch of the last batch; -1 when the log is empty and knows none. */
  readonly lastEpoch: LeaderEpoch
  readonly sizeBytes: number
  /** Set when the disk failed, damage was found (a CorruptLogError), or the log was closed; appends are then refused. */
  readonly failure: Error | undefined

  /**
   * Takes one client or coordinator batch (or several, back to back) as leader: checks it (size, magic, CRC, count, timestamps, producer
   * epoch and sequence), assigns offsets, and stamps base offset and leader epoch in place in `records`, which the log
   * keeps from then on.
   */
  appendAsLeader(records: Buffer, options: LeaderAppendOptions): Result<AppendedBatch, AppendRefusal>

  /**
   * Takes batches as the leader stamped them. They must start at logEndOffset (batches wholly below it are skipped);
   * a gap, a bad CRC or an epoch going backwards is refused, and nothing of the refused batch is appended.
   */
  appendAsFollower(records: Buffer): Result<{ readonly nextOffset: Offset }, AppendRefusal>

  /**
   * Whole batches from the one that holds `from`, of at most `maxBytes` but at least one batch (even a larger one) when
   * `minOneBatch`, ending before `upTo`. Resolves at once with no records when `from` = `upTo`. Rejects with
   * OffsetOutOfRangeError outside logStartOffset … logEndOffset. With `checkCrc` what comes from files is checked, and
   * nothing damaged is given out: the log fails. With `withAborted` the answer lists the aborted transactions.
   */
  read(
    from: Offset,
    options: {
      readonly maxBytes: number
      readonly upTo: Offset
      readonly minOneBatch: boolean
      readonly checkCrc?: boolean
      readonly withAborted?: boolean
    }
  ): Promise<LogRead>

  /**
   * The same, when every byte is in memory (recent appends, or an empty answer); undefined when the file must be read.
   */
  readCached(
    from: Offset,
    options: {
      readonly maxBytes: number
      readonly upTo: Offset
      readonly minOneBatch: boolean
      readonly withAborted?: boolean
    }
  ): LogRead | undefined

  /** Bytes between two offsets, roughly and without I/O: for fetch.min.bytes. */
  bytesBetween(from: Offset, to: Offset): number

  /** Largest epoch <= `epoch` that the log knows and the offset at which it ends; undefined when it knows none. */
  endOffsetForEpoch(epoch: LeaderEpoch): EpochEnd | undefined
  /** The first known epoch above `epoch`, and where it starts. */
  nextEpoch(epoch: LeaderEpoch): { readonly epoch: LeaderEpoch; readonly startOffset: Offset } | undefined
  /** Epoch of the record at `offset`. */
  epochForOffset(offset: Offset): LeaderEpoch
  /** Records that a leadership of `epoch` starts at logEndOffset, so that an empty leadership is known too (KIP-279). */
  startEpoch(epoch: LeaderEpoch): void

  /** First record at or after the time, by index and one batch scan; undefined when there is none below `upTo`. */
  offsetForTimestamp(timestampMs: TimestampMs, upTo: Offset): Promise<TimestampedOffset | undefined>
  /** The record with the largest timestamp (KIP-734). */
  maxTimestampOffset(upTo: Offset): Promise<TimestampedOffset | undefined>

  activeProducers(): ActiveProducer[]
  /** Where a producer stands with transactions here; one look into a map. */
  transactionOf(producer: {
    readonly producerId: ProducerId
    readonly producerEpoch: ProducerEpoch
  }): ProducerTransaction

  /** Moves the high watermark; never backwards except by truncation. */
  setHighWatermark(offset: Offset): void
  /** Cuts everything at and above `offset`: segments, indexes, epoch cache, producer state. Resolves when durable. */
  truncateTo(offset: Offset): Promise<void>
  /** Empties the log and restarts it at `offset`: the leader has nothing older. */
  resetTo(offset: Offset): Promise<void>
  /** Raises the start of the log (DeleteRecords, or as the leader says). */
  setLogStartOffset(offset: Offset): Promise<void>
  setConfig(config: LogConfig): void

  /** Called whenever flushedOffset moves, or the log fails. One listener: replication. */
  onFlushed(listener: (log: PartitionLog) => void): void
  /** Applies retention once: resolves with the bytes removed. */
  applyRetention(): Promise<number>
}

/** A log dir as it is now. */
export interface LogDirDescription {
  readonly path: string
  /** Why it is not used; undefined = it is. */
  readonly failure: Error | undefined
  /** Undefined when the disk does not tell, or the dir is offline. */
  readonly freeBytes: number | undefined
  /** Those that are open in it. */
  readonly logs: readonly PartitionLog[]
}

/** All logs of one log dir set: opens lazily, flushes in groups, checkpoints, recovers. */
export interface LogManager {
  /** Logs found on disk at start, by identity; none of them has been read yet. */
  readonly found: readonly LogIdentity[]
  /** Whether the folders were left by a clean shutdown of broker epoch `cleanShutdownEpoch`. */
  readonly cleanShutdown: boolean
  /** The broker epoch of that shutdown (KIP-966); -1 = not known, or not clean. */
  readonly cleanShutdownEpoch: number
  /** Bytes appended to logs and not in their files yet: a reason to read less from clients. */
  readonly unwrittenBytes: number
  /** The log dirs that are not used until a restart, since their disks failed. */
  readonly offlineDirs: readonly string[]
  /** Whether a log dir is left in which logs can be made. */
  readonly usable: boolean
  /**
   * Opens (or creates) a log; recovers it when the last shutdown was not clean. `isNew`: nobody counts on anything that
   * an earlier log of the partition held here. Otherwise rejects with a LogDirOfflineError while a log dir is offline
   * that may hold the log, or a newer copy of it.
   */
  open(identity: LogIdentity, config: LogConfig, options?: { readonly isNew?: boolean }): Promise<PartitionLog>
  get(topicId: TopicId, partition: PartitionIndex): PartitionLog | undefined
  /** Closes and deletes a log: renamed at once, files removed after file.delete.delay.ms. */
  delete(topicId: TopicId, partition: PartitionIndex): Promise<void>
  /**
   * Takes a damaged log out of use: its folder gets a name that is never opened and is kept there for a person to look
   * at; `open` then makes an empty log. Resolves with the new path; undefined when there is no such log.
   */
  setAsideDamaged(topicId: TopicId, partition: PartitionIndex): Promise<string | undefined>
  /** Every log dir, in the order of `log.dirs`. */
  describeDirs(): Promise<LogDirDescription[]>
  /** Somebody else could not use a log dir: it goes offline at once, with all logs in it. */
  failDir(path: string, cause: Error): void
  /** Flushes all, writes checkpoints and the clean-shutdown marker with the broker's epoch, closes. */
  close(options?: { readonly brokerEpoch?: number }): Promise<void>
}
