import { BrokerId, err, ok, type Result } from '@gregor/base'
import {
  ConfigResourceType,
  validateDynamicBrokerConfig,
  validateGroupConfig,
  validateTopicConfig,
  type ConfigRecord
} from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { refusal, type Refusal } from '../outcome.ts'
import type { ControllerState } from '../state.ts'

/** A topic, a group, a broker, or ('' as a broker's name) all brokers. */
export interface ConfigResource {
  readonly resourceType: number
  readonly resourceName: string
}

/** Whether configs can be set on the resource: it is of a kind that has some, and exists. */
export function resourceProblem(state: ControllerState, resource: ConfigResource): Refusal | undefined {
  const { resourceType, resourceName } = resource
  switch (resourceType) {
    case ConfigResourceType.topic:
      if (state.image.topicByName(resourceName) !== undefined) return undefined
      return refusal(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Topic ${resourceName} does not exist`)
    case ConfigResourceType.broker:
      if (resourceName === '' || state.image.brokers.has(BrokerId(Number(resourceName)))) return undefined
      return refusal(ErrorCode.BROKER_ID_NOT_REGISTERED, `No broker of id ${resourceName} is registered`)
    case ConfigResourceType.group:
      // As in Kafka the group need not be there yet.
      return resourceName === '' ? refusal(ErrorCode.INVALID_REQUEST, 'A group needs a name') : undefined
    default:
      return refusal(ErrorCode.INVALID_REQUEST, `Configs of resource type ${resourceType} cannot be changed here`)
  }
}

/** The records that lead from the configs of a resource to `after`, once these are valid. */
export function configChange(
  state: ControllerState,
  resource: ConfigResource,
  after: ReadonlyMap<string, string>
): Result<readonly ConfigRecord[], Refusal> {
  const before = state.image.configOverrides(resource.resourceType, resource.resourceName)
  const records: ConfigRecord[] = []
  const { resourceType, resourceName } = resource
  for (const [key, value] of after) {
    if (before.get(key) !== value) records.push({ type: 'config', resourceType, resourceName, key, value })
  }
  for (const key of before.keys()) {
    if (!after.has(key)) records.push({ type: 'config', resourceType, resourceName, key, value: undefined })
  }
  const problem = valuesProblem(resource, after, records)
  return problem === undefined ? ok(records) : err(problem)
}

function valuesProblem(
  { resourceType }: ConfigResource,
  after: ReadonlyMap<string, string>,
  records: readonly ConfigRecord[]
): Refusal | undefined {
  if (resourceType === ConfigResourceType.topic) {
    const valid = validateTopicConfig(after)
    return valid.ok ? undefined : refusal(ErrorCode.INVALID_CONFIG, valid.error)
  }
  if (resourceType === ConfigResourceType.group) {
    const valid = validateGroupConfig(after)
    return valid.ok ? undefined : refusal(ErrorCode.INVALID_CONFIG, valid.error)
  }
  for (const { key, value } of records) {
    if (value === undefined) continue
    const valid = validateDynamicBrokerConfig(key, value)
    if (!valid.ok) return refusal(ErrorCode.INVALID_CONFIG, valid.error)
  }
  return undefined
}
