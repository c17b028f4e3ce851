import { type Clock, type Scheduler, type Timer, untilBeat } from '@gregor/base'

export interface LivenessOptions {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly heartbeatMs: number
  readonly timeoutMs: number
  readonly sendHeartbeat: () => void
  readonly onSilence: (silentMs: number) => void
}

/**
 * Watches one stream: sends a sign of life when nothing else was sent lately, and tells when the peer has been silent for too
 * long. All streams look on the same beats.
 */
export class Liveness {
  readonly #options: LivenessOptions
  #heardMs: number
  #sentMs: number
  #tickedMs: number
  #timer: Timer

  constructor(options: LivenessOptions) {
    this.#options = options
    this.#heardMs = this.#sentMs = this.#tickedMs = options.clock.monotonicMs()
    this.#timer = this.#arm()
  }

  heard(): void {
    this.#heardMs = this.#options.clock.monotonicMs()
  }

  sent(): void {
    this.#sentMs = this.#options.clock.monotonicMs()
  }

  stop(): void {
    this.#timer.cancel()
  }

  #arm(): Timer {
    const { clock, scheduler, heartbeatMs } = this.#options
    return scheduler.after(untilBeat(clock, heartbeatMs), () => this.#tick())
  }

  #tick(): void {
    const { clock, heartbeatMs, timeoutMs, sendHeartbeat, onSilence } = this.#options
    const nowMs = clock.monotonicMs()
    // While this process itself stood still it could not listen: what was sent meanwhile is still to be read.
    const stalledMs = nowMs - this.#tickedMs - 2 * heartbeatMs
    if (stalledMs > 0) this.#heardMs = Math.min(nowMs, this.#heardMs + stalledMs)
    this.#tickedMs = nowMs
    this.#timer = this.#arm()
    if (nowMs - this.#heardMs > timeoutMs) return onSilence(nowMs - this.#heardMs)
    // The moments are not exactly as far apart as they should be.
    if (nowMs - this.#sentMs >= heartbeatMs / 2) sendHeartbeat()
  }
}
