import { formatConfigValue, parseConfigValue, type ConfigKey, type ConfigValues } from '@gregor/base'
import { allBrokerKeys } from './broker-keys.ts'
import { consumerGroupKeys, type ConsumerGroupKeyName } from './consumer-group-keys.ts'
import { ConfigSource, type BrokerConfigSources } from './sources.ts'
import { convertSynonym, topicSynonyms, type TopicSynonym } from './synonyms.ts'
import { topicKeys, type TopicKeyName } from './topic-keys.ts'

const topicKeyNames = Object.keys(topicKeys) as TopicKeyName[]

/** Where a broker's keys are set, what counts first. */
const brokerPlaces = [
  { place: 'dynamic', source: ConfigSource.dynamicBroker },
  { place: 'dynamicDefault', source: ConfigSource.dynamicDefaultBroker },
  { place: 'static', source: ConfigSource.staticBroker }
] as const satisfies readonly { readonly place: keyof BrokerConfigSources; readonly source: ConfigSource }[]

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
  const chain = topicSynonyms(name, key.brokerDefault)
  return entry(key, { own: ownSetting(name, overrides, ConfigSource.topic), chain, sources })
}

/** A broker's value of one key: its own dynamic one, the cluster-wide dynamic one, its file's, the default. */
export function resolveBrokerEntry(name: string, sources: BrokerConfigSources): ConfigEntry | undefined {
  const key = allBrokerKeys.get(name)
  if (key === undefined) return undefined
  return entry(key, { own: [], chain: [{ name }], sources })
}

/** A group's value of one key: its own, else the broker's, else the default. */
export function resolveGroupEntry(
  name: ConsumerGroupKeyName,
  overrides: ReadonlyMap<string, string>,
  sources: BrokerConfigSources
): ConfigEntry {
  const key: ConfigKey = consumerGroupKeys[name]
  const chain = [{ name: key.brokerDefault! }]
  return entry(key, { own: ownSetting(name, overrides, ConfigSource.group), chain, sources })
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
    for (const { place } of brokerPlaces) {
      const text = sources[place].get(synonym.name)
      if (text !== undefined) return convertSynonym(synonym, text)
    }
  }
  return undefined
}

/** What the topic or group itself says. */
function ownSetting(name: string, overrides: ReadonlyMap<string, string>, source: ConfigSource): ConfigSynonym[] {
  const value = overrides.get(name)
  return value === undefined ? [] : [{ name, value, source }]
}

/** `chain`: the broker's keys that stand for this one, what counts first. */
function entry(
  key: ConfigKey,
  from: {
    readonly own: readonly ConfigSynonym[]
    readonly chain: readonly TopicSynonym[]
    readonly sources: BrokerConfigSources
  }
): ConfigEntry {
  const settings = from.chain.flatMap((synonym) => settingsOf(synonym, from.sources))
  const synonyms = [...from.own, ...settings, defaultSynonym(key, from.chain)]
  const { value, source } = synonyms[0]!
  return { key, name: key.name, value, source, synonyms }
}

function settingsOf(synonym: TopicSynonym, sources: BrokerConfigSources): ConfigSynonym[] {
  return brokerPlaces.flatMap(({ place, source }) => {
    const text = sources[place].get(synonym.name)
    return text === undefined ? [] : [{ name: synonym.name, value: convertSynonym(synonym, text), source }]
  })
}

/** Kafka names a topic's default by the last of its broker keys. */
function defaultSynonym(key: ConfigKey, chain: readonly TopicSynonym[]): ConfigSynonym {
  const name = chain.at(-1)?.name ?? key.name
  const value = key.defaultValue === undefined ? undefined : formatConfigValue(key.defaultValue)
  return { name, value, source: ConfigSource.default }
}
