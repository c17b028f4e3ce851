import { setTimeout as pause } from 'node:timers/promises'

const SECONDS_MAX = 120

/** Tries until `attempt` resolves with what is true; an attempt that fails is one more. Rejects after two minutes. */
export async function eventually(attempt) {
  let reason = 'it never was true'
  for (const deadline = performance.now() + SECONDS_MAX * 1000; performance.now() < deadline; await pause(10)) {
    try {
      if (await attempt()) return
    } catch (error) {
      reason = error.message
    }
  }
  throw new Error(`what was waited for did not come within ${SECONDS_MAX} s: ${reason}`)
}
