import type { Anomaly } from '../anomaly.ts'
import type { CommittedPoll } from '../history.ts'
import type { PartitionIndex } from '../partition-index.ts'

/**
 * A reader of committed data gets every committed record once, in order, and only below the last stable offset. Offsets of
 * markers and of what is aborted are left out: so its answers say how far they reach.
 */
export function checkCommittedPolls(
  { partition, final }: PartitionIndex,
  polls: readonly CommittedPoll[],
  finals: readonly CommittedPoll[]
): Anomaly[] {
  const found: Anomaly[] = []
  const committed = [...final.keys()].sort((left, right) => left - right)
  const positions = new Map<string, number>()
  for (const poll of [...polls, ...finals]) {
    if (poll.partition !== partition) continue
    const where = `partition ${partition}: ${poll.reader}`
    const expected = positions.get(poll.reader) ?? poll.from
    if (poll.from !== expected) {
      const kind = poll.from > expected ? 'poll-skip' : 'nonmonotonic-poll'
      found.push({ kind, message: `${where} goes on at offset ${poll.from}, and was at ${expected}` })
    }
    found.push(...checkStable(where, poll), ...checkAscending(where, poll), ...checkComplete(where, poll, committed))
    positions.set(poll.reader, poll.next)
  }
  return found
}

function checkStable(where: string, { records, lastStableOffset, highWatermark }: CommittedPoll): Anomaly[] {
  const found: Anomaly[] = []
  const last = records.at(-1)
  if (last !== undefined && last.offset >= lastStableOffset) {
    const message = `${where} gets offset ${last.offset} with a last stable offset of ${lastStableOffset}`
    found.push({ kind: 'uncommitted-read', message })
  }
  if (lastStableOffset > highWatermark) {
    const message = `${where} is told the last stable offset ${lastStableOffset}, beyond the high watermark ${highWatermark}`
    found.push({ kind: 'uncommitted-read', message })
  }
  return found
}

function checkAscending(where: string, { from, records }: CommittedPoll): Anomaly[] {
  const found: Anomaly[] = []
  let before = from - 1
  for (const { offset } of records) {
    if (offset <= before)
      found.push({ kind: 'nonmonotonic-poll', message: `${where} gets offset ${offset} after ${before}` })
    before = offset
  }
  return found
}

/** Of what is committed at the end it got all that lies in the offsets which its answer covered. */
function checkComplete(where: string, { from, next, records }: CommittedPoll, committed: readonly number[]): Anomaly[] {
  const got = new Set(records.map(({ offset }) => offset))
  const missed: number[] = []
  for (let at = firstFrom(committed, from); at < committed.length && committed[at]! < next; at++) {
    if (!got.has(committed[at]!)) missed.push(committed[at]!)
  }
  if (missed.length === 0) return []
  const message = `${where} went from offset ${from} to ${next} without the committed offsets ${missed.join(', ')}`
  return [{ kind: 'poll-skip', message }]
}

/** Index of the first offset that is not before `from`. */
function firstFrom(offsets: readonly number[], from: number): number {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (offsets[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}
