import { basename, join } from 'node:path'
import {
  asError,
  type Clock,
  type FileSystem,
  type Histogram,
  invariant,
  type Logger,
  type Metrics,
  PartitionIndex,
  type Random,
  randomUuid,
  type Scheduler,
  type Summary,
  type Timer,
  TopicId
} from '@gregor/base'
import { CacheBudget } from './cache-budget.ts'
import { formatPartitionMetadata } from './checkpoint.ts'
import { CorruptLogError, LogDirOfflineError, LogUnusableError } from './errors.ts'
import { FilePool } from './file-pool.ts'
import { IndexMemory } from './index-memory.ts'
import {
  damagedFolder,
  deletedFolder,
  parsePartitionFolder,
  PARTITION_METADATA_FILE,
  partitionFolder,
  strayFolder
} from './layout.ts'
import { loadLog } from './load-log.ts'
import type { FolderLocks } from './locks.ts'
import { forEachBounded } from './for-each-bounded.ts'
import { isBetterCopy } from './log-copies.ts'
import { fatalFailure } from './log-dir-failure.ts'
import { deletedFolders, type LogFolder, savedOf, writeCleanMarker } from './log-folder.ts'
import type { LogServices, LogState } from './log-state.ts'
import { dropGauges, registerGauges } from './log-gauges.ts'
import { RecoveryBudget } from './recovery-budget.ts'
import { forgetIndexes } from './remove-segment.ts'
import { removeJournal } from './journal/replay.ts'
import { logMetrics } from './metrics.ts'
import { FilePartitionLog, type LogHost } from './partition-log.ts'
import { Scrubber } from './scrubber.ts'
import type { LogConfig, LogDirDescription, LogIdentity, LogManager, PartitionLog } from './types.ts'
import { type LogDirs, useLogDirs } from './use-log-dirs.ts'

export interface LogManagerOptions {
  /** `log.dirs`: absolute paths; made when they are not there. */
  readonly folders: readonly string[]
  /** `metadata.log.dir`: without the disk of the metadata log the process cannot go on. Default: the first of `folders`. */
  readonly metadataFolder?: string
  /** Called when the log dir of the metadata log has failed, or the last one of all: the process must end. */
  readonly onFailure?: (error: Error) => void
  readonly fileSystem: FileSystem
  readonly locks: FolderLocks
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics
  /** `flush.before.ack`: flushedOffset follows the sync (default), or only the write. */
  readonly flushBeforeAck?: boolean
  /** Logs of one folder that are written and synced at the same time. */
  readonly flushConcurrencyMax?: number
  /**
   * `log.journal.partitions.min`: from so many logs of one folder on that are flushed at the same time, one sync of its
   * journal makes them durable; Infinity = there is no journal.
   */
  readonly journalLogsMin?: number
  /** `log.journal.file.bytes` */
  readonly journalFileBytes?: number
  /** Files of all logs that stay open while unused. */
  readonly openFilesMax?: number
  readonly fileIdleMs?: number
  /** Memory for the newest batches: of one log, and of all. */
  readonly cacheBytesMaxPerLog?: number
  readonly cacheBytesMax?: number
  /** Memory for loaded indexes of all logs. */
  readonly indexBytesMax?: number
  /** Bytes of all logs that may wait for the disk before leaders refuse appends. */
  readonly unwrittenBytesMax?: number
  /** Bytes of a log between two recovery marks: what a start after a crash must check of it at most, roughly. */
  readonly recoveryMarkBytes?: number
  /** The same of all logs together. */
  readonly recoveryBytesMax?: number
  /** `replica.high.watermark.checkpoint.interval.ms` */
  readonly highWatermarkCheckpointMs?: number
  /** `log.flush.offset.checkpoint.interval.ms` */
  readonly recoveryPointCheckpointMs?: number
  /** `log.retention.check.interval.ms` */
  readonly retentionCheckMs?: number
  /** `log.dir.reserved.bytes`: records of producers are refused while a log dir has less room; 0 (default) = never. */
  readonly reservedBytes?: number
  /** `log.scrub.bytes.per.second`: what the search for damage may read of each log dir; 0 = there is none. */
  readonly scrubBytesPerSecond?: number
  /** When the search begins after the start, and how long it rests when it has seen everything. */
  readonly scrubDelayMs?: number
  readonly scrubPauseMs?: number
  /** `metrics.partitions.max`: logs that have series of their own in the metrics. */
  readonly partitionSeriesMax?: number
}

