import { TransactionVersion } from '@gregor/coordinator'
import { internalTopics } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { AddOffsetsToTxnApi, type AddOffsetsToTxnRequest } from '@gregor/protocol/messages/add-offsets-to-txn'
import { coordinatorPartition } from '../coordinator-partition.ts'
import { forwardedFrom } from '../forward.ts'
import type { MetadataSource, TransactionPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'
import { ensureInternalTopic, type TopicCreator } from '../topic-creator.ts'
import { fencedCode } from '../transactions/fenced-code.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly transactions: Pick<TransactionPort, 'addPartitions'>
  readonly topicCreator: TopicCreator
}

const FENCED_VERSION = 2

/**
 * AddOffsetsToTxn: v0-4
 *
 * Behavior:
 * - Adds the partition of __consumer_offsets that holds the group to the transaction; the topic is made if there is none yet.
 *
 * Version notes:
 * - v2: PRODUCER_FENCED; v4: TRANSACTION_ABORTABLE (KIP-890)
 */
export function addOffsetsToTxnHandler(ports: Ports): ServedApi {
  return serve(AddOffsetsToTxnApi, {
    versions: { min: 0, max: 4 },
    handle: async (request, context) => {
      const errorCode = await addOffsets(ports, request, context)
      return { throttleTimeMs: 0, errorCode: fencedCode(errorCode, context.apiVersion >= FENCED_VERSION) }
    }
  })
}

async function addOffsets(
  ports: Ports,
  { transactionalId, producerId, producerEpoch, groupId }: AddOffsetsToTxnRequest,
  context: RequestContext
): Promise<number> {
  const name = internalTopics.consumerOffsets
  await ensureInternalTopic(ports, name, forwardedFrom(context))
  const partition = coordinatorPartition(ports.metadata.image, { topic: name, key: groupId })
  if (partition === undefined) return ErrorCode.COORDINATOR_NOT_AVAILABLE
  return ports.transactions.addPartitions({
    transactionalId,
    producerId,
    producerEpoch,
    topics: [{ topic: name, partitions: [partition.index] }],
    clientVersion: TransactionVersion.v0
  })
}
