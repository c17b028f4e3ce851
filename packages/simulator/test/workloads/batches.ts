import { buildRecordBatch, setBaseOffset, setLeaderEpoch } from '@gregor/protocol'
import { PartitionHistory } from '../../src/workloads/history/partition-history.ts'
import type { Send, SendKind } from '../../src/workloads/history/sends.ts'

/** Histories written by hand: what clients sent, were told, and read. */
export class Story {
  readonly history = new PartitionHistory('orders', 0)
  #number = 0
  #sequence = 0

  /** A batch that a client has sent once. */
  send(
    kind: SendKind,
    options: {
      readonly records?: number
      readonly sequence?: number
      readonly epoch?: number
      readonly number?: number
    } = {}
  ): Send {
    const { records = 1, sequence = this.#sequence, epoch = 0, number = this.#number++ } = options
    this.#sequence = sequence + records
    const values = Array.from({ length: records }, (_, index) => ({
      key: null,
      value: Buffer.from(`${number}.${index}`),
      timestamp: 1
    }))
    const identity = kind === 'idempotent' ? { producerId: 7, producerEpoch: epoch, baseSequence: sequence } : {}
    const bytes = buildRecordBatch({ records: values, ...identity })
    const send = this.history.begin({ producer: kind, number, kind, bytes, recordCount: records })
    this.history.attempt(send)
    return send
  }

  acked(kind: SendKind, offset: number, options: Parameters<Story['send']>[1] = {}): Send {
    const send = this.send(kind, options)
    this.history.acknowledged(send, offset)
    return send
  }

  /** Somebody reads these batches, one after the other from an offset. */
  read(
    sends: readonly Send[],
    options: { readonly at: number; readonly epoch?: number; readonly end?: number }
  ): number {
    const batches: Buffer[] = []
    let offset = options.at
    for (const send of sends) {
      batches.push(placed(send, offset, options.epoch ?? 0))
      offset += send.recordCount
    }
    const highWatermark = options.end ?? offset
    return this.history.take(Buffer.concat(batches), { fetchOffset: options.at, highWatermark })
  }
}

/** A batch as the leader of an epoch has it at an offset. */
export function placed({ bytes }: Send, offset: number, epoch: number): Buffer {
  const copy = Buffer.from(bytes)
  setBaseOffset(copy, 0, offset)
  setLeaderEpoch(copy, 0, epoch)
  return copy
}

/** A test's expectation: this breaks that invariant. */
export const breaks = (invariant: string): { readonly invariant: string } => ({ invariant })
