import { Violation } from '../../types.ts'
import { type Batch, type HostedLog, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * T3: a leader shows readers of committed data everything below the first offset of the oldest transaction that is open, or
 * whose end is not committed yet, and nothing beyond the high watermark.
 */
export class StableOffset implements PartitionRule {
  moved(hosted: HostedLog): void {
    const { copy, log, logStart, highWatermark, serves } = hosted
    if (!serves || copy.batches === undefined || copy.batches[0]?.baseOffset !== logStart) return
    const expected = stableEnd(copy.batches, highWatermark)
    if (expected === undefined || log.lastStableOffset === expected) return
    const says = `the last stable offset is ${log.lastStableOffset}, not ${expected}`
    throw new Violation('T3', `${whereOf(hosted)}: ${says}, with a high watermark of ${highWatermark}`)
  }
}

/** Undefined = there are no transactions. */
function stableEnd(batches: readonly Batch[], highWatermark: number): number | undefined {
  const open = new Map<number, number>()
  let end: number | undefined
  for (const { baseOffset, lastOffset, transaction } of batches) {
    if (transaction === undefined) continue
    end ??= highWatermark
    const { producerId, ends } = transaction
    const first = open.get(producerId)
    if (!ends) {
      if (first === undefined) open.set(producerId, baseOffset)
    } else {
      open.delete(producerId)
      if (first !== undefined && lastOffset >= highWatermark) end = Math.min(end, first)
    }
  }
  for (const first of open.values()) end = Math.min(end!, first)
  return end
}
