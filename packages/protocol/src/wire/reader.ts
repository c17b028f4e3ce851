import { uuidFromBytes } from '@gregor/base'
import { TWO_TO_32, UPPER_HALF_LIMIT } from './int64.ts'
import { ARRAY_ELEMENTS_MAX, MESSAGE_ELEMENTS_MAX, TAGGED_FIELDS_MAX } from './limits.ts'
import { malformed } from './protocol-error.ts'

export interface ReaderOptions {
  /** First byte to read. */
  readonly start?: number
  /** Byte after the last to read. */
  readonly end?: number
  /** Bound on the elements of all arrays together; make it small for clients that have not authenticated. */
  readonly elementsMax?: number
}

/**
 * Decodes one message from a buffer that a stranger filled. Each length and count is checked against the bytes that
 * remain before anything is allocated for it; whatever is wrong becomes a ProtocolError and nothing else.
 */
export class Reader {
  readonly buffer: Buffer
  readonly end: number
  position: number
  private elementsLeft: number

  constructor(buffer: Buffer, options: ReaderOptions = {}) {
    this.buffer = buffer
    this.position = options.start ?? 0
    this.end = Math.min(options.end ?? buffer.length, buffer.length)
    this.elementsLeft = options.elementsMax ?? MESSAGE_ELEMENTS_MAX
  }

  get remaining(): number {
    return this.end - this.position
  }

  /** Moves past `length` bytes and returns where they began. */
  private take(length: number): number {
    const start = this.position
    const next = start + length
    if (next > this.end) throw malformed(`${length} bytes expected at byte ${start}, ${this.end - start} remain`)
    this.position = next
    return start
  }

  bool(): boolean {
    return this.buffer[this.take(1)] !== 0
  }

  int8(): number {
    return (this.buffer[this.take(1)]! << 24) >> 24
  }

  int16(): number {
    const at = this.take(2)
    return ((this.buffer[at]! << 24) >> 16) | this.buffer[at + 1]!
  }

  uint16(): number {
    const at = this.take(2)
    return (this.buffer[at]! << 8) | this.buffer[at + 1]!
  }

