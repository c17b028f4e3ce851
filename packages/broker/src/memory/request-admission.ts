import type { Clock } from '@gregor/base'
import { ApiKey } from '@gregor/protocol'
import type { FrameReader } from '../framing/frame-reader.ts'
import type { ConnectionMemory } from './connection-memory.ts'

/** Requests up to this size that bring no records pass without memory of the share, on a connection with nothing under way. */
const SMALL_BYTES_MAX = 64 * 1024

/**
 * Decides whether the next request of a connection may be read, as soon as its size is known: when the broker's memory has room
 * for all of it. Heartbeats, metadata and the like always pass, one at a time, so that clients stay alive while
 * those with records wait.
 */
export class RequestAdmission {
  readonly #memory: ConnectionMemory
  readonly #clock: Clock
  readonly #onAdmitted: () => void
  #admitted = false
  #admittedMs = 0
  /** Bytes that the admitted request has of the share. */
  #reservedBytes = 0
  #stopWaiting: (() => void) | undefined

  /** `onAdmitted` is called when a request that had to wait may be read. */
  constructor(memory: ConnectionMemory, clock: Clock, onAdmitted: () => void) {
    this.#memory = memory
    this.#clock = clock
    this.#onAdmitted = onAdmitted
  }

  get waiting(): boolean {
    return this.#stopWaiting !== undefined
  }

  /** Milliseconds since a request that is not whole yet got its memory; 0 = there is none. */
  admittedForMs(nowMs: number): number {
    return this.#reservedBytes > 0 ? nowMs - this.#admittedMs : 0
  }

  /** Whether the next request may be read; if not, `onAdmitted` follows. `idle`: nothing else of the connection is under way. */
  admits(reader: Pick<FrameReader, 'nextBytes' | 'nextApiKey'>, idle: boolean): boolean {
    if (this.#admitted) return true
    const bytes = reader.nextBytes
    // Too little to tell, or to be refused: the reader says so.
    if (bytes === undefined) return true
    if (idle && bytes <= SMALL_BYTES_MAX && reader.nextApiKey !== ApiKey.Produce) {
      this.#stopWaiting?.()
      this.#admit(0)
      return true
    }
    if (this.waiting) return false
    if (this.#memory.tryRequest(bytes)) {
      this.#admit(bytes)
      return true
    }
    this.#stopWaiting = this.#memory.waitForRequest(bytes, () => {
      this.#admit(bytes)
      this.#onAdmitted()
    })
    return false
  }

  /** The admitted request is whole and goes on; returns the bytes that it has of the share. */
  taken(): number {
    const bytes = this.#reservedBytes
    this.#admitted = false
    this.#reservedBytes = 0
    return bytes
  }

  #admit(reservedBytes: number): void {
    this.#stopWaiting = undefined
    this.#admitted = true
    this.#reservedBytes = reservedBytes
    if (reservedBytes > 0) this.#admittedMs = this.#clock.monotonicMs()
  }
}
