const POLYNOMIAL_REVERSED = 0x82f63b78

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte
  for (let bit = 0; bit < 8; bit++)
    remainder = remainder & 1 ? (remainder >>> 1) ^ POLYNOMIAL_REVERSED : remainder >>> 1
  return remainder
})

/** CRC-32C (Castagnoli) of small files that are off every hot path; record batches have the protocol's native one. */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff
  for (const byte of bytes) remainder = (remainder >>> 8) ^ table[(remainder ^ byte) & 0xff]!
  return (remainder ^ 0xffffffff) >>> 0
}
