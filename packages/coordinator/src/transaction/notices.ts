import type { MarkerTask } from './marker-task.ts'

/** What happened to a transaction: passed on to whoever writes markers, logged, counted. */
export type TransactionNotice =
  /** The outcome is committed: it is to be written into the partitions, and reported by 'markers-written'. */
  | { readonly type: 'markers-due'; readonly task: MarkerTask }
  | {
      readonly type: 'initialized'
      readonly transactionalId: string
      readonly producerId: number
      readonly producerEpoch: number
    }
  | {
      readonly type: 'completed'
      readonly transactionalId: string
      readonly producerId: number
      readonly commit: boolean
      readonly durationMs: number
    }
  | {
      readonly type: 'aborting'
      readonly transactionalId: string
      readonly producerId: number
      readonly cause: 'timeout' | 'a new instance of the producer'
    }
  | { readonly type: 'expired'; readonly transactionalId: string }
