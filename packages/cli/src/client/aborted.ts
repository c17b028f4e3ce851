import {
  ControlRecordType,
  controlRecordTypeOf,
  isControl,
  isTransactional,
  producerIdOf,
  recordsOf
} from '@gregor/protocol'

/** A transaction that was aborted: the batches of its producer from that offset to the marker are nobody's to read. */
export interface AbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

/** A batch of fetched bytes, as `batchesOf` gives it. */
interface Batch {
  readonly position: number
  readonly attributes: number
  readonly lastOffset: number
}

/** No marker comes near. */
const markerBytesMax = 1 << 20

/**
 * Says of each batch of a fetched partition, in their order, whether it is of an aborted transaction. `aborted` is what the
 * leader told with them.
 */
export function createAbortedFilter(bytes: Buffer, aborted: readonly AbortedTransaction[]): (batch: Batch) => boolean {
  const waiting = [...aborted].sort((left, right) => left.firstOffset - right.firstOffset)
  const open = new Set<number>()
  return ({ position, attributes, lastOffset }) => {
    while (waiting.length > 0 && waiting[0]!.firstOffset <= lastOffset) open.add(waiting.shift()!.producerId)
    const producerId = producerIdOf(bytes, position)
    if (!isTransactional(attributes)) return false
    if (isControl(attributes)) {
      if (isAbort(bytes, position)) open.delete(producerId)
      return false
    }
    return open.has(producerId)
  }
}

function isAbort(bytes: Buffer, position: number): boolean {
  for (const { key } of recordsOf(bytes, { at: position, decompressedBytesMax: markerBytesMax })) {
    return controlRecordTypeOf(key) === ControlRecordType.ABORT
  }
  return false
}
