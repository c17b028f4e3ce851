import type { Command } from 'commander'
import type { ResetOptions } from '../commands/groups/reset-offsets.ts'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, collect, family, onCluster, wholeNumber } from './shared.ts'

export function addGroups(program: Command): void {
  const groups = family(program, 'groups', 'list, describe and delete consumer groups, reset their offsets')
  clusterCommand(groups, 'list', 'the groups of all coordinators').action((options: ClusterOptions) =>
    onCluster(options, async (session) => (await import('../commands/groups/list.ts')).listGroups(session))
  )
  clusterCommand(groups, 'describe', 'members, what each has, and lag in records and in time')
    .argument('<group...>')
    .option(
      '--history',
      'what happened in it instead: who joined and left and why, by the admin server of its coordinator'
    )
    .action((ids: readonly string[], options: ClusterOptions & { readonly history?: boolean }) =>
      onCluster(options, async (session) =>
        options.history === true
          ? (await import('../commands/groups/history.ts')).describeHistories(session, ids)
          : (await import('../commands/groups/describe.ts')).describeGroups(session, ids)
      )
    )
  clusterCommand(groups, 'delete', 'delete groups without members, with their offsets')
    .argument('<group...>')
    .action((ids: readonly string[], options: ClusterOptions) =>
      onCluster(options, async (session) => (await import('../commands/groups/delete.ts')).deleteGroups(session, ids))
    )
  clusterCommand(groups, 'reset-offsets', 'where a group without members goes on; shows it only, unless --execute')
    .argument('<group>')
    .option('-t, --topic <topic[:0,1,..]>', 'a topic, or some of its partitions; may be given several times', collect)
    .option('--all-topics', 'all topics of which the group has offsets')
    .option('--to-earliest', 'the first record that there is')
    .option('--to-latest', 'the end')
    .option('--to-offset <offset>', 'that offset, or the nearest that there is', wholeNumber())
    .option('--to-datetime <time>', 'the first record of that time (ISO 8601) or later')
    .option('--execute', 'do it')
    .action((group: string, options: ClusterOptions & ResetOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/groups/reset-offsets.ts')).resetOffsets(session, group, options)
      )
    )
}
