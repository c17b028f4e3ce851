import { BrokerEpoch, invariant, Offset, type BrokerId } from '@gregor/base'
import type { Acknowledge, FollowerMessage, FollowPartition, PushInput, StreamEnd } from '@gregor/rpc'
import type { ReplicationContext } from '../context.ts'
import { Liveness } from '../liveness.ts'
import type { LeadStream } from '../ports.ts'
import type { Replica } from '../replica.ts'
import { admit, type Admission } from './admission.ts'
import { Pusher, type StreamLoad } from './pusher.ts'
import { PushSession } from './push-session.ts'

/** What a stream tells the leader side about its follower. */
export interface LeaderStreamHost {
  readonly context: ReplicationContext
  readonly find: (topicId: string, partition: number) => Replica | undefined
  /** Bytes that may be sent to one follower and not be acknowledged. */
  readonly windowBytes: () => number
  /** The first message: false when an incarnation at least as new has a stream here already, or ours is outdated. */
  readonly introduce: (stream: LeaderStream) => boolean
  /** The follower's progress changed: the high watermark or the ISR may move. */
  readonly onProgress: (replica: Replica, follower: BrokerId) => void
  readonly onEnd: (stream: LeaderStream, end: StreamEnd) => void
}

/** The leader's end of one follower's stream: admits partitions, takes acknowledgements, and pushes by its `Pusher`. */
export class LeaderStream {
  readonly follower: BrokerId
  readonly #host: LeaderStreamHost
  readonly #stream: LeadStream
  readonly #sessions = new Map<number, PushSession>()
  /** Wishes that are ahead of our metadata, by partition. At most one per handle, as `#parkedAt` says. */
  readonly #parked = new Map<string, FollowPartition>()
  readonly #parkedAt = new Map<number, string>()
  readonly #pusher: Pusher
  readonly #liveness: Liveness
  #brokerEpoch = BrokerEpoch(-1)
  #ended = false

