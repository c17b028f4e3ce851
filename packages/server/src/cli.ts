import { Command, InvalidArgumentError, Option } from 'commander'
import type { DevOptions } from './dev/command.ts'

/**
 * Runs the `gregor` command with the arguments of `argv` (as in process.argv); sets the exit code. Each command loads its
 * own code when it runs: `--help` and `--version` need none of it.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('gregor')
    .description("Apache Kafka's job, done by a daemon in TypeScript.")
    .version('0.1.0')
  program
    .command('server')
    .description('run one broker in the foreground, from a Kafka server.properties')
    .argument('<file>', 'the properties file, as for a KRaft combined node (process.roles=broker,controller)')
    .action(async (file: string) => {
      const { runServer } = await import('./server-command.ts')
      process.exitCode = await runServer(file)
    })
  program
    .command('dev')
    .description('run a cluster of local brokers in the foreground')
    .addOption(numberOption('--brokers <count>', 'how many', 3).env('GREGOR_BROKERS'))
    .addOption(new Option('--host <address>', 'address to listen on').default('127.0.0.1').env('GREGOR_HOST'))
    .addOption(numberOption('--port <port>', 'first port for Kafka clients', 9092).env('GREGOR_PORT'))
    .addOption(numberOption('--rpc-port <port>', 'first port between brokers', 19_092).env('GREGOR_RPC_PORT'))
    .addOption(numberOption('--admin-port <port>', 'first port for metrics', 9644).env('GREGOR_ADMIN_PORT'))
    .addOption(new Option('--data <folder>', 'where data is kept').default('./data').env('GREGOR_DATA'))
    .action(async (options: DevOptions) => {
      const { runDevCluster } = await import('./dev/command.ts')
      process.exitCode = await runDevCluster(options, (line) => console.log(line))
    })
  await program.parseAsync([...argv])
}

function numberOption(flags: string, description: string, value: number): Option {
  return new Option(flags, description).default(value).argParser((text) => {
    const parsed = Number(text)
    if (!Number.isInteger(parsed) || parsed < 1 || parsed > 65_535)
      throw new InvalidArgumentError('a whole number is needed')
    return parsed
  })
}