const MEBIBYTE = 1024 * 1024
const DEFAULTS = {
  flushBeforeAck: true,
  flushConcurrencyMax: 8,
  journalLogsMin: 1,
  journalFileBytes: 32 * MEBIBYTE,
  openFilesMax: 1024,
  fileIdleMs: 30_000,
  cacheBytesMaxPerLog: MEBIBYTE,
  cacheBytesMax: 64 * MEBIBYTE,
  indexBytesMax: 32 * MEBIBYTE,
  unwrittenBytesMax: 256 * MEBIBYTE,
  recoveryMarkBytes: 64 * MEBIBYTE,
  recoveryBytesMax: 256 * MEBIBYTE,
  highWatermarkCheckpointMs: 5000,
  recoveryPointCheckpointMs: 60_000,
  retentionCheckMs: 300_000,
  reservedBytes: 0,
  scrubBytesPerSecond: MEBIBYTE,
  scrubDelayMs: 10_000,
  scrubPauseMs: 86_400_000,
  partitionSeriesMax: 1000
}

/** How often a log dir is asked for the room it has left; what is appended in between is reckoned. */
const ROOM_CHECK_MS = 1000

/** Logs that are closed, or checked for retention, at the same time. */
const CONCURRENT_WORKS = 16

/** Takes the log dirs into use: locks them, reads their checkpoints, and lists their logs without opening any. */
export async function openLogManager(options: LogManagerOptions): Promise<LogManager> {
  const given = { ...DEFAULTS, ...options }
  const settings = { ...given, backlog: { unwrittenBytes: 0, bytesMax: given.unwrittenBytesMax } }
  return new FolderLogManager(await useLogDirs(settings), settings)
}

type Settings = LogManagerOptions & typeof DEFAULTS & Pick<LogServices, 'backlog'>

class FolderLogManager implements LogManager {
  readonly found: readonly LogIdentity[]
  readonly cleanShutdown: boolean
  readonly cleanShutdownEpoch: number
  /** The log dirs that work. */
  readonly #folders: LogFolder[]
  /** Those that failed since the start. */
  readonly #failed: LogFolder[] = []
  readonly #dirs: LogDirs
  readonly #settings: Settings
  readonly #services: LogServices
  readonly #flushSeconds: Histogram
  readonly #flushTime: Summary
  readonly #logs = new Map<TopicId, Map<PartitionIndex, FilePartitionLog>>()
  readonly #opening = new Map<string, Promise<PartitionLog>>()
  readonly #timers = new Set<Timer>()
  readonly #scrubbers: ReadonlyMap<LogFolder, Scrubber>
  readonly #epochsToSave = new Set<FilePartitionLog>()
  readonly #hosts: ReadonlyMap<LogFolder, LogHost>
  #savingEpochs = false
  readonly #background = new Set<Promise<void>>()
  #closing: Promise<void> | undefined

