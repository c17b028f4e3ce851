import type { Logger, Scheduler } from '@gregor/base'
import type { PeerConnection, PeerIdentity, PeerServer, PeerStream, RaftBatch } from '@gregor/rpc'
import type { NodeId, RaftMessage, SnapshotMessage } from 'raft-ts'
import { RaftReceiver } from './raft-receiver.ts'
import type { RaftTransport, RaftTransportHandlers } from './raft-transport.ts'
import { SnapshotSender } from './snapshot-sender.ts'

export interface PeerRaftTransportOptions {
  /** The other members. */
  readonly connections: ReadonlyMap<NodeId, PeerConnection>
  readonly server: PeerServer
  readonly scheduler: Scheduler
  readonly logger: Logger
}

/** How long a member that could not be reached is left alone: doubles up to the most. */
const redialMs = { least: 50, most: 500 }

type RaftStream = PeerStream<RaftBatch, RaftBatch>

/** Raft over peer streams: a member sends on the stream that it dialled, and receives on those that others dialled. */
export function createPeerRaftTransport(options: PeerRaftTransportOptions): RaftTransport {
  return new PeerRaftTransport(options)
}

class PeerRaftTransport implements RaftTransport {
  readonly #options: PeerRaftTransportOptions
  readonly #links = new Map<NodeId, OutgoingLink>()
  readonly #incoming = new Set<RaftStream>()
  #handlers: RaftTransportHandlers | undefined
  #stopped = false

  constructor(options: PeerRaftTransportOptions) {
    this.#options = options
  }

  start(handlers: RaftTransportHandlers): void {
    this.#handlers = handlers
    const { connections, server, scheduler, logger } = this.#options
    for (const [id, connection] of connections) {
      const onLost = (): void => this.#lost(id)
      const onSnapshotEnd = (delivered: boolean): void => this.#handlers?.onSnapshotEnd(id, delivered)
      this.#links.set(id, new OutgoingLink({ connection, scheduler, logger, onLost, onSnapshotEnd }))
    }
    server.register({ raft: (stream, peer) => this.#accept(stream, peer) })
  }

  send(to: NodeId, messages: readonly RaftMessage[]): boolean {
    return this.#links.get(to)?.send(messages) ?? false
  }

  stop(): void {
    this.#stopped = true
    for (const link of this.#links.values()) link.stop()
    for (const stream of this.#incoming) stream.close()
  }

  #accept(stream: RaftStream, peer: PeerIdentity): void {
    this.#incoming.add(stream)
    const receiver = new RaftReceiver()
    stream.listen({
      onMessage: (batch) => this.#receive({ from: peer.nodeId, stream, receiver }, batch),
      onEnd: ({ kind }) => {
        this.#incoming.delete(stream)
        if (kind === 'broken') this.#lost(peer.nodeId)
      }
    })
    if (this.#stopped) stream.close()
  }

  /** A member speaks for itself only. */
  #receive({ from, stream, receiver }: Incoming, batch: RaftBatch): void {
    if (this.#stopped) return
    this.#links.get(from)?.alive()
    if (batch.some((message) => message.from !== from)) {
      this.#options.logger.warn({ node: from }, 'dropped Raft messages that claim to be of another node')
      return
    }
    const { messages, snapshot } = receiver.receive(batch)
    if (messages.length > 0) this.#handlers?.onMessages(messages)
    if (snapshot === 'complete') stream.send([])
    if (snapshot === 'failed') this.#refuseSnapshot(from, stream)
  }

  #refuseSnapshot(from: NodeId, stream: RaftStream): void {
    this.#options.logger.warn(
      { node: from },
      'gave up a snapshot whose chunks do not fit together, or that is too large'
    )
    this.#incoming.delete(stream)
    stream.close()
  }

  #lost(peer: NodeId): void {
    if (!this.#stopped) this.#handlers?.onPeerLost(peer)
  }
}

interface Incoming {
  readonly from: NodeId
  readonly stream: RaftStream
  readonly receiver: RaftReceiver
}

interface LinkOptions {
  readonly connection: PeerConnection
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly onLost: () => void
  readonly onSnapshotEnd: (delivered: boolean) => void
}

/** The stream on which this node sends to one member, dialled when there is something to send, and at most one snapshot. */
class OutgoingLink {
  readonly #options: LinkOptions
  #stream: RaftStream | undefined
  #snapshot: SnapshotSender | undefined
  #resting = false
  #restMs = redialMs.least
  #stopped = false

  constructor(options: LinkOptions) {
    this.#options = options
  }

  send(messages: readonly RaftMessage[]): boolean {
    if (this.#resting || this.#stopped) return false
    this.#stream ??= this.#dial()
    if (!this.#stream.writable) return false
    const small = messages.filter(isSmall)
    if (small.length > 0) this.#stream.send(small)
    for (const message of messages) if (message.type === 'snapshot') this.#sendSnapshot(message)
    return true
  }

  /** The core sends the next one only when it has given up this one (it leads anew, say): the end of the next counts. */
  #sendSnapshot(message: SnapshotMessage): void {
    this.#snapshot?.abandon()
    const { connection, scheduler, logger, onSnapshotEnd } = this.#options
    const { index } = message.snapshot
    const bytes = message.snapshot.data.byteLength
    logger.debug({ node: connection.address.nodeId, index, bytes }, 'sends a snapshot of the metadata')
    const onEnd = (delivered: boolean): void => {
      if (this.#snapshot === sender) this.#snapshot = undefined
      scheduler.defer(() => {
        if (!this.#stopped) onSnapshotEnd(delivered)
      })
    }
    const sender = new SnapshotSender({ stream: connection.raft(), message, onEnd })
    this.#snapshot = sender
    sender.start()
  }

  stop(): void {
    this.#stopped = true
    this.#snapshot?.abandon()
    this.#stream?.close()
  }

  #dial(): RaftStream {
    const { connection, logger, onLost } = this.#options
    const stream = connection.raft()
    stream.listen({
      // The other end sends on the stream that it dialled.
      onMessage: () => {},
      onEnd: ({ kind, message }) => {
        if (this.#stream === stream) this.#stream = undefined
        if (this.#stopped) return
        this.#rest()
        if (kind === 'refused') logger.warn({ node: connection.address.nodeId }, `refused by a member: ${message}`)
        else logger.debug({ node: connection.address.nodeId, kind }, `Raft stream ended: ${message}`)
        if (kind !== 'closed') onLost()
      }
    })
    return stream
  }

  #rest(): void {
    this.#resting = true
    this.#options.scheduler.after(this.#restMs, () => {
      this.#resting = false
    })
    this.#restMs = Math.min(this.#restMs * 2, redialMs.most)
  }

  /** The member was heard of: it is worth dialling at once. */
  alive(): void {
    this.#restMs = redialMs.least
    this.#resting = false
  }
}

function isSmall(message: RaftMessage): message is Exclude<RaftMessage, SnapshotMessage> {
  return message.type !== 'snapshot'
}
