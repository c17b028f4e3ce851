import { ErrorCode } from '@gregor/protocol'

/** Clients of older versions know a fenced producer by INVALID_PRODUCER_EPOCH alone (KIP-588). */
export function fencedCode(errorCode: number, knowsFenced: boolean): number {
  return errorCode === ErrorCode.PRODUCER_FENCED && !knowsFenced ? ErrorCode.INVALID_PRODUCER_EPOCH : errorCode
}
