import type { SimCluster } from '../world/sim-cluster.ts'
import type { SeededRandom } from '../world/random.ts'
import { workingDisk } from '../world/sim-disk.ts'
import type { FaultKind, FaultRates } from './rates.ts'
import { strike } from './strikes.ts'

/** Brings trouble over a cluster at random moments, and takes it all away again. */
export class FaultInjector {
  readonly struck = new Map<FaultKind, number>()
  readonly #cluster: SimCluster
  readonly #rates: FaultRates
  readonly #random: SeededRandom
  #active = false

  constructor(cluster: SimCluster, rates: FaultRates) {
    this.#cluster = cluster
    this.#rates = rates
    this.#random = cluster.random.fork()
    const lossy = cluster.toleratesLoss && (rates.has('wipe') || rates.has('bitFlip'))
    cluster.lossyNode = lossy ? this.#random.pick(cluster.nodes) : undefined
  }

  start(): void {
    this.#active = true
    for (const [kind, perMinute] of this.#rates) this.#later(kind, 60_000 / perMinute)
  }

  /** Everything works again: power, network, disks, time. */
  heal(): void {
    this.#active = false
    this.#cluster.network.healAll()
    for (const node of this.#cluster.nodes) {
      node.thaw()
      Object.assign(node.storage.faults, workingDisk())
      node.operate()
    }
  }

  #later(kind: FaultKind, everyMs: number): void {
    const delayMs = -Math.log(1 - this.#random.fraction()) * everyMs
    this.#plan(delayMs, kind, () => {
      if (
        strike(kind, { cluster: this.#cluster, random: this.#random, later: (ms, run) => this.#plan(ms, kind, run) })
      ) {
        this.struck.set(kind, (this.struck.get(kind) ?? 0) + 1)
      }
      this.#later(kind, everyMs)
    })
  }

  #plan(delayMs: number, label: string, run: () => void): void {
    this.#cluster.time.plan({
      delayMs,
      process: undefined,
      label,
      run: () => {
        if (this.#active) run()
      }
    })
  }
}
