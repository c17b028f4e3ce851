import type { ConnectionMemory } from './memory/connection-memory.ts'

/** The client's end of a connection. */
export interface ClientConnection {
  readonly id: number
  /** Name of the listener it came in by: decides which endpoints the client is told (KIP-103). */
  readonly listener: string
  readonly remoteAddress: string
  readonly remotePort: number
  /** Kafka's form: type and name. */
  readonly principal: string
}

/** What a handler knows of a request beside its body. */
export interface RequestContext {
  readonly connection: ClientConnection
  readonly apiVersion: number
  readonly correlationId: number
  /** Empty when the client gave none. */
  readonly clientId: string
  /**
   * Calls `task` when the connection is gone before this request is answered: give up waiting then. Returns how to
   * take it back.
   */
  readonly onGone: (task: () => void) => () => void
  /** What the connection holds of the broker's memory; undefined for requests of other brokers, whose streams are bounded. */
  readonly memory: ConnectionMemory | undefined
}

/** Thrown by a handler whose only answer is to close the connection. The message goes to the log. */
export class CloseConnection extends Error {
  override readonly name = 'CloseConnection'
}
