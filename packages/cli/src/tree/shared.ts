import { type Command, InvalidArgumentError, Option } from 'commander'
import type { ClusterOptions } from '../io/run.ts'
import type { Report } from '../report.ts'
import type { Session } from '../session.ts'

/** A command that talks to a cluster, with the options that all of those have. */
export function clusterCommand(parent: Command, name: string, description: string): Command {
  const command = parent.command(name).description(description)
  return command
    .addOption(
      new Option('-b, --bootstrap <host:port,..>', 'brokers to ask first; --bootstrap-server is the same')
        .default('127.0.0.1:9092')
        .env('GREGOR_BOOTSTRAP')
    )
    .addOption(new Option('--bootstrap-server <host:port,..>', "as Kafka's own tools call it").hideHelp())
    .on('option:bootstrap-server', (brokers: string) => command.setOptionValueWithSource('bootstrap', brokers, 'cli'))
    .addOption(
      new Option('--timeout <seconds>', 'how long to wait for a connection and for each answer')
        .default(10)
        .argParser(wholeNumber({ min: 1, max: 3600 }))
    )
    .option('--json', 'print one JSON document, for programs')
}

/** A folder of commands: alone it prints its help. */
export const family = (parent: Command, name: string, description: string): Command =>
  parent.command(name).description(description)

/** Runs a command on a cluster; `load` imports its code. */
export async function onCluster(
  options: ClusterOptions,
  load: (session: Session) => Promise<Report | void>
): Promise<void> {
  const { runOnCluster } = await import('../io/run.ts')
  process.exitCode = await runOnCluster(options, load)
}

/** Parser of an option that is a whole number. */
export function wholeNumber({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^-?\d+$/.test(text) && value >= min && value <= max) return value
    const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`
    throw new InvalidArgumentError(`Expected is a whole number ${range}.`)
  }
}

/** Collects the values of an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `key=value`; the value may be empty and hold further equals signs. */
export function collectPair(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Expected is key=value.')
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) }
}

/** Collects headers, whose keys may repeat. */
export function collectHeader(
  text: string,
  before: readonly (readonly [string, string])[] = []
): readonly (readonly [string, string])[] {
  const equals = text.indexOf('=')
  if (equals < 1) throw new InvalidArgumentError('Expected is key=value.')
  return [...before, [text.slice(0, equals), text.slice(equals + 1)]]
}
