import type { PeerStream, StreamEnd } from '../peer-stream.ts'

/** A stream that never came to be: it says so to whoever listens. */
export function endedStream<Outgoing, Incoming>(end: StreamEnd): PeerStream<Outgoing, Incoming> {
  return {
    writable: false,
    send: () => false,
    close: () => {},
    listen: ({ onEnd }) => queueMicrotask(() => onEnd(end))
  }
}
