import { invariant } from '@gregor/base'
import { INT64_MAX, INT64_MIN, TWO_TO_32 } from './int64.ts'
import { unencodable } from './protocol-error.ts'

/** Records of at least this many bytes are passed on by reference; below, a copy is cheaper than a chunk. */
const REFERENCE_BYTES_MIN = 2048

interface Reference {
  /** Bytes of the writer's own that come before the records. */
  readonly position: number
  readonly records: Buffer
}

/**
 * Encodes one message into a buffer that grows. Large records are referenced, not copied: `chunks` then gives the
 * small fields and the records in turn, ready for one gathering write. References must stay unchanged until written.
 */
export class Writer {
  private buffer: Buffer
  private position = 0
  private references: Reference[] = []
  private referencedBytes = 0

  constructor(initialBytes = 512) {
    this.buffer = Buffer.allocUnsafe(initialBytes)
  }

  /** Bytes written so far, references included. */
  get byteLength(): number {
    return this.position + this.referencedBytes
  }

  /** All that was written, in order. */
  chunks(): Buffer[] {
    if (this.references.length === 0) return [this.buffer.subarray(0, this.position)]
    const chunks: Buffer[] = []
    let start = 0
    for (const { position, records } of this.references) {
      if (position > start) chunks.push(this.buffer.subarray(start, position))
      chunks.push(records)
      start = position
    }
    if (this.position > start) chunks.push(this.buffer.subarray(start, this.position))
    return chunks
  }

  /** All that was written as one buffer; copies when there are references. */
  toBuffer(): Buffer {
    const chunks = this.chunks()
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, this.byteLength)
  }

  /** Makes room for `length` bytes, moves past them and returns where they begin. */
  private take(length: number): number {
    const start = this.position
    const next = start + length
    if (next > this.buffer.length) this.grow(next)
    this.position = next
    return start
  }

  private grow(needed: number): void {
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2))
    this.buffer.copy(larger, 0, 0, this.position)
    this.buffer = larger
  }

  bool(value: boolean): void {
    const at = this.take(1)
    this.buffer[at] = value ? 1 : 0
  }

  int8(value: number): void {
    integer(value, -0x80, 0x7f)
    const at = this.take(1)
    this.buffer[at] = value
  }

  int16(value: number): void {
    integer(value, -0x8000, 0x7fff)
    this.put16(value)
  }

  uint16(value: number): void {
    integer(value, 0, 0xffff)
    this.put16(value)
  }

  int32(value: number): void {
    integer(value, -0x80000000, 0x7fffffff)
    this.put32(value)
  }

  /** A number that a double holds exactly, or INT64_MAX or INT64_MIN. */
  int64(value: number): void {
    if (Number.isSafeInteger(value)) {
      const upper = Math.floor(value / TWO_TO_32)
      this.put32(upper)
      this.put32(value - upper * TWO_TO_32)
    } else if (value === INT64_MAX) {
      this.put32(0x7fffffff)
      this.put32(-1)
    } else if (value === INT64_MIN) {
      this.put32(-0x80000000)
      this.put32(0)
    } else throw unencodable(`${value} cannot be written as int64`)
  }

  float64(value: number): void {
    const at = this.take(8)
    this.buffer.writeDoubleBE(value, at)
  }

  uuid(value: string): void {
    const at = this.take(16)
    if (value.length !== 22 || this.buffer.write(value, at, 16, 'base64url') !== 16) {
      throw unencodable(`not a uuid of 16 bytes in base64: ${JSON.stringify(value)}`)
    }
  }

  uvarint(value: number): void {
    integer(value, 0, 0xffffffff)
    let rest = value
    while (rest > 0x7f) {
      const at = this.take(1)
      this.buffer[at] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    const at = this.take(1)
    this.buffer[at] = rest
  }

  string(value: string): void {
    const length = Buffer.byteLength(value)
    if (length > 0x7fff) throw unencodable(`string of ${length} bytes; 32767 fit`)
    this.put16(length)
    this.utf8(value, length)
  }

  nullableString(value: string | null): void {
    if (value === null) this.put16(-1)
    else this.string(value)
  }

  compactString(value: string): void {
    const length = Buffer.byteLength(value)
    this.uvarint(length + 1)
    this.utf8(value, length)
  }

  compactNullableString(value: string | null): void {
    if (value === null) this.uvarint(0)
    else this.compactString(value)
  }

  bytes(value: Uint8Array): void {
    this.put32(value.length)
    this.raw(value)
  }

  nullableBytes(value: Uint8Array | null): void {
    if (value === null) this.put32(-1)
    else this.bytes(value)
  }

  compactBytes(value: Uint8Array): void {
    this.uvarint(value.length + 1)
    this.raw(value)
  }

  compactNullableBytes(value: Uint8Array | null): void {
    if (value === null) this.uvarint(0)
    else this.compactBytes(value)
  }

  records(value: Buffer): void {
    this.put32(value.length)
    this.reference(value)
  }

  nullableRecords(value: Buffer | null): void {
    if (value === null) this.put32(-1)
    else this.records(value)
  }

  compactRecords(value: Buffer): void {
    this.uvarint(value.length + 1)
    this.reference(value)
  }

  compactNullableRecords(value: Buffer | null): void {
    if (value === null) this.uvarint(0)
    else this.compactRecords(value)
  }

  arrayCount(count: number): void {
    this.put32(count)
  }

  /** -1 stands for null. */
  nullableArrayCount(count: number): void {
    this.put32(count)
  }

  compactArrayCount(count: number): void {
    this.uvarint(count + 1)
  }

  /** -1 stands for null. */
  compactNullableArrayCount(count: number): void {
    this.uvarint(count + 1)
  }

  /** Copies bytes without a length before them. */
  raw(value: Uint8Array): void {
    const at = this.take(value.length)
    this.buffer.set(value, at)
  }

  /** Writes the tag of a tagged field; the field follows, then finishTaggedField with what this returns. */
  beginTaggedField(tag: number): number {
    this.uvarint(tag)
    return this.position
  }

  /** Puts the size before the tagged field that began at `start`. */
  finishTaggedField(start: number): void {
    const size = this.position - start
    this.uvarint(size)
    const sizeBytes = this.position - start - size
    this.buffer.copyWithin(start + sizeBytes, start, start + size)
    this.position = start
    this.uvarint(size)
    this.position = start + sizeBytes + size
  }

  /** Overwrites four bytes already written, such as the size of a frame. */
  patchInt32(position: number, value: number): void {
    const first = this.references[0]
    invariant(position + 4 <= (first?.position ?? this.position), 'patch lies before all references', { position })
    this.buffer.writeInt32BE(value, position)
  }

  private reference(value: Buffer): void {
    if (value.length < REFERENCE_BYTES_MIN) {
      this.raw(value)
      return
    }
    this.references.push({ position: this.position, records: value })
    this.referencedBytes += value.length
  }

  private utf8(value: string, length: number): void {
    const at = this.take(length)
    this.buffer.write(value, at, length, 'utf8')
  }

  private put16(value: number): void {
    const at = this.take(2)
    this.buffer[at] = value >> 8
    this.buffer[at + 1] = value
  }

  private put32(value: number): void {
    const at = this.take(4)
    const { buffer } = this
    buffer[at] = value >>> 24
    buffer[at + 1] = value >>> 16
    buffer[at + 2] = value >>> 8
    buffer[at + 3] = value
  }
}

function integer(value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw unencodable(`${value} is not an integer from ${min} to ${max}`)
  }
}
