import { addOperatorCommands } from '@gregor/cli'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { DevOptions } from './dev/command.ts'

/** The exit code of a command line that is wrong. */
const usageExitCode = 2

/**
 * Runs the `gregor` command with the arguments of `argv` (as in process.argv); sets the exit code. Each command loads its
 * own code when it runs: `--help` and `--version` need none of it.
 */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await gregorProgram().parseAsync([...argv])
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    process.exitCode = error.exitCode === 0 ? 0 : usageExitCode
  }
}

/** The tree of commands. */
export function gregorProgram(): Command {
  const program = new Command('gregor')
    .description("Apache Kafka's job, done by a daemon in TypeScript.")
    .version('0.1.0')
    // Before the commands are added, which inherit it: errors come here as exceptions and not as the end of the process.
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(inOneLine(text)) })
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
  addOperatorCommands(program)
  return program
}

/** A usage error of commander, which may have a second line with a suggestion, as all other errors are told. */
function inOneLine(text: string): string {
  const said = text
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
  return `gregor: ${said.replace(/\.$/, '')}; --help says what there is\n`
}

function numberOption(flags: string, description: string, value: number): Option {
  return new Option(flags, description).default(value).argParser((text) => {
    const parsed = Number(text)
    if (!Number.isInteger(parsed) || parsed < 1 || parsed > 65_535)
      throw new InvalidArgumentError('a whole number is needed')
    return parsed
  })
}
