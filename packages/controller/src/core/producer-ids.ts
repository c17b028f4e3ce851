import { ProducerId, type BrokerEpoch, type BrokerId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { refusal, type Outcome, type Refusal } from './outcome.ts'
import type { ControllerState } from './state.ts'

/** Ids that a broker gets at a time; those that it does not use are lost. (As in Kafka.) */
export const producerIdBlockSize = 1000

export interface AllocateProducerIdsRequest {
  readonly brokerId: BrokerId
  readonly brokerEpoch: BrokerEpoch
}

export type AllocateProducerIdsResponse =
  | { readonly ok: true; readonly first: ProducerId; readonly count: number }
  | { readonly ok: false; readonly refusal: Refusal }

/** Reserves a block of producer ids for a broker. */
export function allocateProducerIds(
  state: ControllerState,
  { brokerId, brokerEpoch }: AllocateProducerIdsRequest
): Outcome<AllocateProducerIdsResponse> {
  if (state.image.brokers.get(brokerId)?.epoch !== brokerEpoch) {
    const message = `Broker ${brokerId} is not registered with epoch ${brokerEpoch}`
    return { records: [], response: { ok: false, refusal: refusal(ErrorCode.STALE_BROKER_EPOCH, message) } }
  }
  const first = state.image.nextProducerId
  return {
    records: [{ type: 'producerIds', nextProducerId: first + producerIdBlockSize }],
    response: { ok: true, first: ProducerId(first), count: producerIdBlockSize }
  }
}
