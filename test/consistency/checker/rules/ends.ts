import type { Anomaly } from '../anomaly.ts'
import type { EndAnswer, Send } from '../history.ts'
import { describeSend, type PartitionIndex } from '../partition-index.ts'

/**
 * What leaders say of the end of a partition. A leader that was replaced and has not heard of it may answer from the past;
 * a leader of the same epoch, or of a later one, may not say less than what was known before it was asked.
 */
export function checkEnds(index: PartitionIndex): Anomaly[] {
  return [...checkAnswers(index), ...checkAcknowledged(index)]
}

/** The highest of what was said so far in an epoch. */
class HighestByEpoch<Item> {
  readonly #best = new Map<number, { readonly end: number; readonly item: Item }>()

  add(epoch: number, end: number, item: Item): void {
    const before = this.#best.get(epoch)
    if (before === undefined || before.end < end) this.#best.set(epoch, { end, item })
  }

  /** The highest over all epochs up to `epoch`. */
  upTo(epoch: number): { readonly end: number; readonly item: Item } | undefined {
    let highest: { readonly end: number; readonly item: Item } | undefined
    for (const [at, one] of this.#best) if (at <= epoch && one.end > (highest?.end ?? -1)) highest = one
    return highest
  }
}

function checkAnswers({ partition, ends }: PartitionIndex): Anomaly[] {
  const found: Anomaly[] = []
  const asked = [...ends].sort((left, right) => left.askedMs - right.askedMs)
  const answered = [...ends].sort((left, right) => left.answeredMs - right.answeredMs)
  const known = new HighestByEpoch<EndAnswer>()
  let next = 0
  for (const { askedMs, leaderEpoch, end } of asked) {
    for (; next < answered.length && answered[next]!.answeredMs < askedMs; next++) {
      const answer = answered[next]!
      known.add(answer.leaderEpoch, answer.end, answer)
    }
    const before = known.upTo(leaderEpoch)
    if (before === undefined || before.end <= end) continue
    const message = `partition ${partition}: ends at ${end} in leader epoch ${leaderEpoch}, after ${before.end} in epoch ${before.item.leaderEpoch}`
    found.push({ kind: 'end-regress', message })
  }
  return found
}

function checkAcknowledged({ partition, ends, sends, final }: PartitionIndex): Anomaly[] {
  const found: Anomaly[] = []
  const asked = [...ends].sort((left, right) => left.askedMs - right.askedMs)
  const acknowledged = sends.filter(({ ack }) => ack !== undefined).sort((left, right) => left.ack!.ms - right.ack!.ms)
  const known = new HighestByEpoch<Send>()
  let next = 0
  for (const { askedMs, leaderEpoch, end } of asked) {
    for (; next < acknowledged.length && acknowledged[next]!.ack!.ms < askedMs; next++) {
      const send = acknowledged[next]!
      const { offset } = send.ack!
      const written = final.get(offset)?.leaderEpoch
      // A retry may have been acknowledged by a later leader: those before it need not have known.
      if (written === undefined || send.attempts > 1) continue
      known.add(written, offset + send.values.length, send)
    }
    const before = known.upTo(leaderEpoch)
    if (before === undefined || before.end <= end) continue
    const message = `partition ${partition}: ends at ${end} in leader epoch ${leaderEpoch}, though ${describeSend(before.item)} had been acknowledged`
    found.push({ kind: 'end-regress', message })
  }
  return found
}
