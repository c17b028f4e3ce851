import { describe, expect, test } from '@jest/globals'
import { untilBeat } from '../src/index.ts'

const at = (wallMs: number) => ({ monotonicMs: () => 7.25, wallMs: () => wallMs })

describe('the next beat', () => {
  test('comes at a multiple of the period by the wall clock, for whoever asks', () => {
    expect([1_000_000, 1_000_037, 1_000_100].map((ms) => ms + untilBeat(at(ms), 200))).toEqual([
      1_000_200, 1_000_200, 1_000_200
    ])
  })

  test('is not the one that a timer which fired early was meant for', () => {
    expect(untilBeat(at(1_000_199), 200)).toBe(201)
  })

  test('is one period after the last, near enough, when the timer fired late', () => {
    expect(untilBeat(at(1_000_203), 200)).toBe(197)
  })
})
