import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { putVarint, putVarlong, readVarint, readVarlong, varintBytes, varlongBytes } from '../../src/records/varint.ts'
import { ProtocolError } from '../../src/wire/protocol-error.ts'
import { Reader } from '../../src/wire/reader.ts'

describe('signed varints', () => {
  test('of 32 bits come back as they went, in the bytes that were counted', () => {
    const property = fc.property(fc.integer(), (value) => {
      const buffer = Buffer.alloc(8)
      expect(putVarint(buffer, 1, value)).toBe(1 + varintBytes(value))
      expect(readVarint(new Reader(buffer, { start: 1 }))).toBe(value)
    })
    fc.assert(property)
  })

  test('of 53 bits come back as they went, in the bytes that were counted', () => {
    const edges = [2 ** 30, -(2 ** 30), 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, -(2 ** 53) + 1]
    const property = fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constantFrom(...edges)), (value) => {
      const buffer = Buffer.alloc(12)
      expect(putVarlong(buffer, 1, value)).toBe(1 + varlongBytes(value))
      expect(readVarlong(new Reader(buffer, { start: 1 }))).toBe(value)
    })
    fc.assert(property)
  })

  test('are refused when they are too long or too large', () => {
    const bytes = (...values: number[]): Reader => new Reader(Buffer.from(values))
    expect(() => readVarint(bytes(0xff, 0xff, 0xff, 0xff, 0x1f))).toThrow(ProtocolError)
    expect(() => readVarint(bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0))).toThrow(ProtocolError)
    expect(() => readVarlong(bytes(...Array<number>(10).fill(0x80), 0))).toThrow(/more than 64 bits/)
    expect(() => readVarlong(bytes(...Array<number>(9).fill(0xff), 1))).toThrow(/beyond 2\^53/)
  })
})
