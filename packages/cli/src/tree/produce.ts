import { type Command, Option } from 'commander'
import type { ProduceOptions } from '../commands/produce/produce.ts'
import type { ClusterOptions } from '../io/run.ts'
import { clusterCommand, collectHeader, onCluster, wholeNumber } from './shared.ts'

export function addProduce(program: Command): void {
  clusterCommand(program, 'produce', 'write the lines of standard input to a topic, a record each')
    .argument('<topic>')
    .option('-k, --key-separator <text>', 'a line is key, this text, value; without it a line is a value')
    .option('--null-value', 'an empty value is null, which deletes the key in a compacted topic')
    .option('-H, --header <key=value>', 'a header for every record; may be given several times', collectHeader)
    .option('-p, --partition <number>', 'default: by the key, as other clients do', wholeNumber({ max: 2 ** 31 - 1 }))
    .addOption(
      new Option('--lines <form>', 'json: a line is {"key", "value", "headers", "partition", "timestamp"}')
        .choices(['text', 'json'])
        .default('text')
    )
    .addOption(new Option('-a, --acks <acks>', 'who must have a record').choices(['all', '1', '0']).default('all'))
    .addOption(
      new Option('-z, --compression <codec>', 'how batches are compressed')
        .choices(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
        .default('none')
    )
    .action((topic: string, options: ClusterOptions & ProduceOptions) =>
      onCluster(options, async (session) =>
        (await import('../commands/produce/produce.ts')).produce(session, topic, options)
      )
    )
}
