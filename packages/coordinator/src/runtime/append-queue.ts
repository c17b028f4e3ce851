import { buildRecordBatch, type NewRecord } from '@gregor/protocol'

/** Upper bound of what a record takes in a batch beside its key and value. */
const RECORD_OVERHEAD_BYTES = 32

/** The records of one decision: appended whole or not at all. */
export interface PendingAppend<Ticket> {
  readonly ticket: Ticket
  readonly records: readonly NewRecord[]
  readonly sizeBytes: number
  /** Journal positions before and after its changes. */
  readonly start: number
  readonly end: number
}

/** Appends that wait for the one in flight. Bounded: `isFull` is asked before another is put in. */
export class AppendQueue<Ticket> {
  private readonly batchBytesMax: number
  private readonly queuedBytesMax: number
  private waiting: PendingAppend<Ticket>[] = []
  private waitingBytes = 0

  constructor(options: { readonly batchBytesMax: number; readonly queuedBytesMax: number }) {
    this.batchBytesMax = options.batchBytesMax
    this.queuedBytesMax = options.queuedBytesMax
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0
  }

  get isFull(): boolean {
    return this.waitingBytes >= this.queuedBytesMax
  }

  put(append: PendingAppend<Ticket>): void {
    this.waiting.push(append)
    this.waitingBytes += append.sizeBytes
  }

  /** The oldest appends that fit into one batch; one that is larger goes alone, and the log decides about it. */
  takeBatch(): readonly PendingAppend<Ticket>[] {
    let count = 0
    let bytes = 0
    for (const { sizeBytes } of this.waiting) {
      if (count > 0 && bytes + sizeBytes > this.batchBytesMax) break
      bytes += sizeBytes
      count++
    }
    this.waitingBytes -= bytes
    return this.waiting.splice(0, count)
  }

  takeAll(): readonly PendingAppend<Ticket>[] {
    const all = this.waiting
    this.waiting = []
    this.waitingBytes = 0
    return all
  }
}

export function sizeOf(records: readonly NewRecord[]): number {
  let bytes = 0
  for (const { key, value } of records) bytes += (key?.length ?? 0) + (value?.length ?? 0) + RECORD_OVERHEAD_BYTES
  return bytes
}

/** One record batch of all appends. */
export function toBatch(appends: readonly PendingAppend<unknown>[]): Buffer {
  return buildRecordBatch({ records: appends.flatMap((append) => append.records) })
}
