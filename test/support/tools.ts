import { spawnSync } from 'node:child_process'

/** Whether a program is on this machine; where it is not, says what is left unchecked for want of it. */
export function toolPresent(program: string, unchecked: string): boolean {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' })
  if (error === undefined) return true
  console.info(`${program} is not on this machine: ${unchecked}`)
  return false
}
