import { type BrokerEpoch, type BrokerId, type Clock, NO_BROKER, type Scheduler } from '@gregor/base'
import type { MetadataSource } from './ports.ts'

/**
 * How long an answer may wait for the controller's word. A dead broker is fenced, and its partitions led, within some 50 ms;
 * where the active controller died with it, once there is another one, within some 300 ms. A client that is told of no leader
 * may ask again only a second later.
 */
const settleMsMax = 600
/** A suspicion that nobody has decided about after this long is forgotten. */
const doubtMs = 2_000

export interface SuspectsPorts {
  /** This broker, which knows that it lives. */
  readonly self: BrokerId
  readonly metadata: MetadataSource
  readonly clock: Clock
  readonly scheduler: Scheduler
  /**
   * How long an answer about others waits in any case. The system closes the connections of a process that dies one after
   * the other: a client may ask for the new leader before this broker has heard of the death. 0 (default) = not at all.
   */
  readonly noticeMs?: number
}

interface Suspicion {
  readonly epoch: BrokerEpoch
  readonly sinceMs: number
}

/**
 * Brokers that this one has lost touch with, until the controller has decided about them. A client whose leader dies asks
 * for metadata in the same millisecond as the brokers notice: an answer that still names the dead leader would be believed
 * for a second or more. So answers that concern a suspect wait a moment, and name no leader when there is none by then.
 */
export class Suspects {
  readonly #ports: SuspectsPorts
  readonly #suspicions = new Map<BrokerId, Suspicion>()
  readonly #waiters = new Set<() => void>()

  constructor(ports: SuspectsPorts) {
    this.#ports = ports
    ports.metadata.onDelta(({ brokers }) => {
      if (brokers.some((broker) => this.#suspicions.has(broker))) this.#look()
    })
  }

  /** The connection to a broker broke. `alive` is what the controller says of it: false also when it cannot say. */
  lost(broker: BrokerId, alive: Promise<boolean>): void {
    const { metadata, clock } = this.#ports
    const registration = metadata.image.brokers.get(broker)
    if (registration === undefined || registration.fenced || this.has(broker)) return
    const suspicion = { epoch: registration.epoch, sinceMs: clock.monotonicMs() }
    this.#suspicions.set(broker, suspicion)
    void alive.then((found) => {
      if (!found || this.#suspicions.get(broker) !== suspicion) return
      this.#suspicions.delete(broker)
      this.#look()
    })
  }

  has(broker: BrokerId): boolean {
    const suspicion = this.#suspicions.get(broker)
    if (suspicion === undefined) return false
    const registration = this.#ports.metadata.image.brokers.get(broker)
    const decided = registration?.epoch !== suspicion.epoch || registration.fenced
    if (!decided && this.#ports.clock.monotonicMs() - suspicion.sinceMs < doubtMs) return true
    this.#suspicions.delete(broker)
    return false
  }

  /** Whether anybody is suspected: the cheap question before all others. */
  get any(): boolean {
    return this.#suspicions.size > 0
  }

  /** Resolves when none of these brokers is suspected any more, or after a moment. */
  async settled(brokers: ReadonlySet<BrokerId>): Promise<void> {
    const { self, scheduler, noticeMs = 0 } = this.#ports
    const others = Array.from(brokers).filter((broker) => broker !== self && broker !== NO_BROKER)
    if (others.length === 0) return
    if (noticeMs > 0) await new Promise<void>((resolve) => void scheduler.after(noticeMs, resolve))
    await this.#decided(others)
  }

  #decided(brokers: readonly BrokerId[]): Promise<void> {
    const areSettled = (): boolean => brokers.every((broker) => !this.has(broker))
    if (areSettled()) return Promise.resolve()
    return new Promise((resolve) => {
      const finish = (): void => {
        timer.cancel()
        this.#waiters.delete(look)
        resolve()
      }
      const look = (): void => {
        if (areSettled()) finish()
      }
      const timer = this.#ports.scheduler.after(settleMsMax, finish)
      this.#waiters.add(look)
    })
  }

  #look(): void {
    for (const look of this.#waiters) look()
  }
}
