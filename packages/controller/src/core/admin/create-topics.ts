import { err, ok, randomUuid, TopicId, ZERO_TOPIC_ID, type Result } from '@gregor/base'
import {
  ConfigResourceType,
  resolveTopicEntry,
  topicKeys,
  topicNameProblem,
  validateTopicConfig,
  type ConfigRecord,
  type MetadataRecord,
  type TopicKeyName
} from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type {
  CreatableTopic,
  CreatableTopicConfigsInput,
  CreatableTopicResultInput,
  CreateTopicsRequest,
  CreateTopicsResponseInput
} from '@gregor/protocol/messages/create-topics'
import { refusal, requestRecordsMax, type Outcome, type Refusal } from '../outcome.ts'
import type { ControllerState, OperationContext } from '../state.ts'
import { defaultSources } from '../topic-rules.ts'
import { newPartition } from './new-partition.ts'
import { assignReplicas, manualReplicas, type Replicas } from './replica-assignment.ts'

/** CreateTopics (19): each topic is created whole or not at all, whatever becomes of the others. */
export function createTopics(
  state: ControllerState,
  request: CreateTopicsRequest,
  context: OperationContext
): Outcome<CreateTopicsResponseInput> {
  const records: MetadataRecord[] = []
  const twice = repeated(request.topics.map((topic) => topic.name))
  const created = new Set<string>()
  const topics: CreatableTopicResultInput[] = []
  for (const topic of request.topics) {
    if (twice.has(topic.name) && created.has(topic.name)) continue
    created.add(topic.name)
    const outcome = twice.has(topic.name)
      ? err(refusal(ErrorCode.INVALID_REQUEST, `Topic ${topic.name} is named twice in the request`))
      : createTopic(state, topic, { ...context, recordsLeft: requestRecordsMax - records.length, taken: created })
    topics.push(outcome.ok ? outcome.value.result : failure(topic, outcome.error))
    if (outcome.ok && !request.validateOnly) records.push(...outcome.value.records)
  }
  return { records, response: { topics } }
}

interface TopicContext extends OperationContext {
  readonly recordsLeft: number
  /** Names of this request so far, which collide like those of existing topics. */
  readonly taken: ReadonlySet<string>
}

interface NewTopic {
  readonly records: readonly MetadataRecord[]
  readonly result: CreatableTopicResultInput
}

function createTopic(state: ControllerState, topic: CreatableTopic, context: TopicContext): Result<NewTopic, Refusal> {
  const { name } = topic
  const problem = nameProblem(state, name, context.taken)
  if (problem !== undefined) return err(problem)
  const configs = topicConfigs(topic)
  const valid = configs.ok ? validateTopicConfig(configs.value) : configs
  if (!configs.ok || !valid.ok) return err(refusal(ErrorCode.INVALID_CONFIG, valid.ok ? '' : valid.error))
  const assignment = topic.assignments.length > 0 ? manual(state, topic) : automatic(state, topic, context)
  if (!assignment.ok) return assignment
  const topicId = unusedTopicId(state, context)
  const records = [
    { type: 'topic' as const, topicId, name },
    ...assignment.value.map((replicas, partition) => newPartition(state, { topicId, partition, replicas })),
    ...configRecords(name, configs.value)
  ]
  if (records.length > context.recordsLeft) return err(tooMany())
  return ok({
    records,
    result: success(state, { name, topicId, assignment: assignment.value, configs: configs.value })
  })
}

/** Two topics of one id would be one topic to everybody. */
function unusedTopicId(state: ControllerState, { random }: TopicContext): TopicId {
  for (;;) {
    const topicId = TopicId(randomUuid(random))
    if (!state.image.topics.has(topicId)) return topicId
  }
}

