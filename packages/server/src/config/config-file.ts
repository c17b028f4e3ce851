import { type BrokerConfig, type BrokerKeyName, parseBrokerConfig } from '@gregor/metadata'
import { type Property, parseProperties } from './properties.ts'

/** Something in a config file that stops the start: where it is and what would be right. */
export interface FileProblem {
  readonly file: string
  /** From 1; undefined when the file does not set the key. */
  readonly line: number | undefined
  readonly key: string
  readonly value: string | undefined
  readonly message: string
}

/** A config file that cannot be used; the message lists every problem, one a line. */
export class ConfigFileError extends Error {
  override readonly name = 'ConfigFileError'
  readonly problems: readonly FileProblem[]

  constructor(problems: readonly FileProblem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.problems = problems
  }
}

function describeProblem({ file, line, key, value, message }: FileProblem): string {
  const place = line === undefined ? file : `${file}:${line}`
  return `${place}: ${value === undefined ? key : `${key}=${value}`}: ${message}`
}

/** A config file of which each single value has been checked. */
export interface ConfigFile {
  readonly config: BrokerConfig
  /** About unknown and repeated keys, ready to print. */
  readonly warnings: readonly string[]
  /** A problem at the line where the key is set. */
  readonly problem: (key: BrokerKeyName, message: string) => FileProblem
}

/**
 * Checks a properties text against the table of broker keys. Unknown keys warn with the nearest known one; bad values
 * throw a ConfigFileError that lists them all. A key that is set twice counts as last set, with a warning.
 */
export function readConfigFile(file: string, text: string): ConfigFile {
  const properties = new Map<string, Property>()
  const warnings: string[] = []
  for (const property of parseProperties(text)) {
    const { key, line } = property
    if (properties.has(key)) warnings.push(`${file}:${line}: ${key} is set again; this line counts`)
    properties.set(key, property)
  }
  const entries = new Map([...properties].map(([key, { value }]) => [key, value]))
  const { config, problems, unknown } = parseBrokerConfig(entries)
  const lineOf = (key: string) => properties.get(key)?.line

  if (problems.length > 0) {
    throw new ConfigFileError(
      problems.map(({ key, value, allowed }) => ({
        file,
        line: lineOf(key),
        key,
        value,
        message: `allowed is ${allowed}`
      }))
    )
  }
  for (const { key, nearest } of unknown) {
    const suggestion = nearest === undefined ? '' : `; did you mean ${nearest}?`
    warnings.push(`${file}:${lineOf(key)}: unknown key ${key} is ignored${suggestion}`)
  }
  return {
    config,
    warnings,
    problem: (key, message) => ({ file, line: lineOf(key), key, value: properties.get(key)?.value, message })
  }
}
