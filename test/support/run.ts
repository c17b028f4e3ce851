import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface RunResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string
  readonly timeoutMs?: number
  readonly environment?: Readonly<Record<string, string>>
}

/** Runs a program to its end; kills it, by its id, when the time is up. Rejects when it cannot be started. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.environment },
    timeout: options.timeoutMs ?? 60_000,
    killSignal: 'SIGKILL'
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
  child.stdin.on('error', () => {}).end(options.input ?? '')
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

/** The same, but anything but success rejects, with what the program said. */
export async function runOk(command: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const result = await run(command, args, options)
  if (result.code === 0) return result
  const said = `${result.stdout.slice(-2000)}${result.stderr.slice(-2000)}`
  throw new Error(`${command} ${args.join(' ')} ended with ${result.code}:\n${said}`)
}

/** The tools of Apache Kafka: GREGOR_KAFKA_SH, or the script in the folder beside the repository. */
export const kafkaScript =
  process.env['GREGOR_KAFKA_SH'] ?? fileURLToPath(new URL('../../../shared/kafka/kafka.sh', import.meta.url))

/** Runs a command-line tool of Apache Kafka by its class. */
export function runKafkaTool(tool: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  // Most of what they take is the start: less is compiled, and less is tried.
  const environment = { JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC', ...options.environment }
  return runOk(kafkaScript, ['run', tool, ...args], { timeoutMs: 120_000, ...options, environment })
}
