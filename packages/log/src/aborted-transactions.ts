import type { Offset } from '@gregor/base'
import { CorruptLogError, errorCode } from './errors.ts'
import type { IndexFile } from './index-file.ts'
import { type LogServices, type LogState, segmentIndexOf } from './log-state.ts'
import { mendTransactionIndex } from './load-producers.ts'
import type { Segment } from './segment.ts'
import { abortedFrom, countSound } from './transaction-index.ts'
import type { AbortedTransaction } from './types.ts'

/**
 * The aborted transactions of which a record, or the end marker behind one, lies at or above `from` and a record below `to`,
 * when every index that must be asked is in memory; else undefined. `to` is not above the last stable offset.
 */
export function cachedAborted(state: LogState, from: Offset, to: Offset): AbortedTransaction[] | undefined {
  const found: AbortedTransaction[] = []
  for (let number = segmentIndexOf(state, from); number < state.segments.length; number++) {
    const { transactionIndex } = state.segments[number]!
    if (transactionIndex.loaded === undefined) return undefined
    if (transactionIndex.count > 0 && collect(transactionIndex, { from, to, found })) break
  }
  return found
}

/**
 * The same, with what is in files; they need not all have room in memory at once. Runs beside the works on the files: the
 * caller sees that they hold still.
 */
export async function abortedBetween(
  state: LogState,
  services: LogServices,
  from: Offset,
  to: Offset
): Promise<AbortedTransaction[]> {
  const found: AbortedTransaction[] = []
  for (const segment of state.segments.slice(segmentIndexOf(state, from))) {
    const { transactionIndex } = segment
    // Others who load theirs may have taken the memory back.
    while (transactionIndex.loaded === undefined) await loadTransactionIndex(state, services, segment)
    if (transactionIndex.count > 0 && collect(transactionIndex, { from, to, found })) break
  }
  return found
}

/** True when no later index can have more. */
function collect(
  index: IndexFile,
  { from, to, found }: { readonly from: Offset; readonly to: Offset; readonly found: AbortedTransaction[] }
): boolean {
  for (const aborted of abortedFrom(index, from)) {
    if (aborted.firstOffset < to) found.push(aborted)
    // All that began below it had ended when this one did.
    if (aborted.lastStableOffset >= to) return true
  }
  return false
}

/** Brings the transaction index of a segment into memory; what is no index of the segment is built anew there. */
export async function loadTransactionIndex(state: LogState, services: LogServices, segment: Segment): Promise<void> {
  const { transactionIndex, baseOffset } = segment
  try {
    const isNew = await transactionIndex.load(services.files)
    if (isNew && countSound(transactionIndex.loaded!, baseOffset) < transactionIndex.loaded!.count)
      await mendTransactionIndex(state, services, segment)
  } catch (error) {
    if (!(error instanceof CorruptLogError) && errorCode(error) !== 'ENOENT') throw error
    await mendTransactionIndex(state, services, segment)
  }
  services.indexMemory.touch(transactionIndex)
}
