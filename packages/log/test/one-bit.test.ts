import { expect, test } from '@jest/globals'
import { isOneBitOff } from '../src/one-bit.ts'
import { batchOf } from './support/logs.ts'

const batch = batchOf(['some value', 'another value'])

function changed(change: (bytes: Buffer) => void, bytes: Buffer = batch): Buffer {
  const copy = Buffer.from(bytes)
  change(copy)
  return copy
}

test('one flipped bit is recognised, wherever it is', () => {
  for (let bit = 8 * 8; bit < batch.length * 8; bit++) {
    if (bit >= 12 * 8 && bit < 16 * 8) continue
    const bytes = changed((copy) => {
      copy[bit >> 3]! ^= 1 << (bit & 7)
    })
    expect({ bit, off: isOneBitOff(Buffer.concat([bytes, Buffer.alloc(100, 7)])) }).toEqual({ bit, off: true })
    expect({ bit, off: isOneBitOff(bytes) }).toEqual({ bit, off: true })
  }
})

test('a flipped bit in the base offset is recognised where the offset is known', () => {
  const at = 1 << 20
  const stamped = changed((copy) => copy.writeBigInt64BE(BigInt(at), 0))
  for (let bit = 0; bit < 8 * 8; bit++) {
    const bytes = changed((copy) => {
      copy[bit >> 3]! ^= 1 << (7 - (bit & 7))
    }, stamped)
    expect({ bit, off: isOneBitOff(bytes, at) }).toEqual({ bit, off: true })
    expect({ bit, off: isOneBitOff(bytes) }).toEqual({ bit, off: false })
  }
  // An older batch of a file that was used before.
  expect(
    isOneBitOff(
      changed((copy) => copy.writeBigInt64BE(78n, 0)),
      101
    )
  ).toBe(false)
  expect(isOneBitOff(stamped, at)).toBe(false)
})

test('two flipped bits, a torn end, lost sectors and garbage are not', () => {
  for (let bit = 21 * 8; bit < batch.length * 8 - 9; bit++) {
    const bytes = changed((copy) => {
      for (const flipped of [bit, bit + 9]) copy[flipped >> 3]! ^= 1 << (flipped & 7)
    })
    expect({ bit, off: isOneBitOff(bytes) }).toEqual({ bit, off: false })
  }
  for (let kept = 0; kept < batch.length; kept++) {
    expect({ kept, off: isOneBitOff(batch.subarray(0, kept)) }).toEqual({ kept, off: false })
  }
  const large = batchOf(['x'.repeat(3000)])
  for (let lost = 0; lost < large.length; lost += 512) {
    expect(isOneBitOff(changed((copy) => copy.fill(0, lost, Math.min(lost + 512, copy.length)), large))).toBe(false)
  }
  expect(isOneBitOff(Buffer.alloc(1000))).toBe(false)
  expect(isOneBitOff(Buffer.alloc(1000, 0xff))).toBe(false)
})
