import type { Send } from '../history/sends.ts'
import type { TransactionLog } from './transaction-log.ts'

/** Who writes: one process with a transactional id, as the coordinator knows it. */
export interface ProducerIdentity {
  readonly producerId: number
  readonly producerEpoch: number
}

/** A batch of a transaction, and where it goes. */
export interface TransactionalSend {
  readonly log: TransactionLog
  readonly send: Send
}

/** What of an input partition a transaction copies. */
export interface CopiedInput {
  readonly partition: string
  /** Offsets of the records, in order. */
  readonly offsets: readonly number[]
}

/**
 * What the producer knows of the end of its transaction. 'asked': it asked for a commit, and nobody answered for certain;
 * 'aborted' also while no commit was ever asked for.
 */
export type Outcome = 'committed' | 'asked' | 'aborted'

/** One transaction of one producer, from its begin on. */
export interface Transaction {
  readonly id: number
  readonly transactionalId: string
  /** The process that began it. */
  readonly process: string
  readonly identity: ProducerIdentity
  readonly sends: TransactionalSend[]
  readonly copied: CopiedInput[]
  outcome: Outcome
  /** By the old way: the coordinator has said that it knows something of it. */
  added: boolean
}

export function describeTransaction({ id, transactionalId, process, identity, outcome }: Transaction): string {
  const { producerId, producerEpoch } = identity
  return `transaction ${id} of ${transactionalId} (${process}, producer ${producerId} in epoch ${producerEpoch}, ${outcome})`
}
