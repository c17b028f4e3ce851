/** 2^32: the weight of the upper half of an int64. */
const UPPER = 2 ** 32

/** A big-endian int64 as a number; exact within ±2^53. */
export function readInt64(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * UPPER + bytes.readUInt32BE(at + 4)
}

export function writeInt64(bytes: Buffer, at: number, value: number): void {
  const upper = Math.floor(value / UPPER)
  bytes.writeInt32BE(upper, at)
  bytes.writeUInt32BE(value - upper * UPPER, at + 4)
}
