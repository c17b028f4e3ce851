import { ErrorCode } from '@gregor/protocol'
import { coordinatorAppendError } from '../runtime/append-errors.ts'

/** Refusals for the size of what was to be written. */
const tooLarge: ReadonlySet<number> = new Set([
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
  ErrorCode.INVALID_FETCH_SIZE
])

/** What clients of a group are told when the log refuses a record: find the coordinator again, or give up. */
export function groupAppendError(errorCode: number): number {
  if (tooLarge.has(errorCode)) return ErrorCode.UNKNOWN_SERVER_ERROR
  return coordinatorAppendError(errorCode) ?? errorCode
}

/** As groupAppendError, for committed offsets. */
export function offsetAppendError(errorCode: number): number {
  return tooLarge.has(errorCode) ? ErrorCode.INVALID_COMMIT_OFFSET_SIZE : groupAppendError(errorCode)
}
