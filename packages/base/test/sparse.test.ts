import { describe, expect, test } from '@jest/globals'
import { SparseMap, SparseSet } from '../src/index.ts'

describe('a map that is empty most of the time', () => {
  test('answers as a map does, with entries and without', () => {
    const map = new SparseMap<string, number>()
    expect([map.size, map.get('a'), [...map.keys()], [...map.values()]]).toEqual([0, undefined, [], []])
    map.delete('a')
    map.set('b', 1)
    map.set('a', 2)
    map.set('b', 3)
    expect([map.size, map.get('b'), [...map.keys()], [...map.values()]]).toEqual([2, 3, ['b', 'a'], [3, 2]])
    map.delete('b')
    expect([...map.keys()]).toEqual(['a'])
    map.clear()
    expect([map.size, [...map.values()]]).toEqual([0, []])
  })

  test('entries may go while they are looked through', () => {
    const map = new SparseMap<number, number>()
    for (const key of [1, 2, 3]) map.set(key, key)
    for (const value of map.values()) map.delete(value)
    expect(map.size).toBe(0)
  })
})

test('a set that is empty most of the time answers as a set does', () => {
  const set = new SparseSet<string>()
  expect([...set]).toEqual([])
  set.delete('a')
  set.add('a')
  set.add('b')
  set.add('a')
  expect([...set]).toEqual(['a', 'b'])
  set.delete('a')
  expect([...set]).toEqual(['b'])
})
