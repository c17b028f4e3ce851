import { ErrorCode } from '@gregor/protocol'

/** What an error code of an append says about the records. */
export type AppendOutcome = 'committed' | 'in-log' | 'refused' | 'unknown'

const refusals: ReadonlySet<number> = new Set([
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.MESSAGE_TOO_LARGE,
  ErrorCode.RECORD_LIST_TOO_LARGE,
  ErrorCode.CORRUPT_MESSAGE,
  ErrorCode.INVALID_RECORD,
  ErrorCode.INVALID_TIMESTAMP,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
])

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
