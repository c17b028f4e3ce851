import { BrokerId, type Logger, type Scheduler } from '@gregor/base'
import type { PeerConnection, PeerHandlers, PeerServer } from '@gregor/rpc'
import type { NodeId, RaftMessage } from 'raft-ts'
import { createPeerRaftTransport } from '../raft/peer-raft-transport.ts'
import type { RaftTransport, RaftTransportHandlers } from '../raft/raft-transport.ts'
import type { AddressBook } from './address-book.ts'

type Accept = PeerHandlers['raft']

export interface MembersTransportOptions {
  readonly book: AddressBook
  readonly server: PeerServer
  readonly scheduler: Scheduler
  readonly logger: Logger
  /** Messages are about to go to a node for the first time by this connection. */
  readonly onConnected: (connection: PeerConnection) => void
}

interface Way {
  /** Undefined for a node that dialled in and whose address is not known. */
  readonly connection: PeerConnection | undefined
  readonly transport: RaftTransport
  readonly accept: Accept
}

/** Raft's messages between members that come, move and go: one transport each, made anew when the way to it changes. */
export class MembersTransport implements RaftTransport {
  readonly #options: MembersTransportOptions
  readonly #ways = new Map<NodeId, Way>()
  #handlers: RaftTransportHandlers | undefined
  #stopped = false

  /** Streams of others are accepted from now on; before `start` they are sent away in peace. */
  constructor(options: MembersTransportOptions) {
    this.#options = options
    options.server.register({
      raft: (stream, peer) => {
        const way = this.#handlers === undefined || this.#stopped ? undefined : this.#way(peer.nodeId)
        if (way !== undefined) return way.accept(stream, peer)
        stream.listen({ onMessage: () => {}, onEnd: () => {} })
        stream.close()
      }
    })
  }

  start(handlers: RaftTransportHandlers): void {
    this.#handlers = handlers
  }

  send(to: NodeId, messages: readonly RaftMessage[]): boolean {
    if (this.#stopped) return false
    return this.#way(to).transport.send(to, messages)
  }

  stop(): void {
    this.#stopped = true
    for (const { transport } of this.#ways.values()) transport.stop()
  }

  #way(id: NodeId): Way {
    const connection = this.#options.book.connection(BrokerId(id))
    const known = this.#ways.get(id)
    if (known !== undefined && known.connection === connection) return known
    if (known !== undefined) this.#leave(id, known)
    const way = this.#createWay(id, connection)
    this.#ways.set(id, way)
    if (connection !== undefined) this.#options.onConnected(connection)
    return way
  }

  /** A snapshot that was under way there will not arrive. */
  #leave(id: NodeId, { transport }: Way): void {
    transport.stop()
    this.#options.scheduler.defer(() => {
      if (!this.#stopped) this.#handlers?.onSnapshotEnd(id, false)
    })
  }

  #createWay(id: NodeId, connection: PeerConnection | undefined): Way {
    const { server, scheduler, logger, book } = this.#options
    const handlers = this.#handlers!
    let accept: Accept | undefined
    const register: PeerServer['register'] = ({ raft }) => {
      accept = raft
    }
    const transport = createPeerRaftTransport({
      connections: connection === undefined ? new Map() : new Map([[id, connection]]),
      server: { register, listen: () => server.listen(), close: () => server.close() },
      scheduler,
      logger
    })
    transport.start({
      ...handlers,
      onPeerLost: (peer) => {
        book.failed(BrokerId(peer))
        handlers.onPeerLost(peer)
      }
    })
    return { connection, transport, accept: accept! }
  }
}
