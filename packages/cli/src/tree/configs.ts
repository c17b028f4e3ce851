import { Argument, type Command } from 'commander'
import type { ResourceKind } from '../commands/configs/resources.ts'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, collectPair, family, onCluster } from './shared.ts'

const kind = (): Argument => new Argument('<kind>').choices(['topic', 'broker'])
const name = (): Argument => new Argument('<name>', 'of the topic, or id of the broker; for brokers "default" = all')

export function addConfigs(program: Command): void {
  const configs = family(program, 'configs', 'describe, set and unset the configs of topics and brokers')
  clusterCommand(configs, 'describe', 'the configs that were set, and where')
    .addArgument(kind())
    .addArgument(name())
    .option('--all', 'those at their defaults too')
    .action((type: ResourceKind, of: string, options: ClusterOptions & { readonly all?: true }) =>
      onCluster(options, async (session) =>
        (await import('../commands/configs/describe.ts')).describeConfigs(
          session,
          { kind: type, name: of },
          options.all === true
        )
      )
    )
  clusterCommand(configs, 'set', 'set configs; the others stay as they are')
    .addArgument(kind())
    .addArgument(name())
    .addArgument(
      new Argument('<key=value...>').argParser<Record<string, string>>((text, before) => collectPair(text, before))
    )
    .action((type: ResourceKind, of: string, values: Readonly<Record<string, string>>, options: ClusterOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/configs/alter.ts')).alterConfigs(
          session,
          { kind: type, name: of },
          { set: values, unset: [] }
        )
      )
    )
  clusterCommand(configs, 'unset', 'unset configs, so that the default holds again')
    .addArgument(kind())
    .addArgument(name())
    .argument('<key...>')
    .action((type: ResourceKind, of: string, keys: readonly string[], options: ClusterOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/configs/alter.ts')).alterConfigs(
          session,
          { kind: type, name: of },
          { set: {}, unset: keys }
        )
      )
    )
}
