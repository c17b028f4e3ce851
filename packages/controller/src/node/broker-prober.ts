import type { BrokerId, Clock, Logger } from '@gregor/base'
import type { BrokerRegistration } from '@gregor/metadata'
import { PeerError, type Peers } from '@gregor/rpc'

/** How long a broker that somebody misses may take to answer whether it is there. */
const pingDeadlineMs = 600
/** How long it is believed that an incarnation is gone, without asking again. */
const goneMs = 500

/** 'gone': nobody is there, or another incarnation. 'silent': nothing came in time, which may be the network or a pause. */
export type Pulse = 'alive' | 'gone' | 'silent'

/** Asks a broker's process whether it is there, when someone says that it is not. */
export class BrokerProber {
  readonly #peers: Peers
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #running = new Map<BrokerId, Promise<Pulse>>()
  readonly #gone = new Map<BrokerId, { readonly incarnationId: string; readonly sinceMs: number }>()

  constructor(peers: Peers, clock: Clock, logger: Logger) {
    this.#peers = peers
    this.#clock = clock
    this.#logger = logger
  }

  /** Whether this very incarnation answers. One question at a time to each broker. */
  ask(broker: BrokerRegistration): Promise<Pulse> {
    const running = this.#running.get(broker.id)
    if (running !== undefined) return running
    if (this.#isGone(broker)) return Promise.resolve('gone')
    const probe = this.#pulse(broker).finally(() => this.#running.delete(broker.id))
    this.#running.set(broker.id, probe)
    return probe
  }

  async #pulse(broker: BrokerRegistration): Promise<Pulse> {
    const { id, incarnationId } = broker
    const pulse = await this.#ping(broker)
    if (pulse === 'gone') this.#gone.set(id, { incarnationId, sinceMs: this.#clock.monotonicMs() })
    else this.#gone.delete(id)
    return pulse
  }

  #isGone({ id, incarnationId }: BrokerRegistration): boolean {
    const gone = this.#gone.get(id)
    return gone?.incarnationId === incarnationId && this.#clock.monotonicMs() - gone.sinceMs < goneMs
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
