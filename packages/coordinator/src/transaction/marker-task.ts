import type { TopicPartitions } from './partitions.ts'

/**
 * The end of one transaction, to be written into its partitions. The core that asked knows it by identity: what is reported
 * of a task that a former core gave out says nothing about a later transaction of the same producer.
 */
export interface MarkerTask {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly commit: boolean
  readonly topics: readonly TopicPartitions[]
  /** The leader epoch of the partition of __transaction_state: partitions refuse the markers of former coordinators. */
  readonly coordinatorEpoch: number
  readonly transactionVersion: number
}
