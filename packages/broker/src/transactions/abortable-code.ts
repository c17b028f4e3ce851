import { ErrorCode } from '@gregor/protocol'

/** Clients of older versions know of no abort that lets them go on (KIP-890). */
export function abortableCode(errorCode: number, knowsAbortable: boolean): number {
  return errorCode === ErrorCode.TRANSACTION_ABORTABLE && !knowsAbortable ? ErrorCode.INVALID_TXN_STATE : errorCode
}
