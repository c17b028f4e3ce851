import { BrokerId, type PartitionIndex, type TopicId } from '@gregor/base'
import type { PeerIdentity, StreamEnd } from '@gregor/rpc'
import type { ReplicationContext } from '../context.ts'
import type { LeadStream } from '../ports.ts'
import type { Replica } from '../replica.ts'
import type { ReplicaTable } from '../replica-table.ts'
import { LeaderStream } from './leader-stream.ts'
import type { StreamLoad } from './pusher.ts'

export interface LeaderStreamsPorts {
  readonly context: ReplicationContext
  readonly table: ReplicaTable
  readonly onProgress: (replica: Replica, follower: BrokerId) => void
  readonly reportPeerDown: (broker: BrokerId) => void
}

/** The streams of all followers of this broker: one per follower, that of its newest incarnation. */
export class LeaderStreams {
  readonly #ports: LeaderStreamsPorts
  readonly #streams = new Set<LeaderStream>()
  readonly #byFollower = new Map<BrokerId, LeaderStream>()
  #closed = false

  constructor(ports: LeaderStreamsPorts) {
    this.#ports = ports
  }

  accept(peer: PeerIdentity, stream: LeadStream): void {
    if (this.#closed) {
      stream.listen({ onMessage: () => {}, onEnd: () => {} })
      stream.close()
      return
    }
    const { context, table, onProgress } = this.#ports
    const accepted = new LeaderStream(
      {
        context,
        find: (topicId, partition) => table.get(topicId as TopicId, partition as PartitionIndex),
        windowBytes: () => this.#windowBytes(),
        introduce: (newcomer) => this.#introduce(newcomer),
        onProgress,
        onEnd: (ended, end) => this.#onEnd(ended, end)
      },
      BrokerId(peer.nodeId),
      stream
    )
    if (!accepted.ended) this.#streams.add(accepted)
  }

  /** What is under way to each follower that has a stream. */
  loads(): Map<BrokerId, StreamLoad> {
    return new Map([...this.#byFollower].map(([follower, stream]) => [follower, stream.load]))
  }

  /** This broker's role in the partition is another one now. */
  roleChanged(replica: Replica): void {
    for (const stream of this.#streams) stream.roleChanged(replica)
  }

  close(): void {
    this.#closed = true
    for (const stream of this.#streams) stream.close()
  }

  /** Many followers have smaller windows, so that those which stop reading hold no more memory together than a few would. */
  #windowBytes(): number {
    const { streamWindowBytes, streamsWindowBytes } = this.#ports.context.config
    return Math.min(streamWindowBytes, streamsWindowBytes / Math.max(1, this.#streams.size))
  }

  /** The newest stream of the newest incarnation stays: an older one's acknowledgements must not count any more. (B21) */
  #introduce(newcomer: LeaderStream): boolean {
    const { follower, brokerEpoch } = newcomer
    const registered = this.#ports.context.brokers.epochOf(follower)
    const present = this.#byFollower.get(follower)
    if (present === newcomer) return true
    const newest = Math.max(registered ?? -1, present?.brokerEpoch ?? -1)
    if (brokerEpoch < newest) {
      this.#ports.context.logger.warn({ follower, brokerEpoch, newest }, 'Refused the stream of an outdated follower')
      return false
    }
    this.#byFollower.set(follower, newcomer)
    present?.close()
    return true
  }

  #onEnd(stream: LeaderStream, end: StreamEnd): void {
    this.#streams.delete(stream)
    const { follower } = stream
    if (this.#byFollower.get(follower) !== stream) return
    this.#byFollower.delete(follower)
    if (this.#closed || end.kind !== 'broken') return
    this.#ports.context.logger.info({ follower, reason: end.message }, 'The stream of a follower broke')
    this.#ports.reportPeerDown(follower)
  }
}
