import { parseConfigValue, type ConfigKey } from '@gregor/base'
import { allBrokerKeys, brokerKeys, type BrokerConfigValues } from './broker-keys.ts'
import { nearestName } from './nearest-name.ts'

/** A node's static config: what its file sets, and the typed value of every key. */
export interface BrokerConfig {
  readonly values: BrokerConfigValues
  /** Texts as the file has them, of the keys that it sets. */
  readonly explicit: ReadonlyMap<string, string>
}

/** A value that a key cannot have. */
export interface ConfigProblem {
  readonly key: string
  readonly value: string
  /** In words: "a whole number from 1 to 10". */
  readonly allowed: string
}

/** A key that nobody knows, with the known one that it most resembles. */
export interface UnknownKey {
  readonly key: string
  readonly nearest: string | undefined
}

export interface ParsedBrokerConfig {
  /** Bad values are left at their defaults: do not start with `problems`. */
  readonly config: BrokerConfig
  readonly problems: readonly ConfigProblem[]
  readonly unknown: readonly UnknownKey[]
}

/** Types and checks the entries of a `server.properties`. Required keys and relations between keys are the server's to check. */
export function parseBrokerConfig(entries: ReadonlyMap<string, string>): ParsedBrokerConfig {
  const values = new Map<string, unknown>(Object.values(brokerKeys).map((key) => [key.name, key.defaultValue]))
  const problems: ConfigProblem[] = []
  const unknown: UnknownKey[] = []
  for (const [name, text] of entries) {
    const key: ConfigKey | undefined = allBrokerKeys.get(name)
    if (key === undefined) {
      unknown.push({ key: name, nearest: nearestName(name, allBrokerKeys.keys()) })
      continue
    }
    const parsed = parseConfigValue(key, text)
    if (parsed.ok) values.set(name, parsed.value)
    else problems.push({ key: name, value: text, allowed: parsed.allowed })
  }
  const typed = Object.fromEntries(values) as unknown as BrokerConfigValues
  return { config: { values: typed, explicit: new Map(entries) }, problems, unknown }
}
