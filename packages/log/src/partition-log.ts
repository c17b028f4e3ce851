import { basename } from 'node:path'
import {
  asError,
  invariant,
  type LeaderEpoch,
  Offset,
  type ProducerEpoch,
  type ProducerId,
  type Result
} from '@gregor/base'
import { appendAsFollower } from './append-follower.ts'
import { appendAsLeader } from './append-leader.ts'
import { markDamaged } from './damage.ts'
import { CorruptLogError, type LogDirOfflineError, LogUnusableError, OffsetOutOfRangeError } from './errors.ts'
import type { EpochStart } from './checkpoint.ts'
import { compactLog, type CompactionProgress } from './compact-log.ts'
import { Exclusive } from './exclusive.ts'
import { findMaxTimestamp, findTimestamp } from './find-timestamp.ts'
import { flushLog, isJournalable, writeBehind } from './flush-log.ts'
import type { Flushable, FlushScheduler } from './flush-scheduler.ts'
import type { Journal } from './journal/journal.ts'
import {
  activeSegment,
  logName,
  type LogServices,
  logSizeBytes,
  type LogState,
  segmentIndexOf,
  withStableFiles
} from './log-state.ts'
import { encodeProducerSnapshot } from './producer-snapshot.ts'
import { readCached, readLog, type ReadOptions } from './read-log.ts'
import { retainLog } from './retain-log.ts'
import { persistIndexes, saveEpochs, writeSnapshot } from './save-log.ts'
import { forgetIndexes } from './remove-segment.ts'
import { indexesOf, indexMaxTimestamp } from './segment.ts'
import { LogScrub } from './scrub-log.ts'
import type { ScrubbedLog } from './scrubber.ts'
import { resetLog, truncateLog } from './truncate-log.ts'
import type {
  ActiveProducer,
  AppendedBatch,
  AppendRefusal,
  EpochEnd,
  LeaderAppendOptions,
  LogConfig,
  LogIdentity,
  LogRead,
  PartitionLog,
  ProducerTransaction,
  TimestampedOffset
} from './types.ts'

/** Bytes read at a time when a read found damage. */
const VERIFY_BYTES = 1024 * 1024

/** What the logs of a log dir ask of their manager. */
export interface LogHost {
  readonly flusher: FlushScheduler
  readonly journal: Journal
  /** Brings to the files what the journal has, with less haste. */
  readonly writer: FlushScheduler
  /** Resolves when the checkpoints of recovery points and log starts durably say what the logs say now. */
  saveCheckpoints(): Promise<void>
  /** The high watermark moved. */
  noteHighWatermark(): void
  /** Calls `saveEpochs` some time soon, not all logs at once. */
  noteEpochs(log: FilePartitionLog): void
  /** Resolves when the log's `cleanedOffset` is durable. */
  saveCleanedOffset(log: FilePartitionLog): Promise<void>
  removeLater(paths: readonly string[], delayMs: number): void
  noteFlush(durationMs: number): void
  /** Damage was found. */
  noteDamage(): void
  /** A recovery mark was set, or a segment completed: worth writing the recovery point for. */
  noteMark(): void
}

