import { invariant } from '@gregor/base'
import type { Reader } from 'protobufjs/minimal.js'
import { createReader } from './wire-reader.ts'
import { WireWriter } from './wire-writer.ts'

/** Encodes and decodes one message type. `Input` leaves out what has its default (0, false, '', empty, not set). */
export interface Codec<Message, Input> {
  readonly encode: (message: Input) => Buffer
  /** `bytes` fields are views on `bytes`. Throws an Error on bytes that are not such a message. */
  readonly decode: (bytes: Uint8Array) => Message
  /** Measures `message` now and writes it later, where the bytes are to be. */
  readonly prepare: (message: Input) => PreparedMessage
}

/** A message whose size is known, to be written later: it must not change until then. */
export interface PreparedMessage {
  readonly length: number
  readonly writeTo: (target: Buffer, offset: number) => void
}

interface CodecParts<Message, Input> {
  readonly size: (message: Input) => number
  readonly write: (message: Input, writer: WireWriter) => void
  readonly read: (reader: Reader, end: number) => Message
}

export function codec<Message, Input>({ size, write, read }: CodecParts<Message, Input>): Codec<Message, Input> {
  const prepare = (message: Input): PreparedMessage => {
    const length = size(message)
    const writeTo = (target: Buffer, offset: number): void => {
      const writer = new WireWriter(target, offset)
      write(message, writer)
      invariant(writer.position === offset + length, 'a message changed after it was sent', { length })
    }
    return { length, writeTo }
  }
  return {
    prepare,
    encode: (message) => {
      const { length, writeTo } = prepare(message)
      const buffer = Buffer.allocUnsafe(length)
      writeTo(buffer, 0)
      return buffer
    },
    decode: (bytes) => read(createReader(bytes), bytes.length)
  }
}
