import type { TransactionMetadata } from './metadata.ts'

/** A record of __transaction_state; a null value is a tombstone. */
export interface TransactionRecord {
  readonly transactionalId: string
  readonly value: TransactionMetadata | null
}
