import type { SeedResult } from './seed-messages.ts'

/** What a range of seeds came to. */
export class Tally {
  seeds = 0
  failures = 0
  #simulatedMs = 0
  #events = 0
  readonly #sums = new Map<string, { seeds: number; count: number }>()
  readonly #failed = new Map<string, number[]>()

  add({ seed, failure, simulatedMs, events, faults, counts }: SeedResult): void {
    this.seeds++
    this.#simulatedMs += simulatedMs
    this.#events += events
    for (const [name, count] of [...Object.entries(faults), ...Object.entries(counts)]) {
      const sum = this.#sums.get(name) ?? { seeds: 0, count: 0 }
      this.#sums.set(name, { seeds: sum.seeds + (count > 0 ? 1 : 0), count: sum.count + count })
    }
    if (failure === undefined) return
    this.failures++
    this.#failed.set(failure.invariant, [...(this.#failed.get(failure.invariant) ?? []), seed])
  }

  text(wallMs: number, jobs: number): string {
    const ratio = this.#simulatedMs / wallMs
    const lines = [
      `${this.seeds} seeds, ${this.failures} failed, in ${(wallMs / 1_000).toFixed(1)} s by ${jobs} processes`,
      `${(this.#simulatedMs / 3_600_000).toFixed(2)} h simulated (${ratio.toFixed(1)} times real time), ${this.#events} events`
    ]
    for (const [name, { seeds, count }] of [...this.#sums].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
      const perSeed = (count / this.seeds).toFixed(2)
      lines.push(`  ${name.padEnd(20)} ${String(count).padStart(9)}  ${perSeed.padStart(9)} a seed, in ${seeds} seeds`)
    }
    for (const [invariant, seeds] of this.#failed) lines.push(`${invariant}: seeds ${seeds.slice(0, 20).join(' ')}`)
    return lines.join('\n')
  }
}
