import { Offset, type LeaderEpoch } from '@gregor/base'
import type { PushInput } from '@gregor/rpc'
import { PushWindow } from '../core/push-window.ts'
import type { FollowerSession, Replica } from '../replica.ts'

/** What a session asks of the stream that carries it. */
export interface SessionOwner {
  wake(session: PushSession): void
  wakeForHighWatermark(session: PushSession): void
  /** The leadership is over: nothing more is to be sent for it. */
  dropped(session: PushSession): void
}

/** One partition on one stream, as the leader pushes it: what was sent last, and what of it is not acknowledged. */
export class PushSession implements FollowerSession {
  readonly handle: number
  readonly session: number
  readonly replica: Replica
  readonly leaderEpoch: LeaderEpoch
  readonly window = new PushWindow()
  readonly #owner: SessionOwner
  /** The next offset to send. Only what is sent moves it, so it is also what may be acknowledged at most. */
  nextOffset: Offset
  sentHighWatermark = Offset(-1)
  sentLogStartOffset = Offset(-1)
  /** A read of the log's files for it is under way. */
  reading = false
  /** Has records that wait for an acknowledgement of those before them. */
  held = false
  ended = false

  constructor(start: {
    readonly handle: number
    readonly session: number
    readonly replica: Replica
    readonly leaderEpoch: LeaderEpoch
    readonly nextOffset: Offset
    readonly owner: SessionOwner
  }) {
    this.handle = start.handle
    this.session = start.session
    this.replica = start.replica
    this.leaderEpoch = start.leaderEpoch
    this.nextOffset = start.nextOffset
    this.#owner = start.owner
  }

  wake(): void {
    if (!this.ended) this.#owner.wake(this)
  }

  wakeForHighWatermark(): void {
    if (!this.ended) this.#owner.wakeForHighWatermark(this)
  }

  end(): void {
    if (!this.ended) this.#owner.dropped(this)
  }

  /** Whether the follower has yet to hear something. */
  get behind(): boolean {
    const log = this.replica.openLog
    return (
      this.nextOffset < log.logEndOffset ||
      this.sentHighWatermark !== log.highWatermark ||
      this.sentLogStartOffset !== log.logStartOffset
    )
  }

  /** A push with what it carries besides records: the high watermark and the log start of now. */
  push(what: Pick<PushInput, 'records' | 'resetTo' | 'divergence' | 'errorCode'>): PushInput {
    const { highWatermark, logStartOffset } = this.replica.openLog
    this.sentHighWatermark = highWatermark
    this.sentLogStartOffset = logStartOffset
    return {
      handle: this.handle,
      session: this.session,
      leaderEpoch: this.leaderEpoch,
      highWatermark,
      logStartOffset,
      ...what
    }
  }
}
