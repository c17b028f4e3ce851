import { Violation } from '../../types.ts'
import type { Send } from './sends.ts'

/** An acknowledged send and the offset behind it. */
interface Acked {
  readonly send: Send
  readonly end: number
}

/** A leader's word on where its partition ends, that was below what had been acknowledged before it was asked. */
interface Shortfall {
  readonly leaderEpoch: number
  readonly claimed: number
  readonly missing: readonly Acked[]
  readonly who: string
}

/** Where a leader says that its partition ends. */
export interface Claim {
  readonly leaderEpoch: number
  readonly claimed: number
  readonly who: string
}

/** What was known when a leader was asked for the end of a partition. */
export interface AskedEnd {
  readonly acked: number
  readonly ackedEnd: number
  readonly ends: ReadonlyMap<number, number>
}

/**
 * What leaders say of the end of one partition (P12). Within one leader epoch it never goes back. Across epochs an old
 * leader that nobody has told yet may answer from the past; a leader of the epoch in which a record was acknowledged,
 * or of a later one, may not. In which epoch that was is known only when the record has been read.
 */
export class OffsetClaims {
  readonly #name: string
  readonly #acked: Acked[] = []
  #ackedEnd = 0
  readonly #ends = new Map<number, number>()
  readonly #shortfalls: Shortfall[] = []

  constructor(name: string) {
    this.#name = name
  }

  /** How often a leader answered less than had been acknowledged: by leaders of the past, if nothing is wrong. */
  get shortfallCount(): number {
    return this.#shortfalls.length
  }

  /** A send was acknowledged with acks=all at its only attempt, so in the epoch in which it was appended. */
  acknowledged(send: Send, end: number): void {
    this.#acked.push({ send, end })
    this.#ackedEnd = Math.max(this.#ackedEnd, end)
  }

  /** To be called as the question leaves. */
  ask(): AskedEnd {
    return { acked: this.#acked.length, ackedEnd: this.#ackedEnd, ends: new Map(this.#ends) }
  }

  /** The leader of `leaderEpoch`, asked for the end, says that it is `claimed`. */
  answer(asked: AskedEnd, claim: Claim): void {
    this.highWatermark(asked, claim)
    const { leaderEpoch, claimed, who } = claim
    if (claimed >= asked.ackedEnd) return
    const missing = this.#acked.slice(0, asked.acked).filter(({ end }) => end > claimed)
    this.#shortfalls.push({ leaderEpoch, claimed, who, missing })
  }

  /** The leader of `leaderEpoch` mentions its high watermark, which at first may lag behind that of the leader before. */
  highWatermark(asked: AskedEnd, { leaderEpoch, claimed, who }: Claim): void {
    const before = asked.ends.get(leaderEpoch) ?? 0
    if (claimed < before) {
      const message = `${this.#name}: ${who} got the end ${claimed} in leader epoch ${leaderEpoch}, after ${before} in the same epoch`
      throw new Violation('P12', message)
    }
    this.#ends.set(leaderEpoch, Math.max(claimed, this.#ends.get(leaderEpoch) ?? 0))
  }

  /** When all has been read: `epochOf` tells the leader epoch in which a send was appended. */
  check(epochOf: (send: Send) => number | undefined): void {
    for (const { leaderEpoch, claimed, who, missing } of this.#shortfalls) {
      for (const { send, end } of missing) {
        const epoch = epochOf(send)
        if (epoch === undefined || epoch > leaderEpoch) continue
        throw new Violation(
          'P12',
          `${this.#name}: ${who} got the end ${claimed} in leader epoch ${leaderEpoch}, though offset ${end - 1} had been acknowledged in epoch ${epoch} before it asked`
        )
      }
    }
  }
}
