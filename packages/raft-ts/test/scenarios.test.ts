import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Scenario } from './support/scenario.ts'

/**
 * Each file under scenarios/ is a story: comments, commands, and below `----` what each command is expected to print.
 * REWRITE=1 writes down what they do print: read the diff before you believe it.
 */
const folder = new URL('scenarios/', import.meta.url)
const separator = '----'

/** Runs a scenario; returns its text with what the commands printed this time. */
function replay(text: string): string {
  const scenario = new Scenario()
  return text
    .trimEnd()
    .split(/\n{2,}/)
    .map((block) => replayBlock(scenario, block))
    .join('\n\n')
    .concat('\n')
}

function replayBlock(scenario: Scenario, block: string): string {
  const lines = block.split('\n')
  const end = lines.indexOf(separator)
  const head = end === -1 ? lines : lines.slice(0, end)
  const commands = head.filter((line) => !line.startsWith('#'))
  if (commands.length === 0) return block
  const printed = commands.map((line) => scenario.run(line)).filter((output) => output !== 'ok')
  return [...head, separator, printed.length === 0 ? 'ok' : printed.join('\n')].join('\n')
}

describe('scenarios', () => {
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()) {
    test(name.replace(/\.txt$/, '').replaceAll('-', ' '), () => {
      const file = new URL(name, folder)
      const expected = readFileSync(file, 'utf8')
      const replayed = replay(expected)
      if (process.env['REWRITE'] !== undefined) writeFileSync(file, replayed)
      else expect(replayed).toBe(expected)
    })
  }
})
