import type { RequestId } from '../runtime/core.ts'
import type { NeedsProducerId, ProducerAnswer } from './answers.ts'
import type { MarkerTask } from './marker-task.ts'

/** What to do when the record of a decision is committed or has failed. */
export type TransactionTicket =
  | {
      readonly type: 'initialized'
      readonly transactionalId: string
      readonly requestId: RequestId<ProducerAnswer | NeedsProducerId>
      readonly answer: ProducerAnswer
    }
  | { readonly type: 'partitions-added'; readonly requestId: RequestId<number> }
  | {
      readonly type: 'prepared'
      readonly transactionalId: string
      /** Who waits, and what for; undefined = nobody does. */
      readonly waiting:
        | { readonly requestId: RequestId<ProducerAnswer | NeedsProducerId>; readonly answer: ProducerAnswer }
        | undefined
    }
  | { readonly type: 'completed'; readonly task: MarkerTask }
  | { readonly type: 'expired'; readonly transactionalId: string }
