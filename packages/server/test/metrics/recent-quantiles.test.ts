import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { RecentQuantiles } from '../../src/metrics/recent-quantiles.ts'

const parts = [0.5, 0.99]

describe('quantiles', () => {
  test('are those of the values, to 6 %', () => {
    const value = fc.double({ min: 0.02, max: 1e8, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, part) => {
          const quantiles = new RecentQuantiles()
          for (const one of values) quantiles.observe(one)
          const sorted = values.toSorted((left, right) => left - right)
          const exact = sorted[Math.max(0, Math.ceil(part * values.length) - 1)]!
          const [told] = quantiles.read([part], 0)
          if (part > 0) expect(Math.abs(told! - exact) / exact).toBeLessThan(0.06)
        }
      )
    )
  })

  test('of nothing are 0, and so are those of values near 0', () => {
    const quantiles = new RecentQuantiles()
    expect(quantiles.read(parts, 0)).toEqual([0, 0])
    quantiles.observe(0)
    quantiles.observe(-1)
    expect(quantiles.read(parts, 0)).toEqual([0, 0])
  })

  test('forget: a slow minute is no news after ten', () => {
    const quantiles = new RecentQuantiles()
    quantiles.read(parts, 0)
    for (let index = 0; index < 1000; index++) quantiles.observe(500)
    expect(quantiles.read(parts, 1000)[1]).toBeCloseTo(500, -2)
    for (let minute = 1; minute <= 12; minute++) {
      for (let index = 0; index < 100; index++) quantiles.observe(1)
      quantiles.read(parts, minute * 60_000)
    }
    expect(quantiles.read(parts, 720_000)[1]).toBeLessThan(1.1)
  })

  test('forget everything when nothing comes any more', () => {
    const quantiles = new RecentQuantiles()
    quantiles.observe(500)
    quantiles.read(parts, 0)
    expect(quantiles.read(parts, 3_600_000)).toEqual([0, 0])
  })
})
