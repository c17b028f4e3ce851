import type { BrokerId, ConfigType } from '@gregor/base'
import {
  allBrokerKeys,
  brokerConfigSources,
  ConfigResourceType,
  ConfigSource,
  consumerGroupKeys,
  resolveBrokerEntry,
  resolveGroupEntry,
  resolveTopicEntry,
  topicKeys,
  topicNameProblem,
  type BrokerConfig,
  type ConfigEntry,
  type ConfigSynonym,
  type ConsumerGroupKeyName,
  type TopicKeyName
} from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import {
  DescribeConfigsApi,
  type DescribeConfigsRequest,
  type DescribeConfigsResource,
  type DescribeConfigsResourceResultInput,
  type DescribeConfigsResultInput
} from '@gregor/protocol/messages/describe-configs'
import type { MetadataSource } from '../ports.ts'
import { serve, type Failure, type ServedApi } from '../registry.ts'

interface Ports {
  readonly nodeId: BrokerId
  readonly metadata: MetadataSource
  readonly config: BrokerConfig
}

/** Kafka's codes of config types in this response (KIP-569). */
const CONFIG_TYPE_CODES: Readonly<Record<ConfigType, number>> = {
  boolean: 1,
  string: 2,
  int: 3,
  long: 5,
  double: 6,
  list: 7,
  password: 9
}

/**
 * DescribeConfigs: v1-4
 *
 * Behavior:
 * - Topics: every key, with its value in force, its source, and on demand all places that set it and its doc.
 * - Brokers: this one's keys; or, for the empty name, the cluster-wide defaults that were set. Clients send a broker's
 *   name to that broker; another's is refused.
 * - Groups: what can be set for one group, whether it is there or not.
 * - Other kinds of resources are refused with INVALID_REQUEST.
 * - Passwords are never shown.
 *
 * Version notes:
 * - v1: synonyms and sources (KIP-226); v3: types and docs (KIP-569); v4: flexible
 */
export function describeConfigsHandler(ports: Ports): ServedApi {
  return serve(DescribeConfigsApi, {
    versions: { min: 1, max: 4 },
    handle: (request) => ({ results: request.resources.map((resource) => describe(ports, request, resource)) }),
    errorCodes: ({ results }) => results.map(({ errorCode }) => errorCode)
  })
}

type Found =
  | { readonly failure: Failure }
  | { readonly entries: readonly ConfigEntry[]; readonly changeable: Changeable }
/** Whether a key can be changed without a restart. */
type Changeable = (entry: ConfigEntry) => boolean

function describe(
  ports: Ports,
  request: DescribeConfigsRequest,
  resource: DescribeConfigsResource
): DescribeConfigsResultInput {
  const { resourceType, resourceName, configurationKeys } = resource
  const found = find(ports, resource)
  if ('failure' in found) return { ...found.failure, resourceType, resourceName, configs: [] }
  const wanted = configurationKeys === null || configurationKeys.length === 0 ? undefined : new Set(configurationKeys)
  const configs = found.entries
    .filter(({ name }) => wanted?.has(name) ?? true)
    .map((entry) => describeEntry(entry, { request, readOnly: !found.changeable(entry) }))
  return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName, configs }
}

function find(ports: Ports, { resourceType, resourceName }: DescribeConfigsResource): Found {
  switch (resourceType) {
    case ConfigResourceType.topic:
      return findTopic(ports, resourceName)
    case ConfigResourceType.broker:
      return resourceName === '' ? findClusterDefaults(ports) : findBroker(ports, resourceName)
    case ConfigResourceType.group:
      return findGroup(ports, resourceName)
    default:
      return refuse(ErrorCode.INVALID_REQUEST, `Configs of resource type ${resourceType} are not served here`)
  }
}

function findTopic({ nodeId, metadata: { image }, config }: Ports, name: string): Found {
  const problem = topicNameProblem(name)
  if (problem !== undefined) return refuse(ErrorCode.INVALID_TOPIC_EXCEPTION, problem)
  if (image.topicByName(name) === undefined) {
    return refuse(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `Topic ${name} does not exist`)
  }
  const overrides = image.configOverrides(ConfigResourceType.topic, name)
  const sources = brokerConfigSources(image, nodeId, config)
  const names = Object.keys(topicKeys) as TopicKeyName[]
  return { entries: names.map((key) => resolveTopicEntry(key, overrides, sources)), changeable: () => true }
}

function findGroup({ nodeId, metadata: { image }, config }: Ports, name: string): Found {
  if (name === '') return refuse(ErrorCode.INVALID_REQUEST, 'A group needs a name')
  const overrides = image.configOverrides(ConfigResourceType.group, name)
  const sources = brokerConfigSources(image, nodeId, config)
  const names = Object.keys(consumerGroupKeys) as ConsumerGroupKeyName[]
  return { entries: names.map((key) => resolveGroupEntry(key, overrides, sources)), changeable: () => true }
}

function findBroker({ nodeId, metadata: { image }, config }: Ports, name: string): Found {
  if (name !== String(nodeId)) {
    return refuse(
      ErrorCode.INVALID_REQUEST,
      `This is broker ${nodeId}: ask broker ${name} itself for its configs, or use the empty name for the cluster's`
    )
  }
  const sources = brokerConfigSources(image, nodeId, config)
  const entries = Array.from(allBrokerKeys.keys(), (key) => resolveBrokerEntry(key, sources))
  return { entries: entries.filter((entry) => entry !== undefined), changeable: isDynamic }
}

/** Only what was set for all brokers. */
function findClusterDefaults({ metadata: { image } }: Ports): Found {
  const dynamicDefault = image.configOverrides(ConfigResourceType.broker, '')
  const sources = { dynamic: new Map<string, string>(), dynamicDefault, static: new Map<string, string>() }
  const entries = Array.from(dynamicDefault.keys(), (key) => resolveBrokerEntry(key, sources))
  return { entries: entries.filter((entry) => entry !== undefined), changeable: isDynamic }
}

const isDynamic: Changeable = ({ key }) => key.dynamic === true

const refuse = (errorCode: number, errorMessage: string): Found => ({ failure: { errorCode, errorMessage } })

function describeEntry(
  { key, name, value, source, synonyms }: ConfigEntry,
  { request, readOnly }: { request: DescribeConfigsRequest; readOnly: boolean }
): DescribeConfigsResourceResultInput {
  const isSensitive = key.type === 'password'
  const shown = (text: string | undefined): string | null => (isSensitive ? null : (text ?? null))
  const describeSynonym = (synonym: ConfigSynonym) => ({
    name: synonym.name,
    value: shown(synonym.value),
    source: synonym.source
  })
  return {
    name,
    value: shown(value),
    readOnly,
    configSource: source,
    isSensitive,
    // Kafka leaves a default without a value out.
    synonyms: request.includeSynonyms
      ? synonyms
          .filter((synonym) => synonym.source !== ConfigSource.default || synonym.value !== undefined)
          .map(describeSynonym)
      : [],
    configType: CONFIG_TYPE_CODES[key.type],
    documentation: request.includeDocumentation ? key.doc : null
  }
}
