import { ErrorCode } from '@gregor/protocol'

/**
 * What the answer to a marker of one partition means. 'superseded': the partition knows a later epoch of the producer, so its
 * transaction is over already. 'fenced': a later coordinator has spoken; this one has nothing to say any more.
 */
export type MarkerOutcome = 'written' | 'superseded' | 'fenced' | 'retry'

export function markerOutcome(errorCode: number): MarkerOutcome {
  switch (errorCode) {
    case ErrorCode.NONE:
      return 'written'
    case ErrorCode.INVALID_PRODUCER_EPOCH:
    case ErrorCode.PRODUCER_FENCED:
      return 'superseded'
    case ErrorCode.TRANSACTION_COORDINATOR_FENCED:
      return 'fenced'
    default:
      return 'retry'
  }
}
