import { setTimeout as pause } from 'node:timers/promises'

/** Waits until `condition` gives something truthy, and returns that; throws what it waited for when the time is up. */
export async function until<Value>(
  what: string,
  condition: () => Promise<Value> | Value,
  timeoutMs = 30_000
): Promise<NonNullable<Value>> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > deadline) throw new Error(`gave up after ${timeoutMs} ms waiting until ${what}`)
    await pause(25)
  }
}
