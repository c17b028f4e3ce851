/** Clocks further apart than this make timestamps, retention and lags by time misleading. */
const tellMs = 2_000
/** While they are, it is said again so often. */
const againMs = 10 * 60_000

/** How far this host's clock is ahead (or, negative, behind), and how wrong that may be. */
export interface Skew {
  readonly aheadMs: number
  readonly uncertainMs: number
}

/**
 * Compares the clock of this host with that of the active controller, by the time in its answers to heartbeats: it was read
 * between the question and the answer, so half of the time between the two is how wrong the difference may be.
 */
export class ClockSkew {
  /** When the heartbeat was sent that is to be answered next; undefined = that is not known. */
  #askedMs: number | undefined
  #toldMs: number | undefined

  /** A heartbeat leaves. `nowMs` never goes back. */
  asked(nowMs: number): void {
    this.#askedMs ??= nowMs
  }

  /** An answer came; returns what is worth telling, or undefined. `controllerMs` 0 = the controller did not tell its time. */
  answered(times: {
    readonly nowMs: number
    readonly wallMs: number
    readonly controllerMs: number
  }): Skew | undefined {
    const askedMs = this.#askedMs
    this.#askedMs = undefined
    if (askedMs === undefined || times.controllerMs === 0) return undefined
    const uncertainMs = (times.nowMs - askedMs) / 2
    const aheadMs = times.wallMs - uncertainMs - times.controllerMs
    if (Math.abs(aheadMs) - uncertainMs < tellMs) {
      this.#toldMs = undefined
      return undefined
    }
    if (this.#toldMs !== undefined && times.nowMs - this.#toldMs < againMs) return undefined
    this.#toldMs = times.nowMs
    return { aheadMs: Math.round(aheadMs), uncertainMs: Math.round(uncertainMs) }
  }

  /** The session ended: what was asked there is not answered any more. */
  forget(): void {
    this.#askedMs = undefined
  }
}