/** Drives the state of one log: appends in memory, and one work at a time on its files. */
export class FilePartitionLog implements PartitionLog, ScrubbedLog {
  readonly #state: LogState
  readonly #services: LogServices
  readonly #host: LogHost
  readonly #files = new Exclusive()
  readonly #compaction: CompactionProgress
  #listener: ((log: PartitionLog) => void) | undefined
  #announcedOffset: Offset
  #closedCleanly = false
  #unwrittenDropped = false
  readonly #behind: Flushable = {
    isJournalable: false,
    flush: () => this.#onFiles(() => writeBehind(this.#state, this.#services))
  }

  /** `cleanedOffset`: up to where compaction came before. */
  constructor(state: LogState, services: LogServices, host: LogHost, cleanedOffset = Offset(0)) {
    this.#state = state
    this.#services = services
    this.#host = host
    this.#announcedOffset = state.flushedOffset
    this.#compaction = {
      cleanedOffset,
      tombstones: undefined,
      generation: state.generation
    }
  }

  get identity(): LogIdentity {
    return this.#state.identity
  }
  get config(): LogConfig {
    return this.#state.config
  }
  get logStartOffset(): Offset {
    return this.#state.logStartOffset
  }
  get logEndOffset(): Offset {
    return this.#state.logEndOffset
  }
  get flushedOffset(): Offset {
    return this.#state.flushedOffset
  }
  get highWatermark(): Offset {
    return this.#state.highWatermark
  }
  get failure(): Error | undefined {
    return this.#state.failure
  }
  get sizeBytes(): number {
    return logSizeBytes(this.#state)
  }
  get segmentCount(): number {
    return this.#state.segments.length
  }
  get folder(): string {
    return this.#state.folder
  }
  /** Whether all that was appended, and all that a start relies on, is durable. */
  get closedCleanly(): boolean {
    return this.#closedCleanly
  }
  /** Below it compaction has left every key once. */
  get cleanedOffset(): Offset {
    return this.#compaction.cleanedOffset
  }
  /** Where recovery may begin after a crash. */
  get recoveryPoint(): Offset {
    return this.#state.syncedOffset
  }

  get lastStableOffset(): Offset {
    const { highWatermark, producers } = this.#state
    const unstable = producers.firstUnstableOffset(highWatermark)
    return unstable >= 0 && unstable < highWatermark ? unstable : highWatermark
  }

  get lastEpoch(): LeaderEpoch {
    const { epochs, logStartOffset, logEndOffset } = this.#state
    return logEndOffset > logStartOffset ? epochs.epochForOffset((logEndOffset - 1) as Offset) : epochs.latestEpoch
  }

  appendAsLeader(records: Buffer, options: LeaderAppendOptions): Result<AppendedBatch, AppendRefusal> {
    const appended = appendAsLeader(this.#state, this.#services, { ...options, records })
    if (appended.ok && !appended.value.duplicate) this.#host.flusher.enqueue(this)
    return appended
  }

  appendAsFollower(records: Buffer): Result<{ readonly nextOffset: Offset }, AppendRefusal> {
    const before = this.#state.logEndOffset
    const appended = appendAsFollower(this.#state, this.#services, records)
    if (this.#state.logEndOffset > before) this.#host.flusher.enqueue(this)
    return appended
  }

  readCached(from: Offset, options: ReadOptions): LogRead | undefined {
    return readCached(this.#state, from, options)
  }

  read(from: Offset, options: ReadOptions): Promise<LogRead> {
    return readLog(this.#state, this.#services, from, options).catch(async (error: unknown) => {
      if (error instanceof CorruptLogError) await this.#verify({ from, segments: 1 })
      throw error
    })
  }

  /** A check of all that is in the files now. */
  scrub(): LogScrub {
    return new LogScrub(this.#state, this.#services)
  }

  async reportDamage(damage: CorruptLogError): Promise<void> {
    await this.#onFiles(() => Promise.reject(damage))
  }

  bytesBetween(from: Offset, to: Offset): number {
    const { segments } = this.#state
    let bytes = 0
    for (const segment of segments.slice(segmentIndexOf(this.#state, from), segmentIndexOf(this.#state, to) + 1)) {
      const offsets = segment.nextOffset - segment.baseOffset
      const wanted = Math.min(to, segment.nextOffset) - Math.max(from, segment.baseOffset)
      if (offsets > 0 && wanted > 0) bytes += (segment.sizeBytes * wanted) / offsets
    }
    return Math.round(bytes)
  }

  endOffsetForEpoch(epoch: LeaderEpoch): EpochEnd | undefined {
    return this.#state.epochs.endOffsetForEpoch(epoch, this.#state.logEndOffset)
  }

  nextEpoch(epoch: LeaderEpoch): EpochStart | undefined {
    return this.#state.epochs.nextEpoch(epoch)
  }

  epochForOffset(offset: Offset): LeaderEpoch {
    return this.#state.epochs.epochForOffset(offset)
  }

  startEpoch(epoch: LeaderEpoch): void {
    if (!this.#state.epochs.assign(epoch, this.#state.logEndOffset)) return
    this.#state.epochsChanged = true
    this.#host.noteEpochs(this)
  }

  /** Writes the epoch cache when it changed. Batches tell their epochs again after a crash; this is for empty ones. */
  async saveEpochs(): Promise<void> {
    await this.#onFiles(() => saveEpochs(this.#state, this.#services))
  }

  offsetForTimestamp(
    timestampMs: TimestampedOffset['timestampMs'],
    upTo: Offset
  ): Promise<TimestampedOffset | undefined> {
    return this.#whenWritten(() => findTimestamp(this.#state, this.#services, { timestampMs, upTo }))
  }

  maxTimestampOffset(upTo: Offset): Promise<TimestampedOffset | undefined> {
    return this.#whenWritten(() => findMaxTimestamp(this.#state, this.#services, upTo))
  }

  activeProducers(): ActiveProducer[] {
    return this.#state.producers.active()
  }

  transactionOf(producer: {
    readonly producerId: ProducerId
    readonly producerEpoch: ProducerEpoch
  }): ProducerTransaction {
    return this.#state.producers.transactionOf(producer)
  }

  setHighWatermark(offset: Offset): void {
    const state = this.#state
    invariant(offset <= state.logEndOffset, 'the high watermark is within the log', { log: state.folder, offset })
    if (offset <= state.highWatermark) return
    state.highWatermark = offset
    this.#host.noteHighWatermark()
  }

  async truncateTo(offset: Offset): Promise<void> {
    this.#state.truncating = true
    await this.#cut(async () => {
      await flushLog(this.#state, this.#services, { sync: true, onProgress: () => this.#announce() })
      await this.#forgetJournaled()
      await truncateLog(this.#state, this.#services, offset, this.#host)
    })
  }

  async resetTo(offset: Offset): Promise<void> {
    this.#state.truncating = true
    await this.#cut(async () => {
      await this.#forgetJournaled()
      await resetLog(this.#state, this.#services, offset, this.#host)
    })
  }

  /** A start must not put back what is cut. */
  #forgetJournaled(): Promise<void> {
    const { folder, identity } = this.#state
    return this.#host.journal.forget({ name: basename(folder), topicId: identity.topicId })
  }

  async #cut(work: () => Promise<void>): Promise<void> {
    try {
      await this.#onFiles(work, { rethrow: true })
    } finally {
      this.#state.truncating = false
      this.#announcedOffset = this.#state.flushedOffset
    }
  }

  async setLogStartOffset(offset: Offset): Promise<void> {
    const state = this.#state
    if (offset > state.logEndOffset) throw new OffsetOutOfRangeError(logName(state), offset, state)
    if (offset > state.flushedOffset) await this.flush()
    if (state.failure !== undefined) throw state.failure
    if (offset <= state.logStartOffset) return
    state.logStartOffset = offset
    if (state.highWatermark < offset) state.highWatermark = offset
    if (state.epochs.truncateFromStart(offset)) state.epochsChanged = true
    await this.#host.saveCheckpoints()
  }

  setConfig(config: LogConfig): void {
    this.#state.config = config
    if (this.#state.syncedOffset < this.#state.flushedOffset) this.#host.flusher.enqueue(this)
  }

  onFlushed(listener: (log: PartitionLog) => void): void {
    this.#listener = listener
  }

  async applyRetention(): Promise<number> {
    let bytes = 0
    await this.#onFiles(async () => {
      bytes = await retainLog(this.#state, this.#services, {
        saveCheckpoints: () => this.#host.saveCheckpoints(),
        removeLater: (paths, delayMs) => this.#host.removeLater(paths, delayMs),
        onProgress: () => this.#announce()
      })
    })
    return bytes
  }

  /** Compacts the log once when its policy asks for it and enough is new: resolves with the bytes removed. */
  async compact(): Promise<number> {
    if (!this.#state.config.compacts || this.#state.failure !== undefined) return 0
    try {
      return await compactLog(this.#state, this.#services, {
        progress: this.#compaction,
        saveProgress: () => this.#host.saveCleanedOffset(this),
        exclusively: (work) => this.#onFiles(work)
      })
    } catch (error) {
      const fields = { log: logName(this.#state), error: asError(error) }
      this.#services.logger.warn(fields, 'compaction gave up; the log is as it was')
      if (error instanceof CorruptLogError) await this.#verify({ from: 0 as Offset, segments: Infinity })
      return 0
    }
  }

  get isJournalable(): boolean {
    return isJournalable(this.#state, this.#services)
  }

  /**
   * Flushes what was appended before the call, by way of the journal where that can be. A disk that fails once is not asked
   * again.
   */
  async flush(journal?: Journal): Promise<void> {
    await this.#onFiles(async () => {
      const start = this.#services.clock.monotonicMs()
      const { snapshotOffset } = this.#state
      await flushLog(this.#state, this.#services, { sync: false, journal, onProgress: () => this.#announce() })
      this.#host.noteFlush(this.#services.clock.monotonicMs() - start)
      if (this.#state.snapshotOffset !== snapshotOffset) this.#host.noteMark()
      this.#services.recoveryBudget.note(this)
    })
    const { writtenBytes, durableBytes } = activeSegment(this.#state)
    if (writtenBytes < durableBytes) this.#host.writer.enqueue(this.#behind)
  }

  /** Makes everything that was appended durable in the log's own files. Resolves with whether it is. */
  async settle(): Promise<boolean> {
    await this.#onFiles(() => flushLog(this.#state, this.#services, { sync: true, onProgress: () => this.#announce() }))
    return this.#state.failure === undefined
  }

  /** What a start after a crash would check of the last segment. */
  get unmarkedBytes(): number {
    const active = activeSegment(this.#state)
    return active.sizeBytes - active.markedBytes
  }

  requestMark(): void {
    this.#state.markRequested = true
    this.#host.flusher.enqueue(this)
  }

  /** Makes everything durable that a start after a clean shutdown relies on. */
  async close(): Promise<void> {
    const state = this.#state
    await this.#onFiles(async () => {
      await flushLog(state, this.#services, { sync: true, onProgress: () => this.#announce() })
      const active = activeSegment(state)
      indexMaxTimestamp(active)
      await persistIndexes(active, this.#services, { sync: true })
      // A log that never had a batch has no producers, and no file: a start would only have to remove the snapshot again.
      if (state.snapshotOffset !== state.logEndOffset && active.nameDurable) {
        const snapshot = encodeProducerSnapshot([...state.producers.entries()])
        await writeSnapshot(state, this.#services, { endOffset: state.logEndOffset, snapshot })
      }
      await saveEpochs(state, this.#services)
      this.#closedCleanly = true
    })
    state.failure ??= new LogUnusableError(`the log ${logName(state)} was closed`)
    await this.#release()
  }

  /** Ends all work on the log without writing anything more: its files are about to go. */
  async abandon(): Promise<void> {
    this.#state.failure ??= new LogUnusableError(`the log ${logName(this.#state)} was deleted`)
    await this.#files.run(() => this.#release())
    this.#listener?.(this)
  }

  /** The log dir failed: the log fails at once, whatever is under way on its files, and nothing more is written. */
  takeOffline(failure: LogDirOfflineError): void {
    this.#state.failure ??= failure
    void this.#files.run(() => this.#release())
    this.#listener?.(this)
  }

  async #release(): Promise<void> {
    const state = this.#state
    this.#services.recoveryBudget.forget(this)
    this.#dropUnwritten()
    state.tail.clear()
    this.#services.cacheBudget.account(state.tail)
    for (const segment of state.segments) {
      for (const { path } of [segment, ...indexesOf(segment)]) await this.#services.files.forget(path)
      forgetIndexes(this.#services, segment)
    }
  }

  /** Runs a look-up on the files when all that was appended is in them. */
  async #whenWritten<Value>(work: () => Promise<Value>): Promise<Value> {
    if (activeSegment(this.#state).writtenBytes < activeSegment(this.#state).sizeBytes) await this.flush()
    return withStableFiles(this.#state, work)
  }

  /**
   * Some work found no sense in the files. An index that is wrong, or a file that was cut meanwhile, does that too: the
   * batches decide.
   */
  async #verify(what: { readonly from: Offset; readonly segments: number }): Promise<void> {
    const from = this.#state.segments[segmentIndexOf(this.#state, what.from)]!.baseOffset
    const scrub = new LogScrub(this.#state, this.#services, { ...what, from })
    try {
      while ((await scrub.next(VERIFY_BYTES)) !== undefined);
    } catch (error) {
      if (error instanceof CorruptLogError) await this.reportDamage(error)
    }
  }

  /** Runs `work` alone on the files; what it throws makes the log fail for good. */
  #onFiles(work: () => Promise<void>, options: { readonly rethrow?: boolean } = {}): Promise<void> {
    return this.#files.run(async () => {
      if (this.#state.failure !== undefined) {
        if (options.rethrow === true) throw this.#state.failure
        return
      }
      try {
        await work()
      } catch (error) {
        if (error instanceof CorruptLogError) await markDamaged(this.#services, this.#state.folder, error)
        this.#fail(asError(error))
        if (options.rethrow === true) throw error
      }
    })
  }

  /** What a log that takes no more appends did not write is nobody's to wait for. */
  #dropUnwritten(): void {
    if (this.#unwrittenDropped) return
    this.#unwrittenDropped = true
    for (const segment of this.#state.segments) {
      this.#services.backlog.unwrittenBytes -= segment.sizeBytes - segment.writtenBytes
    }
  }

  #fail(cause: Error): void {
    const { logger } = this.#services
    if (this.#state.failure !== undefined) return
    const fields = { log: logName(this.#state), error: cause }
    this.#dropUnwritten()
    if (cause instanceof CorruptLogError) {
      this.#state.failure = cause
      this.#host.noteDamage()
      logger.error(fields, 'the log is damaged and not served any more')
    } else {
      const message = `the disk failed under ${logName(this.#state)}: ${cause.message}`
      this.#state.failure = new LogUnusableError(message, { cause })
      logger.error(fields, 'the log failed and takes no more appends until a restart')
    }
    this.#listener?.(this)
  }

  #announce(): void {
    if (this.#state.flushedOffset === this.#announcedOffset) return
    this.#announcedOffset = this.#state.flushedOffset
    this.#listener?.(this)
  }
}
