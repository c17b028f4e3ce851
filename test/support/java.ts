import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Program, startProgram } from './program.ts'
import { runOk } from './run.ts'

/*
 * Java programs of our own, from test/interop/java, for what the command-line tools of Apache Kafka do not do.
 * `scripts/install-interop.sh` brings the jars that the pom.xml there names; it takes a JDK (17 or newer) and Maven.
 */

const folder = fileURLToPath(new URL('../../.tmp/java/', import.meta.url))
const sources = fileURLToPath(new URL('../interop/java/', import.meta.url))
const jars = join(folder, 'libs', '*')
const classes = join(folder, 'classes')

/** Compiles all of them; before the first one is started. */
export async function compileJava(): Promise<void> {
  await mkdir(classes, { recursive: true })
  const files = (await readdir(sources)).filter((file) => file.endsWith('.java')).map((file) => join(sources, file))
  await runOk('javac', ['-cp', jars, '-d', classes, ...files], { timeoutMs: 120_000 })
}

// Small and quick to start: these programs wait most of the time, and several run beside the brokers.
const options = [
  '-Xmx256m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error'
]

/** Starts a program by its class. */
export function startJava(main: string, args: readonly string[]): Program {
  return startProgram('java', [...options, '-cp', `${jars}:${classes}`, main, ...args])
}
