import { spawnSync } from 'node:child_process'
import { expect, test } from '@jest/globals'
import { Command, Option } from 'commander'
import { completionScript } from '../../../src/commands/completion/script.ts'
import { addOperatorCommands } from '../../../src/index.ts'

const program = new Command('gregor').description('all').option('--version')
addOperatorCommands(program)

/** What bash offers for a line of words, the last one not finished. */
function offered(...words: readonly string[]): string[] {
  const script = `${completionScript(program, 'bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _gregor
printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

test.each([
  [['gregor', 'top'], ['topics']],
  [
    ['gregor', 'topics', 'd'],
    ['describe', 'delete']
  ],
  [['gregor', 'topics', 'create', '--part'], ['--partitions']],
  [
    ['gregor', 'produce', '-z', ''],
    ['none', 'gzip', 'snappy', 'lz4', 'zstd']
  ],
  [['gregor', 'configs', 'set', 't'], ['topic']],
  [
    ['gregor', 'completion', ''],
    ['bash', 'zsh', 'fish']
  ],
  [['gregor', 'why', 'orders-0', '--j'], ['--json']],
  [['gregor', 'log', 'dump', 'x'], []]
])('bash: after %j come %j', (words, expected) => {
  expect(offered(...words)).toEqual(expected)
})

/** Whether a shell is on this machine; where it is not, says so. */
function hasShell(shell: string): boolean {
  const present = spawnSync(shell, ['--version'], { stdio: 'ignore' }).error === undefined
  if (!present) console.info(`${shell} is not on this machine: its completion was not tried`)
  return present
}

function said(shell: string, script: string): string[] {
  const { stdout, stderr } = spawnSync(shell, [shell === 'zsh' ? '-fc' : '-c', script], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.split('\n').filter(Boolean)
}

test('fish offers the same', () => {
  if (!hasShell('fish')) return
  const offers = (line: string) =>
    said('fish', `${completionScript(program, 'fish')}\ncomplete -C '${line}'`).map((item) => item.split('\t')[0] ?? '')
  expect(offers('gregor top')).toEqual(['topics'])
  expect(offers('gregor topics d').toSorted()).toEqual(['delete', 'describe'])
  expect(offers('gregor topics create --part')).toEqual(['--partitions'])
  expect(offers('gregor produce --compression ').toSorted()).toEqual(['gzip', 'lz4', 'none', 'snappy', 'zstd'])
})

test('zsh offers the same', () => {
  if (!hasShell('zsh')) return
  // The two functions of its completion system that the script calls print what they would offer.
  const offers = (...words: readonly string[]) =>
    said(
      'zsh',
      `compdef() { : }; _describe() { print -l -- "\${(@P)2}" }; _files() { : }
words=(${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length}
${completionScript(program, 'zsh')}
_gregor`
    ).map((item) => item.split(':')[0] ?? '')
  expect(offers('gregor', '')).toContain('topics')
  expect(offers('gregor', 'topics', '')).toEqual(['list', 'describe', 'create', 'alter', 'delete'])
  expect(offers('gregor', 'topics', 'create', '--')).toContain('--partitions')
  expect(offers('gregor', 'produce', '--compression', '')).toEqual(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
})

test('quotes and colons in a description do not break out of it', () => {
  const odd = new Command('gregor')
  odd
    .command('a')
    .description(`it's: "odd" $(x)`)
    .addOption(new Option('-f, --from <x>', "o'clock").choices(['p', 'q']))
  expect(completionScript(odd, 'zsh')).toContain(`items=('a:it'\\''s: "odd" $(x)')`)
  const fish = completionScript(odd, 'fish')
  expect(fish).toContain(`-f -a 'a' -d 'it\\'s: "odd" $(x)'`)
  expect(fish).toContain(`-l from -x -a 'p q' -d 'o\\'clock'`)
})
