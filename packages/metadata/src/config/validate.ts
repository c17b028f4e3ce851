import { err, ok, parseConfigValue, type ConfigKey, type Result } from '@gregor/base'
import { allBrokerKeys } from './broker-keys.ts'
import { consumerGroupKeys } from './consumer-group-keys.ts'
import { nearestName } from './nearest-name.ts'
import { topicKeys } from './topic-keys.ts'

/** By name, for look-ups with names that clients send. */
export const topicKeysByName: ReadonlyMap<string, ConfigKey> = new Map<string, ConfigKey>(Object.entries(topicKeys))

/** Checks the explicitly set configs of a topic; the error is the message for INVALID_CONFIG (40). */
export function validateTopicConfig(overrides: ReadonlyMap<string, string>): Result<void, string> {
  for (const [name, value] of overrides) {
    const problem = valueProblem(name, value, topicKeysByName, 'topic')
    if (problem !== undefined) return err(problem)
  }
  return compactionLagProblem(overrides)
}

const consumerGroupKeysByName: ReadonlyMap<string, ConfigKey> = new Map<string, ConfigKey>(
  Object.entries(consumerGroupKeys)
)

/** Checks the explicitly set configs of a group; the error is the message for INVALID_CONFIG (40). */
export function validateGroupConfig(overrides: ReadonlyMap<string, string>): Result<void, string> {
  for (const [name, value] of overrides) {
    const problem = valueProblem(name, value, consumerGroupKeysByName, 'group')
    if (problem !== undefined) return err(problem)
  }
  return ok(undefined)
}

/** Checks a value for a broker that is to be set without a restart; the error is the message for the client. */
export function validateDynamicBrokerConfig(name: string, value: string): Result<void, string> {
  const problem = valueProblem(name, value, allBrokerKeys, 'broker')
  if (problem !== undefined) return err(problem)
  if (allBrokerKeys.get(name)?.dynamic === true) return ok(undefined)
  return err(`Broker config ${name} cannot be changed while the broker runs: set it in the broker's config file`)
}

function valueProblem(
  name: string,
  value: string,
  keys: ReadonlyMap<string, ConfigKey>,
  scope: string
): string | undefined {
  const key = keys.get(name)
  if (key === undefined) {
    const nearest = nearestName(name, keys.keys())
    return `Unknown ${scope} config name: ${name}${nearest === undefined ? '' : ` (did you mean ${nearest}?)`}`
  }
  const parsed = parseConfigValue(key, value)
  return parsed.ok ? undefined : `Invalid value ${value} for ${scope} config ${name}: it takes ${parsed.allowed}`
}

function compactionLagProblem(overrides: ReadonlyMap<string, string>): Result<void, string> {
  const least = overrides.get('min.compaction.lag.ms')
  const most = overrides.get('max.compaction.lag.ms')
  if (least === undefined || most === undefined || Number(least) <= Number(most)) return ok(undefined)
  return err(`min.compaction.lag.ms (${least}) must not be above max.compaction.lag.ms (${most})`)
}
