import { ErrorCode } from '@gregor/protocol'
import { NONE } from './metadata.ts'

/** The producer that InitProducerId or EndTxn gives; -1 with an error, and where the version has none. */
export interface ProducerAnswer {
  readonly errorCode: number
  readonly producerId: number
  readonly producerEpoch: number
}

/** The core needs a producer id that nobody had: ask again with one. */
export const NEEDS_PRODUCER_ID = 'needs-producer-id'
export type NeedsProducerId = typeof NEEDS_PRODUCER_ID

export function refusedProducer(errorCode: number): ProducerAnswer {
  return { errorCode, producerId: NONE, producerEpoch: NONE }
}

export function acceptedProducer({
  producerId,
  producerEpoch
}: {
  readonly producerId: number
  readonly producerEpoch: number
}): ProducerAnswer {
  return { errorCode: ErrorCode.NONE, producerId, producerEpoch }
}
