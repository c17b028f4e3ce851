import type { Command } from 'commander'
import { family } from './shared.ts'

export function addLog(program: Command): void {
  const log = family(program, 'log', 'look into the files of a partition')
  log
    .command('dump')
    .description('what is in a segment (.log), an index (.index, .timeindex, .txnindex) or a snapshot of producers')
    .argument('<file>')
    .option('-r, --records', 'the records of a segment too')
    .option('--json', 'print one JSON document, for programs')
    .action(async (file: string, options: { readonly records?: true; readonly json?: true }) => {
      const { run, openFile } = await import('../io/run-on-file.ts')
      process.exitCode = await run(options, async () =>
        (await import('../commands/log/dump.ts')).dumpFile(await openFile(file), { records: options.records === true })
      )
    })
}
