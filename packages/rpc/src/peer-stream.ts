/** Why a peer stream ended. */
export interface StreamEnd {
  /** 'closed': either side ended it in peace; 'refused': the peer would not have us; 'broken': everything else. */
  readonly kind: 'closed' | 'refused' | 'broken'
  readonly message: string
}

/**
 * One end of a bidirectional stream of messages to a peer. Messages arrive in order or the stream ends. The window is
 * bounded: after `send` returns false, wait for `onWritable`. The simulator has an implementation of its own.
 */
export interface PeerStream<Outgoing, Incoming> {
  /**
   * Queues a message of about `bytes` bytes; false = the window is now full. Ignored once the stream has ended. The
   * message and its buffers belong to the stream from now on: they are encoded later, without a copy before.
   */
  send(message: Outgoing, bytes?: number): boolean
  readonly writable: boolean
  close(): void
  /** Sets the handlers; messages that came before are delivered then. Exactly one onEnd, last. */
  listen(handlers: {
    readonly onMessage: (message: Incoming) => void
    readonly onWritable?: () => void
    readonly onEnd: (end: StreamEnd) => void
  }): void
}

/** Who is at the other end of an accepted stream, checked by cluster id and node id before anything else. */
export interface PeerIdentity {
  readonly nodeId: number
  readonly incarnationId: string
}
