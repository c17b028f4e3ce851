import {
  BATCH,
  BATCH_HEADER_BYTES,
  computeCrc,
  crcOf,
  hasValidCrc,
  hasWholeBatch,
  MAGIC_V2,
  magicOf
} from '@gregor/protocol'

/** CRC32C's polynomial, lowest power last, as its registers shift. */
const POLYNOMIAL = 0x82f63b78
const LENGTH_BITS = 31

/**
 * Whether the bytes begin with a whole record batch in which one bit is wrong. A crash hardly ever leaves such a thing:
 * what it tears off is missing, and many bits with it. The checksum does not cover the base offset, which must be
 * `expectedOffset`, where that is known: old batches of a file that was used before are right in themselves. `bytes` may go
 * on behind the batch.
 */
export function isOneBitOff(bytes: Buffer, expectedOffset?: number): boolean {
  if (bytes.length < BATCH_HEADER_BYTES) return false
  // The checksum covers neither the magic byte nor the length.
  const magic = magicOf(bytes)
  if (magic !== MAGIC_V2) return isOneBit((magic ^ MAGIC_V2) & 0xff) && hasWholeBatch(bytes, 0) && hasValidCrc(bytes)
  if (!hasWholeBatch(bytes, 0)) return isLengthOneBitOff(bytes)
  if (hasValidCrc(bytes)) return expectedOffset !== undefined && isOffsetOneBitOff(bytes, expectedOffset)
  return isCrcOneBitOff(bytes) || isLengthOneBitOff(bytes)
}

/**
 * The checksum is linear: a flipped bit changes it by what that bit alone makes of it, which depends only on how many bits
 * follow. So one walk over these changes, from the last bit to the first, tries every bit.
 */
function isCrcOneBitOff(bytes: Buffer): boolean {
  const change = (computeCrc(bytes) ^ crcOf(bytes)) | 0
  if (isOneBit(change)) return true
  const coveredBits = (bytes.readInt32BE(BATCH.LENGTH) + BATCH.LENGTH + 4 - BATCH.ATTRIBUTES) * 8
  let made = POLYNOMIAL | 0
  for (let followers = 0; followers < coveredBits; followers++) {
    if (made === change) return true
    made = (made >>> 1) ^ ((made & 1) === 0 ? 0 : POLYNOMIAL)
  }
  return false
}

/** Whether the base offset of the batch at `at`, which the checksum does not cover, is one wrong bit away from `expectedOffset`. */
export function isOffsetOneBitOff(bytes: Buffer, expectedOffset: number, at = 0): boolean {
  // Not as a number, which would round what a flipped high bit makes of it.
  const flipped = BigInt.asUintN(64, bytes.readBigInt64BE(at + BATCH.BASE_OFFSET) ^ BigInt(expectedOffset))
  return flipped !== 0n && (flipped & (flipped - 1n)) === 0n
}

function isLengthOneBitOff(bytes: Buffer): boolean {
  const length = bytes.readInt32BE(BATCH.LENGTH)
  const copy = Buffer.from(bytes)
  for (let bit = 0; bit < LENGTH_BITS; bit++) {
    copy.writeInt32BE(length ^ (1 << bit), BATCH.LENGTH)
    if (hasWholeBatch(copy, 0) && hasValidCrc(copy)) return true
  }
  // The sign.
  copy.writeInt32BE(length & 0x7fff_ffff, BATCH.LENGTH)
  return length < 0 && hasWholeBatch(copy, 0) && hasValidCrc(copy)
}

function isOneBit(value: number): boolean {
  return value !== 0 && (value & (value - 1)) === 0
}
