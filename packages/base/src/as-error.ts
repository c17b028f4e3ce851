import { isNativeError } from 'node:util/types'

/** What was thrown, as an Error: so that it can be a cause, and has a message. */
export function asError(thrown: unknown): Error {
  return isNativeError(thrown) ? thrown : new Error(String(thrown))
}
