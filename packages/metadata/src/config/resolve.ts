import { formatConfigValue, parseConfigValue, type ConfigKey, type ConfigValues } from '@gregor/base'
import { allBrokerKeys } from './broker-keys.ts'
import { consumerGroupKeys, type ConsumerGroupKeyName } from './consumer-group-keys.ts'
import { ConfigSource, type BrokerConfigSources } from './sources.ts'
import { convertSynonym, topicSynonyms, type TopicSynonym } from './synonyms.ts'
import { topicKeys, type TopicKeyName } from './topic-keys.ts'

const topicKeyNames = Object.keys(topicKeys) as TopicKeyName[]

/** One place that sets a key, under its name there. */
export interface ConfigSynonym {
  readonly name: string
  /** Undefined = has no value (Kafka's null). */
  readonly value: string | undefined
  readonly source: ConfigSource
}

/** The value in force of a key, and all places that set it, the one in force first. */
export interface ConfigEntry {
  readonly key: ConfigKey
  readonly name: string
  readonly value: string | undefined
  readonly source: ConfigSource
  readonly synonyms: readonly ConfigSynonym[]
}

/** The typed values of a topic's config, by key: `config['min.insync.replicas']`. */
export type TopicConfigValues = ConfigValues<typeof topicKeys>

/** A topic's value of one key: its own, else the broker's under any of its synonyms, else the default. */
export function resolveTopicEntry(
  name: TopicKeyName,
  overrides: ReadonlyMap<string, string>,
  sources: BrokerConfigSources
): ConfigEntry {
  const key: ConfigKey = topicKeys[name]
  const own = overrides.get(name)
  const synonyms: ConfigSynonym[] = own === undefined ? [] : [{ name, value: own, source: ConfigSource.topic }]
  const chain = topicSynonyms(name, key.brokerDefault)
  for (const synonym of chain) synonyms.push(...settingsOf(synonym, sources))
  synonyms.push(defaultSynonym(key, chain))
  return entry(key, synonyms)
}

/** A broker's value of one key: its own dynamic one, the cluster-wide dynamic one, its file's, the default. */
export function resolveBrokerEntry(name: string, sources: BrokerConfigSources): ConfigEntry | undefined {
  const key = allBrokerKeys.get(name)
  if (key === undefined) return undefined
  return entry(key, [...settingsOf({ name }, sources), defaultSynonym(key, [])])
}

/** A group's value of one key: its own, else the broker's, else the default. */
export function resolveGroupEntry(
  name: ConsumerGroupKeyName,
  overrides: ReadonlyMap<string, string>,
  sources: BrokerConfigSources
): ConfigEntry {
  const key: ConfigKey = consumerGroupKeys[name]
  const own = overrides.get(name)
  const chain = [{ name: key.brokerDefault! }]
  const synonyms: ConfigSynonym[] = own === undefined ? [] : [{ name, value: own, source: ConfigSource.group }]
  synonyms.push(...settingsOf(chain[0]!, sources), defaultSynonym(key, chain))
  return entry(key, synonyms)
}

/** All values of a topic, typed. For each topic once per change of its config, not per request. */
export function resolveTopicConfig(
  overrides: ReadonlyMap<string, string>,
  sources: BrokerConfigSources
): TopicConfigValues {
  const values: Record<string, unknown> = {}
  for (const name of topicKeyNames) {
    const key: ConfigKey = topicKeys[name]
    const text = overrides.get(name) ?? brokerText(key, sources)
    const parsed = text === undefined ? undefined : parseConfigValue(key, text)
    values[name] = parsed?.ok ? parsed.value : key.defaultValue
  }
  return values as unknown as TopicConfigValues
}

/** What the broker says of a topic key under any of its synonyms: the first of what `resolveTopicEntry` lists. */
function brokerText({ name, brokerDefault }: ConfigKey, sources: BrokerConfigSources): string | undefined {
  for (const synonym of topicSynonyms(name as TopicKeyName, brokerDefault)) {
    const { dynamic, dynamicDefault, static: file } = sources
    const text = dynamic.get(synonym.name) ?? dynamicDefault.get(synonym.name) ?? file.get(synonym.name)
    if (text !== undefined) return convertSynonym(synonym, text)
  }
  return undefined
}

function entry(key: ConfigKey, synonyms: readonly ConfigSynonym[]): ConfigEntry {
  const { value, source } = synonyms[0]!
  return { key, name: key.name, value, source, synonyms }
}

function settingsOf(synonym: TopicSynonym, sources: BrokerConfigSources): ConfigSynonym[] {
  const found: ConfigSynonym[] = []
  const look = (values: ReadonlyMap<string, string>, source: ConfigSource): void => {
    const text = values.get(synonym.name)
    if (text !== undefined) found.push({ name: synonym.name, value: convertSynonym(synonym, text), source })
  }
  look(sources.dynamic, ConfigSource.dynamicBroker)
  look(sources.dynamicDefault, ConfigSource.dynamicDefaultBroker)
  look(sources.static, ConfigSource.staticBroker)
  return found
}

/** Kafka names a topic's default by the last of its broker keys. */
function defaultSynonym(key: ConfigKey, chain: readonly TopicSynonym[]): ConfigSynonym {
  const name = chain.at(-1)?.name ?? key.name
  const value = key.defaultValue === undefined ? undefined : formatConfigValue(key.defaultValue)
  return { name, value, source: ConfigSource.default }
}
