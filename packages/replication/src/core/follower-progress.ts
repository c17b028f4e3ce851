import { BrokerEpoch, Offset } from '@gregor/base'

/** Where the leader's log ended at a time. */
interface EndMark {
  readonly endOffset: Offset
  readonly atMs: number
}

/** A follower that has not told the leader anything in this leadership. */
const UNKNOWN_OFFSET = Offset(-1)

/**
 * What the leader knows of one follower.
 * Invariant: `flushedOffset` was acknowledged in the present leadership, on a log that was found equal to the leader's;
 * so everything below it is durable there and the same here. (P5)
 */
export class FollowerProgress {
  flushedOffset: Offset = UNKNOWN_OFFSET
  /** The incarnation that acknowledged; -1 = none yet. */
  brokerEpoch: BrokerEpoch = BrokerEpoch(-1)
  /** Whether a stream session feeds it now. */
  attached = false
  /** Since when no stream session feeds it; meaningless while one does. */
  detachedMs: number
  /** Latest time at which it had everything that the leader had then. */
  #caughtUpMs: number
  /** It has caught up with `atMs` once it is past `endOffset`: one mark is enough to tell by at most one round late. */
  #mark: EndMark

  constructor(start: { readonly caughtUpMs: number; readonly logEndOffset: Offset; readonly nowMs: number }) {
    this.#caughtUpMs = start.caughtUpMs
    this.detachedMs = start.nowMs
    this.#mark = { endOffset: start.logEndOffset, atMs: start.nowMs }
  }

  /** The follower (re)started and its log below `flushedOffset` is durable and equal to ours. May go back. */
  attach(state: { brokerEpoch: BrokerEpoch; flushedOffset: Offset; logEndOffset: Offset; nowMs: number }): void {
    this.brokerEpoch = state.brokerEpoch
    this.attached = true
    this.flushedOffset = UNKNOWN_OFFSET
    this.acknowledge(state.flushedOffset, state.logEndOffset, state.nowMs)
  }

  detach(nowMs: number): void {
    this.attached = false
    this.detachedMs = nowMs
  }

  /** Returns whether it moved forward. */
  acknowledge(flushedOffset: Offset, logEndOffset: Offset, nowMs: number): boolean {
    if (flushedOffset <= this.flushedOffset) return false
    this.flushedOffset = flushedOffset
    if (flushedOffset >= logEndOffset) this.#caughtUpMs = nowMs
    else if (flushedOffset >= this.#mark.endOffset) this.#caughtUpMs = Math.max(this.#caughtUpMs, this.#mark.atMs)
    if (flushedOffset >= this.#mark.endOffset) this.#mark = { endOffset: logEndOffset, atMs: nowMs }
    return true
  }

  /** The leader is about to append: a follower that has everything up to here was caught up until now, however idle. */
  beforeAppend(logEndOffset: Offset, nowMs: number): void {
    if (this.flushedOffset >= logEndOffset) this.#caughtUpMs = nowMs
  }

  /** Has everything, or had it within `lagTimeMaxMs`. (Kafka's replica.lag.time.max.ms.) */
  isCaughtUp(logEndOffset: Offset, nowMs: number, lagTimeMaxMs: number): boolean {
    return this.flushedOffset >= logEndOffset || nowMs - this.#caughtUpMs <= lagTimeMaxMs
  }
}
