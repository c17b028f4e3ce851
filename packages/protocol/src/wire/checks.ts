import { ErrorCode } from '../errors.ts'
import { malformed, ProtocolError } from './protocol-error.ts'

/** Refuses a version that the schema of `message` does not have. */
export function checkVersion(message: string, version: number, min: number, max: number): void {
  if (version < min || version > max) {
    throw new ProtocolError(ErrorCode.UNSUPPORTED_VERSION, `${message} has versions ${min} to ${max}, not ${version}`)
  }
}

/** A field was set that the version cannot carry and that must not get lost. */
export function notInVersion(field: string, version: number): never {
  throw new ProtocolError(ErrorCode.UNSUPPORTED_VERSION, `${field} cannot be sent in version ${version}`)
}

/** A field is null in a version that has no null for it. */
export function nullNotAllowed(field: string, version: number): never {
  throw malformed(`${field} must not be null in version ${version}`)
}

/** The default of bytes fields. */
export const NO_BYTES: Buffer = Buffer.alloc(0)
