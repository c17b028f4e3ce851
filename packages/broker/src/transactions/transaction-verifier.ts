import { NO_BROKER, type Logger } from '@gregor/base'
import { internalTopics } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { AddPartitionsToTxnApi, type AddPartitionsToTxnResponse } from '@gregor/protocol/messages/add-partitions-to-txn'
import { coordinatorPartition } from '../coordinator-partition.ts'
import type { BrokerPort, MetadataSource, TransactionVerifier, TransactionWrite } from '../ports.ts'

/** The newest form for brokers. */
const ADD_PARTITIONS_VERSION = 5

export interface TransactionVerifierPorts {
  readonly metadata: MetadataSource
  readonly brokers: BrokerPort
  readonly logger: Logger
  /** How long a coordinator has to answer. */
  readonly timeoutMs: number
}

/** Asks the coordinator of a transactional id, which is the leader of its partition of __transaction_state. */
export function createTransactionVerifier(ports: TransactionVerifierPorts): TransactionVerifier {
  return {
    verify: async (write) => {
      const codes = await askCoordinator(ports, write)
      return codes.map((code) => clientCode(code, write.adds))
    }
  }
}

async function askCoordinator(ports: TransactionVerifierPorts, write: TransactionWrite): Promise<readonly number[]> {
  const { transactionalId, producerId, producerEpoch, adds, partitions } = write
  const at = { topic: internalTopics.transactionState, key: transactionalId }
  const coordinator = coordinatorPartition(ports.metadata.image, at)?.leader ?? NO_BROKER
  if (coordinator === NO_BROKER) return partitions.map(() => ErrorCode.COORDINATOR_NOT_AVAILABLE)
  const topics = topicsOf(partitions)
  const request = { transactions: [{ transactionalId, producerId, producerEpoch, verifyOnly: !adds, topics }] }
  try {
    const response = await ports.brokers.ask(coordinator, AddPartitionsToTxnApi, {
      version: ADD_PARTITIONS_VERSION,
      request,
      deadlineMs: ports.timeoutMs
    })
    const codeOf = answeredCodes(response)
    return partitions.map(({ topic, partition }) => codeOf(topic, partition))
  } catch (error) {
    ports.logger.debug({ coordinator, transactionalId, err: error }, 'A transaction coordinator did not answer')
    return partitions.map(() => ErrorCode.COORDINATOR_NOT_AVAILABLE)
  }
}

function topicsOf(partitions: TransactionWrite['partitions']): { name: string; partitions: number[] }[] {
  const topics = new Map<string, number[]>()
  for (const { topic, partition } of partitions) {
    const known = topics.get(topic)
    if (known === undefined) topics.set(topic, [partition])
    else known.push(partition)
  }
  return Array.from(topics, ([name, indexes]) => ({ name, partitions: indexes }))
}

function answeredCodes({
  errorCode,
  resultsByTransaction
}: AddPartitionsToTxnResponse): (topic: string, partition: number) => number {
  const codes = new Map<string, number>()
  for (const { topicResults } of resultsByTransaction) {
    for (const { name, resultsByPartition } of topicResults) {
      for (const { partitionIndex, partitionErrorCode } of resultsByPartition) {
        codes.set(`${name} ${partitionIndex}`, partitionErrorCode)
      }
    }
  }
  const missing = errorCode === ErrorCode.NONE ? ErrorCode.UNKNOWN_SERVER_ERROR : errorCode
  return (topic, partition) => codes.get(`${topic} ${partition}`) ?? missing
}

/** What who appends is told: what passes with time is NOT_ENOUGH_REPLICAS, which every producer tries again. */
function clientCode(errorCode: number, adds: boolean): number {
  switch (errorCode) {
    case ErrorCode.COORDINATOR_NOT_AVAILABLE:
    case ErrorCode.COORDINATOR_LOAD_IN_PROGRESS:
    case ErrorCode.NOT_COORDINATOR:
      return ErrorCode.NOT_ENOUGH_REPLICAS
    case ErrorCode.CONCURRENT_TRANSACTIONS:
      return adds ? errorCode : ErrorCode.NOT_ENOUGH_REPLICAS
    case ErrorCode.PRODUCER_FENCED:
      return ErrorCode.INVALID_PRODUCER_EPOCH
    default:
      return errorCode
  }
}
