import { portProblem } from '@gregor/server'

/** Below the range from which the kernel takes ports for outgoing connections, so that none of those can grab ours. */
const lowest = 20_000
const highest = 32_000
const given = new Set<number>()

/** Ports on 127.0.0.1 that were free just now and that this process has not given out before. */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = []
  for (let tries = 0; found.length < count && tries < 10_000; tries++) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (given.has(port) || (await portProblem('127.0.0.1', port)) !== undefined) continue
    given.add(port)
    found.push(port)
  }
  if (found.length < count) throw new Error(`no ${count} free ports between ${lowest} and ${highest}`)
  return found
}
