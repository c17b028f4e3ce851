import type { Send } from '../checker/history.ts'

/** A stretch of the run, in the milliseconds of the history. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** The longest time, in milliseconds, in which a partition acknowledged nothing, of all times that touch the stretch. */
export function longestGap(acknowledged: ReadonlyMap<number, readonly number[]>, { fromMs, toMs }: Stretch): number {
  let longest = 0
  for (const times of acknowledged.values()) {
    for (const [at, time] of times.entries()) {
      const before = times[at - 1]
      if (before === undefined || time < fromMs || before > toMs) continue
      longest = Math.max(longest, time - before)
    }
  }
  return longest
}

/** When each partition acknowledged something, in order. */
export function acknowledgementsOf(sends: readonly Send[]): Map<number, number[]> {
  const times = new Map<number, number[]>()
  for (const { partition, ack } of sends) {
    if (ack === undefined) continue
    const list = times.get(partition)
    if (list === undefined) times.set(partition, [ack.ms])
    else list.push(ack.ms)
  }
  for (const list of times.values()) list.sort((left, right) => left - right)
  return times
}
