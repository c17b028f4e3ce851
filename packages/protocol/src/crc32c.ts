import { crc32c as nativeCrc32c } from '@node-rs/crc32'

/**
 * CRC-32C (Castagnoli), the checksum of record batches and of Kafka's other files, as an unsigned integer. `before` is that of
 * the bytes before these.
 */
export function crc32c(bytes: Uint8Array, before = 0): number {
  return nativeCrc32c(bytes, before)
}
