import type { Command } from 'commander'
import type { AlterTopicOptions } from '../commands/topics/alter.ts'
import type { CreateTopicOptions } from '../commands/topics/create.ts'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, collect, collectPair, family, onCluster, wholeNumber } from './shared.ts'

export function addTopics(program: Command): void {
  const topics = family(program, 'topics', 'list, describe, create, alter and delete topics')
  clusterCommand(topics, 'list', 'the topics, their partitions, and how many of those lack replicas or a leader')
    .option('--internal', 'internal topics too')
    .action((options: ClusterOptions & { readonly internal?: true }) =>
      onCluster(options, async (session) =>
        (await import('../commands/topics/list.ts')).listTopics(session, { internal: options.internal === true })
      )
    )
  clusterCommand(topics, 'describe', 'leader, replicas, ISR and ELR of each partition, and the configs that were set')
    .argument('<topic...>')
    .action((names: readonly string[], options: ClusterOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/topics/describe.ts')).describeTopics(session, names)
      )
    )
  clusterCommand(topics, 'create', 'create a topic; answers when its leaders serve')
    .argument('<topic>')
    .option('-p, --partitions <count>', "default: the cluster's num.partitions", wholeNumber({ min: 1, max: 1e6 }))
    .option(
      '-r, --replication-factor <count>',
      "default: the cluster's default.replication.factor",
      wholeNumber({ min: 1, max: 1000 })
    )
    .option('-c, --config <key=value>', 'a topic config; may be given several times', collectPair)
    .option('--dry-run', 'only check whether it could be created')
    .action((name: string, options: ClusterOptions & CreateTopicOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/topics/create.ts')).createTopic(session, name, options)
      )
    )
  clusterCommand(topics, 'alter', 'add partitions, set and unset configs')
    .argument('<topic>')
    .option('-p, --partitions <count>', 'how many there shall be', wholeNumber({ min: 1, max: 1e6 }))
    .option('-c, --config <key=value>', 'set a config; may be given several times', collectPair)
    .option('--delete-config <key>', 'unset a config; may be given several times', collect)
    .action((name: string, options: ClusterOptions & AlterTopicOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/topics/alter.ts')).alterTopic(session, name, options)
      )
    )
  clusterCommand(topics, 'delete', 'delete topics with all their records')
    .argument('<topic...>')
    .action((names: readonly string[], options: ClusterOptions) =>
      onCluster(options, async (session) => (await import('../commands/topics/delete.ts')).deleteTopics(session, names))
    )
}
