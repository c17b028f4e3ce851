import { err, ok, type Result } from '@gregor/base'
import type { MetadataRecord, TopicImage } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type {
  CreatePartitionsRequest,
  CreatePartitionsResponseInput,
  CreatePartitionsTopic
} from '@gregor/protocol/messages/create-partitions'
import { refusal, requestRecordsMax, type Outcome, type Refusal } from '../outcome.ts'
import type { ControllerState, OperationContext } from '../state.ts'
import { repeated } from './create-topics.ts'
import { newPartition } from './new-partition.ts'
import { assignReplicas, manualReplicas, type Replicas } from './replica-assignment.ts'

/** CreatePartitions (37): a topic grows to `count` partitions. */
export function createPartitions(
  state: ControllerState,
  request: CreatePartitionsRequest,
  context: OperationContext
): Outcome<CreatePartitionsResponseInput> {
  const records: MetadataRecord[] = []
  const twice = repeated(request.topics.map((topic) => topic.name))
  const results = request.topics.map((wish) => {
    const grown = twice.has(wish.name)
      ? err(refusal(ErrorCode.INVALID_REQUEST, `Topic ${wish.name} is named twice in the request`))
      : grow(state, wish, { ...context, recordsLeft: requestRecordsMax - records.length })
    if (grown.ok && !request.validateOnly) records.push(...grown.value)
    const { code, message } = grown.ok ? { code: ErrorCode.NONE, message: null } : grown.error
    return { name: wish.name, errorCode: code, errorMessage: message }
  })
  return { records, response: { results } }
}

interface GrowContext extends OperationContext {
  readonly recordsLeft: number
}

function grow(
  state: ControllerState,
  wish: CreatePartitionsTopic,
  context: GrowContext
): Result<readonly MetadataRecord[], Refusal> {
  const topic = state.image.topicByName(wish.name)
  if (topic === undefined) {
    return err(refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Topic ${wish.name} does not exist`))
  }
  const problem = countProblem(topic, wish, context)
  if (problem !== undefined) return err(problem)
  const replicas = wish.assignments === null ? automatic(state, topic, wish, context) : manual(state, topic, wish)
  if (!replicas.ok) return replicas
  const first = topic.partitions.length
  return ok(
    replicas.value.map((members, index) =>
      newPartition(state, { topicId: topic.id, partition: first + index, replicas: members })
    )
  )
}

function countProblem(topic: TopicImage, wish: CreatePartitionsTopic, context: GrowContext): Refusal | undefined {
  const have = topic.partitions.length
  if (wish.count === have) {
    return refusal(ErrorCode.INVALID_PARTITIONS, `Topic ${topic.name} already has ${have} partition(s)`)
  }
  if (wish.count < have) {
    const message = `Topic ${topic.name} has ${have} partition(s): a topic cannot shrink to ${wish.count}`
    return refusal(ErrorCode.INVALID_PARTITIONS, message)
  }
  if (wish.count - have <= context.recordsLeft) return undefined
  return refusal(ErrorCode.INVALID_PARTITIONS, `One request creates at most ${requestRecordsMax} partitions`)
}

function automatic(
  state: ControllerState,
  topic: TopicImage,
  wish: CreatePartitionsTopic,
  context: GrowContext
): Result<readonly Replicas[], Refusal> {
  const firstPartition = topic.partitions.length
  const replicationFactor = topic.partitions[0]!.replicas.length
  return assignReplicas(state, context, {
    partitionCount: wish.count - firstPartition,
    replicationFactor,
    firstPartition
  })
}

function manual(
  state: ControllerState,
  topic: TopicImage,
  wish: CreatePartitionsTopic
): Result<readonly Replicas[], Refusal> {
  const assignments = wish.assignments ?? []
  const more = wish.count - topic.partitions.length
  const replicationFactor = topic.partitions[0]!.replicas.length
  if (assignments.length !== more) {
    const message = `${more} partition(s) are to be added, but ${assignments.length} assignment(s) are given`
    return err(refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message))
  }
  const replicas: Replicas[] = []
  for (const { brokerIds } of assignments) {
    const checked = manualReplicas(state, brokerIds)
    if (!checked.ok) return checked
    if (checked.value.length !== replicationFactor) {
      const message = `Topic ${topic.name} has a replication factor of ${replicationFactor}, an assignment has ${brokerIds.length} replicas`
      return err(refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message))
    }
    replicas.push(checked.value)
  }
  return ok(replicas)
}
