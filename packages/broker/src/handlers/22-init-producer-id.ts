import type { Logger } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { InitProducerIdApi, type InitProducerIdResponseInput } from '@gregor/protocol/messages/init-producer-id'
import type { ProducerIds } from '../producer-ids.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * InitProducerId: v0-5
 *
 * Behavior:
 * - An idempotent producer gets an id that nobody had before, with epoch 0, on any broker.
 * - When the controller has no ids to give, COORDINATOR_NOT_AVAILABLE makes the producer try again.
 * - Transactions are not served: a transactional id is refused with UNSUPPORTED_VERSION, which ends the producer at
 *   once rather than let it wait for what does not come.
 *
 * Version notes:
 * - v3: the producer's present id and epoch (KIP-360); without a transactional id they change nothing
 * - v4: PRODUCER_FENCED; v5: TRANSACTION_ABORTABLE (KIP-890); v6 is not stable
 */
export function initProducerIdHandler(ports: {
  readonly producerIds: ProducerIds
  readonly logger: Logger
}): ServedApi {
  return serve(InitProducerIdApi, {
    versions: { min: 0, max: 5 },
    handle: async ({ transactionalId }) => {
      if (transactionalId !== null) return failed(ErrorCode.UNSUPPORTED_VERSION)
      try {
        return { errorCode: ErrorCode.NONE, producerId: await ports.producerIds.take(), producerEpoch: 0 }
      } catch (error) {
        ports.logger.debug({ err: error }, 'No producer ids: the controller was not reached')
        return failed(ErrorCode.COORDINATOR_NOT_AVAILABLE)
      }
    }
  })
}

const failed = (errorCode: number): InitProducerIdResponseInput => ({ errorCode, producerId: -1, producerEpoch: -1 })
