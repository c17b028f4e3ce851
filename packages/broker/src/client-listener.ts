import type { Clock, Metrics, Scheduler } from '@gregor/base'
import type { BrokerSettings } from './config.ts'
import type { Dispatcher } from './dispatcher.ts'
import type { LogLimiter } from './log-limiter.ts'
import type { BrokerMemory } from './memory/broker-memory.ts'

/** Where to listen. */
export interface ListenerAddress {
  /** Its name in `listeners`, such as PLAINTEXT. */
  readonly name: string
  /** Empty = all interfaces. */
  readonly host: string
  /** 0 = any free port. */
  readonly port: number
}

/** What a listener gets from the broker that it serves. */
export interface ClientListenerOptions {
  readonly address: ListenerAddress
  readonly config: BrokerSettings
  readonly dispatcher: Dispatcher
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly log: LogLimiter
  readonly metrics: Metrics
  /** What all connections of the broker share. */
  readonly memory: BrokerMemory
  /** Where this node serves HTTP, for those who send HTTP here. An empty host is every interface; undefined = nowhere. */
  readonly admin?: HostPort | undefined
}

export interface HostPort {
  readonly host: string
  readonly port: number
}

/** Accepts connections of Kafka clients, and hands their frames to the dispatcher. */
export interface ClientListener {
  /** The port that it listens on; useful when 0 was asked for. */
  readonly port: number
  readonly connectionCount: number
  /** Resolves when connections are accepted; rejects with Node's error (EADDRINUSE …). */
  start(): Promise<void>
  /** Accepts no more, answers the requests under way, closes each connection; after `graceMs` whatever is left is cut. */
  stop(options: { readonly graceMs: number }): Promise<void>
}

export type CreateClientListener = (options: ClientListenerOptions) => ClientListener
