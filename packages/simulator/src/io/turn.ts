import { setFlagsFromString } from 'node:v8'

/** Rejections that nobody handled, of the run that is going on. */
const unhandled: unknown[] = []
let watching = false

/**
 * Runs all promise reactions that can run, now. Node.js does that when a callback of the event loop has returned; going
 * round the event loop for each simulated event would take most of the time of a run. Does nothing within a reaction.
 */
export const drainMicrotasks = microtaskCheckpoint()

/** Runs `task` as a callback of the event loop; rejects with what it throws, and with what no promise reaction handled. */
export function inCallback<Value>(task: () => Value): Promise<Value> {
  if (!watching) {
    watching = true
    process.on('unhandledRejection', (reason) => unhandled.push(reason))
  }
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      if (unhandled.length > 0) return reject(unhandled.splice(0)[0])
      try {
        return resolve(task())
      } catch (error) {
        return reject(error)
      }
    })
  })
}

function microtaskCheckpoint(): () => void {
  setFlagsFromString('--allow-natives-syntax')
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- V8 has no other way to this than its own syntax
    return new Function('%PerformMicrotaskCheckpoint()') as () => void
  } finally {
    setFlagsFromString('--no-allow-natives-syntax')
  }
}
