import type { OpenFollowStream } from '@gregor/replication'
import type { PeerAddress, PeerConnection, Peers } from '@gregor/rpc'

/** Opens Follow streams over one connection per leader, made anew when the leader has moved to another address. */
export class FollowStreams {
  readonly #peers: Peers
  readonly #connections = new Map<number, PeerConnection>()

  constructor(peers: Peers) {
    this.#peers = peers
  }

  readonly open: OpenFollowStream = (leader) => this.#connectionTo(leader).follow()

  close(): void {
    for (const connection of this.#connections.values()) connection.close()
    this.#connections.clear()
  }

  #connectionTo(leader: PeerAddress): PeerConnection {
    const known = this.#connections.get(leader.nodeId)
    if (known?.address.host === leader.host && known.address.port === leader.port) return known
    known?.close()
    const connection = this.#peers.connect(leader)
    this.#connections.set(leader.nodeId, connection)
    return connection
  }
}
