import { buildEndTransactionBatch, buildRecordBatch, ControlRecordType, type NewRecord } from '@gregor/protocol'
import type { AppendOptions } from './coordinator-log.ts'
import type { RecordsTransaction, TransactionEnd } from './core.ts'

/** Upper bound of what a record takes in a batch beside its key and value. */
const RECORD_OVERHEAD_BYTES = 32

/** A marker has no records of its own; this is more than its batch takes. */
const MARKER_BYTES = 128

/** The records of one decision, or a marker: appended whole or not at all. */
export interface PendingAppend<Ticket> {
  readonly ticket: Ticket
  readonly records: readonly NewRecord[]
  readonly sizeBytes: number
  /** These go in a batch of their own. */
  readonly transaction?: RecordsTransaction | undefined
  readonly ending?: TransactionEnd | undefined
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
    for (const append of this.waiting) {
      const { sizeBytes } = append
      if (count > 0 && (goesAlone(append) || bytes + sizeBytes > this.batchBytesMax)) break
      bytes += sizeBytes
      count++
      if (goesAlone(append)) break
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
  let bytes = records.length === 0 ? MARKER_BYTES : 0
  for (const { key, value } of records) bytes += (key?.length ?? 0) + (value?.length ?? 0) + RECORD_OVERHEAD_BYTES
  return bytes
}

/** One record batch of all appends. */
export function toBatch(appends: readonly PendingAppend<unknown>[], nowMs: number): Buffer {
  const [first] = appends
  if (first?.ending !== undefined) return markerBatch(first.ending, nowMs)
  const records = appends.flatMap((append) => append.records)
  if (first?.transaction === undefined) return buildRecordBatch({ records })
  const { producerId, producerEpoch } = first.transaction
  return buildRecordBatch({ records, producerId, producerEpoch, transactional: true })
}

/** What the log has to know of a batch beside its bytes. */
export function optionsOf([first]: readonly PendingAppend<unknown>[]): AppendOptions {
  return { guard: first?.transaction?.guard, transactionVersion: first?.ending?.transactionVersion }
}

function markerBatch({ commits, producerId, producerEpoch, coordinatorEpoch }: TransactionEnd, nowMs: number): Buffer {
  const type = commits ? ControlRecordType.COMMIT : ControlRecordType.ABORT
  return buildEndTransactionBatch({ type, producerId, producerEpoch, coordinatorEpoch, timestamp: nowMs })
}

function goesAlone({ transaction, ending }: PendingAppend<unknown>): boolean {
  return transaction !== undefined || ending !== undefined
}
