import { describe, expect, test } from '@jest/globals'
import { Way } from '../../../src/commands/consume/way.ts'

const at = (partition: number, offset: number) => ({ topic: 'shop', partition, offset })

describe('the way of a consumption', () => {
  test('goes by offsets where start and end are known: what was compacted away counts as done', () => {
    const way = new Way({ start: [at(0, 10), at(1, 0)], ends: [at(0, 30), at(1, 5)] })
    expect(way.total).toBe(25)
    way.reached(at(0, 30), 2)
    way.reached(at(1, 3), 3)
    expect(way.done).toBe(23)
  })

  test('goes by what is printed where a count is asked for, or a group says where to begin', () => {
    const counted = new Way({ count: 7, start: [at(0, 0)], ends: [at(0, 100)] })
    counted.reached(at(0, 50), 4)
    expect([counted.done, counted.total]).toEqual([4, 7])
    const grouped = new Way({ ends: [at(0, 100)] })
    grouped.reached(at(0, 50), 4)
    expect([grouped.done, grouped.total]).toEqual([4, undefined])
  })
})
