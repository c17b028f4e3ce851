import { describe, expect, test } from '@jest/globals'
import type { Logger } from '@gregor/base'
import { Chaos } from './support/chaos.ts'

const seeds = Array.from(
  { length: Number(process.env['CHAOS_SEEDS'] ?? 20) },
  (_, seed) => seed + Number(process.env['CHAOS_FROM'] ?? 1)
)
const steps = Number(process.env['CHAOS_STEPS'] ?? 1500)

const line = (fields: object, message: string) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`)
const logTo = (base: object): Logger => {
  const at = (fields: object, message: string) => line({ ...base, ...fields }, message)
  return { trace: at, debug: at, info: at, warn: at, error: at, child: (fields) => logTo({ ...base, ...fields }) }
}
const debug = process.env['CHAOS_LOG'] === undefined ? {} : { logger: logTo({}) }

describe('random order and random faults', () => {
  test.each(seeds)('no acknowledged record is lost, all replicas end up equal (seed %i)', async (seed) => {
    const chaos = await Chaos.run(seed, steps, debug)
    expect(chaos.acknowledged).toBeGreaterThanOrEqual(0)
  })
})
