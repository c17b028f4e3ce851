import { TransactionVersion } from '@gregor/coordinator'
import type { MetadataImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  AddPartitionsToTxnApi,
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnResponseInput,
  type AddPartitionsToTxnTopic,
  type AddPartitionsToTxnTopicResult,
  type AddPartitionsToTxnTransaction
} from '@gregor/protocol/messages/add-partitions-to-txn'
import type { MetadataSource, TransactionPort } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { findPartition } from '../topic-reference.ts'
import { fencedCode } from '../transactions/fenced-code.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly transactions: Pick<TransactionPort, 'addPartitions' | 'verifyPartitions'>
}

/** The version from which on brokers ask, for several transactions at once. */
const BATCHED_VERSION = 4
/** The version whose additions are those of producers that send none themselves (KIP-890, part 2). */
const IMPLICIT_VERSION = 5
const FENCED_VERSION = 2

type CodeOf = (topic: string, partition: number) => number

/**
 * AddPartitionsToTxn: v0-5
 *
 * Behavior:
 * - Answered when the log of the coordinator has the partitions, all or none: when one does not exist, the others are
 *   OPERATION_NOT_ATTEMPTED.
 * - The first partitions begin the transaction. While the one before ends it is CONCURRENT_TRANSACTIONS.
 *
 * Version notes:
 * - v2: PRODUCER_FENCED
 * - v4: the form for brokers: several transactions, and verifyOnly, which asks whether partitions were added (KIP-890)
 * - v5: partitions that leaders add on behalf of producers
 */
export function addPartitionsToTxnHandler(ports: Ports): ServedApi {
  return serve(AddPartitionsToTxnApi, {
    versions: { min: 0, max: 5 },
    handle: (request, { apiVersion }) =>
      apiVersion >= BATCHED_VERSION ? addAll(ports, request, apiVersion) : addOne(ports, request, apiVersion),
    errorCodes: function* ({ errorCode, resultsByTransaction = [], resultsByTopicV3AndBelow = [] }) {
      yield errorCode
      const topics = [...resultsByTransaction.flatMap(({ topicResults }) => topicResults), ...resultsByTopicV3AndBelow]
      for (const { resultsByPartition } of topics) {
        for (const { partitionErrorCode } of resultsByPartition) yield partitionErrorCode
      }
    }
  })
}

async function addOne(
  ports: Ports,
  request: AddPartitionsToTxnRequest,
  version: number
): Promise<AddPartitionsToTxnResponseInput> {
  const { v3AndBelowTopics: topics } = request
  const claim = {
    transactionalId: request.v3AndBelowTransactionalId,
    producerId: request.v3AndBelowProducerId,
    producerEpoch: request.v3AndBelowProducerEpoch
  }
  const codeOf = await add(ports, { ...claim, topics }, TransactionVersion.v0)
  const told: CodeOf = (topic, partition) => fencedCode(codeOf(topic, partition), version >= FENCED_VERSION)
  return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, resultsByTopicV3AndBelow: results(topics, told) }
}

async function addAll(
  ports: Ports,
  { transactions }: AddPartitionsToTxnRequest,
  version: number
): Promise<AddPartitionsToTxnResponseInput> {
  const clientVersion = version >= IMPLICIT_VERSION ? TransactionVersion.v2 : TransactionVersion.v0
  const resultsByTransaction = await Promise.all(
    transactions.map(async (transaction) => {
      const { transactionalId, topics, verifyOnly } = transaction
      const codeOf = verifyOnly
        ? await ports.transactions.verifyPartitions(transaction)
        : await add(ports, transaction, clientVersion)
      return { transactionalId, topicResults: results(topics, codeOf) }
    })
  )
  return { throttleTimeMs: 0, errorCode: ErrorCode.NONE, resultsByTransaction }
}

async function add(
  { metadata, transactions }: Ports,
  transaction: Omit<AddPartitionsToTxnTransaction, 'verifyOnly'>,
  clientVersion: TransactionVersion
): Promise<CodeOf> {
  const { transactionalId, producerId, producerEpoch, topics } = transaction
  const { image } = metadata
  const exists: CodeOf = (topic, partition) =>
    isPartition(image, topic, partition) ? ErrorCode.OPERATION_NOT_ATTEMPTED : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
  const missing = topics.some(({ name, partitions }) => partitions.some((index) => !isPartition(image, name, index)))
  if (missing) return exists
  const errorCode = await transactions.addPartitions({
    transactionalId,
    producerId,
    producerEpoch,
    topics: topics.map(({ name, partitions }) => ({ topic: name, partitions })),
    clientVersion
  })
  return () => errorCode
}

function isPartition(image: MetadataImage, name: string, index: number): boolean {
  const topic = image.topicByName(name)
  return topic !== undefined && findPartition(topic, index) !== undefined
}

function results(topics: readonly AddPartitionsToTxnTopic[], codeOf: CodeOf): AddPartitionsToTxnTopicResult[] {
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({
      partitionIndex,
      partitionErrorCode: codeOf(name, partitionIndex)
    }))
  }))
}
