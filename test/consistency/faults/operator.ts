import { rm } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { type TestCluster, activeController, killBroker } from '../../support/cluster.ts'
import { until } from '../../support/until.ts'
import type { Machine, Machines } from './machine.ts'
import type { Observer } from './observer.ts'
import type { Ballast } from './small-disk.ts'

const stopMs = 30_000
/** How long a broker may take to notice that its disk fails, and to end. */
const giveUpMs = 15_000

/** Who starts and ends the broker processes, and notices when one ends by itself. */
export class Operator {
  readonly cluster: TestCluster
  readonly observer: Observer
  readonly #machines: Machines
  readonly #ballast: Ballast | undefined
  readonly #complain: (message: string) => void
  readonly #mayEnd = new Set<number>()

  constructor(options: {
    readonly cluster: TestCluster
    readonly observer: Observer
    readonly machines: Machines
    readonly ballast: Ballast | undefined
    readonly complain: (message: string) => void
  }) {
    this.cluster = options.cluster
    this.observer = options.observer
    this.#machines = options.machines
    this.#ballast = options.ballast
    this.#complain = options.complain
    for (const id of this.ids) this.#watch(id)
  }

  get ids(): readonly number[] {
    return this.cluster.layout.brokers.map(({ id }) => id)
  }

  activeController(): Promise<number> {
    return until('there is an active controller', () => activeController(this.cluster.layout).catch(() => undefined))
  }

  async kill(id: number): Promise<void> {
    this.#mayEnd.add(id)
    await killBroker(this.cluster, id)
  }

  async start(id: number): Promise<void> {
    await this.cluster.start(id)
    this.#mayEnd.delete(id)
    this.#watch(id)
  }

  /** SIGTERM; complains when the broker does not end in peace and in time. */
  async stop(id: number): Promise<void> {
    this.#mayEnd.add(id)
    this.cluster.process(id).signal('SIGTERM')
    await this.#expectEnd(id, { what: `broker ${id} was told to stop`, code: 0, withinMs: stopMs })
  }

  freeze(id: number): void {
    this.cluster.process(id).signal('SIGSTOP')
  }

  thaw(id: number): void {
    this.cluster.process(id).signal('SIGCONT')
  }

  /** Empties the disk of a broker that does not run. */
  async wipe(id: number): Promise<void> {
    const { dataFolder } = this.cluster.layout.brokers.find((broker) => broker.id === id)!
    await rm(dataFolder, { recursive: true, force: true })
  }

  /** Sets the clock of a broker that runs; 0 = right. */
  setClock(id: number, aheadMs: number): Promise<void> {
    return this.#changeMachine(id, { clockAheadMs: aheadMs })
  }

  /** Fails every sync of a broker's disk; complains when the broker, which has no other, does not end for that reason. */
  async failSyncs(id: number): Promise<void> {
    this.#mayEnd.add(id)
    await this.#changeMachine(id, { syncsFail: true })
    await this.#expectEnd(id, { what: `the syncs of broker ${id} fail`, code: 1, withinMs: giveUpMs })
  }

  /** Fills the small disk for a while; then the broker on it, that may have given up, is started anew. */
  async fillDisk(durationMs: number): Promise<void> {
    const ballast = this.#ballast!
    const { broker } = ballast
    this.#mayEnd.add(broker)
    await ballast.fill()
    await pause(durationMs)
    await ballast.free()
    if (this.cluster.process(broker).running) await this.kill(broker)
    await this.start(broker)
  }

  /** Whether a broker has a disk that can be filled. */
  get hasSmallDisk(): boolean {
    return this.#ballast !== undefined
  }

  /** Complains when a broker does not end in time and with this code; then it is killed. */
  async #expectEnd(
    id: number,
    { what, code, withinMs }: { readonly what: string; readonly code: number; readonly withinMs: number }
  ): Promise<void> {
    const late = pause(withinMs, undefined, { ref: false })
    const end = await Promise.race([this.cluster.process(id).ended, late])
    if (end?.code === code) return
    this.#complain(`${what}, and it ${end === undefined ? 'goes on' : `ended with ${JSON.stringify(end)}`}`)
    await killBroker(this.cluster, id)
  }

  #changeMachine(id: number, change: Partial<Machine>): Promise<void> {
    return this.#machines.change(id, change, (signal) => this.cluster.process(id).signal(signal))
  }

  #watch(id: number): void {
    void this.cluster.process(id).ended.then((end) => {
      if (!this.#mayEnd.has(id)) this.#complain(`broker ${id} ended by itself: ${JSON.stringify(end)}`)
    })
  }

  /** From now on all may end. */
  letEnd(): void {
    for (const id of this.ids) this.#mayEnd.add(id)
  }
}
