import { join } from 'node:path'
import { asError, type FileHandle, type FileSystem, type Logger, type Scheduler } from '@gregor/base'
import { forEachBounded } from '../for-each-bounded.ts'
import { JOURNAL_SPARE_FILE, JOURNAL_SUFFIX, offsetFileName } from '../layout.ts'
import { encodeBlock, type JournalEntry } from './journal-block.ts'

/** Payload of one block at most, but for a single entry that is larger. */
const BLOCK_BYTES_MAX = 32 * 1024 * 1024
/** Logs that are made durable at the same time so that a file of the journal can go. */
const CHECKPOINT_CONCURRENCY = 2
/**
 * A new file grows by so many zeros at a time, or by a part of its size when that is less: a sync of bytes that are
 * written over costs less than half of one that has to make a new size of the file durable, too.
 */
const GROWTH_BYTES_MAX = 1024 * 1024
const GROWTHS_PER_FILE = 64

export interface JournalOptions {
  readonly fileSystem: FileSystem
  readonly scheduler: Scheduler
  readonly logger: Logger
  /** The log dir. */
  readonly folder: string
  /** Size of a file from which on the next one is begun. */
  readonly fileBytesMax: number
  /** Makes durable in its own files what the journal has of a log. Resolves with whether it is. */
  readonly settle: (name: string) => Promise<boolean>
  /** A block of `bytes` is durable, for which the file grew by `grownBytes`. */
  readonly onCommit: (bytes: number, grownBytes: number) => void
}

interface Waiting {
  readonly entry: JournalEntry
  readonly done: () => void
  readonly failed: (error: Error) => void
}

interface JournalFile {
  readonly path: string
  readonly handle: FileHandle
  /** Names of the logs that it has something of. */
  readonly logs: Set<string>
  /** Where the next block goes. */
  sizeBytes: number
  /** Up to where the disk has room for it already. */
  preparedBytes: number
}

/**
 * One sequential file for the batches of all logs of a log dir: one sync makes them durable, however many logs they are of.
 * The logs' own files get them behind it, unsynced. When a file of the journal is full another is begun, and the full one goes
 * once all that it has is durable where it belongs: it is the spare then, which the next file is written over. A start
 * after a crash copies what is in the journal to the logs' files before any of them is looked at (see replay.ts).
 *
 * Invariants: blocks are written durably one after the other, so only the last one can be torn by a crash; what is
 * in a file stays true for its log until it is voided or the log has grown into another segment. What lies behind the
 * last block is zeros, or blocks with lower sequences.
 */
export class Journal {
  readonly #options: JournalOptions
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #file: JournalFile | undefined
  /** The file before, while it is not needless yet. */
  #full: JournalFile | undefined
  #checkpoint: Promise<void> | undefined
  #sequence = 0
  /** There is a spare file. */
  #hasSpare = false
  #failure: Error | undefined
  #closed = false

  constructor(options: JournalOptions) {
    this.#options = options
  }

