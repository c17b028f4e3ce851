import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { drawRun, faultKinds, runSeed } from '../../src/index.ts'

describe('a run of one seed', () => {
  test('is clean, does work, and leaves the same trace when it is run again', async () => {
    const first = await runSeed(11)
    expect(first.failure).toBeUndefined()
    expect(first.counts.get('acknowledged')).toBeGreaterThan(10)
    expect(first.events).toBeGreaterThan(500)
    const second = await runSeed(11)
    expect(second.traceHash).toBe(first.traceHash)
    expect(await runSeed(12)).not.toHaveProperty('traceHash', first.traceHash)
  }, 60_000)
})

describe('the draw', () => {
  test('has each kind of trouble in some seeds and leaves it out in most', () => {
    const draws = Array.from({ length: 500 }, (_, seed) => drawRun(seed))
    for (const kind of faultKinds) {
      const having = draws.filter(({ faults }) => faults.has(kind)).length
      expect([kind, having > 50 && having < 350]).toEqual([kind, true])
    }
    const sizes = new Set(draws.map(({ nodeCount }) => nodeCount))
    expect(sizes).toEqual(new Set([3, 4, 5]))
  })
})

describe('docs/reliability.md', () => {
  test('names every kind of trouble', () => {
    const page = readFileSync(new URL('../../../../docs/reliability.md', import.meta.url), 'utf8')
    expect(faultKinds.filter((kind) => !new RegExp(`\\b${kind}\\b`).test(page))).toEqual([])
  })
})
