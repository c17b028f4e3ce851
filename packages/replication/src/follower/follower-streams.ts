import { NO_BROKER, type BrokerId } from '@gregor/base'
import type { PeerAddress } from '@gregor/rpc'
import type { Replica } from '../replica.ts'
import { FollowerStream, type FollowerStreamHost } from './follower-stream.ts'

/** The streams to all leaders that this broker follows. */
export class FollowerStreams {
  readonly #host: Omit<FollowerStreamHost, 'address'>
  readonly #streams = new Map<BrokerId, FollowerStream>()
  readonly #leaders = new Map<Replica, FollowerStream>()
  readonly #addresses = new Map<BrokerId, string>()

  constructor(host: Omit<FollowerStreamHost, 'address'>) {
    this.#host = host
  }

  /** Follows the leader that the replica's state names, in that epoch. */
  follow(replica: Replica): void {
    this.unfollow(replica)
    const { leader, leaderEpoch } = replica.state
    if (leader === NO_BROKER) return
    const stream = this.#streamTo(leader)
    this.#leaders.set(replica, stream)
    stream.follow(replica, leaderEpoch)
  }

  unfollow(replica: Replica): void {
    const stream = this.#leaders.get(replica)
    if (stream === undefined) return
    this.#leaders.delete(replica)
    stream.unfollow(replica)
    // Not at once: a change of many partitions may bring others for the same leader.
    if (stream.isIdle) this.#host.context.scheduler.defer(() => this.#closeIdle(stream))
  }

  acknowledge(replica: Replica): void {
    this.#leaders.get(replica)?.acknowledge(replica)
  }

  /** The registration of a broker changed: it may have moved, or come back. */
  brokerChanged(broker: BrokerId): void {
    const stream = this.#streams.get(broker)
    if (stream === undefined) return
    const now = this.#identityOf(broker)
    if (now === this.#addresses.get(broker)) return stream.connect()
    this.#addresses.set(broker, now)
    stream.reconnect()
  }

  ownEpochChanged(): void {
    for (const stream of this.#streams.values()) stream.brokerEpochChanged()
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.close()
    this.#streams.clear()
    this.#leaders.clear()
  }

  #streamTo(leader: BrokerId): FollowerStream {
    const present = this.#streams.get(leader)
    if (present !== undefined) return present
    const stream = new FollowerStream({ ...this.#host, address: () => this.#addressOf(leader) }, leader)
    this.#streams.set(leader, stream)
    this.#addresses.set(leader, this.#identityOf(leader))
    return stream
  }

  #closeIdle(stream: FollowerStream): void {
    if (!stream.isIdle || this.#streams.get(stream.leader) !== stream) return
    this.#streams.delete(stream.leader)
    this.#addresses.delete(stream.leader)
    stream.close()
  }

  #addressOf(leader: BrokerId): PeerAddress | undefined {
    const broker = this.#host.context.image.brokers.get(leader)
    return broker === undefined ? undefined : { nodeId: leader, host: broker.rpcHost, port: broker.rpcPort }
  }

  /** What tells one incarnation at one address from another. */
  #identityOf(leader: BrokerId): string {
    const broker = this.#host.context.image.brokers.get(leader)
    return broker === undefined ? '' : `${broker.epoch} ${broker.rpcHost}:${broker.rpcPort}`
  }
}
