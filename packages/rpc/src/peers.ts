import type {
  BrokerMessage,
  BrokerMessageInput,
  CallRequest,
  CallRequestInput,
  CallResponse,
  CallResponseInput,
  ControllerMessage,
  ControllerMessageInput,
  PingResponse
} from './generated/controller.ts'
import type {
  FollowerMessage,
  FollowerMessageInput,
  LeaderMessage,
  LeaderMessageInput
} from './generated/replication.ts'
import type { PeerIdentity, PeerStream } from './peer-stream.ts'
import type { RaftMessage, SnapshotChunk, SnapshotMessage } from 'raft-ts'

/** A piece of a snapshot, with the addresses of the snapshot message that it is of. */
export interface SnapshotChunkMessage {
  readonly type: 'snapshotChunk'
  readonly from: number
  readonly to: number
  readonly term: number
  readonly chunk: SnapshotChunk
}

/** What travels between members of the quorum: their messages, but snapshots, which may be of any size, in chunks. */
export type RaftWireMessage = Exclude<RaftMessage, SnapshotMessage> | SnapshotChunkMessage

/** What passes in one direction of a Raft stream at once. */
export type RaftBatch = readonly RaftWireMessage[]

/** Who this process is, towards its peers. */
export interface LocalIdentity {
  readonly nodeId: number
  /** Uuid of this process start. */
  readonly incarnationId: string
  /** The cluster's id as known by now; '' until it is. Nodes that know different ids refuse each other. */
  readonly clusterId: () => string
}

/** Where a node listens for its peers. */
export interface PeerAddress {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

/**
 * The way to one remote node. Nothing is dialled before the first use, and each new stream or call dials again when the
 * connection is gone: there is no back-off here, callers space their attempts themselves.
 */
export interface PeerConnection {
  readonly address: PeerAddress
  raft(): PeerStream<RaftBatch, RaftBatch>
  /** A broker's session at what should be the active controller. */
  session(): PeerStream<BrokerMessageInput, ControllerMessage>
  /** All partitions that this broker follows at that leader. */
  follow(): PeerStream<FollowerMessageInput, LeaderMessage>
  /** Rejects with a PeerError. After 'deadline' and 'broken' the request may have been carried out even so. */
  call(request: CallRequestInput, options: { readonly deadlineMs: number }): Promise<CallResponse>
  /** Is the process there, and which incarnation is it? Dials anew, so that a broken connection cannot stand in the way. */
  ping(options: { readonly deadlineMs: number }): Promise<PingResponse>
  /** Ends its streams in peace and rejects its calls. */
  close(): void
}

/** Makes connections; the adapter is `createPeers` of `io/`, the simulator has its own. */
export interface Peers {
  connect(address: PeerAddress): PeerConnection
}

/** What a node does with what its peers ask. A handler gets its stream before any message and calls `listen` on it at once. */
export interface PeerHandlers {
  readonly raft: (stream: PeerStream<RaftBatch, RaftBatch>, peer: PeerIdentity) => void
  readonly session: (stream: PeerStream<ControllerMessageInput, BrokerMessage>, peer: PeerIdentity) => void
  readonly follow: (stream: PeerStream<LeaderMessageInput, FollowerMessage>, peer: PeerIdentity) => void
  /** A rejection reaches the caller as a PeerError of kind 'broken' and is logged: answer expected failures instead. */
  readonly call: (request: CallRequest, peer: PeerIdentity) => Promise<CallResponseInput>
}

/** The side that peers dial. */
export interface PeerServer {
  /** Adds handlers, each at most once. Until then the peers that ask for them are refused. */
  register(handlers: Partial<PeerHandlers>): void
  /** Starts to accept; resolves with the bound port. Rejects when the address is taken or not this host's. */
  listen(): Promise<{ readonly host: string; readonly port: number }>
  /** Accepts nothing more, ends all streams in peace, lets calls end, and cuts off what is left after a moment. */
  close(): Promise<void>
}

/** Why a call got no answer. */
export type PeerErrorKind = 'refused' | 'broken' | 'deadline'

export class PeerError extends Error {
  override readonly name = 'PeerError'
  readonly kind: PeerErrorKind

  constructor(kind: PeerErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
