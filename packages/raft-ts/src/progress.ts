import { SizedQueue } from './sized-queue.ts'
import type { ProgressState } from './types.ts'

/** Limits on what is under way to one member. */
export interface FlowLimits {
  readonly inflightMessagesMax: number
  readonly inflightBytesMax: number
}

/**
 * What a leader knows of a member, and how it sends to it:
 * - `probe`: it does not know where the logs part: one append at a time, until one is accepted;
 * - `replicate`: appends flow without waiting for answers, within the limits;
 * - `snapshot`: nothing is sent until the snapshot is reported or answered.
 *
 * Invariant: match < next.
 */
export class Progress {
  state: ProgressState = 'probe'
  /** The member's log equals the leader's up to here, durably. */
  match = 0
  next: number
  /** Index of the snapshot that is under way; 0 = none. */
  pendingSnapshot = 0
  /** No more appends until an answer or a heartbeat's answer comes. */
  paused = false
  /** Heard of since the last check of the quorum. A new member starts as active, so that it gets the time to answer. */
  active = true
  ticksSinceHeard = 0
  /** The latest round of reads that the member has answered. */
  readRound = 0
  /** The highest commit index that the member was told. */
  private toldCommit = 0
  private readonly inflight = new SizedQueue()
  private readonly limits: FlowLimits

  constructor(next: number, limits: FlowLimits) {
    this.next = next
    this.limits = limits
  }

  heard(): void {
    this.active = true
    this.ticksSinceHeard = 0
  }

  becomeProbe(): void {
    this.next = Math.max(this.match, this.pendingSnapshot) + 1
    this.enter('probe')
  }

  becomeReplicate(): void {
    this.next = this.match + 1
    this.enter('replicate')
  }

  becomeSnapshot(index: number): void {
    this.enter('snapshot')
    this.pendingSnapshot = index
    this.next = index + 1
    this.toldCommit = index
  }

  private enter(state: ProgressState): void {
    this.state = state
    this.paused = false
    this.pendingSnapshot = 0
    this.inflight.clear()
    this.toldCommit = Math.min(this.toldCommit, this.next - 1)
  }

  isPaused(): boolean {
    return this.paused || this.state === 'snapshot'
  }

  /** Whether the limits on what is under way are reached: only appends without entries may go. */
  isFull(): boolean {
    const { inflightMessagesMax, inflightBytesMax } = this.limits
    return this.inflight.count >= inflightMessagesMax || this.inflight.bytes >= inflightBytesMax
  }

  /** An append of `count` entries is on its way. */
  sent(append: { readonly count: number; readonly bytes: number; readonly commit: number }): void {
    this.toldCommit = append.commit
    if (this.state === 'probe') {
      this.paused = true
      return
    }
    if (append.count > 0) {
      this.next += append.count
      this.inflight.add(this.next - 1, append.bytes)
    }
    this.paused = this.isFull()
  }

  toldCommitBy(commit: number): void {
    this.toldCommit = Math.max(this.toldCommit, commit)
  }

  /** Whether telling `commit` now could move the member's commit index. */
  canTellCommit(commit: number): boolean {
    return commit > this.toldCommit && this.toldCommit < this.next - 1
  }

  /** The member accepted up to `index`. Returns false when that is no news. */
  accepted(index: number): boolean {
    if (index < this.match || (index === this.match && this.state !== 'probe')) return false
    this.match = index
    this.next = Math.max(this.next, index + 1)
    this.paused = false
    return true
  }

  freeInflight(): void {
    this.inflight.freeUpTo(this.match)
  }

  /**
   * The member refused an append after `refused`; its log may agree up to `hint`. Returns whether that is news: an answer
   * to an older append is not.
   */
  rejected(refused: number, hint: number): boolean {
    if (refused === this.match && refused > 0 && this.state !== 'snapshot')
      return this.lostItsLog(Math.min(hint, refused - 1))
    if (this.state === 'replicate') {
      if (refused < this.match) return false
      this.becomeProbe()
      return true
    }
    if (this.next - 1 !== refused) return false
    this.next = Math.max(Math.min(refused, hint + 1), this.match + 1)
    this.toldCommit = Math.min(this.toldCommit, this.next - 1)
    this.paused = false
    return true
  }

  /**
   * A member that refuses what it once confirmed has lost (part of) its log. What is committed stays committed; but the
   * member counts for nothing until it confirms anew (compare KAFKA-12181).
   */
  private lostItsLog(hint: number): boolean {
    this.match = 0
    this.pendingSnapshot = 0
    this.becomeProbe()
    this.next = hint + 1
    return true
  }
}
