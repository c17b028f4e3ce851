/** How the codec holds 2^63 - 1, which clients send as "none" or "all": the nearest double, 2^63. */
export const INT64_MAX = 2 ** 63

/** How the codec holds -2^63. It is exact. */
export const INT64_MIN = -(2 ** 63)

/** 2^32: the weight of the upper half of an int64. */
export const TWO_TO_32 = 2 ** 32

/** Upper halves in -2^21 ... 2^21 - 1 make the numbers that a double holds exactly. */
export const UPPER_HALF_LIMIT = 2 ** 21

/** A big-endian int64 as a number; exact within ±2^53, rounded beyond. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * TWO_TO_32 + bytes.readUInt32BE(at + 4)
}

export function writeInt64(bytes: Buffer, at: number, value: number): void {
  const upper = Math.floor(value / TWO_TO_32)
  bytes.writeInt32BE(upper, at)
  bytes.writeUInt32BE(value - upper * TWO_TO_32, at + 4)
}
