import protobuf, { type Reader } from 'protobufjs/minimal.js'

/** A reader whose `bytes()` are views on `bytes`. */
export function createReader(bytes: Uint8Array): Reader {
  return protobuf.Reader.create(
    Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  )
}

/** The default of a `bytes` field. */
export const noBytes: Buffer = Buffer.alloc(0)

/** protobufjs reads 64-bit integers as Long when that package is around, and as number when not. */
export function readSint64(reader: Reader): number {
  const value = reader.sint64() as unknown as number | { toNumber(): number }
  return typeof value === 'number' ? value : value.toNumber()
}

export function readBytes(reader: Reader): Buffer {
  // The reader was made on a Buffer (`createReader`), so its views are Buffers.
  return reader.bytes() as Buffer
}

/** Where the nested message that starts here ends. */
export function readEnd(reader: Reader): number {
  const length = reader.size()
  const end = reader.pos + length
  if (end > reader.len) throw new RangeError(`nested message of ${length} bytes ends beyond its buffer`)
  return end
}

/** A message must fill its frame: fields that ran over the end mean garbage. */
export function checkEnd(reader: Reader, end: number): void {
  if (reader.pos !== end) throw new RangeError(`a field ends at ${reader.pos}, beyond its message's end at ${end}`)
}