  constructor(dirs: LogDirs, settings: Settings) {
    const { folders, watch } = dirs
    this.#folders = folders
    this.#dirs = dirs
    this.#settings = settings
    this.found = distinct(folders.flatMap(identitiesOf))
    this.cleanShutdown = watch.failures.length === 0 && folders.every(({ cleanEpoch }) => cleanEpoch !== undefined)
    this.cleanShutdownEpoch = this.cleanShutdown ? Math.min(...folders.map(({ cleanEpoch }) => cleanEpoch ?? -1)) : -1
    this.#services = servicesOf({ ...settings, fileSystem: watch.fileSystem })
    this.#flushSeconds = settings.metrics.histogram(logMetrics.flushSeconds)
    this.#flushTime = settings.metrics.summary(logMetrics.flushTime)
    const { metrics, partitionSeriesMax: seriesMax } = settings
    registerGauges(metrics, this.#services, { logs: () => this.#allLogs(), folders, watch, seriesMax })
    this.#startTimers()
    this.#scrubbers = new Map(folders.map((folder) => [folder, this.#scrubberOf(folder)]))
    this.#hosts = new Map(folders.map((folder) => [folder, this.#hostOf(folder)]))
    watch.onFailure = (failure) => this.#dirFailed(failure)
    this.#inBackground(() => this.#removeDeleted())
    this.#inBackground(() => this.#forgetMissed())
  }

  get(topicId: TopicId, partition: PartitionIndex): PartitionLog | undefined {
    return this.#logs.get(topicId)?.get(partition)
  }

  get unwrittenBytes(): number {
    return this.#services.backlog.unwrittenBytes
  }

  get offlineDirs(): readonly string[] {
    return this.#dirs.watch.failures.map(({ dir }) => dir)
  }

  get usable(): boolean {
    return this.#folders.length > 0
  }

  async open(
    identity: LogIdentity,
    config: LogConfig,
    options: { readonly isNew?: boolean } = {}
  ): Promise<PartitionLog> {
    const key = keyOf(identity.topicId, identity.partition)
    const existing = this.get(identity.topicId, identity.partition) ?? this.#opening.get(key)
    if (existing !== undefined) return existing
    if (this.#closing !== undefined) throw new LogUnusableError('the logs are being closed')
    const opening = this.#open(identity, config, options.isNew ?? false).finally(() => this.#opening.delete(key))
    this.#opening.set(key, opening)
    return opening
  }

  async delete(topicId: TopicId, partition: PartitionIndex): Promise<void> {
    await this.#opening.get(keyOf(topicId, partition))?.catch(() => undefined)
    for (const { folder, name } of this.#placesOf(topicId, partition)) {
      const log = await this.#abandon(folder, name, { topicId, partition })
      await this.#setAside(folder, name, { suffix: deletedFolder, delayMs: log?.config.fileDeleteDelayMs ?? 0 })
    }
  }

  async setAsideDamaged(topicId: TopicId, partition: PartitionIndex): Promise<string | undefined> {
    await this.#opening.get(keyOf(topicId, partition))?.catch(() => undefined)
    let aside: string | undefined
    for (const { folder, name } of this.#placesOf(topicId, partition)) {
      await this.#abandon(folder, name, { topicId, partition })
      aside = await this.#setAside(folder, name, { suffix: damagedFolder, delayMs: undefined })
      this.#settings.metrics.counter(logMetrics.repairs).inc()
    }
    return aside
  }

  describeDirs(): Promise<LogDirDescription[]> {
    return Promise.all(this.#settings.folders.map((path) => this.#describeDir(path)))
  }

  failDir(path: string, cause: Error): void {
    this.#dirs.watch.fail(path, cause)
  }

  close(options: { readonly brokerEpoch?: number } = {}): Promise<void> {
    this.#closing ??= this.#close(options.brokerEpoch ?? -1)
    return this.#closing
  }

  async #open(identity: LogIdentity, config: LogConfig, isNew: boolean): Promise<PartitionLog> {
    const name = partitionFolder(identity.topic, identity.partition)
    const { watch, history } = this.#dirs
    // Before anything begins, or goes on, that may make a log in one of them an old copy.
    const away = this.#outOfReach.map(({ dir }) => dir)
    if (away.length > 0) await history.noteMissed(away)
    const present = this.#folders.slice()
    for (const folder of present) await this.#makeWay(folder, name, identity)
    const places = this.#folders.filter((folder) => has(folder, name))
    if (!isNew) this.#refuseDoubtful(name, places)
    const { folder, state } =
      places.length > 1
        ? await this.#keepOne(places, { name, identity, config })
        : await this.#loadFrom(places[0] ?? this.#leastLoaded(), { name, identity, config })
    const cleanedOffset = folder.saved.get(name)?.cleanedOffset
    const log = new FilePartitionLog(state, this.#services, this.#hosts.get(folder)!, cleanedOffset)
    const failure = watch.failureOf(folder.path)
    if (failure !== undefined) {
      log.takeOffline(failure)
      throw failure
    }
    folder.unopened.delete(name)
    folder.logs.set(name, log)
    this.#remember(identity, log)
    this.#services.recoveryBudget.note(log)
    return log
  }

  /**
   * While a log dir is offline, a log that is in none of the others may be in it, and one in a dir that was offline
   * before may have a newer copy in it.
   */
  #refuseDoubtful(name: string, places: readonly LogFolder[]): void {
    const { history, gone } = this.#dirs
    const [first] = [...this.#outOfReach, ...gone]
    if (first === undefined || places.some(({ path }) => !history.missed(path))) return
    const what = places.length === 0 ? `the log of ${name}` : `a newer copy of the log of ${name}`
    throw new LogDirOfflineError(first.dir, `${what} may be in it (${first.reason})`)
  }

  /** Log dirs that may be there again one day. */
  get #outOfReach(): LogDirOfflineError[] {
    const { folders } = this.#settings
    return [...this.#dirs.watch.failures, ...this.#dirs.gone.filter(({ dir }) => !folders.includes(dir))]
  }

  async #loadFrom(
    folder: LogFolder,
    log: { readonly name: string; readonly identity: LogIdentity; readonly config: LogConfig }
  ): Promise<Copy> {
    const { name, identity, config } = log
    const path = join(folder.path, name)
    const known = folder.unopened.has(name)
    if (!known) await this.#makePartitionFolder(folder, name)
    if (folder.unopened.get(name) === undefined) {
      await this.#services.fileSystem.replaceFile(
        join(path, PARTITION_METADATA_FILE),
        formatPartitionMetadata(identity.topicId)
      )
      folder.unopened.set(name, identity.topicId)
    }
    const saved = folder.saved.get(name)
    const loading = loadLog(this.#services, {
      identity,
      folder: path,
      room: folder.room,
      config,
      clean: folder.cleanEpoch !== undefined || !known,
      recoveryPoint: saved?.recoveryPoint,
      logStartOffset: saved?.logStartOffset,
      highWatermark: saved?.highWatermark,
      compacted: saved?.cleanedOffset !== undefined
    })
    const state = await loading.catch((error: unknown) => {
      if (error instanceof CorruptLogError) this.#noteDamage()
      throw error
    })
    return { folder, state, missedSome: this.#dirs.history.missed(folder.path) }
  }

  /** Of the copies of a log that are there since a log dir is back, one is opened and the others are set aside. */
  async #keepOne(
    places: readonly LogFolder[],
    log: { readonly name: string; readonly identity: LogIdentity; readonly config: LogConfig }
  ): Promise<Copy> {
    const copies: Copy[] = []
    for (const folder of places) copies.push(await this.#loadFrom(folder, log))
    const best = copies.reduce((one, other) => (isBetterCopy(other, one) ? other : one))
    const { epochs, logEndOffset } = best.state
    for (const { folder, state } of copies) {
      if (folder === best.folder) continue
      for (const segment of state.segments) forgetIndexes(this.#services, segment)
      const aside = await this.#setAside(folder, log.name, { suffix: strayFolder, delayMs: undefined })
      this.#settings.logger.warn(
        {
          partition: log.name,
          kept: best.folder.path,
          keptEpoch: epochs.latestEpoch,
          keptEnd: logEndOffset,
          aside,
          asideEpoch: state.epochs.latestEpoch,
          asideEnd: state.logEndOffset
        },
        'two log dirs have a copy of this log: one is set aside and kept there; remove it when nobody wants to look at it'
      )
    }
    this.#inBackground(() => this.#forgetMissed())
    return best
  }

  /** Once all log dirs are there and no log has two copies, none of them is older than another. */
  async #forgetMissed(): Promise<void> {
    const names = this.#folders.flatMap((folder) => [...folder.logs.keys(), ...folder.unopened.keys()])
    if (this.#outOfReach.length > 0 || new Set(names).size < names.length) return
    await this.#dirs.history.forgetMissed(this.#settings.logger)
  }

  /** A folder of another topic of the same name is set aside, not deleted: its topic may have been deleted in error. */
  async #makeWay(folder: LogFolder, name: string, identity: LogIdentity): Promise<void> {
    const topicId = folder.logs.get(name)?.identity.topicId ?? folder.unopened.get(name)
    if (topicId === undefined || topicId === identity.topicId) return
    invariant(!folder.logs.has(name), 'a topic is deleted before another of its name is opened', { name })
    this.#settings.logger.warn(
      { folder: folder.path, partition: name, topicId, wanted: identity.topicId },
      'the folder belongs to a deleted topic of the same name and is set aside'
    )
    await this.#setAside(folder, name, { suffix: strayFolder, delayMs: undefined })
  }

  async #makePartitionFolder(folder: LogFolder, name: string): Promise<void> {
    // Counted from now on: logs that are made at the same time are to be spread too.
    folder.unopened.set(name, undefined)
    try {
      await this.#services.fileSystem.makeFolder(join(folder.path, name))
    } catch (error) {
      folder.unopened.delete(name)
      throw error
    }
  }

  /** Takes a partition's folder out of use: the checkpoints forget it, and it gets a name that is never opened. */
  async #setAside(
    folder: LogFolder,
    name: string,
    options: { readonly suffix: (name: string, id: string) => string; readonly delayMs: number | undefined }
  ): Promise<string> {
    const { fileSystem, files } = this.#services
    const aside = join(folder.path, options.suffix(name, randomUuid(this.#settings.random)))
    await files.forgetFolder(join(folder.path, name))
    await fileSystem.rename(join(folder.path, name), aside)
    await fileSystem.syncFolder(folder.path)
    const topicId = folder.logs.get(name)?.identity.topicId
    if (topicId !== undefined) await folder.journal.forget({ name, topicId })
    // Not before: a folder that could not be renamed must not be taken for one that is not there.
    folder.logs.delete(name)
    folder.unopened.delete(name)
    const wasCompacted = folder.saved.get(name)?.cleanedOffset !== undefined
    const wasSaved = folder.saved.delete(name)
    if (wasSaved) await Promise.all([folder.saveRecoveryPoints.run(), folder.saveHighWatermarks.run()])
    if (wasCompacted) await folder.saveCleanedOffsets.run()
    const { delayMs } = options
    if (delayMs !== undefined) this.#later(delayMs, () => fileSystem.removeFolder(aside))
    return aside
  }

  #placesOf(topicId: TopicId, partition: PartitionIndex): { readonly folder: LogFolder; readonly name: string }[] {
    return this.#folders.flatMap((folder) => {
      const name = nameIn(folder, topicId, partition)
      return name === undefined ? [] : [{ folder, name }]
    })
  }

  /** Ends all work on a log, if it is open, and forgets it. */
  async #abandon(
    folder: LogFolder,
    name: string,
    { topicId, partition }: { readonly topicId: TopicId; readonly partition: PartitionIndex }
  ): Promise<FilePartitionLog | undefined> {
    const log = folder.logs.get(name)
    await log?.abandon()
    this.#forget({ topicId, partition }, log)
    return log
  }

  #forget(
    { topicId, partition }: { readonly topicId: TopicId; readonly partition: PartitionIndex },
    log: FilePartitionLog | undefined
  ): void {
    this.#logs.get(topicId)?.delete(partition)
    if (this.#logs.get(topicId)?.size === 0) this.#logs.delete(topicId)
    if (log !== undefined) dropGauges(this.#settings.metrics, log)
  }

  #leastLoaded(): LogFolder {
    const load = (folder: LogFolder): number => folder.logs.size + folder.unopened.size
    if (this.#folders.length === 0) throw this.#dirs.watch.failures[0]!
    return this.#folders.reduce((best, folder) => (load(folder) < load(best) ? folder : best))
  }

  #remember(identity: LogIdentity, log: FilePartitionLog): void {
    const partitions = this.#logs.get(identity.topicId) ?? new Map<PartitionIndex, FilePartitionLog>()
    partitions.set(identity.partition, log)
    this.#logs.set(identity.topicId, partitions)
  }

  #hostOf(folder: LogFolder): LogHost {
    return {
      flusher: folder.flusher,
      journal: folder.journal,
      writer: folder.writer,
      saveCheckpoints: () => folder.saveRecoveryPoints.run(),
      noteHighWatermark: () => {
        folder.highWatermarksChanged = true
      },
      saveCleanedOffset: (log) => {
        savedOf(folder.saved, basename(log.folder)).cleanedOffset = log.cleanedOffset
        return folder.saveCleanedOffsets.run()
      },
      noteEpochs: (log) => this.#saveEpochsSoon(log),
      noteFlush: (durationMs) => {
        folder.recoveryPointsChanged = true
        this.#flushSeconds.observe(durationMs / 1000)
        this.#flushTime.observe(durationMs)
      },
      noteDamage: () => this.#noteDamage(),
      noteMark: () => this.#inBackground(() => folder.saveRecoveryPoints.run()),
      removeLater: (paths, delayMs) =>
        this.#later(delayMs, async () => {
          for (const path of paths) await this.#services.fileSystem.remove(path)
        })
    }
  }

  #noteDamage(): void {
    this.#settings.metrics.counter(logMetrics.damages).inc()
  }

  /** One log after the other: after a failover of many partitions this must not stand in the way of their flushes. */
  #saveEpochsSoon(log: FilePartitionLog): void {
    this.#epochsToSave.add(log)
    if (this.#savingEpochs) return
    this.#savingEpochs = true
    this.#inBackground(async () => {
      for (const next of this.#epochsToSave) {
        this.#epochsToSave.delete(next)
        await next.saveEpochs()
      }
      this.#savingEpochs = false
    })
  }

  #startTimers(): void {
    const { highWatermarkCheckpointMs, recoveryPointCheckpointMs, retentionCheckMs } = this.#settings
    this.#repeat(highWatermarkCheckpointMs, () => this.#saveChangedHighWatermarks())
    this.#repeat(recoveryPointCheckpointMs, () => this.#saveChangedRecoveryPoints())
    this.#repeat(retentionCheckMs, () => this.#applyRetention())
    if (this.#settings.reservedBytes > 0) this.#repeat(ROOM_CHECK_MS, () => this.#lookForRoom())
  }

  /** Retention that is due need not wait for its turn when a disk becomes short. */
  async #lookForRoom(): Promise<void> {
    let becameShort = false
    for (const { room } of this.#folders) becameShort = (await room.look()) || becameShort
    if (becameShort) await forEachBounded(this.#allLogs(), CONCURRENT_WORKS, (log) => log.applyRetention())
  }

  #scrubberOf(folder: LogFolder): Scrubber {
    const { scheduler, random, logger, metrics, scrubBytesPerSecond, scrubDelayMs, scrubPauseMs } = this.#settings
    return new Scrubber({
      logs: () => [...folder.logs.values()],
      scheduler,
      random,
      logger,
      bytesPerSecond: scrubBytesPerSecond,
      delayMs: scrubDelayMs,
      pauseMs: scrubPauseMs,
      scrubbedBytes: metrics.counter(logMetrics.scrubbedBytes)
    })
  }

  async #saveChangedHighWatermarks(): Promise<void> {
    await this.#forEachFolder(async (folder) => {
      if (folder.highWatermarksChanged) await folder.saveHighWatermarks.run()
    })
  }

  async #saveChangedRecoveryPoints(): Promise<void> {
    await this.#forEachFolder(async (folder) => {
      if (folder.recoveryPointsChanged) await folder.saveRecoveryPoints.run()
    })
  }

  /** One log dir after the other; what fails in one keeps nobody from the others. */
  async #forEachFolder(work: (folder: LogFolder) => Promise<void>): Promise<void> {
    const present = this.#folders.slice()
    for (const folder of present) await work(folder).catch((error: unknown) => this.#logFailure(error))
  }

  async #applyRetention(): Promise<void> {
    await forEachBounded(this.#allLogs(), CONCURRENT_WORKS, (log) => log.applyRetention())
    // One at a time: compaction reads and writes whole segments.
    for (const log of this.#allLogs()) await log.compact()
  }

  #allLogs(): FilePartitionLog[] {
    return this.#folders.flatMap((folder) => [...folder.logs.values()])
  }

  async #removeDeleted(): Promise<void> {
    const { fileSystem } = this.#services
    await this.#forEachFolder(async (folder) => {
      for (const path of await deletedFolders(fileSystem, folder.path)) await fileSystem.removeFolder(path)
    })
  }

  async #close(brokerEpoch: number): Promise<void> {
    for (const timer of this.#timers) timer.cancel()
    this.#timers.clear()
    await Promise.all(Array.from(this.#scrubbers.values(), (scrubber) => scrubber.close()))
    await Promise.allSettled(this.#opening.values())
    await forEachBounded(this.#allLogs(), CONCURRENT_WORKS, (log) => log.close())
    await Promise.allSettled(this.#background)
    await Promise.allSettled([...this.#folders, ...this.#failed].map(({ journal }) => journal.close()))
    try {
      const closing = this.#folders.map((folder) => ({ folder, closed: this.#closeFolder(folder, brokerEpoch) }))
      await Promise.allSettled(closing.map(({ closed }) => closed))
      // A log dir that failed was told of when it did.
      for (const { folder, closed } of closing) if (this.#folders.includes(folder)) await closed
    } finally {
      await this.#services.files.close()
      for (const folder of this.#folders) await folder.lock.release()
      for (const folder of this.#failed) await folder.lock.release().catch(() => undefined)
    }
  }

  /** A log dir failed: everything in it fails with it, at once, and nothing more is written there. */
  #dirFailed(failure: LogDirOfflineError): void {
    const { logger, metrics, metadataFolder, folders, onFailure } = this.#settings
    const index = this.#folders.findIndex(({ path }) => path === failure.dir)
    const [folder] = index < 0 ? [] : this.#folders.splice(index, 1)
    if (folder === undefined) return
    this.#failed.push(folder)
    const logs = [...folder.logs.values()]
    logger.error(
      { dir: failure.dir, logs: logs.length, reason: asError(failure.cause).message },
      'a log dir failed and is offline until a restart: its logs take no more appends, and others lead their partitions'
    )
    folder.logs.clear()
    for (const metric of [logMetrics.freeBytes, logMetrics.dirShort]) metrics.remove(metric, { dir: failure.dir })
    this.#inBackground(() => this.#scrubbers.get(folder)!.close())
    for (const log of logs) {
      this.#forget(log.identity, log)
      log.takeOffline(failure)
    }
    const isLast = this.#folders.length === 0
    if (!isLast && failure.dir !== (metadataFolder ?? folders[0])) return
    onFailure?.(fatalFailure(failure, isLast ? 'last' : 'metadata'))
  }

  async #describeDir(path: string): Promise<LogDirDescription> {
    const folder = this.#folders.find((other) => other.path === path)
    if (folder === undefined) {
      return { path, failure: this.#dirs.watch.failureOf(path), freeBytes: undefined, logs: [] }
    }
    const freeBytes = await this.#services.fileSystem.freeBytes(path).catch(() => undefined)
    const failure = this.#dirs.watch.failureOf(path)
    return { path, failure, freeBytes, logs: [...folder.logs.values()] }
  }

  /** The marker vouches for every log of the folder: not when one failed, or waits for a check since a crash. */
  async #closeFolder(folder: LogFolder, brokerEpoch: number): Promise<void> {
    await folder.saveRecoveryPoints.run()
    await folder.saveHighWatermarks.run()
    const unchecked = folder.cleanEpoch === undefined ? folder.unopened.size : 0
    const failed = [...folder.logs.values()].filter((log) => !log.closedCleanly).length
    if (unchecked + failed === 0) {
      await removeJournal(this.#services.fileSystem, folder.path)
      await writeCleanMarker(this.#services.fileSystem, folder, brokerEpoch)
    } else this.#settings.logger.warn({ folder: folder.path, unchecked, failed }, 'not marked as cleanly shut down')
  }

  #repeat(everyMs: number, work: () => Promise<void>): void {
    this.#later(everyMs, async () => {
      await work().catch((error: unknown) => this.#logFailure(error))
      if (this.#closing === undefined) this.#repeat(everyMs, work)
    })
  }

  #later(delayMs: number, work: () => Promise<void>): void {
    const timer = this.#services.scheduler.after(delayMs, () => {
      this.#timers.delete(timer)
      this.#inBackground(work)
    })
    this.#timers.add(timer)
  }

  #inBackground(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => this.#logFailure(error))
      .finally(() => this.#background.delete(running))
    this.#background.add(running)
  }

  #logFailure(error: unknown): void {
    if (error instanceof LogDirOfflineError) return
    this.#settings.logger.error({ error: asError(error) }, 'work on the log dirs failed and is tried again later')
  }
}

function servicesOf(settings: Settings): LogServices {
  const { fileSystem, clock, scheduler, random, logger, flushBeforeAck, backlog } = settings
  return {
    fileSystem,
    clock,
    scheduler,
    random,
    logger,
    flushBeforeAck,
    markBytes: settings.recoveryMarkBytes,
    recoveryBudget: new RecoveryBudget(settings.recoveryBytesMax),
    files: new FilePool({ fileSystem, scheduler, openMax: settings.openFilesMax, idleMs: settings.fileIdleMs }),
    indexMemory: new IndexMemory(settings.indexBytesMax),
    cacheBudget: new CacheBudget({ bytesMax: settings.cacheBytesMax, bytesMaxPerLog: settings.cacheBytesMaxPerLog }),
    backlog
  }
}

function identitiesOf(folder: LogFolder): LogIdentity[] {
  const identities: LogIdentity[] = []
  for (const [name, topicId] of folder.unopened) {
    const parsed = parsePartitionFolder(name)
    if (topicId === undefined || parsed === undefined) continue
    identities.push({ topicId: TopicId(topicId), topic: parsed.topic, partition: PartitionIndex(parsed.partition) })
  }
  return identities
}

function nameIn(folder: LogFolder, topicId: TopicId, partition: PartitionIndex): string | undefined {
  for (const [name, log] of folder.logs) {
    if (log.identity.topicId === topicId && log.identity.partition === partition) return name
  }
  for (const [name, known] of folder.unopened) {
    if (known === topicId && parsePartitionFolder(name)?.partition === partition) return name
  }
  return undefined
}

/** A log that was loaded and is not open yet. */
interface Copy {
  readonly folder: LogFolder
  readonly state: LogState
  /** Its log dir was offline for a while, and is back. */
  readonly missedSome: boolean
}

function has(folder: LogFolder, name: string): boolean {
  return folder.logs.has(name) || folder.unopened.has(name)
}

function distinct(identities: readonly LogIdentity[]): LogIdentity[] {
  return [...new Map(identities.map((identity) => [keyOf(identity.topicId, identity.partition), identity])).values()]
}

function keyOf(topicId: TopicId, partition: PartitionIndex): string {
  return `${topicId}:${partition}`
}
