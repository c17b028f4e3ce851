import type { ClientWorld } from '../../types.ts'
import { ClientProcess } from '../client/client-process.ts'
import type { TransactionHistory } from './transaction-history.ts'
import { TransactionalClient, type TransactionalClientOptions } from './transactional-client.ts'

/** One life of a process with the transactional id of its seat. */
export type Life = (client: TransactionalClient, seat: Seat) => Promise<void>

export interface SeatOptions extends TransactionalClientOptions {
  readonly topics: readonly string[]
  /** Hosts by turns. */
  readonly worlds: readonly ClientWorld[]
  readonly history: TransactionHistory
  readonly life: Life
}

/** Of 100 transactions: how many see their process killed, or a second process with the same transactional id. */
const KILLED_OF_100 = 8
const RIVAL_OF_100 = 6
const KILL_MS_MAX = 800
const RESTART_MS_MAX = 1500
/** One in so many processes is killed when the work ends: somebody else must end its transaction. */
const ABANDON_ONE_IN = 3

/** A transactional id: its processes follow one another, and sometimes two of them believe to have it. */
export class Seat {
  readonly options: SeatOptions
  readonly #world: ClientWorld
  readonly #living = new Set<ClientProcess>()
  #started = 0
  #running = false
  readonly counts = { transactionalProcesses: 0, killedProcesses: 0, rivals: 0 }

  constructor(options: SeatOptions) {
    this.options = options
    this.#world = options.worlds[0]!
  }

  get running(): boolean {
    return this.#running
  }

  get idle(): boolean {
    return !this.#running && this.#living.size === 0
  }

  start(): void {
    this.#running = true
    this.#spawn()
  }

  stop(): void {
    this.#running = false
    for (const process of this.#living) if (this.#world.random.int(ABANDON_ONE_IN) === 0) this.#kill(process)
  }

  /** A transaction of the process is about to begin: something may happen to it. */
  endanger(process: ClientProcess): void {
    const { random, scheduler } = this.#world
    const fate = random.int(100)
    if (fate < KILLED_OF_100) {
      scheduler.after(1 + random.int(KILL_MS_MAX), () => {
        if (!this.#living.has(process)) return
        this.#kill(process)
        this.#restart()
      })
    } else if (fate < KILLED_OF_100 + RIVAL_OF_100 && this.#living.size === 1) {
      this.counts.rivals++
      scheduler.after(1 + random.int(KILL_MS_MAX), () => this.#spawn())
    }
  }

  #kill(process: ClientProcess): void {
    this.counts.killedProcesses++
    this.#living.delete(process)
    process.die()
  }

  #restart(): void {
    this.#world.scheduler.after(1 + this.#world.random.int(RESTART_MS_MAX), () => {
      if (this.#living.size === 0) this.#spawn()
    })
  }

  #spawn(): void {
    if (!this.#running) return
    const { transactionalId, topics, worlds, history, life } = this.options
    const name = `${transactionalId}-${this.#started}`
    const process = new ClientProcess(worlds[this.#started++ % worlds.length]!, { name, topics })
    this.#living.add(process)
    this.counts.transactionalProcesses++
    process.live(async () => {
      await process.learnTopics()
      await life(new TransactionalClient(process, history, this.options), this)
      this.#living.delete(process)
      process.die()
      this.#restart()
    })
  }
}
