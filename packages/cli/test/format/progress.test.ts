import { expect, test } from '@jest/globals'
import { progressLine } from '../../src/format/progress.ts'

test.each([
  [
    { done: 250_000, total: 1_000_000, elapsedMs: 5000 },
    '[######                  ]  25 %, 250,000 of 1,000,000 records, 50,000/s, 15.0 s left'
  ],
  [{ done: 0, total: 10, elapsedMs: 0 }, '[                        ]   0 %, 0 of 10 records, 0/s'],
  [{ done: 12, total: 10, elapsedMs: 1000 }, '[########################] 100 %, 12 of 10 records, 12/s'],
  [{ done: 3000, total: undefined, elapsedMs: 1500 }, '3,000 records, 2,000/s'],
  [{ done: 3000, total: 0, elapsedMs: 1500 }, '3,000 records, 2,000/s']
])('%o reads', (progress, line) => {
  expect(progressLine(progress)).toBe(line)
})
