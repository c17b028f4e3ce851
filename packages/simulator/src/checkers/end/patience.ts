import type { Clock, Scheduler } from '@gregor/base'
import { type ObservedCluster, Violation } from '../../types.ts'

/** Between two looks, and in all: what still moves after healing, such as a group that a member left, comes to rest. */
const lookEveryMs = 250
const looksMax = 40

/** Looks again while the cluster is not yet as it should be; the last word counts. */
export async function eventually({ clock }: ObservedCluster, check: () => Promise<void> | void): Promise<void> {
  for (let looks = 1; ; looks++) {
    try {
      return await check()
    } catch (error) {
      const later = schedulerOf(clock)
      if (!(error instanceof Violation) || later === undefined || looks >= looksMax) throw error
      await new Promise<void>((resolve) => {
        later.after(lookEveryMs, resolve)
      })
    }
  }
}

/** Where time is simulated, the clock can also be waited for. */
function schedulerOf(clock: Clock & Partial<Scheduler>): Pick<Scheduler, 'after'> | undefined {
  return clock.after === undefined ? undefined : (clock as Scheduler)
}
