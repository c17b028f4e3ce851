import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { startCluster } from '../cluster.mjs'
import { machine } from '../machine.mjs'

/**
 * Runs one experiment. Resolves with its points, what they were taken on, and `incomplete` (why it has not all of them) when it
 * failed or took too long; whatever happens, its brokers are stopped. `signal` stops it from outside.
 */
export async function runExperiment(experiment, { seconds, idleSeconds, pointsMax, onPoint, signal }) {
  const clusters = []
  const points = []
  const taken = { ...machine(), commit: commit(), seconds }
  const stop = stopAfter(experiment.secondsMax, signal)
  const context = {
    seconds,
    idleSeconds,
    pick: (values) => values.slice(0, pointsMax),
    startCluster: () => {
      stop.check()
      const starting = startCluster()
      clusters.push(starting)
      return starting
    }
  }
  let incomplete
  try {
    const measure = await experiment.measure()
    const iterator = measure(context)
    for (let step; (step = await Promise.race([iterator.next(), stop.reached])).done !== true;) {
      points.push(step.value)
      onPoint(step.value)
    }
  } catch (error) {
    incomplete = error.message
  } finally {
    stop.clear()
    for (const started of await Promise.allSettled(clusters)) await started.value?.stop()
  }
  return { taken, points, ...(incomplete === undefined ? {} : { incomplete }) }
}

/** `reached` rejects when the time is up or the signal came; `check` throws from then on, and after `clear`. */
function stopAfter(seconds, signal) {
  const stop = new AbortController()
  const reached = once(stop.signal, 'abort').then(() => stop.signal.throwIfAborted())
  // Whoever still waits sees it; nobody may be there to.
  reached.catch(() => {})
  const interrupt = () => stop.abort(new Error('it was interrupted'))
  const timer = setTimeout(() => stop.abort(new Error(`it was stopped after ${seconds} s`)), seconds * 1000)
  signal.addEventListener('abort', interrupt)
  return {
    reached,
    check: () => stop.signal.throwIfAborted(),
    clear: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', interrupt)
      stop.abort(new Error('it is over'))
    }
  }
}

/** The commit that is checked out, and whether that is all. */
function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).trim()
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', ':/', ':!/docs') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? ' with changes' : ''}`
  } catch {
    return 'unknown'
  }
}
