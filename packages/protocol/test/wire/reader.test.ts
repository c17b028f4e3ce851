import { describe, expect, test } from '@jest/globals'
import { INT64_MAX, INT64_MIN } from '../../src/wire/int64.ts'
import { ProtocolError } from '../../src/wire/protocol-error.ts'
import { Reader } from '../../src/wire/reader.ts'

const reader = (...bytes: number[]): Reader => new Reader(Buffer.from(bytes))

describe('Reader', () => {
  test('reads integers with their signs', () => {
    expect(reader(0x80).int8()).toBe(-128)
    expect(reader(0xff, 0xfe).int16()).toBe(-2)
    expect(reader(0xff, 0xfe).uint16()).toBe(65534)
    expect(reader(0x80, 0, 0, 0).int32()).toBe(-2147483648)
  })

  test.each([
    [-1n, -1],
    [4294967296n, 4294967296],
    [-4294967297n, -4294967297],
    [9007199254740991n, Number.MAX_SAFE_INTEGER],
    [-9007199254740991n, Number.MIN_SAFE_INTEGER],
    [9223372036854775807n, INT64_MAX],
    [-9223372036854775808n, INT64_MIN]
  ])('reads int64 %s as a number', (value, expected) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigInt64BE(value)
    expect(new Reader(bytes).int64()).toBe(expected)
  })

  test.each([9007199254740993n, -9007199254740993n, 9223372036854775806n, -9223372036854775807n])(
    'refuses int64 %s, which a double does not hold',
    (value) => {
      const bytes = Buffer.alloc(8)
      bytes.writeBigInt64BE(value)
      expect(() => new Reader(bytes).int64()).toThrow(ProtocolError)
    }
  )

  test('reads unsigned varints of one to five bytes', () => {
    expect(reader(0x7f).uvarint()).toBe(127)
    expect(reader(0x80, 0x01).uvarint()).toBe(128)
    expect(reader(0xff, 0xff, 0xff, 0xff, 0x0f).uvarint()).toBe(0xffffffff)
  })

  test('reads null only where null may be', () => {
    expect(reader(0xff, 0xff).nullableString()).toBeNull()
    expect(() => reader(0xff, 0xff).string()).toThrow(/null is not allowed/)
    expect(reader(0).compactNullableString()).toBeNull()
    expect(() => reader(0).compactString()).toThrow(/null is not allowed/)
    expect(reader(0xff, 0xff, 0xff, 0xff).nullableBytes()).toBeNull()
    expect(() => reader(0xff, 0xff, 0xff, 0xff).bytes()).toThrow(/null is not allowed/)
    expect(reader(0).compactNullableArrayCount(1)).toBe(-1)
    expect(() => reader(0).compactArrayCount(1)).toThrow(/null is not allowed/)
  })

  test.each([
    ['string', [0x80, 0x00]],
    ['nullableString', [0xff, 0xfe]],
    ['bytes', [0x80, 0, 0, 0]],
    ['nullableBytes', [0xff, 0xff, 0xff, 0xfe]]
  ] as const)('refuses a negative length in %s', (method, bytes) => {
    expect(() => reader(...bytes)[method]()).toThrow(ProtocolError)
  })

  test('gives bytes as a view of the buffer, not a copy', () => {
    const buffer = Buffer.from([0, 0, 0, 2, 7, 8])
    const view = new Reader(buffer).bytes()
    buffer[4] = 9
    expect([...view]).toEqual([9, 8])
  })

  test('reads only between start and end', () => {
    const bounded = new Reader(Buffer.from([1, 2, 3, 4]), { start: 1, end: 3 })
    expect(bounded.int16()).toBe(0x0203)
    expect(() => bounded.int8()).toThrow(/1 bytes expected at byte 3, 0 remain/)
  })

  test('refuses a marker of a nullable struct other than 1 and -1', () => {
    expect(reader(1).structPresent()).toBe(true)
    expect(reader(0xff).structPresent()).toBe(false)
    expect(() => reader(2).structPresent()).toThrow(/is 2/)
  })
})
