import type { Anomaly } from '../anomaly.ts'
import type { Send } from '../history.ts'
import { describeSend, type PartitionIndex } from '../partition-index.ts'

/** What became of each batch: acknowledged and there, where it was said; refused and not there; never torn; never twice. */
export function checkSends(index: PartitionIndex): Anomaly[] {
  return index.sends.flatMap((send) => [...checkPresence(index, send), ...checkPlaces(index, send)])
}

function checkPresence({ partition, places, final }: PartitionIndex, send: Send): Anomaly[] {
  const { ack, values } = send
  if (ack === undefined) return []
  const what = `partition ${partition}: ${describeSend(send)}`
  const missing = values.filter((value) => !(places.get(value) ?? []).some((at) => final.get(at)?.value === value))
  if (missing.length > 0) return [{ kind: 'lost-write', message: `${what} is lost: ${missing.join(', ')}` }]
  const elsewhere = values.filter((value, at) => final.get(ack.offset + at)?.value !== value)
  if (elsewhere.length === 0) return []
  const found = elsewhere.map((value) => `${value} at ${places.get(value)?.join(', ')}`)
  return [{ kind: 'ack-offset-mismatch', message: `${what} is elsewhere: ${found.join('; ')}` }]
}

function checkPlaces({ partition, places }: PartitionIndex, send: Send): Anomaly[] {
  const { values, idempotent, possible } = send
  const found: Anomaly[] = []
  const what = `partition ${partition}: ${describeSend(send)}`
  const first = places.get(values[0]!) ?? []
  const where = `its first value is at ${first.join(', ') || 'no offset'}`
  if (possible === 0 && first.length > 0) found.push({ kind: 'aborted-read', message: `${what}: ${where}` })
  if (first.length > (idempotent ? 1 : Math.max(1, possible)))
    found.push({ kind: 'duplicate', message: `${what}: ${where}` })
  for (const [at, value] of values.entries()) {
    const own = places.get(value) ?? []
    if (own.length === first.length && own.every((offset, place) => offset === first[place]! + at)) continue
    found.push({ kind: 'torn-batch', message: `${what}: ${where}, but ${value} at ${own.join(', ') || 'no offset'}` })
    break
  }
  return found
}
