import { ErrorCode } from '@gregor/protocol'
import type { CoordinatorLog } from '../../src/runtime/coordinator-log.ts'

interface Pending {
  readonly partition: number
  readonly records: Buffer
  readonly done: (errorCode: number, baseOffset: number) => void
}

/** A replicated log in memory: appends wait until the test commits or refuses them. */
export class MemoryLog implements CoordinatorLog {
  /** Batches that a new leader would find, by partition. */
  readonly stored = new Map<number, Buffer[]>()
  /** Appends without an outcome, oldest first. */
  readonly pending: Pending[] = []
  scanError: Error | undefined
  private readonly gates: (() => void)[] = []
  private holdsScans = false

  append(partition: number, records: Buffer, done: (errorCode: number, baseOffset: number) => void): void {
    this.pending.push({ partition, records, done })
  }

  async scan(partition: number, onRecords: (records: Buffer) => void): Promise<void> {
    if (this.holdsScans) await new Promise<void>((resolve) => this.gates.push(resolve))
    if (this.scanError !== undefined) throw this.scanError
    for (const batch of this.stored.get(partition) ?? []) onRecords(batch)
  }

  /** From here on scans wait for `releaseScans`. */
  holdScans(): void {
    this.holdsScans = true
  }

  releaseScans(): void {
    this.holdsScans = false
    for (const release of this.gates.splice(0)) release()
  }

  /** The oldest append reaches all in-sync replicas. */
  commit(): void {
    const { partition, records, done } = this.take()
    this.store(partition, records)
    done(ErrorCode.NONE, 0)
  }

  /** The leader took nothing of the oldest append. */
  refuse(errorCode: ErrorCode): void {
    this.take().done(errorCode, -1)
  }

  /** The leader has the oldest append, but cannot say in time that the others have it. */
  timeOut(errorCode: ErrorCode = ErrorCode.REQUEST_TIMED_OUT): void {
    const { partition, records, done } = this.take()
    this.store(partition, records)
    done(errorCode, -1)
  }

  private take(): Pending {
    const oldest = this.pending.shift()
    if (oldest === undefined) throw new Error('nothing was appended')
    return oldest
  }

  private store(partition: number, records: Buffer): void {
    const batches = this.stored.get(partition)
    if (batches === undefined) this.stored.set(partition, [records])
    else batches.push(records)
  }
}
