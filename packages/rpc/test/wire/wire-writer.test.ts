import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import protobuf from 'protobufjs/minimal.js'
import { createReader, readSint64 } from '../../src/wire/wire-reader.ts'
import {
  sizeBytes,
  sizeInt32,
  sizeSint32,
  sizeSint64,
  sizeString,
  sizeUint32,
  WireWriter
} from '../../src/wire/wire-writer.ts'

/** Writes `value` into a buffer of the size that was foretold, with one byte behind it that must stay. */
function written(size: number, write: (writer: WireWriter) => void): Buffer {
  const buffer = Buffer.alloc(size + 1, 0xee)
  const writer = new WireWriter(buffer)
  write(writer)
  expect(writer.position).toBe(size)
  expect(buffer[size]).toBe(0xee)
  return buffer.subarray(0, size)
}

const theirs = (write: (writer: protobuf.Writer) => void): Buffer => {
  const writer = protobuf.Writer.create()
  write(writer)
  return Buffer.from(writer.finish())
}

const edges = [0, 1, 63, 64, 127, 128, 2 ** 14 - 1, 2 ** 14, 2 ** 21, 2 ** 28, 2 ** 31 - 1]
const int32 = fc.oneof(fc.integer(), fc.constantFrom(...edges.flatMap((value) => [value, -value - 1])))
const uint32 = fc.oneof(fc.nat({ max: 2 ** 32 - 1 }), fc.constantFrom(...edges, 2 ** 32 - 1))
const long = fc.oneof(
  fc.maxSafeInteger(),
  ...Array.from({ length: 53 }, (_, bits) => fc.constantFrom(2 ** bits, 2 ** bits - 1, -(2 ** bits), 1 - 2 ** bits)),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER)
)

describe('the wire writer writes what protobufjs writes, in the size foretold', () => {
  test('uint32, int32, sint32', () => {
    fc.assert(
      fc.property(uint32, int32, (unsigned, signed) => {
        expect(written(sizeUint32(unsigned), (w) => w.uint32(unsigned))).toEqual(theirs((w) => w.uint32(unsigned)))
        expect(written(sizeInt32(signed), (w) => w.int32(signed))).toEqual(theirs((w) => w.int32(signed)))
        expect(written(sizeSint32(signed), (w) => w.sint32(signed))).toEqual(theirs((w) => w.sint32(signed)))
      })
    )
  })

  test('sint64, over the whole range of safe integers', () => {
    fc.assert(
      fc.property(long, (value) => {
        const bytes = written(sizeSint64(value), (w) => w.sint64(value))
        expect(bytes).toEqual(theirs((w) => w.sint64(value)))
        expect(readSint64(createReader(bytes))).toBe(value)
      }),
      { numRuns: 1000 }
    )
  })

  test('strings and bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
        expect(written(sizeString(text), (w) => w.string(text))).toEqual(theirs((w) => w.string(text)))
        expect(written(sizeBytes(bytes), (w) => w.bytes(bytes))).toEqual(theirs((w) => w.bytes(bytes)))
      })
    )
  })

  test.each([2 ** 53, Number.NaN, 0.5, Number.POSITIVE_INFINITY])('%d is no 64-bit position', (value) => {
    expect(() => sizeSint64(value)).toThrow(RangeError)
  })
})
