import type { Anomaly } from '../anomaly.ts'
import type { PartitionIndex } from '../partition-index.ts'

/** What an offset holds: one value, for everybody, for good; and nothing that was not sent. */
export function checkOffsets(index: PartitionIndex): Anomaly[] {
  return [...checkHolders(index), ...checkVanished(index), ...checkReplicas(index)]
}

function checkHolders({ partition, sends, polls, finals, senders }: PartitionIndex): Anomaly[] {
  const found: Anomaly[] = []
  const holders = new Map<number, { readonly value: string; readonly by: string }>()
  const told = new Set<string>()
  const hold = (offset: number, value: string, by: string): void => {
    const before = holders.get(offset)
    if (before === undefined) holders.set(offset, { value, by })
    else if (before.value !== value && !told.has(`${offset} ${value}`)) {
      told.add(`${offset} ${value}`)
      const message = `partition ${partition}: offset ${offset} is ${before.value} (${before.by}) and ${value} (${by})`
      found.push({ kind: 'inconsistent-offsets', message })
    }
  }
  for (const { reader, records } of [...finals, ...polls]) {
    for (const { offset, value } of records) {
      hold(offset, value, `read by ${reader}`)
      if (!senders.has(value) && !told.has(value)) {
        told.add(value)
        const message = `partition ${partition}: ${reader} reads ${JSON.stringify(value)} at offset ${offset}, which nobody sent there`
        found.push({ kind: 'phantom', message })
      }
    }
  }
  for (const { ack, values, producer } of sends) {
    if (ack === undefined) continue
    for (const [at, value] of values.entries()) hold(ack.offset + at, value, `acknowledged to ${producer}`)
  }
  return found
}

/** What anybody read is there at the end. */
function checkVanished({ partition, polls, final }: PartitionIndex): Anomaly[] {
  const gone = new Map<number, Anomaly>()
  for (const { reader, records } of polls) {
    for (const { offset, value } of records) {
      if (final.has(offset)) continue
      const message = `partition ${partition}: ${reader} read ${value} at offset ${offset}, where nothing is at the end`
      gone.set(offset, { kind: 'vanished', message })
    }
  }
  return [...gone.values()]
}

/** All who read at the end find equally much. */
function checkReplicas({ partition, finals, final }: PartitionIndex): Anomaly[] {
  const offsetsOf = new Map<string, Set<number>>()
  for (const { reader, records } of finals) {
    const offsets = offsetsOf.get(reader) ?? new Set()
    offsetsOf.set(reader, offsets)
    for (const { offset } of records) offsets.add(offset)
  }
  return Array.from(offsetsOf, ([reader, offsets]) => {
    const missing = [...final.values()].filter(({ offset }) => !offsets.has(offset))
    return { reader, missing }
  })
    .filter(({ missing }) => missing.length > 0)
    .map(({ reader, missing }) => {
      const first = missing[0]!
      const message = `partition ${partition}: ${reader} lacks ${missing.length} records, the first ${first.value} at offset ${first.offset}`
      return { kind: 'replica-lacks', message }
    })
}
