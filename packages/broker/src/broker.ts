import type { BrokerId } from '@gregor/base'
import type { BrokerConfig } from '@gregor/metadata'
import { Dispatcher } from './dispatcher.ts'
import { createApiRegistry } from './handlers/all.ts'
import type { ClientListener, CreateClientListener, HostPort, ListenerAddress } from './client-listener.ts'
import { LogLimiter } from './log-limiter.ts'
import { createBrokerMemory, planMemory } from './memory/broker-memory.ts'
import { keepMemoryMetrics, RequestMetrics } from './metrics.ts'
import { serveInCluster, type ServeInCluster } from './in-cluster/in-cluster-apis.ts'
import type { BrokerPorts } from './ports.ts'
import { Suspects } from './suspects.ts'

export interface BrokerOptions {
  readonly nodeId: BrokerId
  /** Where clients connect; what they are told to connect to is in the broker's registration. */
  readonly listeners: readonly ListenerAddress[]
  /** The node's static config, for the handlers' settings and for DescribeConfigs. */
  readonly config: BrokerConfig
  /** The adapter that accepts connections: `createKafkaListener` of `io/`; the simulator has its own. */
  readonly createListener: CreateClientListener
  /** Where this node serves HTTP; undefined = nowhere. */
  readonly admin?: HostPort | undefined
  readonly ports: BrokerPorts
}

/** The Kafka half of a node: listeners, and a handler for every API that is advertised. */
export interface KafkaBroker {
  /** Starts all listeners, or none: rejects with Node's error (EADDRINUSE …) after closing those already open. */
  start(): Promise<void>
  /** Accepts nothing new, answers what is under way for up to `graceMs`, closes all connections. */
  stop(options: { readonly graceMs: number }): Promise<void>
  /** The connection to a broker broke. `alive` is what the controller says of that broker; it never rejects. */
  peerLost(broker: BrokerId, alive: Promise<boolean>): void
  /** What other brokers ask of this one. */
  readonly serveInCluster: ServeInCluster
  /** The listeners with the ports that they really have. */
  readonly addresses: readonly ListenerAddress[]
  readonly connectionCount: number
}

/** Answers about other leaders wait so long, so that a client cannot ask about one that is just dying before this broker knows. */
const noticeMs = 10

export function createBroker(options: BrokerOptions): KafkaBroker {
  const { clock, scheduler, metrics, logger } = options.ports
  const log = new LogLimiter(logger, clock)
  const suspects = new Suspects({ ...options.ports, self: options.nodeId, noticeMs })
  const registry = createApiRegistry({ ...options, suspects })
  const memory = createBrokerMemory(planMemory(options.config.values['gregor.memory.max.bytes']))
  keepMemoryMetrics(metrics, memory)
  const dispatcher = new Dispatcher({ registry, metrics: new RequestMetrics(metrics), log, clock })
  const listeners: readonly Bound[] = options.listeners.map((address) => ({
    address,
    listener: options.createListener({
      address,
      config: options.config.values,
      dispatcher,
      clock,
      scheduler,
      log,
      metrics,
      memory,
      admin: options.admin
    })
  }))
  const stop = async (stopOptions: { readonly graceMs: number }): Promise<void> => {
    await Promise.all(listeners.map(({ listener }) => listener.stop(stopOptions)))
  }

  return {
    async start() {
      const started = await Promise.allSettled(listeners.map(({ listener }) => listener.start()))
      const failure = started.find((result) => result.status === 'rejected')
      if (failure === undefined) return
      await stop({ graceMs: 0 })
      throw failure.reason
    },
    stop,
    serveInCluster: serveInCluster(registry),
    peerLost: (broker, alive) => suspects.lost(broker, alive),
    get addresses() {
      return listeners.map(({ address, listener }) => ({ ...address, port: listener.port }))
    },
    get connectionCount() {
      return listeners.reduce((sum, { listener }) => sum + listener.connectionCount, 0)
    }
  }
}

interface Bound {
  readonly address: ListenerAddress
  readonly listener: ClientListener
}
