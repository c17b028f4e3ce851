import { PartitionIndex, ProducerEpoch, ProducerId } from '@gregor/base'
import { internalTopics } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  TxnOffsetCommitApi,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponseInput
} from '@gregor/protocol/messages/txn-offset-commit'
import { answerAll, resolveCommittedTopics } from '../committed-topics.ts'
import type { GroupPort, MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { abortableCode } from '../transactions/abortable-code.ts'
import { type Verdict, type VerificationPorts, verifyTargets } from '../transactions/verification.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly groups: Pick<GroupPort, 'commitTransactionalOffsets' | 'partitionOf'>
  readonly verification: VerificationPorts
  /** `transaction.partition.verification.enable` */
  readonly verifies: boolean
}

/** From this version on clients know TRANSACTION_ABORTABLE (KIP-890). */
const ABORTABLE_VERSION = 4
/** From this version on the coordinator adds the group's partition to the transaction itself (KIP-890). */
const ADDS_VERSION = 5
/** From this version on requests name topics by id. */
const TOPIC_IDS_VERSION = 6

/**
 * TxnOffsetCommit: v0-6
 *
 * Behavior:
 * - Answered when the offsets are stored; they count, and OffsetFetch shows them, when the transaction is committed.
 * - The transaction's coordinator is asked first whether the group's partition is in the transaction, once for each
 *   transaction.
 * - Topics that do not exist are answered here.
 *
 * Version notes:
 * - v2: leader epochs; v3: the member on whose behalf the producer commits, which must be the present one (KIP-447)
 * - v4: TRANSACTION_ABORTABLE; v5: no AddOffsetsToTxn before it (KIP-890); v6: topic ids in place of names
 */
export function txnOffsetCommitHandler(ports: Ports): ServedApi {
  return serve(TxnOffsetCommitApi, {
    versions: { min: 0, max: 6 },
    handle: (request, { apiVersion }) => commit(ports, request, apiVersion),
    errorCodes: ({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  })
}

async function commit(
  ports: Ports,
  request: TxnOffsetCommitRequest,
  version: number
): Promise<TxnOffsetCommitResponseInput> {
  const byId = version >= TOPIC_IDS_VERSION
  const topics = resolveCommittedTopics(request.topics, { image: ports.metadata.image, byId })
  const { errorCode, guard } = await verify(ports, request, version)
  const committed =
    errorCode === ErrorCode.NONE && topics.known.length > 0
      ? (await ports.groups.commitTransactionalOffsets({ ...request, topics: topics.known }, guard)).topics
      : topics.known.map((topic) => answerAll(topic, errorCode))
  return { throttleTimeMs: 0, topics: topics.answer(committed) }
}

/** Whether the group's partition is in the transaction. What this broker does not lead is for the group coordinator to refuse. */
async function verify(
  { metadata, groups, verification, verifies }: Ports,
  request: TxnOffsetCommitRequest,
  version: number
): Promise<Verdict> {
  const { transactionalId, groupId } = request
  const topic = metadata.image.topicByName(internalTopics.consumerOffsets)
  const index = groups.partitionOf(groupId)
  if (topic === undefined || index === undefined) {
    return { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, guard: undefined }
  }
  const adds = version >= ADDS_VERSION
  if (!adds && !verifies) return { errorCode: ErrorCode.NONE, guard: undefined }
  const producerId = ProducerId(request.producerId)
  const producerEpoch = ProducerEpoch(request.producerEpoch)
  const target = { topicId: topic.id, topic: topic.name, partition: PartitionIndex(index) }
  const [verdict] = await verifyTargets(verification, { transactionalId, producerId, producerEpoch, adds }, [target])
  return { ...verdict!, errorCode: toldCode(verdict!.errorCode, version) }
}

/** What passes is COORDINATOR_LOAD_IN_PROGRESS here: producers wait and try again. */
function toldCode(code: number, version: number): number {
  if (code === ErrorCode.NOT_ENOUGH_REPLICAS) return ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
  return abortableCode(code, version >= ABORTABLE_VERSION)
}
