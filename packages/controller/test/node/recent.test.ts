import { expect, test } from '@jest/globals'
import { RecentRate, RecentValues } from '../../src/node/recent.ts'

function clockAt(start: number) {
  const time = { nowMs: start }
  return { time, clock: { monotonicMs: () => time.nowMs, wallMs: () => time.nowMs } }
}

test('mean and maximum are those of the last half to whole minute', () => {
  const { time, clock } = clockAt(1_000)
  const values = new RecentValues(clock)
  expect([values.mean, values.max]).toEqual([0, 0])
  values.observe(10)
  values.observe(20)
  expect([values.mean, values.max]).toEqual([15, 20])
  time.nowMs += 31_000
  values.observe(3)
  expect([values.mean, values.max]).toEqual([11, 20])
  time.nowMs += 30_000
  expect([values.mean, values.max]).toEqual([3, 3])
  time.nowMs += 300_000
  expect([values.mean, values.max]).toEqual([0, 0])
})

test('a rate is that of the last half to whole minute, whoever looks in between', () => {
  const { time, clock } = clockAt(5)
  const rate = new RecentRate(clock)
  expect(rate.look(100)).toBe(0)
  time.nowMs += 10_000
  expect(rate.look(200)).toBe(10)
  time.nowMs += 20_000
  expect(rate.look(400)).toBe(10)
  time.nowMs += 29_000
  expect(rate.look(400)).toBeCloseTo(300 / 59)
  time.nowMs += 30_000
  expect(rate.look(400)).toBe(0)
})
