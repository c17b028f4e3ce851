import { NO_PARTITIONS, type Partitions, type TopicPartitions, union } from './partitions.ts'
import { TransactionState } from './states.ts'

/** No producer id, no epoch. */
export const NONE = -1

/** The last epoch is kept for fencing: producers never get it. */
export const EPOCH_MAX = 32_767

/** transaction.version: with 2 each end of a transaction bumps the epoch, and brokers add partitions (KIP-890). */
export const TransactionVersion = { v0: 0, v1: 1, v2: 2 } as const
export type TransactionVersion = (typeof TransactionVersion)[keyof typeof TransactionVersion]

/** What is known of a transactional id: its producer, and the transaction under way or the last one. */
export interface TransactionMetadata {
  readonly producerId: number
  /** The producer id before the present one; -1 = none. */
  readonly previousProducerId: number
  /** The producer id that follows when the transaction is complete, because the epochs of this one ran out; -1 = none. */
  readonly nextProducerId: number
  readonly producerEpoch: number
  /**
   * The epoch before the present one, for a producer that repeats InitProducerId (KIP-360); -1 = none. Not stored: a repetition
   * across a failover is fenced, as in Kafka.
   */
  readonly lastProducerEpoch: number
  readonly timeoutMs: number
  readonly state: TransactionState
  readonly partitions: Partitions
  /** Wall clock; -1 = no transaction was begun since InitProducerId. */
  readonly startMs: number
  /** Wall clock. */
  readonly lastUpdateMs: number
  /** The protocol that the producer spoke when it began or ended the transaction. */
  readonly clientVersion: number
}

/** Whether the producer cannot get another epoch of this id. */
export const isExhausted = (epoch: number): boolean => epoch >= EPOCH_MAX - 1

/** A transactional id seen for the first time. */
export function created(options: {
  readonly producerId: number
  readonly timeoutMs: number
  readonly nowMs: number
}): TransactionMetadata {
  const { producerId, timeoutMs, nowMs } = options
  return {
    producerId,
    previousProducerId: NONE,
    nextProducerId: NONE,
    producerEpoch: 0,
    lastProducerEpoch: NONE,
    timeoutMs,
    state: TransactionState.empty,
    partitions: NO_PARTITIONS,
    startMs: NONE,
    lastUpdateMs: nowMs,
    clientVersion: TransactionVersion.v0
  }
}

/** The producer starts anew, with this identity. */
export function restarted(
  transaction: TransactionMetadata,
  change: {
    readonly producerId: number
    readonly producerEpoch: number
    readonly lastProducerEpoch: number
    readonly timeoutMs: number
    readonly nowMs: number
  }
): TransactionMetadata {
  const { producerId, producerEpoch, lastProducerEpoch, timeoutMs, nowMs } = change
  const rotated = producerId !== transaction.producerId
  return {
    ...transaction,
    producerId,
    previousProducerId: rotated ? transaction.producerId : transaction.previousProducerId,
    nextProducerId: NONE,
    producerEpoch,
    lastProducerEpoch,
    timeoutMs,
    state: TransactionState.empty,
    partitions: NO_PARTITIONS,
    startMs: NONE,
    lastUpdateMs: nowMs
  }
}

/** Partitions join the transaction, which begins if it had not. */
export function withPartitions(
  transaction: TransactionMetadata,
  change: {
    readonly added: readonly TopicPartitions[]
    readonly clientVersion: TransactionVersion
    readonly nowMs: number
  }
): TransactionMetadata {
  const { added, clientVersion, nowMs } = change
  const begins = transaction.state !== TransactionState.ongoing
  return {
    ...transaction,
    state: TransactionState.ongoing,
    partitions: union(begins ? NO_PARTITIONS : transaction.partitions, added),
    startMs: begins ? nowMs : transaction.startMs,
    lastUpdateMs: nowMs,
    clientVersion
  }
}

/** The outcome is decided. With `bumps` the producer's next epoch begins here, and markers carry it. */
export function prepared(
  transaction: TransactionMetadata,
  change: {
    readonly commit: boolean
    readonly bumps: boolean
    readonly clientVersion: TransactionVersion
    readonly nextProducerId: number
    readonly nowMs: number
  }
): TransactionMetadata {
  const { commit, bumps, clientVersion, nextProducerId, nowMs } = change
  const { producerEpoch, lastProducerEpoch } = transaction
  return {
    ...transaction,
    state: commit ? TransactionState.prepareCommit : TransactionState.prepareAbort,
    nextProducerId,
    producerEpoch: bumps ? Math.min(producerEpoch + 1, EPOCH_MAX) : producerEpoch,
    lastProducerEpoch: bumps ? producerEpoch : lastProducerEpoch,
    // An abort of nothing starts when it ends.
    startMs: transaction.state === TransactionState.ongoing ? transaction.startMs : nowMs,
    lastUpdateMs: nowMs,
    clientVersion
  }
}

/** The markers are in all partitions. */
export function completed(transaction: TransactionMetadata, nowMs: number): TransactionMetadata {
  const rotates = transaction.nextProducerId !== NONE
  const commits = transaction.state === TransactionState.prepareCommit
  return {
    ...transaction,
    ...identityAfter(transaction),
    previousProducerId: rotates ? transaction.producerId : transaction.previousProducerId,
    nextProducerId: NONE,
    state: commits ? TransactionState.completeCommit : TransactionState.completeAbort,
    partitions: NO_PARTITIONS,
    lastUpdateMs: nowMs
  }
}

/** Whom the producer is to be once a prepared transaction is complete. */
export function identityAfter({ producerId, producerEpoch, nextProducerId }: TransactionMetadata): {
  readonly producerId: number
  readonly producerEpoch: number
} {
  return nextProducerId === NONE ? { producerId, producerEpoch } : { producerId: nextProducerId, producerEpoch: 0 }
}
