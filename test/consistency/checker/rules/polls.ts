import type { Anomaly } from '../anomaly.ts'
import type { Poll } from '../history.ts'
import type { PartitionIndex } from '../partition-index.ts'

/** A reader of an assigned partition gets every offset once, in order, and only below the high watermark. */
export function checkPolls({ partition, polls, finals }: PartitionIndex): Anomaly[] {
  const found: Anomaly[] = []
  const positions = new Map<string, number>()
  for (const poll of [...polls, ...finals]) {
    const where = `partition ${partition}: ${poll.reader}`
    found.push(...checkCommitted(where, poll))
    let expected = positions.get(poll.reader) ?? poll.from
    for (const { offset } of poll.records) {
      if (offset > expected)
        found.push({ kind: 'poll-skip', message: `${where} gets offset ${offset} where ${expected} is next` })
      if (offset < expected) {
        found.push({ kind: 'nonmonotonic-poll', message: `${where} gets offset ${offset} where ${expected} is next` })
      }
      expected = offset + 1
    }
    positions.set(poll.reader, expected)
  }
  return found
}

function checkCommitted(where: string, { records, highWatermark }: Poll): Anomaly[] {
  const last = records.at(-1)
  if (last === undefined || last.offset < highWatermark) return []
  const message = `${where} gets offset ${last.offset} with a high watermark of ${highWatermark}`
  return [{ kind: 'uncommitted-read', message }]
}
