import type { SeededRandom } from '@gregor/simulator'
import type { Fault } from './site.ts'

/** Faults without end: every kind once, in an order that chance draws, then again in another. */
export function* drawFaults(all: readonly Fault[], random: SeededRandom): Generator<Fault, never> {
  for (;;) {
    const left = [...all]
    while (left.length > 0) yield left.splice(random.int(left.length), 1)[0]!
  }
}
