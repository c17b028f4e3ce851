import { Violation } from '../../types.ts'
import type { PartitionHistory, ServedBatch } from './partition-history.ts'
import { describeSend, type Send } from './sends.ts'

/**
 * The judgement on one partition after it was read from offset 0 to `end` by way of `take`, which has compared all that
 * was there with all that clients had been told.
 */
export function checkFinal(history: PartitionHistory, end: number): void {
  checkNothingLost(history, end)
  const batches = [...batchesUpTo(history, end)]
  checkSequences(history, batches)
  checkOrder(history, batches)
  history.claims.check((send) => epochOf(history, send))
}

/** P3 and unseen: what was acknowledged with acks=all is there. P13: so is all that anybody ever read. */
function checkNothingLost(history: PartitionHistory, end: number): void {
  for (const send of history.sends) {
    const { kind, ackedAt, places } = send
    if (kind !== 'one' && ackedAt !== undefined && !isAt(history, ackedAt, { send, end })) {
      throw new Violation('P3', `${history.name} ends at ${end} without ${describeSend(send)}`)
    }
    const gone = places.find((place) => !isAt(history, place, { send, end }))
    if (gone === undefined) continue
    throw new Violation('P13', `${history.name} ends at ${end}; ${describeSend(send)} had been read at ${gone}`)
  }
}

function isAt(history: PartitionHistory, offset: number, { send, end }: { send: Send; end: number }): boolean {
  return offset + send.recordCount <= end && history.served(offset)?.send === send
}

function* batchesUpTo(history: PartitionHistory, end: number): Generator<ServedBatch> {
  let offset = 0
  while (offset < end) {
    const batch = history.served(offset)
    if (batch === undefined) throw new Violation('P13', `${history.name} has nothing at offset ${offset} of ${end}`)
    yield batch
    offset = batch.header.lastOffset + 1
  }
}

/**
 * T1: sequences of a producer id and epoch begin at 0 and have no gaps; T2: epochs of a producer id never go back. They may
 * begin later when an earlier batch of the producer was never acknowledged: a leader that restarted does not know who has
 * never appended, and takes what comes first (KIP-360).
 */
function checkSequences(history: PartitionHistory, batches: readonly ServedBatch[]): void {
  const last = new Map<number, { readonly epoch: number; readonly next: number }>()
  for (const { header, send } of batches) {
    const { producerId, producerEpoch, baseSequence, count } = header
    if (producerId < 0) continue
    const before = last.get(producerId)
    const where = `${history.name} at offset ${header.baseOffset}, ${describeSend(send)}`
    if (before !== undefined && before.epoch > producerEpoch) {
      throw new Violation('T2', `${where}: epoch ${producerEpoch} of producer ${producerId} after ${before.epoch}`)
    }
    const mayBeginLater = before?.epoch !== producerEpoch && hasUnanswered(history, send)
    const expected = before?.epoch === producerEpoch ? before.next : mayBeginLater ? baseSequence : 0
    if (baseSequence !== expected) {
      throw new Violation('T1', `${where}: sequence ${baseSequence} of producer ${producerId}, not ${expected}`)
    }
    last.set(producerId, { epoch: producerEpoch, next: baseSequence + count })
  }
}

function hasUnanswered(history: PartitionHistory, { producer, number }: Send): boolean {
  return history.sends.some(
    (other) => other.producer === producer && other.number < number && other.ackedAt === undefined
  )
}

/**
 * T1: the batches of an idempotent producer are in the order in which it made them. One that it gave up may still be under
 * way when it goes on with another id, which fences nothing.
 */
function checkOrder(history: PartitionHistory, batches: readonly ServedBatch[]): void {
  const last = new Map<string, number>()
  for (const { send, header } of batches) {
    if (send.kind !== 'idempotent') continue
    const before = last.get(send.producer)
    if (before !== undefined && before >= send.number) {
      if (send.ackedAt === undefined) continue
      const where = `${history.name} at offset ${header.baseOffset}`
      throw new Violation('T1', `${where}: ${describeSend(send)} comes after its batch ${before}`)
    }
    last.set(send.producer, send.number)
  }
}

function epochOf(history: PartitionHistory, send: Send): number | undefined {
  return send.ackedAt === undefined ? undefined : history.served(send.ackedAt)?.header.leaderEpoch
}
