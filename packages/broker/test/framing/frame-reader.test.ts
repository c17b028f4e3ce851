import { describe, expect, test } from '@jest/globals'
import { FrameReader } from '../../src/framing/frame-reader.ts'

const MAX = 1000

function frameOf(body: Buffer): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(body.length)
  return Buffer.concat([size, body])
}

function drain(reader: FrameReader): string[] {
  const frames: string[] = []
  for (let frame = reader.next(); frame !== undefined; frame = reader.next()) {
    if (!Buffer.isBuffer(frame)) return [...frames, `refused ${frame.size}`]
    frames.push(frame.toString())
  }
  return frames
}

describe('frames are found however the bytes arrive', () => {
  const stream = Buffer.concat(
    ['first request', 'second', 'x'.repeat(300)].map((text) => frameOf(Buffer.from(text.padEnd(8))))
  )
  const whole = ['first request', 'second  ', 'x'.repeat(300)]

  test('all in one chunk', () => {
    const reader = new FrameReader(MAX)
    reader.push(stream)
    expect(drain(reader)).toEqual(whole)
    expect(reader.bufferedBytes).toBe(0)
  })

  test('cut into two at every byte', () => {
    for (let at = 0; at <= stream.length; at++) {
      const reader = new FrameReader(MAX)
      reader.push(stream.subarray(0, at))
      const before = drain(reader)
      reader.push(stream.subarray(at))
      expect([...before, ...drain(reader)]).toEqual(whole)
    }
  })

  test('byte by byte', () => {
    const reader = new FrameReader(MAX)
    const frames: string[] = []
    for (const byte of stream) {
      reader.push(Buffer.of(byte))
      frames.push(...drain(reader))
    }
    expect(frames).toEqual(whole)
  })

  test('in pieces that do not care for frames', () => {
    for (let length = 2; length < 40; length++) {
      const reader = new FrameReader(MAX)
      const frames: string[] = []
      for (let at = 0; at < stream.length; at += length) {
        reader.push(stream.subarray(at, at + length))
        frames.push(...drain(reader))
      }
      expect(frames).toEqual(whole)
    }
  })
})

describe('memory', () => {
  test('a frame within one chunk is a view on it', () => {
    const chunk = frameOf(Buffer.from('a request'))
    const reader = new FrameReader(MAX)
    reader.push(chunk)
    const frame = reader.next() as Buffer
    expect(frame.buffer).toBe(chunk.buffer)
    expect(frame.byteOffset).toBe(chunk.byteOffset + 4)
  })

  test('a claimed size allocates nothing', () => {
    const size = Buffer.alloc(4)
    size.writeInt32BE(100 * 1024 * 1024)
    const reader = new FrameReader(200 * 1024 * 1024)
    reader.push(size)
    reader.push(Buffer.from('few bytes'))
    expect(reader.next()).toBeUndefined()
    expect(reader.bufferedBytes).toBe(13)
  })

  test('a large frame that trickles in is gathered without keeping each piece', () => {
    const body = Buffer.alloc(50_000, 'abcdefg')
    const reader = new FrameReader(100_000)
    for (const byte of frameOf(body)) reader.push(Buffer.of(byte))
    expect(reader.next()).toEqual(body)
  })
})

describe('sizes that no request has', () => {
  test.each([
    [-1, 'negative'],
    [0, 'zero'],
    [7, 'too short for a header'],
    [MAX + 1, 'over the limit'],
    [0x7fffffff, 'the largest']
  ])('%i is refused: %s', (size) => {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32BE(size)
    const reader = new FrameReader(MAX)
    reader.push(bytes)
    expect(reader.next()).toEqual({ size, sizeBytes: bytes })
  })

  test('8 and the limit itself are fine', () => {
    const reader = new FrameReader(MAX)
    reader.push(frameOf(Buffer.alloc(8, 'a')))
    reader.push(frameOf(Buffer.alloc(MAX, 'b')))
    expect(drain(reader)).toEqual(['a'.repeat(8), 'b'.repeat(MAX)])
  })

  test('frames before a bad size still come out', () => {
    const reader = new FrameReader(MAX)
    reader.push(Buffer.concat([frameOf(Buffer.from('good one')), Buffer.alloc(4, 0xff)]))
    expect(drain(reader)).toEqual(['good one', 'refused -1'])
  })
})
