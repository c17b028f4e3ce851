import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { main } from '../src/cli.ts'

/** Runs the command line inside this process: for what is refused before anything else happens. */
let said: string
beforeEach(() => {
  said = ''
  const hear = (text: unknown): boolean => {
    said += `${String(text)}\n`
    return true
  }
  jest.spyOn(console, 'error').mockImplementation(hear)
  jest.spyOn(process.stderr, 'write').mockImplementation(hear)
})
afterEach(() => {
  process.exitCode = undefined
  jest.restoreAllMocks()
})

test.each([
  [['bogus'], "gregor: unknown command 'bogus'; --help says what there is"],
  [['topicz'], "gregor: unknown command 'topicz' (Did you mean topics?); --help says what there is"],
  [['topics', 'describe'], "gregor: missing required argument 'topic'; --help says what there is"],
  [['topics', 'list', '--bootstrap', 'x'], 'gregor: --bootstrap x: expected host:port[,host:port..], as in'],
  [['topics', 'create', 't', '-p', 'many'], 'Expected is a whole number from 1 to 1000000'],
  [['topics', 'alter', 't'], 'gregor: nothing to alter: give --partitions, --config or --delete-config'],
  [['configs', 'set', 'topic', 't', 'retention.ms'], 'Expected is key=value'],
  [['configs', 'describe', 'user', 'u'], 'Allowed choices are topic, broker'],
  [['groups', 'reset-offsets', 'g', '--to-latest'], 'gregor: say which partitions: --topic or --all-topics'],
  [['groups', 'reset-offsets', 'g', '--all-topics'], 'gregor: say where to: one of --to-earliest, --to-latest'],
  [['groups', 'reset-offsets', 'g', '--all-topics', '--to-datetime', 'noon'], 'gregor: noon is no time: expected ISO']
])('%j is a wrong command line: one line, exit code 2', async (args, message) => {
  await main(['node', 'gregor', ...args])
  expect(said).toContain(message)
  expect(said.trimEnd().split('\n')).toHaveLength(1)
  expect(process.exitCode).toBe(2)
})
