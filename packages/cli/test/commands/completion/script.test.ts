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
