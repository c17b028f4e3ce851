import { expect, test } from '@jest/globals'
import { ClockSkew } from '../../src/client/clock-skew.ts'

const epoch = 1_700_000_000_000
const minute = 60_000

/** One heartbeat at `atMs`, answered `tookMs` later by a controller whose clock is right, while ours is ahead. */
function beat(skew: ClockSkew, options: { atMs?: number; tookMs?: number; aheadMs: number }) {
  const { atMs = 0, tookMs = 2, aheadMs } = options
  skew.asked(atMs)
  const nowMs = atMs + tookMs
  return skew.answered({ nowMs, wallMs: epoch + nowMs + aheadMs, controllerMs: epoch + atMs + tookMs / 2 })
}

test.each([3_000, -3_000])('a clock that is off by %d ms is told', (aheadMs) => {
  expect(beat(new ClockSkew(), { aheadMs })).toEqual({ aheadMs, uncertainMs: 1 })
})

test('one that is off by less is not, nor one that a slow answer may explain', () => {
  const skew = new ClockSkew()
  expect(beat(skew, { aheadMs: 1_500 })).toBeUndefined()
  expect(beat(skew, { aheadMs: 3_000, tookMs: 4_000 })).toBeUndefined()
})

test('it is told once, again after ten minutes, and at once when it was right in between', () => {
  const skew = new ClockSkew()
  const at = (minutes: number, aheadMs: number) => beat(skew, { atMs: minutes * minute, aheadMs }) !== undefined
  expect([at(0, 5_000), at(1, 5_000), at(11, 5_000), at(12, 0), at(13, 5_000)]).toEqual([
    true,
    false,
    true,
    false,
    true
  ])
})

test('an answer of which the question is not known tells nothing, nor one without a time', () => {
  const skew = new ClockSkew()
  skew.asked(0)
  skew.forget()
  expect(skew.answered({ nowMs: 10, wallMs: epoch + 9_000, controllerMs: epoch })).toBeUndefined()
  skew.asked(20)
  expect(skew.answered({ nowMs: 21, wallMs: epoch, controllerMs: 0 })).toBeUndefined()
})

test('of two heartbeats under way the first answer is that of the first', () => {
  const skew = new ClockSkew()
  skew.asked(0)
  skew.asked(9_000)
  const first = { nowMs: 9_001, wallMs: epoch + 4_500, controllerMs: epoch }
  // Four and a half seconds either way are possible.
  expect(skew.answered(first)).toBeUndefined()
})
