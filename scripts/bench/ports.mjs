import { portProblem } from '../../packages/server/dist/index.js'

/** Below the range from which the kernel takes ports for outgoing connections, so that none of those can grab ours. */
const LOWEST = 20_000
const HIGHEST = 32_000
const given = new Set()

/** Ports on 127.0.0.1 that were free just now and that this process has not given out before. */
export async function freePorts(count) {
  const found = []
  for (let tries = 0; found.length < count && tries < 10_000; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (given.has(port) || (await portProblem('127.0.0.1', port)) !== undefined) continue
    given.add(port)
    found.push(port)
  }
  if (found.length < count) throw new Error(`there are no ${count} free ports between ${LOWEST} and ${HIGHEST}`)
  return found
}
