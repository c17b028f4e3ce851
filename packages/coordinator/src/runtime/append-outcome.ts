import { ErrorCode } from '@gregor/protocol'

/** What an error code of an append says about the records. */
export type AppendOutcome = 'committed' | 'in-log' | 'refused' | 'unknown'

/** Errors that are a producer's own: whose decision only came after it is not to be blamed for them. */
const producerErrors: ReadonlySet<number> = new Set([
  ErrorCode.INVALID_TXN_STATE,
  ErrorCode.INVALID_PRODUCER_EPOCH,
  ErrorCode.INVALID_PRODUCER_ID_MAPPING,
  ErrorCode.PRODUCER_FENCED,
  ErrorCode.UNKNOWN_PRODUCER_ID,
  ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER,
  ErrorCode.TRANSACTION_COORDINATOR_FENCED
])

const refusals: ReadonlySet<number> = new Set([
  ...producerErrors,
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
  ErrorCode.CORRUPT_MESSAGE,
  ErrorCode.INVALID_RECORD,
  ErrorCode.INVALID_TIMESTAMP,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
])

/** The error of decisions that fall with a batch because they were built on it. */
export function dependentError(errorCode: number): number {
  return producerErrors.has(errorCode) ? ErrorCode.NOT_ENOUGH_REPLICAS : errorCode
}

/**
 * 'in-log': the leader has the records and its followers may yet get them, so they must stay in the state. 'unknown':
 * only the log can tell; the state is built anew from it.
 */
export function appendOutcome(errorCode: number): AppendOutcome {
  if (errorCode === ErrorCode.NONE) return 'committed'
  if (errorCode === ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND || errorCode === ErrorCode.REQUEST_TIMED_OUT) {
    return 'in-log'
  }
  return refusals.has(errorCode) ? 'refused' : 'unknown'
}
