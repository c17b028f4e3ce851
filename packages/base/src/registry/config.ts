/**
 * Config keys: one definition a key, from which parsing, validation, DescribeConfigs and `docs/reference/config-*.md`
 * are derived. Names, defaults and units are Kafka's; an own key says so in its doc.
 */
export type ConfigType = 'boolean' | 'int' | 'long' | 'double' | 'string' | 'list' | 'password'

export interface ConfigKey<Value = unknown> {
  readonly name: string
  readonly type: ConfigType
  readonly defaultValue: Value
  /** One or two sentences, with the unit. */
  readonly doc: string
  /** Inclusive bounds of a number. */
  readonly min?: number
  readonly max?: number
  /** The values that a string, or each member of a list, may have. */
  readonly allowed?: readonly string[]
  /** May change without a restart. */
  readonly dynamic?: boolean
  /** Known from Kafka and accepted, but without effect here; the doc says why. */
  readonly ignored?: boolean
  /** Gregor's own, not Kafka's. */
  readonly own?: boolean
  /** For a topic config: the broker config that gives its default (Kafka's synonym). */
  readonly brokerDefault?: string
}

/** The typed values of a table of keys. */
export type ConfigValues<Table extends Readonly<Record<string, ConfigKey>>> = {
  readonly [Name in keyof Table]: Table[Name] extends ConfigKey<infer Value> ? Value : never
}

type Spec<Value> = Omit<ConfigKey<Value>, 'type' | 'defaultValue'> & { readonly defaultValue: Value }
export const booleanKey = (spec: Spec<boolean>): ConfigKey<boolean> => ({ type: 'boolean', ...spec })
export const intKey = (spec: Spec<number>): ConfigKey<number> => ({ type: 'int', ...spec })
export const longKey = (spec: Spec<number>): ConfigKey<number> => ({ type: 'long', ...spec })
export const doubleKey = (spec: Spec<number>): ConfigKey<number> => ({ type: 'double', ...spec })
export const stringKey = (spec: Spec<string>): ConfigKey<string> => ({ type: 'string', ...spec })
export const listKey = (spec: Spec<readonly string[]>): ConfigKey<readonly string[]> => ({ type: 'list', ...spec })

export type ParsedConfig<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly allowed: string }

/** Parses the text of a config file or request; a failure says what is allowed, in words for the user. */
export function parseConfigValue<Value>(key: ConfigKey<Value>, text: string): ParsedConfig<Value> {
  const value = valueOf(key, text.trim())
  return value === undefined ? { ok: false, allowed: describeAllowed(key) } : { ok: true, value: value as Value }
}

/** Undefined where `raw` is not allowed. */
function valueOf(key: ConfigKey, raw: string): unknown {
  switch (key.type) {
    case 'boolean':
      return /^(true|false)$/i.test(raw) ? raw.toLowerCase() === 'true' : undefined
    case 'int':
    case 'long':
    case 'double': {
      const value = key.type === 'double' ? Number(raw) : /^[+-]?\d+$/.test(raw) ? Number(raw) : Number.NaN
      const inBounds = value >= (key.min ?? typeMin(key.type)) && value <= (key.max ?? typeMax(key.type))
      return raw !== '' && Number.isFinite(value) && inBounds ? value : undefined
    }
    case 'string':
    case 'password':
      return key.allowed === undefined || key.allowed.includes(raw) ? raw : undefined
    case 'list': {
      const members = raw === '' ? [] : raw.split(',').map((member) => member.trim())
      return members.every((member) => key.allowed?.includes(member) ?? member !== '') ? members : undefined
    }
  }
}

/** What a key takes, in words: "a whole number from 1 to 10", "true or false", "one of: a, b". */
export function describeAllowed(key: ConfigKey): string {
  switch (key.type) {
    case 'boolean':
      return 'true or false'
    case 'int':
    case 'long':
    case 'double': {
      const kind = key.type === 'double' ? 'a number' : 'a whole number'
      const [min, max] = [key.min ?? typeMin(key.type), key.max ?? typeMax(key.type)]
      return `${kind} from ${formatConfigValue(min)} to ${formatConfigValue(max)}`
    }
    case 'string':
    case 'password':
      return key.allowed === undefined ? 'any text' : `one of: ${key.allowed.join(', ')}`
    case 'list':
      return key.allowed === undefined
        ? 'a comma-separated list'
        : `a comma-separated list of: ${key.allowed.join(', ')}`
  }
}

/** The text form of a value, as Kafka's DescribeConfigs gives it. */
export function formatConfigValue(value: unknown): string {
  if (value === 2 ** 63) return '9223372036854775807'
  return Array.isArray(value) ? value.join(',') : String(value)
}

function typeMin(type: 'int' | 'long' | 'double'): number {
  if (type === 'double') return -Number.MAX_VALUE
  return type === 'int' ? -(2 ** 31) : -Number.MAX_SAFE_INTEGER
}

/** Kafka's Long.MAX_VALUE defaults are written by their nearest double, so long's bound is 2^63. */
function typeMax(type: 'int' | 'long' | 'double'): number {
  if (type === 'double') return Number.MAX_VALUE
  return type === 'int' ? 2 ** 31 - 1 : 2 ** 63
}
