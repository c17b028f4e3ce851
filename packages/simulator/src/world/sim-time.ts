import { Violation } from '../types.ts'
import { EventQueue, type SimEvent } from './event-queue.ts'
import type { SimProcess } from './sim-process.ts'

/** More than that without time passing is a loop. */
const eventsPerMomentMax = 20_000
/** Then the host gets to see rejections that nobody handled. */
const eventsPerBurst = 200

export interface SimTimeOptions {
  /** Runs everything that the present event set off at once: promise reactions. */
  readonly drain: () => void
  /** Runs a task outside of all promise reactions. */
  readonly inCallback: <Value>(task: () => Value) => Promise<Value>
  /** Called with each event before it runs. */
  readonly onEvent: (event: SimEvent) => void
  /** Called when an event has run, and all that follows from it at once. */
  readonly afterEvent: (event: SimEvent) => void
}

/** Simulated time: nothing happens but the planned events, one at a time, in order. */
export class SimTime {
  nowMs = 0
  /** Events that have run. */
  executed = 0
  readonly #options: SimTimeOptions
  readonly #queue = new EventQueue()
  #order = 0
  #inOneMoment = 0

  constructor(options: SimTimeOptions) {
    this.#options = options
  }

  /** Events that are planned. */
  get planned(): number {
    return this.#queue.size
  }

  plan(event: {
    readonly delayMs: number
    readonly process: SimProcess | undefined
    readonly label: string
    readonly run: () => void
  }): SimEvent {
    const { delayMs, process, label, run } = event
    const planned = { atMs: this.nowMs + delayMs, order: this.#order++, process, label, run, cancelled: false }
    if (process?.dead !== true) this.#queue.push(planned)
    return planned
  }

  /** Plans an event that was held back anew, for now. */
  replan(event: SimEvent): void {
    if (!event.cancelled) this.#queue.push(Object.assign(event, { atMs: this.nowMs, order: this.#order++ }))
  }

  /** Lets things happen until `done` holds (true) or simulated time reaches `untilMs` (false). */
  async run(untilMs: number, done: () => boolean = () => false): Promise<boolean> {
    for (;;) {
      const reached = await this.#options.inCallback(() => this.#burst(untilMs, done))
      if (reached !== undefined) return reached
    }
  }

  /** Some events; undefined = there is more to come. */
  #burst(untilMs: number, done: () => boolean): boolean | undefined {
    this.#options.drain()
    for (let left = eventsPerBurst; left > 0; left--) {
      if (done()) return true
      const event = this.#queue.peek()
      if (event === undefined || event.atMs > untilMs) {
        this.nowMs = untilMs
        return done()
      }
      this.#queue.pop()
      this.#execute(event)
    }
    return undefined
  }

  #execute(event: SimEvent): void {
    if (event.atMs > this.nowMs) this.#inOneMoment = 0
    else if (++this.#inOneMoment > eventsPerMomentMax) {
      throw new Violation(
        'L2',
        `time stands still at ${this.nowMs} ms: ${event.process?.name ?? 'world'} ${event.label}`
      )
    }
    this.nowMs = event.atMs
    const { process } = event
    if (process?.dead === true) return
    if (process?.frozen === true) {
      process.held.push(event)
      return
    }
    this.executed++
    this.#options.onEvent(event)
    event.run()
    this.#options.drain()
    this.#options.afterEvent(event)
  }
}
