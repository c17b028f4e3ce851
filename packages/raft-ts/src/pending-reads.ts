import type { NodeId } from './types.ts'

/** A read that waits until this leader knows that it still led when the read came (thesis §6.4). */
export interface PendingRead {
  readonly from: NodeId
  readonly context: number
  /** What must be applied before the read. */
  readonly index: number
  /** The round of heartbeats that, answered by a quorum, confirms it. */
  readonly round: number
}

/**
 * A leader's reads, in the order in which they came. Rounds of heartbeats confirm them: all reads that come between two
 * rounds share the second, so that many reads cost one exchange.
 */
export class PendingReads {
  /** The last round that was sent. */
  round = 0
  private queue: PendingRead[] = []

  get count(): number {
    return this.queue.length
  }

  add(read: Omit<PendingRead, 'round'>): void {
    this.queue.push({ ...read, round: this.round + 1 })
  }

  /** Whether reads wait for a round that was not sent yet. */
  needsRound(): boolean {
    return (this.queue.at(-1)?.round ?? 0) > this.round
  }

  /** Takes out the reads of the rounds up to `round` whose index is at most `committed`. */
  take(confirmed: { readonly round: number; readonly committed: number }): readonly PendingRead[] {
    const end = this.queue.findIndex((read) => read.round > confirmed.round || read.index > confirmed.committed)
    return this.queue.splice(0, end === -1 ? this.queue.length : end)
  }

  takeAll(): readonly PendingRead[] {
    return this.queue.splice(0)
  }
}
