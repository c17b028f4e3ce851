import type { BrokerId, Logger } from '@gregor/base'
import type { BrokerRegistration } from '@gregor/metadata'
import { PeerError, type Peers } from '@gregor/rpc'

/** How long a broker that somebody misses may take to answer whether it is there. */
const pingDeadlineMs = 600

/** 'gone': nobody is there, or another incarnation. 'silent': nothing came in time, which may be the network or a pause. */
export type Pulse = 'alive' | 'gone' | 'silent'

/** Asks a broker's process whether it is there, when someone says that it is not. */
export class BrokerProber {
  readonly #peers: Peers
  readonly #logger: Logger
  readonly #running = new Map<BrokerId, Promise<Pulse>>()

  constructor(peers: Peers, logger: Logger) {
    this.#peers = peers
    this.#logger = logger
  }

  /** Whether this very incarnation answers. One question at a time to each broker. */
  ask(broker: BrokerRegistration): Promise<Pulse> {
    const running = this.#running.get(broker.id)
    if (running !== undefined) return running
    const probe = this.#ping(broker).finally(() => this.#running.delete(broker.id))
    this.#running.set(broker.id, probe)
    return probe
  }

  async #ping({ id, rpcHost, rpcPort, incarnationId }: BrokerRegistration): Promise<Pulse> {
    const connection = this.#peers.connect({ nodeId: id, host: rpcHost, port: rpcPort })
    try {
      const answer = await connection.ping({ deadlineMs: pingDeadlineMs })
      return answer.incarnationId === incarnationId ? 'alive' : 'gone'
    } catch (error) {
      if (!(error instanceof PeerError)) throw error
      this.#logger.info({ broker: id, kind: error.kind }, `a broker does not answer: ${error.message}`)
      return error.kind === 'deadline' ? 'silent' : 'gone'
    } finally {
      connection.close()
    }
  }
}
