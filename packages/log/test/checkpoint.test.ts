import { describe, expect, test } from '@jest/globals'
import {
  formatCleanShutdown,
  formatEpochCheckpoint,
  formatOffsetCheckpoint,
  formatPartitionMetadata,
  parseCleanShutdown,
  parseEpochCheckpoint,
  parseOffsetCheckpoint,
  parsePartitionMetadata
} from '../src/checkpoint.ts'
import { at, epoch } from './support/logs.ts'

describe('checkpoints', () => {
  test('of offsets are lines of topic, partition and offset', () => {
    const text = '0\n2\norders 0 15\nmy-topic.v2_x 12 9007199254740991\n'
    const offsets = new Map([
      ['orders-0', at(15)],
      ['my-topic.v2_x-12', at(Number.MAX_SAFE_INTEGER)]
    ])
    expect(formatOffsetCheckpoint(offsets)).toBe(text)
    expect(parseOffsetCheckpoint(text)).toEqual(offsets)
  })

  test('of epochs are lines of epoch and start offset', () => {
    const entries = [
      { epoch: epoch(0), startOffset: at(0) },
      { epoch: epoch(7), startOffset: at(120) }
    ]
    expect(formatEpochCheckpoint(entries)).toBe('0\n2\n0 0\n7 120\n')
    expect(parseEpochCheckpoint('0\n2\n0 0\n7 120\n')).toEqual(entries)
    expect(parseEpochCheckpoint('0\n0\n')).toEqual([])
  })

  test.each([
    ['', 'nothing'],
    ['1\n0\n', 'a later version'],
    ['0\n2\norders 0 15\n', 'fewer lines than counted'],
    ['0\n1\norders 0\n', 'a missing column'],
    ['0\n1\norders 0 x\n', 'no number'],
    ['0\n1\norders 0 -1\n', 'a negative offset'],
    ['0\n1\norders 0 99999999999999999999\n', 'an offset out of range']
  ])('that hold %j are not used (%s)', (text) => {
    expect(parseOffsetCheckpoint(text)).toBeUndefined()
  })
})

test('partition.metadata holds the topic id', () => {
  expect(formatPartitionMetadata('MkU3OEVBNTcwNTJENDM2Qg')).toBe('version: 0\ntopic_id: MkU3OEVBNTcwNTJENDM2Qg')
  expect(parsePartitionMetadata('version: 0\ntopic_id: MkU3OEVBNTcwNTJENDM2Qg\n')).toBe('MkU3OEVBNTcwNTJENDM2Qg')
  expect(parsePartitionMetadata('version: 1\ntopic_id: MkU3OEVBNTcwNTJENDM2Qg')).toBeUndefined()
})

test('the clean-shutdown marker holds the broker epoch, or nothing in old folders', () => {
  expect(formatCleanShutdown(42)).toBe('{"version":0,"brokerEpoch":42}')
  expect(parseCleanShutdown('{"version":0,"brokerEpoch":42}')).toBe(42)
  expect(parseCleanShutdown('')).toBe(-1)
})
