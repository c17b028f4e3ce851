import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import {
  SnapshotAssembler,
  type SnapshotChunk,
  snapshotChunks,
  type SnapshotMessage,
  votersOnly
} from '../src/index.ts'

const messageOf = (data: Uint8Array, from = 1): SnapshotMessage => ({
  type: 'snapshot',
  from,
  to: 2,
  term: 3,
  snapshot: { index: 9, term: 2, confState: votersOnly([1, 2]), data }
})

describe('a snapshot in chunks', () => {
  test('is put together as it was, from any size of chunks', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (data, chunkBytesMax) => {
        const assembler = new SnapshotAssembler({ snapshotBytesMax: 40 })
        const results = [...snapshotChunks(messageOf(data), chunkBytesMax)].map((chunk) => assembler.add(chunk))
        expect(results.at(-1)).toEqual(messageOf(data))
        expect(results.slice(0, -1).every((result) => result === undefined)).toBe(true)
      })
    )
  })

  test('of two senders at once does not get mixed up', () => {
    const assembler = new SnapshotAssembler({ snapshotBytesMax: 10 })
    const [first, second] = [1, 2].map((from) => [...snapshotChunks(messageOf(Uint8Array.of(from, from), from), 1)])
    const mixed = [first?.[0], second?.[0], first?.[1], second?.[1]] as SnapshotChunk[]
    expect(mixed.map((chunk) => assembler.add(chunk)?.snapshot.data)).toEqual([
      undefined,
      undefined,
      Uint8Array.of(1, 1),
      Uint8Array.of(2, 2)
    ])
  })

  test('is given up when a chunk is missing, of another snapshot, or lies about the size; a new start works', () => {
    const chunks = [...snapshotChunks(messageOf(Uint8Array.of(1, 2, 3)), 1)]
    const [start, middle, end] = chunks as [SnapshotChunk, SnapshotChunk, SnapshotChunk]
    const assembler = new SnapshotAssembler({ snapshotBytesMax: 10 })
    const attempts: readonly (readonly SnapshotChunk[])[] = [
      [start, end, middle, end],
      [middle, end],
      [start, { ...middle, message: { ...middle.message, term: 4 } }, end],
      [start, middle, { ...end, data: Uint8Array.of(3, 4) }],
      [start, middle, { ...end, size: 4 }],
      [start, { ...middle, data: new Uint8Array(0) }]
    ]
    for (const attempt of attempts) {
      for (const chunk of attempt) expect(assembler.add(chunk)).toBeUndefined()
      expect(assembler.isUnderWay(1)).toBe(false)
    }
    expect(assembler.add(start)).toBeUndefined()
    expect(assembler.isUnderWay(1)).toBe(true)
    expect(chunks.map((chunk) => assembler.add(chunk)).at(-1)).toEqual(messageOf(Uint8Array.of(1, 2, 3)))
  })

  test('is not put together above the limit', () => {
    const assembler = new SnapshotAssembler({ snapshotBytesMax: 2 })
    for (const chunk of snapshotChunks(messageOf(Uint8Array.of(1, 2, 3)), 1))
      expect(assembler.add(chunk)).toBeUndefined()
  })
})
