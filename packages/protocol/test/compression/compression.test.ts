import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { CompressionCodec } from '../../src/compression/codec.ts'
import { compress, decompress } from '../../src/compression/compression.ts'
import { prepareZstd } from '../../src/compression/zstd.ts'
import { ErrorCode } from '../../src/errors.ts'
import { ProtocolError } from '../../src/wire/protocol-error.ts'

await prepareZstd()

const codecs = Object.entries(CompressionCodec)
const tooLarge = expect.objectContaining({ code: ErrorCode.MESSAGE_TOO_LARGE })

describe.each(codecs)('%s', (_name, codec) => {
  test('gives back what it was given', () => {
    const pattern = fc.tuple(fc.uint8Array({ maxLength: 50 }), fc.nat(5000))
    const property = fc.property(pattern, ([bytes, times]) => {
      const data = Buffer.concat(Array<Uint8Array>(times).fill(bytes))
      expect(decompress(codec, compress(codec, data), data.length).equals(data)).toBe(true)
    })
    fc.assert(property, { numRuns: 30 })
  })

  test('gives back what does not compress', () => {
    const noise = Buffer.from(
      Array.from({ length: 200_000 }, (_value, index) => (index * index * 31 + (index >> 3)) & 255)
    )
    expect(decompress(codec, compress(codec, noise), noise.length).equals(noise)).toBe(true)
  })

  test('a bomb is refused at its bound', () => {
    const bomb = compress(codec, Buffer.alloc(20_000_000))
    expect(() => decompress(codec, bomb, 19_999_999)).toThrow(tooLarge)
    expect(() => decompress(codec, bomb, 1000)).toThrow(tooLarge)
    expect(decompress(codec, bomb, 20_000_000)).toHaveLength(20_000_000)
  })
})

describe.each(codecs.filter(([, codec]) => codec !== CompressionCodec.NONE))('%s of a stranger', (_name, codec) => {
  const attempt = (bytes: Buffer): void => {
    try {
      decompress(codec, bytes, 100_000)
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError)
    }
  }

  test('cut off at any byte is data or a ProtocolError', () => {
    const whole = compress(codec, Buffer.from('some text, some text, some more text'.repeat(30)))
    for (let length = 0; length < whole.length; length++) attempt(whole.subarray(0, length))
  })

  test('with bytes changed is data or a ProtocolError', () => {
    const whole = compress(codec, Buffer.from('some text, some text, some more text'.repeat(30)))
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.integer({ min: 0, max: 255 }) })
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const bytes = Buffer.from(whole)
      for (const { at, to } of changes) bytes[at] = to
      attempt(bytes)
    })
    fc.assert(property, { numRuns: 300 })
  })

  test('of random bytes is data or a ProtocolError', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => attempt(Buffer.from(bytes))))
  })
})
