/** Values below this are not told apart from 0: a hundredth of a millisecond, or less than a byte. */
const LEAST = 0.01
/** Each bucket is so much wider than the one before: quantiles are off by 5 % at most. */
const GROWTH = 1.1
const LOG_GROWTH = Math.log(GROWTH)
const LOG_LEAST = Math.log(LEAST)
/** Up to some 10 thousand million. */
const BUCKETS = 1 + Math.ceil((Math.log(1e10) - LOG_LEAST) / LOG_GROWTH)
/** What each bucket stands for, to four digits. */
const MIDDLES = Array.from({ length: BUCKETS }, (_, index) =>
  index === 0 ? 0 : Number((LEAST * GROWTH ** (index - 0.5)).toPrecision(4))
)
/** What is so old weighs half, so that about five minutes count, as in Kafka's histograms. */
const HALF_LIFE_MS = 60_000
/** Less than this is no observation any more. */
const NEGLIGIBLE = 0.001

/**
 * Quantiles of what was observed lately, without looking at a clock for each value: an observation is an increment, and
 * buckets fade whenever somebody reads them.
 */
export class RecentQuantiles {
  readonly #weights = new Float64Array(BUCKETS)
  #fadedMs: number | undefined

  observe(value: number): void {
    this.#weights[bucketOf(value)]!++
  }

  /** The values below which these parts (0 to 1, ascending) of the observations lie; 0 when there were none lately. */
  read(parts: readonly number[], nowMs: number): number[] {
    this.#fade(nowMs)
    const total = this.#weights.reduce((sum, weight) => sum + weight, 0)
    let index = 0
    let below = this.#weights[0]!
    return parts.map((part) => {
      if (total === 0) return 0
      while (below < part * total && index < BUCKETS - 1) below += this.#weights[++index]!
      return MIDDLES[index]!
    })
  }

  #fade(nowMs: number): void {
    const elapsedMs = nowMs - (this.#fadedMs ?? nowMs)
    this.#fadedMs = nowMs
    if (elapsedMs <= 0) return
    const rest = 2 ** (-elapsedMs / HALF_LIFE_MS)
    for (let index = 0; index < BUCKETS; index++) {
      const weight = this.#weights[index]! * rest
      this.#weights[index] = weight < NEGLIGIBLE ? 0 : weight
    }
  }
}

function bucketOf(value: number): number {
  if (!(value > LEAST)) return 0
  return Math.min(BUCKETS - 1, 1 + Math.floor((Math.log(value) - LOG_LEAST) / LOG_GROWTH))
}
