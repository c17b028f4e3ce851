import type { Logger } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { InitProducerIdApi, type InitProducerIdResponseInput } from '@gregor/protocol/messages/init-producer-id'
import type { TransactionPort } from '../ports.ts'
import type { ProducerIds } from '../producer-ids.ts'
import { serve, type ServedApi } from '../registry.ts'
import { fencedCode } from '../transactions/fenced-code.ts'

/** From this version on a producer knows PRODUCER_FENCED. */
const FENCED_VERSION = 4

/**
 * InitProducerId: v0-5
 *
 * Behavior:
 * - An idempotent producer gets an id that nobody had before, with epoch 0, on any broker.
 * - A transactional one gets its id from the coordinator of its transactional id, and fences the instance before. While a
 *   transaction of that one ends it is CONCURRENT_TRANSACTIONS, and the producer asks again.
 * - When the controller has no ids to give, COORDINATOR_NOT_AVAILABLE makes the producer try again.
 *
 * Version notes:
 * - v3: the producer's present id and epoch (KIP-360); without a transactional id they change nothing
 * - v4: PRODUCER_FENCED; v5: TRANSACTION_ABORTABLE (KIP-890); v6 is not stable
 */
export function initProducerIdHandler(ports: {
  readonly producerIds: ProducerIds
  readonly transactions: Pick<TransactionPort, 'initProducer'>
  readonly logger: Logger
}): ServedApi {
  return serve(InitProducerIdApi, {
    versions: { min: 0, max: 5 },
    handle: async ({ transactionalId, transactionTimeoutMs: timeoutMs, producerId, producerEpoch }, { apiVersion }) => {
      if (transactionalId === null) return newProducer(ports)
      const answer = await ports.transactions.initProducer({ transactionalId, timeoutMs, producerId, producerEpoch })
      return { ...answer, errorCode: fencedCode(answer.errorCode, apiVersion >= FENCED_VERSION) }
    }
  })
}

async function newProducer({
  producerIds,
  logger
}: {
  readonly producerIds: ProducerIds
  readonly logger: Logger
}): Promise<InitProducerIdResponseInput> {
  try {
    return { errorCode: ErrorCode.NONE, producerId: await producerIds.take(), producerEpoch: 0 }
  } catch (error) {
    logger.debug({ err: error }, 'No producer ids: the controller was not reached')
    return { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, producerId: -1, producerEpoch: -1 }
  }
}
