/**
 * Writes protobuf's wire format into a buffer of exactly the right size. protobufjs's own Writer grows a pool buffer and
 * moves nested messages to fit their length in front: that would copy every replicated byte three times. Here sizes are
 * computed first, and each byte is copied once.
 */
export class WireWriter {
  readonly #buffer: Buffer
  #position: number

  constructor(buffer: Buffer, position = 0) {
    this.#buffer = buffer
    this.#position = position
  }

  get position(): number {
    return this.#position
  }

  uint32(value: number): this {
    let rest = value >>> 0
    let position = this.#position
    while (rest > 127) {
      this.#buffer[position++] = (rest & 127) | 128
      rest >>>= 7
    }
    this.#buffer[position++] = rest
    this.#position = position
    return this
  }

  /** A negative value takes ten bytes: it is sign-extended to 64 bits. */
  int32(value: number): this {
    return value < 0 ? this.#varint64(value >>> 0, 0xffff_ffff) : this.uint32(value)
  }

  sint32(value: number): this {
    return this.uint32((value << 1) ^ (value >> 31))
  }

  sint64(value: number): this {
    const magnitude = zigZagMagnitude(value)
    const low = magnitude >>> 0
    const high = Math.floor(magnitude / 2 ** 32)
    return this.#varint64(((low << 1) | (value < 0 ? 1 : 0)) >>> 0, ((high << 1) | (low >>> 31)) >>> 0)
  }

  bool(value: boolean): this {
    this.#buffer[this.#position++] = value ? 1 : 0
    return this
  }

  string(value: string): this {
    this.uint32(Buffer.byteLength(value))
    this.#position += this.#buffer.write(value, this.#position)
    return this
  }

  bytes(value: Uint8Array): this {
    this.uint32(value.length)
    this.#buffer.set(value, this.#position)
    this.#position += value.length
    return this
  }

  #varint64(lowBits: number, highBits: number): this {
    let low = lowBits
    let high = highBits
    while (high !== 0) {
      this.#buffer[this.#position++] = (low & 127) | 128
      low = ((low >>> 7) | (high << 25)) >>> 0
      high >>>= 7
    }
    return this.uint32(low)
  }
}

/** Bytes of an unsigned 32-bit varint. */
export function sizeUint32(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  return value < 0x1000_0000 ? 4 : 5
}

export function sizeInt32(value: number): number {
  return value < 0 ? 10 : sizeUint32(value)
}

export function sizeSint32(value: number): number {
  return sizeUint32(((value << 1) ^ (value >> 31)) >>> 0)
}

export function sizeSint64(value: number): number {
  let magnitude = zigZagMagnitude(value)
  let size = 1
  // One bit goes to the sign, hence 2^6 in the first byte and 2^7 in each further one.
  for (magnitude = Math.floor(magnitude / 64); magnitude > 0; magnitude = Math.floor(magnitude / 128)) size++
  return size
}

export function sizeBytes(value: Uint8Array): number {
  return sizeUint32(value.length) + value.length
}

export function sizeString(value: string): number {
  const length = Buffer.byteLength(value)
  return sizeUint32(length) + length
}

/** The members of a packed repeated field, without their common length. */
export function sizePacked(values: readonly number[], sizeOne: (value: number) => number): number {
  let size = 0
  for (const value of values) size += sizeOne(value)
  return size
}

/** A nested message: its length and itself. */
export function sizeNested(size: number): number {
  return sizeUint32(size) + size
}

/** 0, -1, 1, -2 … have the zigzag codes 0, 1, 2, 3 …: twice the magnitude, and one when negative. */
function zigZagMagnitude(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number below 2^53 in magnitude: ${value}`)
  return value < 0 ? -1 - value : value
}
