import {
  ControlRecordType,
  batchesOf,
  controlRecordTypeOf,
  isControl,
  isTransactional,
  recordsOf
} from '@gregor/protocol'
import type { AbortedTransaction } from '@gregor/protocol/messages/fetch'
import type { ReadRecord } from '../checker/history.ts'
import { recordsIn } from './fetch.ts'

/**
 * What a `read_committed` reader takes of an answer, and where it goes on: it leaves out markers, what the leader says is
 * aborted (KIP-98), and the beginning of a batch that it asked for the middle of.
 */
export function takeCommitted(
  bytes: Buffer,
  { from, aborted }: { readonly from: number; readonly aborted: readonly AbortedTransaction[] }
): { readonly records: readonly ReadRecord[]; readonly next: number } {
  const waiting = [...aborted].sort((left, right) => left.firstOffset - right.firstOffset)
  const aborting = new Set<number>()
  const records: ReadRecord[] = []
  let next = from
  for (const header of batchesOf(bytes)) {
    const { producerId, lastOffset, attributes } = header
    while (waiting.length > 0 && waiting[0]!.firstOffset <= lastOffset) aborting.add(waiting.shift()!.producerId)
    next = lastOffset + 1
    // Whatever marker comes, the transaction that was aborted ends with it.
    if (isControl(attributes)) aborting.delete(producerId)
    else if (!isTransactional(attributes) || !aborting.has(producerId)) {
      records.push(...recordsIn(bytes, header).filter(({ offset }) => offset >= from))
    }
  }
  return { records, next }
}

/** What of a log its markers say is committed. */
export class MarkedLog {
  readonly #open = new Map<number, ReadRecord[]>()
  readonly #records: ReadRecord[] = []
  #next = 0

  /** Takes the next batches of the log. */
  add(bytes: Buffer): void {
    for (const header of batchesOf(bytes)) {
      const { position, sizeBytes, producerId, lastOffset, attributes } = header
      this.#next = lastOffset + 1
      if (!isTransactional(attributes)) this.#records.push(...recordsIn(bytes, header))
      else if (isControl(attributes)) {
        const [marker] = recordsOf(bytes.subarray(position, position + sizeBytes), { decompressedBytesMax: sizeBytes })
        const commits = controlRecordTypeOf(marker?.key ?? null) === ControlRecordType.COMMIT
        if (commits) this.#records.push(...(this.#open.get(producerId) ?? []))
        this.#open.delete(producerId)
      } else this.#open.set(producerId, [...(this.#open.get(producerId) ?? []), ...recordsIn(bytes, header)])
    }
  }

  /** In the order of offsets. */
  get committed(): ReadRecord[] {
    return [...this.#records].sort((left, right) => left.offset - right.offset)
  }

  /** Where the log ends. */
  get next(): number {
    return this.#next
  }
}
