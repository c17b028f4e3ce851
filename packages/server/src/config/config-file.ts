import { type ConfigKey, formatConfigValue, parseConfigValue } from '@gregor/base'
import { nearest } from './nearest.ts'
import { type Property, parseProperties } from './properties.ts'

/** Something in a config file that stops the start: where it is and what would be right. */
export interface ConfigProblem {
  readonly file: string
  /** From 1; undefined when the key is missing from the file. */
  readonly line: number | undefined
  readonly key: string
  readonly value: string | undefined
  readonly message: string
}

/** A config file that cannot be used; the message lists every problem, one a line. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.problems = problems
  }
}

function describeProblem({ file, line, key, value, message }: ConfigProblem): string {
  const place = line === undefined ? file : `${file}:${line}`
  const setting = value === undefined ? key : `${key}=${value}`
  return `${place}: ${setting}: ${message}`
}

/** A config file whose single values have been checked; typed look-up by key, default when not set. */
export interface ConfigFile {
  readonly file: string
  readonly warnings: readonly string[]
  get<Value>(key: ConfigKey<Value>): Value
  /** The value when the file sets the key. */
  set<Value>(key: ConfigKey<Value>): Value | undefined
  /** The settings of the file, as written, that the table knows. */
  readonly texts: ReadonlyMap<string, string>
  /** A problem to throw, at the line where the key is set. */
  problem(key: ConfigKey, message: string): ConfigProblem
}

/**
 * Checks a properties text against a table of keys. Unknown keys warn with the nearest known one; bad values throw a
 * ConfigFileError that lists them all. A key that is set twice counts as last set, with a warning.
 */
export function readConfigFile(file: string, text: string, table: Readonly<Record<string, ConfigKey>>): ConfigFile {
  const keys = new Map(Object.values(table).map((key) => [key.name, key]))
  const properties = new Map<string, Property>()
  const values = new Map<string, unknown>()
  const warnings: string[] = []
  const problems: ConfigProblem[] = []

  for (const property of parseProperties(text)) {
    const { key: name, value, line } = property
    const key = keys.get(name)
    if (key === undefined) {
      warnings.push(`${file}:${line}: unknown key ${name} is ignored${suggestion(name, keys.keys())}`)
      continue
    }
    if (properties.has(name)) warnings.push(`${file}:${line}: ${name} is set again; this line counts`)
    properties.set(name, property)
    const parsed = parseConfigValue(key, value)
    if (parsed.ok) values.set(name, parsed.value)
    else problems.push({ file, line, key: name, value, message: `allowed is ${parsed.allowed}` })
  }
  if (problems.length > 0) throw new ConfigFileError(problems)

  return {
    file,
    warnings,
    get: <Value>(key: ConfigKey<Value>) => (values.has(key.name) ? (values.get(key.name) as Value) : key.defaultValue),
    set: <Value>(key: ConfigKey<Value>) => values.get(key.name) as Value | undefined,
    texts: new Map([...values].map(([name, value]) => [name, formatConfigValue(value)])),
    problem: (key, message) => {
      const property = properties.get(key.name)
      return { file, line: property?.line, key: key.name, value: property?.value, message }
    }
  }
}

function suggestion(name: string, known: Iterable<string>): string {
  const close = nearest(name, known)
  return close === undefined ? '' : `; did you mean ${close}?`
}
