import type { Reader } from 'protobufjs/minimal.js'
import { createReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** Encodes and decodes one message type. `Input` leaves out what has its default (0, false, '', empty, not set). */
export interface Codec<Message, Input> {
  readonly encode: (message: Input) => Buffer
  /** `bytes` fields are views on `bytes`. Throws an Error on bytes that are not such a message. */
  readonly decode: (bytes: Uint8Array) => Message
  /** Bytes that `encode` makes of it. */
  readonly size: (message: Input) => number
}

interface CodecParts<Message, Input> {
  readonly size: (message: Input) => number
  readonly write: (message: Input, writer: WireWriter) => void
  readonly read: (reader: Reader, end: number) => Message
}

export function codec<Message, Input>({ size, write, read }: CodecParts<Message, Input>): Codec<Message, Input> {
  return {
    size,
    encode: (message) => {
      const buffer = Buffer.allocUnsafe(size(message))
      write(message, new WireWriter(buffer))
      return buffer
    },
    decode: (bytes) => read(createReader(bytes), bytes.length)
  }
}
