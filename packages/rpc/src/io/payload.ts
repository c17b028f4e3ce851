import type { PreparedMessage } from '../wire/codec.ts'

/**
 * What goes through grpc-js: it takes a message as a Buffer and copies it behind its frame header. All that it uses of the
 * Buffer is the length and `copy`, so a prepared message stands in for one and is written straight into the frame. That
 * saves the sender a copy of every replicated byte (a third of its CPU time, as measured); the tests of the streams would
 * fail if grpc-js came to use more.
 */
export function asPayload({ length, writeTo }: PreparedMessage): Buffer {
  const copy = (target: Buffer, offset: number): number => {
    writeTo(target, offset)
    return length
  }
  return { length, byteLength: length, copy } as unknown as Buffer
}

/** The serializer of both sides: encoding and decoding is done by the streams, which need sizes and own the errors. */
export const asIs = (bytes: Buffer): Buffer => bytes
