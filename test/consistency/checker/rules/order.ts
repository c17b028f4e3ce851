import type { Anomaly } from '../anomaly.ts'
import type { Send } from '../history.ts'
import { describeSend, type PartitionIndex } from '../partition-index.ts'

/** Batches are in the log in the order in which they were sent, as far as senders could know that order. */
export function checkOrder(index: PartitionIndex): Anomaly[] {
  return [...checkProducers(index), ...checkRealTime(index)]
}

/** An idempotent producer's batches are in the order of their numbers, even those that were under way together. */
function checkProducers({ partition, sends, places }: PartitionIndex): Anomaly[] {
  const found: Anomaly[] = []
  const last = new Map<string, { readonly send: Send; readonly place: number }>()
  const numbered = sends.filter(({ idempotent }) => idempotent).sort((left, right) => left.number - right.number)
  for (const send of numbered) {
    const place = places.get(send.values[0]!)?.[0]
    if (place === undefined) continue
    const before = last.get(send.producer)
    if (before !== undefined && before.place >= place) {
      const message = `partition ${partition}: ${describeSend(send)} is at ${place}, before ${describeSend(before.send)} at ${before.place}`
      found.push({ kind: 'nonmonotonic-send', message })
    }
    last.set(send.producer, { send, place })
  }
  return found
}

/** What was sent after an acknowledgement, by whomever, is behind what was acknowledged. */
function checkRealTime({ partition, sends, places }: PartitionIndex): Anomaly[] {
  const found: Anomaly[] = []
  const acknowledged = sends.filter(({ ack }) => ack !== undefined).sort((left, right) => left.ack!.ms - right.ack!.ms)
  const sent = [...sends].sort((left, right) => left.sentMs - right.sentMs)
  let highest: Send | undefined
  let next = 0
  for (const send of sent) {
    for (; next < acknowledged.length && acknowledged[next]!.ack!.ms < send.sentMs; next++) {
      if (highest === undefined || acknowledged[next]!.ack!.offset > highest.ack!.offset) highest = acknowledged[next]!
    }
    const place = places.get(send.values[0]!)?.[0] ?? send.ack?.offset
    if (highest === undefined || place === undefined || place > highest.ack!.offset) continue
    const message = `partition ${partition}: ${describeSend(send)} is at ${place}, though ${describeSend(highest)} had been acknowledged before it was sent`
    found.push({ kind: 'nonmonotonic-send', message })
  }
  return found
}
