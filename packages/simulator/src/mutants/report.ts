import type { Mutant } from './mutant.ts'

/** What came of one mutant. */
export interface MutantResult {
  readonly mutant: Mutant
  /** 'hung': several seeds came to no end in real time, which nobody would wait for. */
  readonly outcome: 'caught' | 'missed' | 'hung'
  /** Seeds that were run, the one that caught it included. Undefined = a test file was run, not the simulator. */
  readonly seeds: number | undefined
  /** What showed it when it was caught: an invariant's name or that of an error, or a test's. */
  readonly foundBy: string | undefined
  readonly message: string | undefined
}

/** The page about a run over all mutants. */
export function mutantsPage(results: readonly MutantResult[], options: { readonly seedsMax: number }): string {
  const { simulated, elsewhere } = bySearcher(results)
  return [
    '# Planted bugs',
    '',
    'Tests of the tests: each line is a bug that was put into the compiled code on purpose. Written by `npm run mutants`;',
    'the bugs are the tables in packages/simulator/src/mutants.',
    '',
    summary(results, options),
    '',
    '## Found by the simulator',
    '',
    'Seeds are counted from 1 on, up to the one that failed. A seed counts only if it passes without the bug.',
    '',
    '| Mutant | What is broken | Bug | Seeds | Found by |',
    '| --- | --- | --- | ---: | --- |',
    ...simulated.map(simulatedRow),
    '',
    '## Found by other tests',
    '',
    'Bugs that the simulator does not meet, or hardly ever: its blind spots. Each is planted for a test file of its',
    'package, which passes without the bug and must fail with it. `npm run mutants -- --simulate --only NAME` shows whether',
    'the simulator has learnt to find one.',
    '',
    '| Mutant | What is broken | Bug | Found by | Why not by the simulator |',
    '| --- | --- | --- | --- | --- |',
    ...elsewhere.map(elsewhereRow),
    ''
  ].join('\n')
}

/** How many were caught, and how fast. */
export function summary(results: readonly MutantResult[], { seedsMax }: { readonly seedsMax: number }): string {
  const { simulated, elsewhere } = bySearcher(results)
  const parts = []
  if (simulated.length > 0) parts.push(simulatedSummary(simulated, seedsMax))
  if (elsewhere.length > 0)
    parts.push(`${caughtOf(elsewhere).length} of ${elsewhere.length} others caught by a test file.`)
  const missed = results.filter(({ outcome }) => outcome !== 'caught').map(({ mutant }) => mutant.name)
  if (missed.length > 0) parts.push(`Not caught: ${missed.join(', ')}.`)
  return parts.join(' ')
}

function simulatedSummary(results: readonly MutantResult[], seedsMax: number): string {
  const caught = caughtOf(results)
  const seeds = caught.map((result) => result.seeds ?? 0).toSorted((left, right) => left - right)
  const most = seeds.at(-1) ?? 0
  return (
    `${caught.length} of ${results.length} caught by the simulator within ${seedsMax} seeds; ` +
    `seeds needed: median ${median(seeds)}, most ${most}.`
  )
}

/** What is said of one mutant when it is done. */
export function resultLine({ mutant, outcome, seeds, foundBy, message }: MutantResult): string {
  const where = seeds === undefined ? message : `${seeds} seeds`
  if (outcome !== 'caught') return `${mutant.name}: ${outcome} after ${where}`
  if (seeds === undefined) return `${mutant.name}: caught by ${where}: ${foundBy}`
  return `${mutant.name}: caught by ${foundBy} at seed ${seeds}: ${firstLine(message)}`
}

function bySearcher(results: readonly MutantResult[]): { simulated: MutantResult[]; elsewhere: MutantResult[] } {
  return {
    simulated: results.filter(({ seeds }) => seeds !== undefined),
    elsewhere: results.filter(({ seeds }) => seeds === undefined)
  }
}

const caughtOf = (results: readonly MutantResult[]): MutantResult[] =>
  results.filter(({ outcome }) => outcome === 'caught')

const foundCell = ({ outcome, foundBy }: MutantResult): string =>
  outcome === 'caught' ? escaped(foundBy ?? '') : `**${outcome}**`

function simulatedRow(result: MutantResult): string {
  const { name, breaks, bug } = result.mutant
  return `| ${name} | ${escaped(breaks)} | ${bug ?? ''} | ${result.seeds} | ${foundCell(result)} |`
}

function elsewhereRow(result: MutantResult): string {
  const { name, breaks, bug, outside } = result.mutant
  const found = `${outside?.suite}: ${foundCell(result)}`
  return `| ${name} | ${escaped(breaks)} | ${bug ?? ''} | ${found} | ${escaped(outside?.why ?? '')} |`
}

const escaped = (text: string): string => text.replaceAll('|', '\\|')
const firstLine = (text = ''): string => text.split('\n')[0]!.slice(0, 300)

/** The middle of ascending numbers; of two middles the greater. */
export function median(ascending: readonly number[]): number {
  return ascending[Math.floor(ascending.length / 2)] ?? 0
}
