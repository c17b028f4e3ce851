import { describe, expect, test } from '@jest/globals'
import { count, printable, table } from '../../src/format/table.ts'

describe('a table', () => {
  test('numbers stand to the right, texts to the left, nothing is a dash, and no line ends in blanks', () => {
    const rows = [
      ['orders', 12, null],
      ['a-much-longer-name', 3, 'up']
    ]
    expect(table(['topic', 'partitions', 'state'], rows)).toBe(
      [
        'TOPIC               PARTITIONS  STATE',
        'orders                      12  -',
        'a-much-longer-name           3  up'
      ].join('\n')
    )
  })

  test('what would drive a terminal is shown as what it is', () => {
    expect(printable('a\u001b[31mb\nc')).toBe('a\\x1b[31mb\\x0ac')
    expect(table(['name'], [['x\u0007']])).toBe('NAME\nx\\x07')
  })
})

test('a count has its noun in the right number', () => {
  expect([count(1, 'partition'), count(0, 'partition'), count(2, 'replica')]).toEqual([
    '1 partition',
    '0 partitions',
    '2 replicas'
  ])
})
