import { malformed } from '../wire/protocol-error.ts'

/** Signed varints of record fields: zigzag, at most 5 bytes for 32 bits and 10 for 64. */

/** Bytes that `value` takes. */
export function varintBytes(value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  let bytes = 1
  while (rest > 0x7f) {
    rest >>>= 7
    bytes++
  }
  return bytes
}

/** As varintBytes, for numbers of up to 53 bits. */
export function varlongBytes(value: number): number {
  if (value >= -0x40000000 && value < 0x40000000) return varintBytes(value)
  let rest = zigzag64(value)
  let bytes = 1
  while (rest > 0x7fn) {
    rest >>= 7n
    bytes++
  }
  return bytes
}

/** Writes at `at` and returns where it ended. */
export function putVarint(buffer: Buffer, at: number, value: number): number {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0
  let next = at
  while (rest > 0x7f) {
    buffer[next++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  buffer[next++] = rest
  return next
}

export function putVarlong(buffer: Buffer, at: number, value: number): number {
  if (value >= -0x40000000 && value < 0x40000000) return putVarint(buffer, at, value)
  let rest = zigzag64(value)
  let next = at
  while (rest > 0x7fn) {
    buffer[next++] = Number(rest & 0x7fn) | 0x80
    rest >>= 7n
  }
  buffer[next++] = Number(rest)
  return next
}

function zigzag64(value: number): bigint {
  const big = BigInt(value)
  return BigInt.asUintN(64, (big << 1n) ^ (big >> 63n))
}

interface Source {
  int8(): number
}

export function readVarint(source: Source): number {
  let value = 0
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = source.int8()
    if (shift === 28 && (byte & 0xf0) !== 0) break
    value |= (byte & 0x7f) << shift
    if (byte >= 0) return (value >>> 1) ^ -(value & 1)
  }
  throw malformed('varint of more than 32 bits')
}

/** Refuses what a double cannot hold. */
export function readVarlong(source: Source): number {
  let value = 0
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = source.int8()
    value |= (byte & 0x7f) << shift
    if (byte >= 0) return (value >>> 1) ^ -(value & 1)
  }
  return readLongVarlong(source, BigInt(value))
}

/** The rest of a varlong whose first 28 bits are read. */
function readLongVarlong(source: Source, first: bigint): number {
  let value = first
  for (let shift = 28n; shift < 70n; shift += 7n) {
    const byte = source.int8()
    value |= BigInt(byte & 0x7f) << shift
    if (byte >= 0) return safeNumber(BigInt.asUintN(64, value))
  }
  throw malformed('varint of more than 64 bits')
}

function safeNumber(zigzag: bigint): number {
  const value = Number((zigzag >> 1n) ^ -(zigzag & 1n))
  if (!Number.isSafeInteger(value)) throw malformed('varint beyond 2^53')
  return value
}
