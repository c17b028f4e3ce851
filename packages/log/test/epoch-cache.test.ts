import { describe, expect, test } from '@jest/globals'
import { EpochCache } from '../src/epoch-cache.ts'
import { at, epoch } from './support/logs.ts'

const cacheOf = (...entries: readonly (readonly [number, number])[]): EpochCache =>
  new EpochCache(entries.map(([number, startOffset]) => ({ epoch: epoch(number), startOffset: at(startOffset) })))

const entriesOf = (cache: EpochCache): [number, number][] =>
  cache.entries.map(({ epoch: number, startOffset }) => [number, startOffset])

describe('the epoch cache', () => {
  test('keeps the first offset of each epoch', () => {
    const cache = cacheOf([0, 0], [2, 10])
    expect(cache.assign(epoch(2), at(15))).toBe(false)
    expect(cache.assign(epoch(5), at(20))).toBe(true)
    expect(entriesOf(cache)).toEqual([
      [0, 0],
      [2, 10],
      [5, 20]
    ])
    expect(cache.latestEpoch).toBe(5)
  })

  test('lets an epoch that appended nothing be replaced by the next at the same offset', () => {
    const cache = cacheOf([1, 0], [3, 10])
    cache.assign(epoch(4), at(10))
    expect(entriesOf(cache)).toEqual([
      [1, 0],
      [4, 10]
    ])
  })

  test('drops what contradicts a new entry, so that epochs and offsets only ascend', () => {
    const cache = cacheOf([1, 0], [3, 10], [5, 20])
    cache.assign(epoch(4), at(5))
    expect(entriesOf(cache)).toEqual([
      [1, 0],
      [4, 5]
    ])
  })

  test.each([
    [0, undefined],
    [1, [1, 10]],
    [2, [1, 10]],
    [3, [3, 20]],
    [4, [3, 20]],
    [5, [5, 33]],
    [9, [5, 33]]
  ])('ends epoch %i at %j', (asked, expected) => {
    const end = cacheOf([1, 4], [3, 10], [5, 20]).endOffsetForEpoch(epoch(asked), at(33))
    expect(end === undefined ? undefined : [end.epoch, end.endOffset]).toEqual(expected)
  })

  test.each([
    [-1, [1, 4]],
    [0, [1, 4]],
    [1, [3, 10]],
    [4, [5, 20]],
    [5, undefined]
  ])('after epoch %i comes %j', (asked, expected) => {
    const next = cacheOf([1, 4], [3, 10], [5, 20]).nextEpoch(epoch(asked))
    expect(next === undefined ? undefined : [next.epoch, next.startOffset]).toEqual(expected)
  })

  test.each([
    [3, -1],
    [4, 1],
    [9, 1],
    [10, 3],
    [99, 5]
  ])('knows that offset %i is of epoch %i', (offset, expected) => {
    expect(cacheOf([1, 4], [3, 10], [5, 20]).epochForOffset(at(offset))).toBe(expected)
  })

  test('forgets at a truncation what begins at or after it', () => {
    const cache = cacheOf([1, 4], [3, 10], [5, 20])
    expect(cache.truncateFromEnd(at(21))).toBe(false)
    expect(cache.truncateFromEnd(at(10))).toBe(true)
    expect(entriesOf(cache)).toEqual([[1, 4]])
  })

  test('begins with the epoch of the first record when the log loses its beginning', () => {
    const cache = cacheOf([1, 4], [3, 10], [5, 20])
    expect(cache.truncateFromStart(at(4))).toBe(false)
    expect(cache.truncateFromStart(at(15))).toBe(true)
    expect(entriesOf(cache)).toEqual([
      [3, 15],
      [5, 20]
    ])
  })
})
