import { LeaderEpoch, Offset, type BrokerId, type Timer } from '@gregor/base'
import { errorInfo } from '@gregor/protocol'
import type { LeaderMessage, PeerAddress, Push, StreamEnd } from '@gregor/rpc'
import type { ReplicationContext } from '../context.ts'
import { truncationPoint, type Truncation } from '../core/divergence.ts'
import { DeferredTask } from '../deferred-task.ts'
import { Liveness } from '../liveness.ts'
import type { FollowStream, OpenFollowStream } from '../ports.ts'
import type { Replica } from '../replica.ts'
import { applyPush, newLogStart } from './apply-push.ts'
import { Following } from './following.ts'

/** What a stream asks of the follower side. */
export interface FollowerStreamHost {
  readonly context: ReplicationContext
  readonly open: OpenFollowStream
  /** Where the leader is by the metadata; undefined while it is not registered. */
  readonly address: () => PeerAddress | undefined
  /** Cuts the replica's log while nothing else touches it; resolves when it may be followed again, unless it failed. */
  readonly repair: (replica: Replica, truncation: Truncation) => Promise<void>
  readonly moveLogStart: (replica: Replica, logStartOffset: Offset) => void
  readonly onBroken: (leader: BrokerId) => void
}

/** Partitions asked for in one message. */
const FOLLOWS_PER_MESSAGE_MAX = 1000

/** All partitions that this broker follows at one leader, on one stream, which is opened again for as long as there are any. */
export class FollowerStream {
  readonly leader: BrokerId
  readonly #host: FollowerStreamHost
  readonly #followings = new Map<number, Following>()
  readonly #byReplica = new Map<Replica, Following>()
  readonly #toAsk = new Set<Following>()
  readonly #toAcknowledge = new Set<Following>()
  readonly #toUnfollow: number[] = []
  readonly #flush: DeferredTask
  #stream: FollowStream | undefined
  #liveness: Liveness | undefined
  #reconnectTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #attempts = 0
  #nextHandle = 1
  #tellBrokerEpoch = false
  #closed = false

  constructor(host: FollowerStreamHost, leader: BrokerId) {
    this.#host = host
    this.leader = leader
    this.#flush = new DeferredTask(host.context.scheduler, () => this.#send())
  }

  get isIdle(): boolean {
    return this.#followings.size === 0
  }

  follow(replica: Replica, leaderEpoch: LeaderEpoch): void {
    const following = new Following(this.#nextHandle++, replica, leaderEpoch)
    this.#followings.set(following.handle, following)
    this.#byReplica.set(replica, following)
    this.#ask(following)
    this.connect()
  }

  unfollow(replica: Replica): void {
    const following = this.#byReplica.get(replica)
    if (following === undefined) return
    this.#byReplica.delete(replica)
    this.#followings.delete(following.handle)
    this.#toAsk.delete(following)
    this.#toAcknowledge.delete(following)
    if (following.session === 0 || this.#stream === undefined) return
    this.#toUnfollow.push(following.handle)
    this.#flush.ask()
  }

  /** The replica's log has flushed more. */
  acknowledge(replica: Replica): void {
    const following = this.#byReplica.get(replica)
    if (following?.phase !== 'following') return
    this.#toAcknowledge.add(following)
    this.#flush.ask()
  }

  /** Opens the stream if it is not, now that it may be possible. */
  connect(): void {
    const { context, open, address } = this.#host
    if (this.#closed || this.isIdle || this.#stream !== undefined || this.#reconnectTimer !== undefined) return
    const where = address()
    if (where === undefined || context.self.brokerEpoch() < 0) return
    const stream = open(where)
    this.#stream = stream
    this.#tellBrokerEpoch = true
    this.#liveness = this.#watch(stream)
    for (const following of this.#followings.values()) this.#ask(following)
    stream.listen({
      onMessage: (message) => this.#onMessage(stream, message),
      onWritable: () => this.#flush.ask(),
      onEnd: (end) => this.#onEnd(stream, end)
    })
  }

  /** The leader is elsewhere, or another incarnation: what is open leads to nobody. */
  reconnect(): void {
    const stream = this.#stream
    this.#attempts = 0
    this.#cancelReconnect()
    this.#forgetStream()
    stream?.close()
    this.connect()
  }

  /** This broker registered anew. */
  brokerEpochChanged(): void {
    this.#tellBrokerEpoch = true
    this.connect()
    this.#flush.ask()
  }

  close(): void {
    this.#closed = true
    this.#cancelReconnect()
    this.#retryTimer?.cancel()
    const stream = this.#stream
    this.#forgetStream()
    stream?.close()
  }

  #forgetStream(): void {
    this.#stream = undefined
    this.#liveness?.stop()
    this.#toUnfollow.length = 0
  }

  #cancelReconnect(): void {
    this.#reconnectTimer?.cancel()
    this.#reconnectTimer = undefined
  }

  #watch(stream: FollowStream): Liveness {
    const { clock, scheduler, config } = this.#host.context
    return new Liveness({
      clock,
      scheduler,
      heartbeatMs: config.heartbeatMs,
      timeoutMs: config.streamTimeoutMs,
      sendHeartbeat: () => {
        this.#liveness?.sent()
        stream.send({ heartbeat: true }, 2)
      },
      onSilence: (silentMs) => {
        this.#onEnd(stream, { kind: 'broken', message: `silent for ${Math.round(silentMs)} ms` })
        stream.close()
      }
    })
  }

  #ask(following: Following): void {
    if (following.phase === 'repairing') return
    following.phase = 'wanted'
    this.#toAsk.add(following)
    this.#toAcknowledge.delete(following)
    this.#flush.ask()
  }