function nameProblem(state: ControllerState, name: string, taken: ReadonlySet<string>): Refusal | undefined {
  const problem = topicNameProblem(name)
  if (problem !== undefined) return refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, problem)
  if (state.image.topicByName(name) !== undefined) {
    return refusal(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`)
  }
  const colliding = state.image.collidingTopic(name) ?? [...taken].find((other) => collide(other, name))
  if (colliding === undefined) return undefined
  const message = `Topic '${name}' collides with existing topic '${colliding}': names must differ in more than '.' and '_'`
  return refusal(ErrorCode.INVALID_TOPIC_EXCEPTION, message)
}

function collide(left: string, right: string): boolean {
  return left !== right && left.length === right.length && left.replaceAll('.', '_') === right.replaceAll('.', '_')
}

/** Explicit configs; a key without a value counts as not set. */
function topicConfigs(topic: CreatableTopic): Result<ReadonlyMap<string, string>, string> {
  const configs = new Map<string, string>()
  for (const { name, value } of topic.configs) {
    if (configs.has(name)) return err(`Topic config ${name} is set twice`)
    if (value !== null) configs.set(name, value)
  }
  return ok(configs)
}

function configRecords(topic: string, configs: ReadonlyMap<string, string>): ConfigRecord[] {
  return [...configs].map(([key, value]) => ({
    type: 'config',
    resourceType: ConfigResourceType.topic,
    resourceName: topic,
    key,
    value
  }))
}

function automatic(
  state: ControllerState,
  topic: CreatableTopic,
  context: TopicContext
): Result<readonly Replicas[], Refusal> {
  const { values } = state.settings.config
  const partitionCount = topic.numPartitions === -1 ? values['num.partitions'] : topic.numPartitions
  const replicationFactor =
    topic.replicationFactor === -1 ? values['default.replication.factor'] : topic.replicationFactor
  if (partitionCount < 1) {
    const message = `A topic needs at least 1 partition, or -1 for the default of the cluster; not ${partitionCount}`
    return err(refusal(ErrorCode.INVALID_PARTITIONS, message))
  }
  if (replicationFactor < 1) {
    const message = `A replication factor is at least 1, or -1 for the default of the cluster; not ${replicationFactor}`
    return err(refusal(ErrorCode.INVALID_REPLICATION_FACTOR, message))
  }
  if (partitionCount > context.recordsLeft) return err(tooMany())
  return assignReplicas(state, context, { partitionCount, replicationFactor })
}

function manual(state: ControllerState, topic: CreatableTopic): Result<readonly Replicas[], Refusal> {
  const { assignments, numPartitions, replicationFactor } = topic
  if (numPartitions !== -1 || replicationFactor !== -1) {
    const message = 'With a manual partition assignment, partitions and replication factor must both be -1'
    return err(refusal(ErrorCode.INVALID_REQUEST, message))
  }
  const replicas: Replicas[] = []
  for (const { partitionIndex, brokerIds } of [...assignments].sort((a, b) => a.partitionIndex - b.partitionIndex)) {
    if (partitionIndex !== replicas.length) {
      const message = `The manual partition assignment must name partitions 0 to ${assignments.length - 1}, each once`
      return err(refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message))
    }
    const checked = manualReplicas(state, brokerIds)
    if (!checked.ok) return checked
    if (checked.value.length !== (replicas[0] ?? checked.value).length) {
      const message = 'All partitions of the manual partition assignment must have the same number of replicas'
      return err(refusal(ErrorCode.INVALID_REPLICA_ASSIGNMENT, message))
    }
    replicas.push(checked.value)
  }
  return ok(replicas)
}

interface Created {
  readonly name: string
  readonly topicId: TopicId
  readonly assignment: readonly Replicas[]
  readonly configs: ReadonlyMap<string, string>
}

function success(state: ControllerState, { name, topicId, assignment, configs }: Created): CreatableTopicResultInput {
  return {
    name,
    topicId,
    errorCode: ErrorCode.NONE,
    errorMessage: null,
    numPartitions: assignment.length,
    replicationFactor: assignment[0]!.length,
    configs: effectiveConfigs(state, configs)
  }
}

function effectiveConfigs(
  state: ControllerState,
  overrides: ReadonlyMap<string, string>
): CreatableTopicConfigsInput[] {
  const sources = defaultSources(state.image, state.settings)
  return Object.keys(topicKeys).map((key) => {
    const { name, value, source } = resolveTopicEntry(key as TopicKeyName, overrides, sources)
    return { name, value: value ?? null, readOnly: false, configSource: source, isSensitive: false }
  })
}

function failure({ name }: CreatableTopic, { code, message }: Refusal): CreatableTopicResultInput {
  return { name, topicId: ZERO_TOPIC_ID, errorCode: code, errorMessage: message, configs: [] }
}

function tooMany(): Refusal {
  return refusal(ErrorCode.POLICY_VIOLATION, `One request creates at most ${requestRecordsMax} partitions and configs`)
}

/** Names that occur more than once. */
export function repeated(names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)))
}
