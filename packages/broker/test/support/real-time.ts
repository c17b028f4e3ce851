import type { Clock, Scheduler, Timer } from '@gregor/base'

/** Time as it passes, for tests with clients that have clocks of their own. Timers do not keep the process alive. */
export const realTime: Clock & Scheduler = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  after(delayMs: number, task: () => void): Timer {
    const timer = setTimeout(task, delayMs)
    timer.unref()
    return { cancel: () => clearTimeout(timer) }
  },
  defer: (task) => void setImmediate(task)
}
