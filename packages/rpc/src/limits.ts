/** The bounds of what passes between two nodes. */
export interface PeerLimits {
  /** Longest message, either way; the peer breaks the stream on a longer one. The same on all nodes. */
  readonly messageBytesMax: number
  /** Encoded bytes that may wait on one stream before `send` says that the window is full. */
  readonly sendWindowBytes: number
  /** HTTP/2 flow control: bytes that a peer may have under way to us before we have taken them. */
  readonly receiveWindowBytes: number
  /** How long a new stream may wait for the peer to accept it. */
  readonly connectTimeoutMs: number
  /** A connection that was silent for that long is probed … */
  readonly keepaliveTimeMs: number
  /** … and given up when the probe stays unanswered for that long (a peer without power, a cut cable). */
  readonly keepaliveTimeoutMs: number
  /** How long a side that closes in peace waits for the other to agree. */
  readonly closeTimeoutMs: number
  /** Streams and calls that one connection may have open at a time; more wait at the caller. */
  readonly streamsPerConnectionMax: number
}

const mebibyte = 1024 * 1024

export const defaultPeerLimits: PeerLimits = {
  messageBytesMax: 64 * mebibyte,
  sendWindowBytes: 8 * mebibyte,
  receiveWindowBytes: 8 * mebibyte,
  connectTimeoutMs: 2_000,
  keepaliveTimeMs: 4_000,
  keepaliveTimeoutMs: 4_000,
  closeTimeoutMs: 1_000,
  streamsPerConnectionMax: 1_000
}
