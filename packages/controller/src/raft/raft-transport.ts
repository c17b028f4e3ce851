import type { NodeId, RaftMessage } from 'raft-ts'

export interface RaftTransportHandlers {
  readonly onMessages: (messages: readonly RaftMessage[]) => void
  /** A connection with the member broke: its process is probably gone. */
  readonly onPeerLost: (peer: NodeId) => void
  /**
   * The last snapshot that `send` took for this member is there (`delivered`), or will not get there. Never called within
   * `send`.
   */
  readonly onSnapshotEnd: (peer: NodeId, delivered: boolean) => void
}

/** Carries messages between the members of the quorum: they may get lost, and arrive in order or not at all. */
export interface RaftTransport {
  start(handlers: RaftTransportHandlers): void
  /** False = not sent: no connection, or its window is full. A snapshot takes its time, and `onSnapshotEnd` tells its end. */
  send(to: NodeId, messages: readonly RaftMessage[]): boolean
  stop(): void
}
