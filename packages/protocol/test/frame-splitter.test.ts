import { expect, test } from '@jest/globals'
import { FrameSplitter } from '../src/frame-splitter.ts'

const frame = (text: string): Buffer => {
  const size = Buffer.alloc(4)
  size.writeInt32BE(text.length)
  return Buffer.concat([size, Buffer.from(text)])
}

test('frames come out whole, however they arrive', () => {
  const bytes = Buffer.concat([frame('first'), frame('second')])
  for (const step of [1, 3, 5, bytes.length]) {
    const splitter = new FrameSplitter()
    const found: string[] = []
    for (let at = 0; at < bytes.length; at += step)
      found.push(...splitter.push(bytes.subarray(at, at + step)).map(String))
    expect(found).toEqual(['first', 'second'])
  }
})

test.each([-1, 0, 3, 2 ** 31 - 1])('a size of %d is refused at once, not waited for', (size) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(size)
  expect(() => new FrameSplitter().push(bytes)).toThrow(RangeError)
})
