import type { BrokerEpoch, BrokerId } from '@gregor/base'

/** What the active controller knows of a live incarnation and does not write to the log. */
export interface BrokerSession {
  readonly epoch: BrokerEpoch
  heardMs: number
  /** Metadata index up to which the broker has applied, as far as it told. */
  appliedIndex: number
  /** A fenced broker comes back when it has applied this far: everything that was decided while it was away. */
  catchUpIndex: number
}

/** Signs of life. Lost with the leadership of the quorum; a new active controller gives every broker a fresh session. */
export class BrokerSessions {
  readonly #sessions = new Map<BrokerId, BrokerSession>()

  open(broker: BrokerId, epoch: BrokerEpoch, nowMs: number): BrokerSession {
    const session = { epoch, heardMs: nowMs, appliedIndex: 0, catchUpIndex: epoch as number }
    this.#sessions.set(broker, session)
    return session
  }

  get(broker: BrokerId): BrokerSession | undefined {
    return this.#sessions.get(broker)
  }

  /** Brokers that were heard of last before `beforeMs`. */
  silentSince(beforeMs: number): BrokerId[] {
    return [...this.#sessions].filter(([, session]) => session.heardMs < beforeMs).map(([broker]) => broker)
  }

  /** Forgives everybody `ms` of silence: the controller itself was not listening. */
  shift(ms: number): void {
    for (const session of this.#sessions.values()) session.heardMs += ms
  }
}
