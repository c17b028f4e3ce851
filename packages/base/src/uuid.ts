import type { Random } from './ports.ts'

/** A random uuid in Kafka's text form: 22 characters of URL-safe base64, never starting with '-' (KIP-516). */
export function randomUuid(random: Random): string {
  for (;;) {
    const bytes = Buffer.from(random.bytes(16))
    bytes[6] = (bytes[6]! & 0x0f) | 0x40
    bytes[8] = (bytes[8]! & 0x3f) | 0x80
    const text = bytes.toString('base64url')
    if (!text.startsWith('-')) return text
  }
}

/** The 16 bytes of a uuid in Kafka's text form; throws a RangeError when `text` is not one. */
export function uuidToBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== 16) throw new RangeError(`not a uuid of 16 bytes in base64: ${JSON.stringify(text)}`)
  return bytes
}

/** Kafka's text form of the 16 bytes at `offset`. */
export function uuidFromBytes(bytes: Buffer, offset = 0): string {
  return bytes.toString('base64url', offset, offset + 16)
}
