import { Reader } from './wire/reader.ts'
import { Writer } from './wire/writer.ts'

/**
 * Messages that stand alone in a record or in bytes of a request begin with an int16: their version, or in keys of
 * __consumer_offsets and __transaction_state the type of the record.
 */
export function encodeVersioned<Input>(
  encode: (writer: Writer, message: Input, version: number) => void,
  message: Input,
  options: { readonly version: number; readonly prefix?: number }
): Buffer {
  const writer = new Writer(128)
  writer.int16(options.prefix ?? options.version)
  encode(writer, message, options.version)
  return writer.toBuffer()
}

/** The int16 at the front. Throws a ProtocolError when there is none. */
export const versionedPrefix = (data: Buffer): number => new Reader(data).int16()

/**
 * Reads what encodeVersioned wrote. Without `version` the prefix is the version. With `versionMax`, newer versions
 * are read as that one: consumer protocol messages only ever grow at the end.
 */
export function decodeVersioned<Message>(
  decode: (reader: Reader, version: number) => Message,
  data: Buffer,
  options: { readonly version?: number; readonly versionMax?: number } = {}
): Message {
  const reader = new Reader(data)
  const prefix = reader.int16()
  const version = options.version ?? prefix
  return decode(reader, Math.min(version, options.versionMax ?? version))
}