  constructor(host: LeaderStreamHost, follower: BrokerId, stream: LeadStream) {
    this.follower = follower
    this.#host = host
    this.#stream = stream
    const { clock, scheduler, config } = host.context
    this.#pusher = new Pusher(
      host.context,
      {
        get writable() {
          return stream.writable
        },
        get windowBytes() {
          return host.windowBytes()
        },
        send: (push, bytes) => this.#send(push, bytes)
      },
      (session) => this.#sessionDropped(session)
    )
    this.#liveness = new Liveness({
      clock,
      scheduler,
      heartbeatMs: config.heartbeatMs,
      timeoutMs: config.streamTimeoutMs,
      sendHeartbeat: () => this.#send(undefined, 2),
      onSilence: (silentMs) => this.#break(`follower ${follower} has been silent for ${Math.round(silentMs)} ms`)
    })
    stream.listen({
      onMessage: (message) => this.#onMessage(message),
      onWritable: () => this.#pusher.pump(),
      onEnd: (end) => this.#onEnd(end)
    })
  }

  /** The incarnation that follows; -1 before its first message. */
  get brokerEpoch(): BrokerEpoch {
    return this.#brokerEpoch
  }

  get ended(): boolean {
    return this.#ended
  }

  get load(): StreamLoad {
    return this.#pusher.load
  }

  /** This broker's role in the partition is another one now: decides about those that wait for it. */
  roleChanged(replica: Replica): void {
    const parked = this.#parked.get(keyOf(replica.topicId, replica.partition))
    if (parked !== undefined) this.#follow(parked)
  }

  close(): void {
    this.#stream.close()
    this.#onEnd({ kind: 'closed', message: 'this broker closed the stream' })
  }

  #onMessage(message: FollowerMessage): void {
    if (this.#ended) return
    this.#liveness.heard()
    if (message.brokerEpoch > 0) this.#brokerEpoch = BrokerEpoch(message.brokerEpoch)
    if (this.#brokerEpoch < 0) return this.#break(`follower ${this.follower} did not tell its broker epoch`)
    if (message.brokerEpoch > 0 && !this.#host.introduce(this)) return this.close()
    for (const handle of message.unfollow) this.#unfollow(handle)
    for (const wish of message.follow) this.#follow(wish)
    for (const acknowledge of message.acknowledge) if (!this.#ended) this.#acknowledge(acknowledge)
  }

  #follow(wish: FollowPartition): void {
    this.#unfollow(wish.handle)
    const replica = this.#host.find(wish.topicId, wish.partition)
    const admission = admit(replica, wish, this.follower)
    if (admission.kind === 'parked') return this.#park(wish)
    invariant(replica !== undefined, 'only a known partition is admitted or refused', { wish })
    if (admission.kind === 'admitted') this.#begin(replica, wish, admission)
    else this.#decline(replica, wish, admission)
  }

  #begin(
    replica: Replica,
    wish: FollowPartition,
    { leader, nextOffset }: Extract<Admission, { kind: 'admitted' }>
  ): void {
    replica.sessions.get(this.follower)?.end()
    const { handle, session: number } = wish
    const { leaderEpoch } = leader
    const session = new PushSession({ handle, session: number, replica, leaderEpoch, nextOffset, owner: this.#pusher })
    this.#sessions.set(handle, session)
    replica.sessions.set(this.follower, session)
    leader.follower(this.follower)?.attach({
      brokerEpoch: this.#brokerEpoch,
      flushedOffset: Offset(Math.min(wish.flushedOffset, wish.logEndOffset)),
      logEndOffset: replica.openLog.logEndOffset,
      nowMs: this.#host.context.clock.monotonicMs()
    })
    session.wake()
    this.#host.onProgress(replica, this.follower)
  }

  #decline(
    replica: Replica,
    wish: FollowPartition,
    verdict: Exclude<Admission, { kind: 'admitted' | 'parked' }>
  ): void {
    const { log } = replica
    const { handle, session } = wish
    const place = { highWatermark: log?.highWatermark ?? 0, logStartOffset: log?.logStartOffset ?? 0 }
    const push = { handle, session, leaderEpoch: replica.state.leaderEpoch, ...place }
    if (verdict.kind === 'diverged') this.#pusher.say({ ...push, divergence: verdict.divergence })
    else if (verdict.kind === 'reset') this.#pusher.say({ ...push, resetTo: verdict.startOffset })
    else this.#pusher.say({ ...push, errorCode: verdict.errorCode })
  }

  #acknowledge(acknowledge: Acknowledge): void {
    const { handle, session: number, flushedOffset } = acknowledge
    const session = this.#sessions.get(handle)
    if (session === undefined) return this.#acknowledgeParked(acknowledge)
    // Of an earlier session, or of a leadership that is over.
    if (session.session !== number) return
    if (flushedOffset > session.nextOffset) {
      const { name } = session.replica
      return this.#break(
        `follower ${this.follower} acknowledged offset ${flushedOffset} of ${name}, but was sent only up to ${session.nextOffset}`
      )
    }
    const { replica } = session
    const { leader } = replica
    invariant(leader?.leaderEpoch === session.leaderEpoch, 'a session ends with its leadership', {
      partition: replica.name
    })
    this.#pusher.acknowledged(session, Offset(flushedOffset))
    const nowMs = this.#host.context.clock.monotonicMs()
    const moved = leader
      .follower(this.follower)
      ?.acknowledge(Offset(flushedOffset), replica.openLog.logEndOffset, nowMs)
    if (moved === true) this.#host.onProgress(replica, this.follower)
  }

  #unfollow(handle: number): void {
    this.#sessions.get(handle)?.end()
    const parked = this.#parkedAt.get(handle)
    if (parked === undefined) return
    this.#parkedAt.delete(handle)
    this.#parked.delete(parked)
  }

  #park(wish: FollowPartition): void {
    const key = keyOf(wish.topicId, wish.partition)
    const other = this.#parked.get(key)
    if (other !== undefined) this.#parkedAt.delete(other.handle)
    this.#parked.set(key, wish)
    this.#parkedAt.set(wish.handle, key)
  }

  /** The follower flushed more of what it had when it asked: it will not say so again. */
  #acknowledgeParked({ handle, session, flushedOffset }: Acknowledge): void {
    const key = this.#parkedAt.get(handle)
    const wish = key === undefined ? undefined : this.#parked.get(key)
    if (key === undefined || wish?.session !== session) return
    this.#parked.set(key, { ...wish, flushedOffset })
  }

  #sessionDropped(session: PushSession): void {
    if (this.#sessions.get(session.handle) === session) this.#sessions.delete(session.handle)
    const { replica } = session
    if (replica.sessions.get(this.follower) !== session) return
    replica.sessions.delete(this.follower)
    if (replica.leader?.leaderEpoch === session.leaderEpoch)
      replica.leader.follower(this.follower)?.detach(this.#host.context.clock.monotonicMs())
  }

  #send(push: readonly PushInput[] | undefined, bytes: number): void {
    if (this.#ended) return
    this.#liveness.sent()
    this.#stream.send(push === undefined ? { heartbeat: true } : { push }, bytes)
  }

  #break(message: string): void {
    if (this.#ended) return
    this.#onEnd({ kind: 'broken', message })
    this.#stream.close()
  }

  #onEnd(end: StreamEnd): void {
    if (this.#ended) return
    this.#ended = true
    this.#liveness.stop()
    for (const session of this.#sessions.values()) session.end()
    this.#pusher.close()
    this.#host.onEnd(this, end)
  }
}

function keyOf(topicId: string, partition: number): string {
  return `${topicId}:${partition}`
}
