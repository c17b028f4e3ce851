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
      if (!(error instanceof Violation) || looks >= looksMax) throw error
      await new Promise<void>((resolve) => {
        clock.after(lookEveryMs, resolve)
      })
    }
  }
}
