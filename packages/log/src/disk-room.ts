import type { FileSystem, Logger } from '@gregor/base'
import { errorCode } from './errors.ts'

/** A disk that was short takes records again when it has so much more than the reserve: it must not flutter. */
const RELIEF = 1.1

export interface DiskRoomOptions {
  readonly fileSystem: FileSystem
  /** The log dir. */
  readonly path: string
  /** `log.dir.reserved.bytes`; 0 = no reserve. */
  readonly reservedBytes: number
  readonly logger: Logger
}

/**
 * The room that is left on the disk of a log dir. A part of it is reserved: clients' records are refused while less is free,
 * so that a full disk never stops what helps against it (deletes, retention, compaction, metadata, a restart). What comes
 * from leaders and coordinators is small or agreed upon elsewhere, and may use half of the reserve.
 */
export class DiskRoom {
  readonly #options: DiskRoomOptions
  /** As of the last look, less what was appended since. */
  #freeBytes = Infinity
  #short = false

  constructor(options: DiskRoomOptions) {
    this.#options = options
  }

  get freeBytes(): number {
    return this.#freeBytes
  }

  /** Whether clients' records are refused. */
  get isShort(): boolean {
    return this.#short
  }

  /** Asks the disk. Resolves with whether it has just become short. */
  async look(): Promise<boolean> {
    const { fileSystem, path, reservedBytes, logger } = this.#options
    if (reservedBytes === 0) return false
    const before = this.#short
    try {
      this.#freeBytes = await fileSystem.freeBytes(path)
    } catch (error) {
      logger.warn({ folder: path, code: errorCode(error), error }, 'the disk does not tell how much room it has left')
      return false
    }
    this.#judge()
    return this.#short && !before
  }

  /** Bytes were appended that will be written. */
  take(bytes: number): void {
    this.#freeBytes -= bytes
    if (this.#freeBytes < this.#options.reservedBytes) this.#judge()
  }

  /** Why a client's records cannot be taken now; undefined = they can. */
  clientRefusal(): string | undefined {
    return this.#short ? this.#explain('reads and deletes go on') : undefined
  }

  /** The same for what leaders and coordinators write. */
  ownRefusal(): string | undefined {
    const { reservedBytes } = this.#options
    return this.#freeBytes < reservedBytes / 2 ? this.#explain('half of it is used up') : undefined
  }

  #judge(): void {
    const { path, reservedBytes, logger } = this.#options
    const freeBytes = this.#freeBytes
    const fields = { folder: path, freeBytes, reservedBytes }
    if (!this.#short && freeBytes < reservedBytes) {
      this.#short = true
      logger.warn(
        fields,
        'the disk is nearly full: records of producers are refused until there is room; free some, or shorten retention'
      )
    } else if (this.#short && freeBytes >= reservedBytes * RELIEF) {
      this.#short = false
      logger.info(fields, 'the disk has room again: records are taken')
    }
  }

  #explain(state: string): string {
    const { path, reservedBytes } = this.#options
    const free = Math.max(0, Math.floor(this.#freeBytes))
    return (
      `the disk of ${path} has ${free} bytes left, and log.dir.reserved.bytes keeps ${reservedBytes} free (${state}); ` +
      `free some, or shorten the retention of topics, and try again`
    )
  }
}
