import { ErrorCode } from '@gregor/protocol'
import type { ProducerClaim } from './inputs.ts'
import type { TransactionMetadata } from './metadata.ts'

/** Whether a transactional id has the producer that a request claims to come from. */
export function checkClaim(transaction: TransactionMetadata | undefined, claim: ProducerClaim): ErrorCode {
  if (transaction === undefined || transaction.producerId !== claim.producerId) {
    return ErrorCode.INVALID_PRODUCER_ID_MAPPING
  }
  return transaction.producerEpoch === claim.producerEpoch ? ErrorCode.NONE : ErrorCode.PRODUCER_FENCED
}
