import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '../../src/errors.ts'
import { Reader } from '../../src/wire/reader.ts'
import { Writer } from '../../src/wire/writer.ts'

describe('Writer', () => {
  test('grows from a small buffer without losing anything', () => {
    const writer = new Writer(1)
    for (let value = 0; value < 1000; value++) writer.int32(value)
    const reader = new Reader(writer.toBuffer())
    for (let value = 0; value < 1000; value++) expect(reader.int32()).toBe(value)
  })

  test('references large records between the fields around them, and copies small ones', () => {
    const writer = new Writer()
    const large = Buffer.alloc(4096, 1)
    writer.int8(7)
    writer.records(Buffer.from([1, 2]))
    writer.compactRecords(large)
    writer.int8(9)
    const chunks = writer.chunks()
    expect(chunks.map(({ length }) => length)).toEqual([9, 4096, 1])
    expect(chunks[1]).toBe(large)
    expect(writer.byteLength).toBe(4106)
    expect(writer.toBuffer()).toEqual(Buffer.concat(chunks))
  })

  test('keeps references in place when the buffer grows after them', () => {
    const writer = new Writer(8)
    const large = Buffer.alloc(5000, 1)
    writer.nullableRecords(large)
    writer.compactNullableRecords(large)
    writer.raw(Buffer.alloc(100, 2))
    expect(writer.chunks().map(({ length }) => length)).toEqual([4, 5000, 2, 5000, 100])
  })

  test('puts the size of a tagged field before it, however long', () => {
    for (const length of [0, 127, 128, 20_000]) {
      const writer = new Writer(4)
      const start = writer.beginTaggedField(3)
      writer.raw(Buffer.alloc(length, 5))
      writer.finishTaggedField(start)
      writer.int8(1)
      const reader = new Reader(writer.toBuffer())
      expect(reader.tag(-1)).toBe(3)
      expect(reader.taggedFieldEnd() - reader.position).toBe(length)
      expect(reader.view(length).every((byte) => byte === 5)).toBe(true)
      expect(reader.int8()).toBe(1)
    }
  })

  test.each([
    ['an int8 of 128', (writer: Writer) => writer.int8(128)],
    ['a fraction', (writer: Writer) => writer.int32(1.5)],
    ['an int64 beyond 2^53', (writer: Writer) => writer.int64(2 ** 54)],
    ['an uuid of 15 bytes', (writer: Writer) => writer.uuid('AAAAAAAAAAAAAAAAAAAA')],
    ['an uuid with other characters', (writer: Writer) => writer.uuid('!!!!!!!!!!!!!!!!!!!!!!')],
    ['a classic string of 40000 bytes', (writer: Writer) => writer.string('x'.repeat(40_000))]
  ])('refuses %s as a fault of our own', (_what, write) => {
    expect(() => write(new Writer())).toThrow(expect.objectContaining({ code: ErrorCode.UNKNOWN_SERVER_ERROR }))
  })

  test('writes text beyond ASCII by its bytes', () => {
    const writer = new Writer(4)
    writer.compactString('漢é𝄞')
    expect(new Reader(writer.toBuffer()).compactString()).toBe('漢é𝄞')
  })
})
