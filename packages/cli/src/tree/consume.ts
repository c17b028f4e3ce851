import { type Command, Option } from 'commander'
import type { ConsumeOptions } from '../commands/consume/consume.ts'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, onCluster, wholeNumber } from './shared.ts'

export function addConsume(program: Command): void {
  clusterCommand(program, 'consume', 'print the records of a topic up to its end; with --json one JSON document a line')
    .argument('<topic>')
    .option(
      '--from <where>',
      'beginning, end, an offset, or a time (ISO 8601), where a --group has no offset; default: beginning, with --follow: end'
    )
    .option('-p, --partition <number>', 'only this one', wholeNumber({ max: 2 ** 31 - 1 }))
    .option(
      '-g, --group <group>',
      'join this group: share the partitions with its other members, go on where it was, commit what was printed'
    )
    .addOption(
      new Option(
        '--isolation <level>',
        'read_committed leaves out open and aborted transactions; default: read_uncommitted'
      ).choices(['read_committed', 'read_uncommitted'])
    )
    .option('-f, --follow', 'wait for more at the end, until Ctrl-C')
    .option('-n, --count <records>', 'end after so many', wholeNumber({ min: 1 }))
    .option('-k, --keys', 'key and tab before the value')
    .option('--headers', 'headers and tab before that')
    .option(
      '--format <template>',
      'for each record: %t topic, %p partition, %o offset, %T time, %k key, %v value, %h headers, \\t \\n'
    )
    .action((topic: string, options: ClusterOptions & ConsumeOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/consume/consume.ts')).consume(session, topic, options)
      )
    )
}