  #send(): void {
    while (this.#stream?.writable === true && this.#hasNews()) {
      const follow = takeSome(this.#toAsk, FOLLOWS_PER_MESSAGE_MAX).map((following) => following.ask())
      const acknowledge = [...this.#toAcknowledge].map((following) => following.acknowledgement())
      const unfollow = this.#toUnfollow.splice(0)
      const brokerEpoch = this.#tellBrokerEpoch ? this.#host.context.self.brokerEpoch() : 0
      this.#tellBrokerEpoch = false
      this.#toAcknowledge.clear()
      this.#liveness?.sent()
      const bytes = follow.length * 80 + acknowledge.length * 24 + unfollow.length * 4 + 12
      this.#stream.send({ follow, acknowledge, unfollow, brokerEpoch }, bytes)
    }
  }

  #hasNews(): boolean {
    return this.#tellBrokerEpoch || this.#toAsk.size > 0 || this.#toAcknowledge.size > 0 || this.#toUnfollow.length > 0
  }

  #onMessage(stream: FollowStream, message: LeaderMessage): void {
    if (stream !== this.#stream) return
    this.#attempts = 0
    this.#liveness?.heard()
    for (const push of message.push) this.#onPush(push)
  }

  /** A push concerns one partition; what goes wrong with it must not touch the others. (B17) */
  #onPush(push: Push): void {
    const following = this.#followings.get(push.handle)
    if (following?.phase !== 'following' || push.session !== following.session) return
    if (push.errorCode !== undefined && push.errorCode !== 0) {
      return this.#fail(following, errorInfo(push.errorCode).name)
    }
    if (push.leaderEpoch !== following.leaderEpoch) return
    const { replica } = following
    if (push.resetTo !== undefined) return this.#repair(following, { kind: 'reset', offset: Offset(push.resetTo) })
    if (push.divergence !== undefined) {
      const { epoch, endOffset } = push.divergence
      const epochEnd = { epoch: LeaderEpoch(epoch), endOffset: Offset(endOffset) }
      const logStartOffset = Offset(push.logStartOffset)
      return this.#repair(following, truncationPoint(replica.openLog, { epochEnd, logStartOffset }))
    }
    this.#take(following, push)
  }

  #take(following: Following, push: Push): void {
    const { replica } = following
    const { context, moveLogStart } = this.#host
    context.meters.replicationBytesIn.inc(push.records?.length ?? 0)
    const kept = replica.keptOffset
    const refusal = applyPush(replica, push)
    if (refusal !== undefined) {
      if (replica.openLog.failure === undefined) this.#fail(following, refusal.message)
      return
    }
    if (replica.keptOffset > kept) this.acknowledge(replica)
    const logStart = newLogStart(replica, push)
    if (logStart !== undefined) moveLogStart(replica, logStart)
  }

  #repair(following: Following, truncation: Truncation): void {
    following.phase = 'repairing'
    this.#host.repair(following.replica, truncation).then(
      () => {
        following.phase = 'wanted'
        if (this.#followings.get(following.handle) === following) this.#ask(following)
      },
      (error: unknown) => this.#fail(following, error)
    )
  }

  #fail(following: Following, error: unknown): void {
    following.phase = 'failed'
    const { logger, scheduler, config } = this.#host.context
    const fields = { partition: following.replica.name, leader: this.leader, leaderEpoch: following.leaderEpoch, error }
    logger.debug(fields, 'Cannot follow; trying again soon')
    if (this.#closed) return
    this.#retryTimer ??= scheduler.after(config.followRetryMs, () => {
      this.#retryTimer = undefined
      for (const each of this.#followings.values()) if (each.phase === 'failed') this.#ask(each)
    })
  }

  #onEnd(stream: FollowStream, end: StreamEnd): void {
    if (stream !== this.#stream) return
    this.#forgetStream()
    const { context, onBroken } = this.#host
    if (end.kind === 'broken') {
      context.logger.debug({ leader: this.leader, reason: end.message }, 'The stream to a leader broke')
      onBroken(this.leader)
    }
    if (end.kind === 'refused') {
      context.logger.warn({ leader: this.leader, reason: end.message }, 'A leader refuses to be followed')
    }
    this.#reconnectLater()
  }

  #reconnectLater(): void {
    const { scheduler, config } = this.#host.context
    if (this.#closed || this.isIdle) return
    const pauseMs = Math.min(config.reconnectMsMax, config.reconnectMsMin * 2 ** Math.min(this.#attempts++, 10))
    this.#reconnectTimer = scheduler.after(pauseMs, () => {
      this.#reconnectTimer = undefined
      this.connect()
    })
  }
}

function takeSome<Item>(from: Set<Item>, count: number): Item[] {
  const some: Item[] = []
  for (const item of from) {
    if (some.length === count) break
    from.delete(item)
    some.push(item)
  }
  return some
}
