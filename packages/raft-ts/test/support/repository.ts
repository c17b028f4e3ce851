import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The folder of this package. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url))
const repository = fileURLToPath(new URL('../../../../', import.meta.url))

/** Runs a command in `folder`; returns what it printed, throws with it when it fails. */
export function run(command: string, args: readonly string[], folder: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`, { cause: error })
  return stdout
}

/** Compiles a TypeScript project. */
export function compile(args: readonly string[], folder: string): void {
  run(`${repository}node_modules/.bin/tsc`, args, folder)
}
