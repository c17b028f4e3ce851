import type { TopicImage } from '@gregor/metadata'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import { DescribeProducersApi, type PartitionResponseInput } from '@gregor/protocol/messages/describe-producers'
import type { Replicas } from '@gregor/replication'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import { findPartition } from '../topic-reference.ts'

/**
 * DescribeProducers: v0
 *
 * Behavior:
 * - The producers that a partition remembers (KIP-664), with where their open transactions begin. Any replica answers for its
 *   own log: `kafka-transactions find-hanging --broker-id` asks a broker about all that it hosts.
 */
export function describeProducersHandler(ports: {
  readonly metadata: MetadataSource
  readonly replicas: Replicas
}): ServedApi {
  return serve(DescribeProducersApi, {
    versions: { min: 0, max: 0 },
    handle: ({ topics }) => ({
      topics: topics.map(({ name, partitionIndexes }) => {
        const topic = ports.metadata.image.topicByName(name)
        return { name, partitions: partitionIndexes.map((index) => describe(ports.replicas, topic, index)) }
      })
    }),
    errorCodes: ({ topics }) => topics.flatMap(({ partitions }) => partitions.map(({ errorCode }) => errorCode))
  })
}

function describe(replicas: Replicas, topic: TopicImage | undefined, partitionIndex: number): PartitionResponseInput {
  const partition = topic && findPartition(topic, partitionIndex)
  if (topic === undefined || partition === undefined) {
    return failed(partitionIndex, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  }
  const { errorCode, producers } = replicas.activeProducers(topic.id, partition)
  if (errorCode !== ErrorCode.NONE) return failed(partitionIndex, errorCode)
  return {
    partitionIndex,
    errorCode,
    activeProducers: producers.map((producer) => ({
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      lastSequence: producer.lastSequence,
      lastTimestamp: producer.lastTimestampMs,
      coordinatorEpoch: producer.coordinatorEpoch,
      currentTxnStartOffset: producer.currentTransactionStartOffset
    }))
  }
}

function failed(partitionIndex: number, errorCode: number): PartitionResponseInput {
  return { partitionIndex, errorCode, errorMessage: errorInfo(errorCode).message, activeProducers: [] }
}
