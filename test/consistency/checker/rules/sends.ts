import type { Anomaly } from '../anomaly.ts'
import type { Send } from '../history.ts'
import { describeSend, isThere, type PartitionIndex } from '../partition-index.ts'

/** What became of each batch: acknowledged and there, where it was said; refused and not there; never torn; never twice. */
export function checkSends(index: PartitionIndex): Anomaly[] {
  return index.sends.flatMap((send) => [...checkPresence(index, send), ...checkPlaces(index, send)])
}

function checkPresence(index: PartitionIndex, send: Send): Anomaly[] {
  if (send.ack === undefined) return []
  const missing = send.values.filter((value) => !isThere(index, value))
  if (missing.length === 0) return checkAckOffset(index, send)
  const what = `partition ${index.partition}: ${describeSend(send)}`
  return [{ kind: 'lost-write', message: `${what} is lost: ${missing.join(', ')}` }]
}

/** A batch that is there is where its acknowledgement says. */
export function checkAckOffset({ partition, places, final }: PartitionIndex, send: Send): Anomaly[] {
  const { ack, values } = send
  if (ack === undefined) return []
  const elsewhere = values.filter((value, at) => final.get(ack.offset + at)?.value !== value)
  if (elsewhere.length === 0) return []
  const found = elsewhere.map((value) => `${value} at ${places.get(value)?.join(', ')}`)
  const message = `partition ${partition}: ${describeSend(send)} is elsewhere: ${found.join('; ')}`
  return [{ kind: 'ack-offset-mismatch', message }]
}

/** What nobody can have written is not there; a batch is in one piece, and no more often than it may be. */
export function checkPlaces({ partition, places }: PartitionIndex, send: Send): Anomaly[] {
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
