import { ErrorCode } from '@gregor/protocol'
import { coordinatorAppendError } from '../runtime/append-errors.ts'

/** What producers are told when the log refuses a record: try again, find the coordinator again, or give up. */
export function transactionAppendError(errorCode: number): number {
  switch (errorCode) {
    case ErrorCode.NONE:
    case ErrorCode.NOT_COORDINATOR:
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
      return errorCode
    default:
      return coordinatorAppendError(errorCode) ?? ErrorCode.UNKNOWN_SERVER_ERROR
  }
}
