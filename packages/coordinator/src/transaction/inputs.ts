import type { ListTransactionsRequest } from '@gregor/protocol/messages/list-transactions'
import type { TransactionState as ListedTransaction } from '@gregor/protocol/messages/list-transactions'
import type { TransactionState as DescribedTransaction } from '@gregor/protocol/messages/describe-transactions'
import type { RequestId } from '../runtime/core.ts'
import type { NeedsProducerId, ProducerAnswer } from './answers.ts'
import type { MarkerTask } from './marker-task.ts'
import type { TransactionVersion } from './metadata.ts'
import type { TopicPartitions } from './partitions.ts'

/** The producer that a request claims to come from. */
export interface ProducerClaim {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

export interface InitInput {
  readonly type: 'init'
  readonly requestId: RequestId<ProducerAnswer | NeedsProducerId>
  readonly transactionalId: string
  readonly timeoutMs: number
  /** What the producer believes to be, and goes on from (KIP-360). */
  readonly expected: { readonly producerId: number; readonly producerEpoch: number } | undefined
  /** An id that nobody had, when the core asked for one. */
  readonly freshProducerId: number | undefined
}

export interface AddPartitionsInput extends ProducerClaim {
  readonly type: 'add-partitions'
  readonly requestId: RequestId<number>
  readonly topics: readonly TopicPartitions[]
  readonly clientVersion: TransactionVersion
}

/** Whether the partitions are in the transaction under way: asked by their leaders before they append (KIP-890). */
export interface VerifyPartitionsInput extends ProducerClaim {
  readonly type: 'verify-partitions'
  /** Answered with a code for each partition. */
  readonly requestId: RequestId<(topic: string, partition: number) => number>
}

export interface EndInput extends ProducerClaim {
  readonly type: 'end'
  readonly requestId: RequestId<ProducerAnswer | NeedsProducerId>
  readonly commit: boolean
  readonly clientVersion: TransactionVersion
  readonly freshProducerId: number | undefined
}

export interface DescribeInput {
  readonly type: 'describe'
  readonly requestId: RequestId<DescribedTransaction>
  readonly transactionalId: string
}

export interface ListInput {
  readonly type: 'list'
  readonly requestId: RequestId<readonly ListedTransaction[]>
  readonly filters: Pick<ListTransactionsRequest, 'stateFilters' | 'producerIdFilters' | 'durationFilter'>
  readonly matchesId: (transactionalId: string) => boolean
}

/** Requests, expired timers, and reports of the markers. */
export type TransactionInput =
  | InitInput
  | AddPartitionsInput
  | VerifyPartitionsInput
  | EndInput
  | DescribeInput
  | ListInput
  /** The markers are in all partitions that still exist. */
  | { readonly type: 'markers-written'; readonly task: MarkerTask }
  /** The log did not say that it has the end of the transaction: try again. */
  | { readonly type: 'complete-timer'; readonly task: MarkerTask }
  /** The log did not say that it has the outcome: write it again. */
  | { readonly type: 'confirm-timer'; readonly transactionalId: string }
  | { readonly type: 'timeouts-timer' }
  | { readonly type: 'expiry-timer' }
