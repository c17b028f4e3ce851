import { ErrorCode } from '../errors.ts'

/** Bytes or values that break the protocol. `code` is the Kafka error to answer with, where an answer is possible. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Malformed input: INVALID_REQUEST. */
export const malformed = (message: string): ProtocolError => new ProtocolError(ErrorCode.INVALID_REQUEST, message)

/** A value of our own that the wire cannot carry: a fault of the sender, so UNKNOWN_SERVER_ERROR. */
export const unencodable = (message: string): ProtocolError =>
  new ProtocolError(ErrorCode.UNKNOWN_SERVER_ERROR, message)