  int32(): number {
    const at = this.take(4)
    const { buffer } = this
    return (buffer[at]! << 24) | (buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!
  }

  /** A number that a double holds exactly, or INT64_MAX or INT64_MIN; anything else is refused, never rounded. */
  int64(): number {
    const upper = this.int32()
    const lower = this.int32() >>> 0
    if (upper >= -UPPER_HALF_LIMIT && upper < UPPER_HALF_LIMIT) return upper * TWO_TO_32 + lower
    if (upper === 0x7fffffff && lower === 0xffffffff) return 2 ** 63
    if (upper === -0x80000000 && lower === 0) return -(2 ** 63)
    throw malformed(`int64 at byte ${this.position - 8} is beyond 2^53`)
  }

  float64(): number {
    return this.buffer.readDoubleBE(this.take(8))
  }

  uuid(): string {
    return uuidFromBytes(this.buffer, this.take(16))
  }

  /** An unsigned varint of at most 32 bits, five bytes. */
  uvarint(): number {
    let value = 0
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.buffer[this.take(1)]!
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    const last = this.buffer[this.take(1)]!
    if (last > 0x0f) throw malformed(`varint at byte ${this.position - 5} has more than 32 bits`)
    return (value | (last << 28)) >>> 0
  }

  string(): string {
    return this.utf8(this.length(this.int16(), 'string'))
  }

  nullableString(): string | null {
    const length = this.int16()
    return length === -1 ? null : this.utf8(this.length(length, 'string'))
  }

  compactString(): string {
    return this.utf8(this.length(this.uvarint() - 1, 'string'))
  }

  compactNullableString(): string | null {
    const length = this.uvarint() - 1
    return length === -1 ? null : this.utf8(length)
  }

  /** A view, not a copy. */
  bytes(): Buffer {
    return this.view(this.length(this.int32(), 'bytes'))
  }

  nullableBytes(): Buffer | null {
    const length = this.int32()
    return length === -1 ? null : this.view(this.length(length, 'bytes'))
  }

  compactBytes(): Buffer {
    return this.view(this.length(this.uvarint() - 1, 'bytes'))
  }

  compactNullableBytes(): Buffer | null {
    const length = this.uvarint() - 1
    return length === -1 ? null : this.view(length)
  }

  /** Count of an array whose elements take at least `elementBytesMin` bytes each. */
  arrayCount(elementBytesMin: number): number {
    return this.count(this.length(this.int32(), 'array'), elementBytesMin)
  }

  /** As arrayCount; -1 stands for null. */
  nullableArrayCount(elementBytesMin: number): number {
    const count = this.int32()
    return count === -1 ? -1 : this.count(this.length(count, 'array'), elementBytesMin)
  }

  compactArrayCount(elementBytesMin: number): number {
    return this.count(this.length(this.uvarint() - 1, 'array'), elementBytesMin)
  }

  compactNullableArrayCount(elementBytesMin: number): number {
    const count = this.uvarint() - 1
    return count === -1 ? -1 : this.count(count, elementBytesMin)
  }

  /** Whether a struct that may be null is there. */
  structPresent(): boolean {
    const marker = this.int8()
    if (marker === 1) return true
    if (marker === -1) return false
    throw malformed(`marker of a nullable struct at byte ${this.position - 1} is ${marker}; 1 and -1 are allowed`)
  }

  taggedFieldCount(): number {
    const count = this.uvarint()
    if (count > TAGGED_FIELDS_MAX) throw malformed(`${count} tagged fields, at most ${TAGGED_FIELDS_MAX} are allowed`)
    if (count * 2 > this.remaining) throw malformed(`${count} tagged fields in ${this.remaining} bytes`)
    return count
  }

  /** The next tag; tags ascend, so none comes twice (KIP-482). */
  tag(previous: number): number {
    const tag = this.uvarint()
    if (tag <= previous) throw malformed(`tagged field ${tag} follows ${previous}; tags must ascend`)
    return tag
  }

  /** Reads the size of a tagged field and returns where the field ends. */
  taggedFieldEnd(): number {
    const size = this.uvarint()
    if (size > this.remaining) throw malformed(`tagged field of ${size} bytes, ${this.remaining} remain`)
    return this.position + size
  }

  /** Checks that a tagged field that this version knows took the size it claimed. */
  finishTaggedField(end: number): void {
    if (this.position !== end) throw malformed(`tagged field ends at byte ${this.position}, its size says ${end}`)
  }

  /** Passes over a tagged field that this version does not know. */
  skipTaggedField(end: number): void {
    this.position = end
  }

  /** Passes over all tagged fields of a struct that has none of its own. */
  skipTaggedFields(): void {
    let tag = -1
    for (let left = this.taggedFieldCount(); left > 0; left--) {
      tag = this.tag(tag)
      this.position = this.taggedFieldEnd()
    }
  }

  /** The next `length` bytes, as a view. */
  view(length: number): Buffer {
    const start = this.take(length)
    return this.buffer.subarray(start, start + length)
  }

  private length(length: number, what: string): number {
    if (length < 0) throw malformed(`${what} of length ${length} at byte ${this.position}; null is not allowed here`)
    return length
  }

  private utf8(length: number): string {
    const start = this.take(length)
    return this.buffer.toString('utf8', start, start + length)
  }

  private count(count: number, elementBytesMin: number): number {
    if (count > ARRAY_ELEMENTS_MAX || count > this.elementsLeft) {
      throw malformed(`array of ${count} elements; ${Math.min(ARRAY_ELEMENTS_MAX, this.elementsLeft)} are allowed`)
    }
    if (count * elementBytesMin > this.remaining) {
      throw malformed(`array of ${count} elements in the ${this.remaining} bytes that remain`)
    }
    this.elementsLeft -= count
    return count
  }
}
