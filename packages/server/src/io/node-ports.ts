import { randomBytes, randomInt } from 'node:crypto'
import type { Clock, Random, Scheduler } from '@gregor/base'

/** This process's clocks. */
export const nodeClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now()
}

/** Cryptographic randomness of the host. */
export const nodeRandom: Random = {
  int: (below) => randomInt(below),
  bytes: (count) => randomBytes(count)
}

/** The event loop's timers. A pending timer alone does not keep the process alive: its sockets do. */
export const nodeScheduler: Scheduler = {
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
  defer: (task) => void setImmediate(task)
}
