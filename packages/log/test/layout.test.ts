import { describe, expect, test } from '@jest/globals'
import {
  deletedFolder,
  isDeletedFolder,
  offsetFileName,
  parseOffsetFileName,
  parsePartitionFolder,
  partitionFolder
} from '../src/layout.ts'

describe('folder names', () => {
  test('are topic and partition', () => {
    expect(partitionFolder('my-topic.v2', 3)).toBe('my-topic.v2-3')
    expect(parsePartitionFolder('my-topic.v2-3')).toEqual({ topic: 'my-topic.v2', partition: 3 })
    expect(parsePartitionFolder('a-1-2')).toEqual({ topic: 'a-1', partition: 2 })
  })

  test.each(['', '.', '..', '../x', 'a/b', 'a\0b', 'ä', 'a b', 'x'.repeat(250)])(
    'never come from the topic %j',
    (topic) => {
      expect(() => partitionFolder(topic, 0)).toThrow(/not the name of a partition/)
    }
  )

  test.each(['orders', 'orders-', 'orders-x', '.lock', 'orders-0.abc-delete', 'orders-0.abc-stray'])(
    'do not include %s',
    (name) => expect(parsePartitionFolder(name)).toBeUndefined()
  )

  test('of deleted partitions say so, and fit what file systems take', () => {
    const name = deletedFolder(partitionFolder('x'.repeat(249), 123), 'MkU3OEVBNTcwNTJENDM2Qg')
    expect(name.length).toBeLessThanOrEqual(255)
    expect(isDeletedFolder(name)).toBe(true)
    expect(isDeletedFolder('orders-0')).toBe(false)
  })
})

test('file names sort as their offsets do', () => {
  expect(offsetFileName(1802, '.log')).toBe('00000000000000001802.log')
  expect(parseOffsetFileName('00000000000000001802.log', '.log')).toBe(1802)
  expect(parseOffsetFileName('00000000000000001802.log.deleted', '.log')).toBeUndefined()
  expect(parseOffsetFileName('leader-epoch-checkpoint', '.log')).toBeUndefined()
})
