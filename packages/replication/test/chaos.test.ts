import { describe, expect, test } from '@jest/globals'
import type { Logger } from '@gregor/base'
import { Chaos } from './support/chaos.ts'
import type { SimClusterOptions } from './support/sim-cluster.ts'

/**
 * A failing seed is run again, with a log, by
 * `CHAOS_FROM=<seed> CHAOS_SEEDS=1 CHAOS_LOG=1 npm test -- packages/replication/test/chaos`.
 */
const { CHAOS_FROM = '1', CHAOS_SEEDS = '60', CHAOS_STEPS = '2000', CHAOS_LOG } = process.env
const seeds = Array.from({ length: Number(CHAOS_SEEDS) }, (_, index) => Number(CHAOS_FROM) + index)

function logTo(base: object): Logger {
  const write = (fields: object, message: string): void => {
    process.stderr.write(`${message} ${JSON.stringify({ ...base, ...fields })}\n`)
  }
  const child = (fields: object): Logger => logTo({ ...base, ...fields })
  return { trace: write, debug: write, info: write, warn: write, error: write, child }
}

/** Each seed has its own cluster, too. */
function clusterOf(seed: number): SimClusterOptions {
  const small = { streamWindowBytes: 600, partitionPushBytesMax: 200, catchUpReadsMax: 1 }
  return {
    minIsr: [2, 2, 1, 3][seed % 4]!,
    config: seed % 3 === 0 ? small : {},
    ...(CHAOS_LOG === undefined ? {} : { logger: logTo({}) })
  }
}

describe('random order and random faults', () => {
  test.each(seeds)('lose no acknowledged record and leave all replicas equal (seed %i)', async (seed) => {
    const chaos = await Chaos.run(seed, Number(CHAOS_STEPS), clusterOf(seed))
    expect(chaos.acknowledged).toBeGreaterThanOrEqual(0)
  })
})
