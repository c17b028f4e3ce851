import { describe, expect, test } from '@jest/globals'
import { compressSync } from 'snappy'
import { lz4Compress, lz4Decompress } from '../../src/compression/lz4.ts'
import { snappyCompress, snappyDecompress } from '../../src/compression/snappy.ts'
import { prepareZstd, zstdCompress, zstdDecompress } from '../../src/compression/zstd.ts'
import { zstdFrames } from '../../src/compression/zstd-frames.ts'

await prepareZstd()

const text = Buffer.from('a log, a log, a replicated log '.repeat(100))
const twice = Buffer.concat([text, text])

describe('snappy', () => {
  test('is read with the framing of snappy-java and without', () => {
    expect(snappyDecompress(snappyCompress(text), 1e6)).toEqual(text)
    expect(snappyDecompress(compressSync(text), 1e6)).toEqual(text)
  })

  test('a block that claims 4 GiB is refused before anything is allocated', () => {
    expect(() => snappyDecompress(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]), 1e6)).toThrow(/more than 1000000/)
  })

  test('a frame whose block is longer than the rest is refused', () => {
    const framed = snappyCompress(text)
    framed.writeInt32BE(0x7fffffff, 16)
    expect(() => snappyDecompress(framed, 1e6)).toThrow(/cut off/)
  })
})

describe('lz4', () => {
  test('reads frames one after the other, and passes over skippable ones', () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9])
    const frames = Buffer.concat([lz4Compress(text), skippable, lz4Compress(text)])
    expect(lz4Decompress(frames, 1e6)).toEqual(twice)
  })

  test('reads past content size and checksums', () => {
    const plain = lz4Compress(text)
    const blocks = plain.subarray(7, -4)
    const header = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x7c, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0x11])
    const checksum = Buffer.from([1, 2, 3, 4])
    const frame = Buffer.concat([header, blocks, checksum, Buffer.alloc(4), checksum])
    expect(lz4Decompress(frame, 1e6)).toEqual(text)
  })

  test.each([
    ['dependent blocks', 0x40, 0x40],
    ['a dictionary', 0x61, 0x40],
    ['another version', 0xa0, 0x40],
    ['blocks of no known size', 0x60, 0x30]
  ])('refuses %s', (_what, flags, descriptor) => {
    const frame = lz4Compress(text)
    frame[4] = flags
    frame[5] = descriptor
    expect(() => lz4Decompress(frame, 1e6)).toThrow(/lz4/)
  })

  test('refuses a block larger than the frame allows', () => {
    const frame = Buffer.concat([lz4Compress(Buffer.alloc(0)).subarray(0, 7), Buffer.alloc(70_000)])
    frame.writeUInt32LE(0x80000000 + 65_537, 7)
    expect(() => lz4Decompress(frame, 1e6)).toThrow(/too long/)
  })
})

describe('zstd', () => {
  test('reads frames one after the other, and passes over skippable ones', () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9])
    expect(zstdDecompress(Buffer.concat([zstdCompress(text), skippable, zstdCompress(text)]), 1e6)).toEqual(twice)
  })

  test('a frame that claims more than is allowed is refused by its header', () => {
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xe0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0])
    expect(zstdFrames(frame)[0]).toMatchObject({ contentBytes: 2 ** 40 })
    expect(() => zstdDecompress(frame, 1e6)).toThrow(/more than 1000000/)
  })

  test('a frame that does not say its size is bounded by its blocks', () => {
    // Window of 1 KiB, one block of a byte repeated 100000 times.
    const size = 100_000
    const block = (size << 3) | 0b011
    const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, block & 255, (block >> 8) & 255, block >> 16, 0x61])
    expect(zstdFrames(frame)).toEqual([{ start: 0, end: 10, contentBytes: undefined, contentBytesMax: size }])
    expect(zstdDecompress(frame, size)).toEqual(Buffer.alloc(size, 'a'))
    expect(() => zstdDecompress(frame, size - 1)).toThrow(/more than 99999/)
  })

  test('a frame with a dictionary is refused', () => {
    const frame = zstdCompress(text)
    frame[4]! |= 1
    expect(() => zstdDecompress(frame, 1e6)).toThrow(/dictionary/)
  })
})