  /** Whether more should go in: not when it failed, or when it grows faster than the logs' own files follow. */
  get isOpen(): boolean {
    if (this.#failure !== undefined || this.#closed) return false
    return (this.#file?.sizeBytes ?? 0) < 2 * this.#options.fileBytesMax
  }

  /** Resolves when the entry is durable. A journal whose disk failed once is not asked again: it rejects. */
  append(entry: JournalEntry): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, done: resolve, failed: reject })
      this.#running ??= this.#run()
    })
  }

  /**
   * Makes durable that what the journal has of a log does not count any more: before its files are cut, and when others
   * take their place.
   */
  async forget(log: { readonly name: string; readonly topicId: JournalEntry['topicId'] }): Promise<void> {
    if (![this.#full, this.#file].some((file) => file?.logs.has(log.name) === true)) return
    await this.append({ kind: 'void', ...log })
    this.#full?.logs.delete(log.name)
    this.#file?.logs.delete(log.name)
  }

  /** Ends the work on the journal; its files stay. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
    await this.#checkpoint
    await this.#file?.handle.close()
  }

  async #run(): Promise<void> {
    // All logs that flush in this turn of the event loop go together.
    await new Promise<void>((resolve) => this.#options.scheduler.defer(resolve))
    while (this.#waiting.length > 0) {
      const group = takeBlock(this.#waiting)
      try {
        await this.#commit(group.map(({ entry }) => entry))
        for (const { done } of group) done()
      } catch (error) {
        this.#fail(asError(error), group)
      }
    }
    this.#running = undefined
  }

  #fail(error: Error, group: readonly Waiting[]): void {
    this.#failure = error
    this.#options.logger.error({ folder: this.#options.folder, error }, 'the journal failed and is not used any more')
    for (const { failed } of [...group, ...this.#waiting.splice(0)]) failed(error)
  }

  async #commit(entries: readonly JournalEntry[]): Promise<void> {
    const sequence = this.#sequence + 1
    const file = await this.#fileFor(sequence)
    const chunks = encodeBlock(sequence, entries)
    for (const { kind, name } of entries) if (kind === 'data') file.logs.add(name)
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const end = file.sizeBytes + bytes
    const growth = this.#growthBehind(file, end)
    if (growth > 0) chunks.push(Buffer.alloc(growth))
    await file.handle.write(chunks, file.sizeBytes)
    const isNew = file.sizeBytes === 0
    if (isNew) await this.#options.fileSystem.syncFolder(this.#options.folder)
    const prepared = Math.max(file.preparedBytes, end + growth)
    this.#options.onCommit(bytes, prepared - file.preparedBytes)
    file.preparedBytes = prepared
    file.sizeBytes = end
    this.#sequence = sequence
  }

  /** Zeros that go behind a block that ends at `end`, beyond what is prepared, so that the next blocks do not. */
  #growthBehind(file: JournalFile, end: number): number {
    if (end <= file.preparedBytes) return 0
    return Math.min(GROWTH_BYTES_MAX, Math.floor(this.#options.fileBytesMax / GROWTHS_PER_FILE))
  }

  async #fileFor(sequence: number): Promise<JournalFile> {
    const { fileSystem, folder, fileBytesMax } = this.#options
    const current = this.#file
    if (current !== undefined && (current.sizeBytes < fileBytesMax || this.#full !== undefined)) return current
    const path = join(folder, offsetFileName(sequence, JOURNAL_SUFFIX))
    // A name that is not durable yet is as good as none: nobody relies on the file before its folder was synced.
    if (this.#hasSpare) await fileSystem.rename(join(folder, JOURNAL_SPARE_FILE), path)
    this.#hasSpare = false
    const handle = await fileSystem.open(path, 'durable')
    this.#file = { path, handle, logs: new Set(), sizeBytes: 0, preparedBytes: await handle.size() }
    if (current !== undefined) {
      this.#full = current
      this.#checkpoint = this.#settle(current)
    }
    return this.#file
  }

  /** Lets go of a full file when nothing in it is needed any more; it stays when a log cannot be made durable. */
  async #settle(file: JournalFile): Promise<void> {
    const { fileSystem, folder, logger, settle } = this.#options
    try {
      await file.handle.close()
      let settled = true
      await forEachBounded(file.logs, CHECKPOINT_CONCURRENCY, async (name) => {
        settled = (await settle(name)) && settled
      })
      if (!settled || this.#closed) return
      await fileSystem.rename(file.path, join(folder, JOURNAL_SPARE_FILE))
      // Not before it is gone for good: the logs in it are to be voided until then.
      await fileSystem.syncFolder(folder)
      this.#hasSpare = true
      this.#full = undefined
    } catch (error) {
      logger.error({ path: file.path, error }, 'a file of the journal that is full stays until the next start')
    }
  }
}

/** Takes the next entries from the queue, at least one. */
function takeBlock(waiting: Waiting[]): Waiting[] {
  let bytes = 0
  let count = 0
  for (const { entry } of waiting) {
    if (entry.kind === 'data') for (const chunk of entry.chunks) bytes += chunk.length
    if (count > 0 && bytes > BLOCK_BYTES_MAX) break
    count++
  }
  return waiting.splice(0, count)
}
