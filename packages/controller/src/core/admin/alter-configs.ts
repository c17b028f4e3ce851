import { err, ok, type Result } from '@gregor/base'
import { ConfigResourceType, type ConfigRecord, type MetadataRecord } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import type { AlterConfigsRequest, AlterConfigsResponseInput } from '@gregor/protocol/messages/alter-configs'
import type {
  AlterableConfig,
  IncrementalAlterConfigsRequest,
  IncrementalAlterConfigsResponseInput
} from '@gregor/protocol/messages/incremental-alter-configs'
import { refusal, requestRecordsMax, type Outcome, type Refusal } from '../outcome.ts'
import type { ControllerState } from '../state.ts'
import { configChange, resourceProblem, type ConfigResource } from './config-resources.ts'
import { changeOf } from './config-operations.ts'
import { repeated } from './create-topics.ts'

type Wanted = Result<ReadonlyMap<string, string>, Refusal>

/** IncrementalAlterConfigs (44): sets, unsets, or adds to and takes from lists. */
export function incrementalAlterConfigs(
  state: ControllerState,
  request: IncrementalAlterConfigsRequest
): Outcome<IncrementalAlterConfigsResponseInput> {
  return alterAll(state, request, ({ configs, ...resource }) => incremental(state, resource, configs))
}

/** AlterConfigs (33): the given values replace all that were set before. Older clients still send it. */
export function alterConfigs(state: ControllerState, request: AlterConfigsRequest): Outcome<AlterConfigsResponseInput> {
  return alterAll(state, request, ({ configs }) => {
    const after = new Map<string, string>()
    for (const { name, value } of configs) if (value !== null) after.set(name, value)
    return ok(after)
  })
}

interface AlterRequest<Resource> {
  readonly resources: readonly Resource[]
  readonly validateOnly: boolean
}

function alterAll<Resource extends ConfigResource>(
  state: ControllerState,
  request: AlterRequest<Resource>,
  wantedOf: (resource: Resource) => Wanted
): Outcome<IncrementalAlterConfigsResponseInput> {
  const records: MetadataRecord[] = []
  const nameOf = ({ resourceType, resourceName }: Resource): string => `${resourceType} ${resourceName}`
  const twice = repeated(request.resources.map(nameOf))
  const responses = request.resources.map((resource) => {
    const changed = twice.has(nameOf(resource))
      ? err(refusal(ErrorCode.INVALID_REQUEST, `Resource ${resource.resourceName} is named twice in the request`))
      : alterOne(state, resource, wantedOf)
    const room = requestRecordsMax - records.length
    const outcome = changed.ok && changed.value.length > room ? err(tooMany()) : changed
    if (outcome.ok && !request.validateOnly) records.push(...outcome.value)
    const { code, message } = outcome.ok ? { code: ErrorCode.NONE, message: null } : outcome.error
    const { resourceType, resourceName } = resource
    return { errorCode: code, errorMessage: message, resourceType, resourceName }
  })
  return { records, response: { responses } }
}

function alterOne<Resource extends ConfigResource>(
  state: ControllerState,
  resource: Resource,
  wantedOf: (resource: Resource) => Wanted
): Result<readonly ConfigRecord[], Refusal> {
  const problem = resourceProblem(state, resource)
  if (problem !== undefined) return err(problem)
  const wanted = wantedOf(resource)
  return wanted.ok ? configChange(state, resource, wanted.value) : wanted
}

function incremental(state: ControllerState, resource: ConfigResource, configs: readonly AlterableConfig[]): Wanted {
  const after = new Map(state.image.configOverrides(resource.resourceType, resource.resourceName))
  const twice = repeated(configs.map((config) => config.name))
  for (const config of configs) {
    if (twice.has(config.name)) {
      return err(refusal(ErrorCode.INVALID_REQUEST, `Config ${config.name} is changed twice in the request`))
    }
    const change = changeOf(state, { config, isTopic: resource.resourceType === ConfigResourceType.topic, after })
    if (!change.ok) return change
    if (change.value === undefined) after.delete(config.name)
    else after.set(config.name, change.value)
  }
  return ok(after)
}

function tooMany(): Refusal {
  return refusal(ErrorCode.POLICY_VIOLATION, `One request changes at most ${requestRecordsMax} configs`)
}
