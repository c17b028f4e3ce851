import { expect, test } from '@jest/globals'
import { bytes, duration, time } from '../../src/format/units.ts'

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [5 * 2 ** 40, '5.0 TiB']
])('%d bytes are %s', (amount, text) => {
  expect(bytes(amount)).toBe(text)
})

test.each([
  [0, '0 ms'],
  [12_340, '12.3 s'],
  [59_999, '60.0 s'],
  [303_000, '5 min 3 s'],
  [7 * 3_600_000 + 12 * 60_000, '7 h 12 min'],
  [76 * 3_600_000, '3 d 4 h']
])('%d ms are %s', (ms, text) => {
  expect(duration(ms)).toBe(text)
})

test('a time is ISO 8601; none, and what no calendar holds, is null', () => {
  expect([time(1_700_000_000_000), time(-1), time(Number.MAX_SAFE_INTEGER)]).toEqual([
    '2023-11-14T22:13:20.000Z',
    null,
    null
  ])
})
