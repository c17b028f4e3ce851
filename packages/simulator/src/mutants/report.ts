import type { Mutant } from './mutant.ts'

/** What came of one mutant. */
export interface MutantResult {
  readonly mutant: Mutant
  /** 'hung': several seeds came to no end in real time, which nobody would wait for. */
  readonly outcome: 'caught' | 'missed' | 'hung'
  /** Seeds that were run, the one that caught it included. */
  readonly seeds: number
  /** What was broken when it was caught: an invariant's name, or that of an error. */
  readonly invariant: string | undefined
  readonly message: string | undefined
}

/** The page about a run over all mutants. */
export function mutantsPage(
  results: readonly MutantResult[],
  options: { readonly seedsMax: number; readonly unseen: readonly Mutant[] }
): string {
  const rows = results.map(row)
  return [
    '# Planted bugs',
    '',
    'Tests of the tests: each line is a bug that was put into the compiled code on purpose, and the number of seeds that',
    'the simulator needed to find it, from seed 1 on. A seed counts only if it passes without the bug. Written by',
    '`npm run mutants`; the bugs are the tables in packages/simulator/src/mutants.',
    '',
    summary(results, options),
    '',
    '| Mutant | What is broken | Bug | Seeds | Found by |',
    '| --- | --- | --- | ---: | --- |',
    ...rows,
    '',
    '## Known blind spots',
    '',
    'Bugs that no run is expected to find, and why: what the simulator should learn next. `npm run mutants -- --only NAME`',
    'tries one.',
    '',
    '| Mutant | What is broken | Bug | Why it is not found |',
    '| --- | --- | --- | --- |',
    ...options.unseen.map(unseenRow),
    ''
  ].join('\n')
}

/** How many were caught, and how fast. */
export function summary(results: readonly MutantResult[], options: { readonly seedsMax: number }): string {
  const caught = results.filter(({ outcome }) => outcome === 'caught')
  const missed = results.filter(({ outcome }) => outcome !== 'caught').map(({ mutant }) => mutant.name)
  const seeds = caught.map((result) => result.seeds).toSorted((left, right) => left - right)
  const most = seeds.at(-1) ?? 0
  const head = `${caught.length} of ${results.length} caught within ${options.seedsMax} seeds; seeds needed: median ${median(seeds)}, most ${most}.`
  return missed.length === 0 ? head : `${head} Not caught: ${missed.join(', ')}.`
}

/** What is said of one mutant when it is done. */
export function resultLine({ mutant, outcome, seeds, invariant, message }: MutantResult): string {
  const what = outcome === 'caught' ? `caught by ${invariant} at seed ${seeds}: ${firstLine(message)}` : outcome
  return `${mutant.name}: ${what}${outcome === 'caught' ? '' : ` after ${seeds} seeds`}`
}

function row({ mutant, outcome, seeds, invariant }: MutantResult): string {
  const found = outcome === 'caught' ? (invariant ?? '') : `**${outcome}**`
  return `| ${mutant.name} | ${escaped(mutant.breaks)} | ${mutant.bug ?? ''} | ${seeds} | ${found} |`
}

function unseenRow({ name, breaks, bug, unseen }: Mutant): string {
  return `| ${name} | ${escaped(breaks)} | ${bug ?? ''} | ${escaped(unseen ?? '')} |`
}

const escaped = (text: string): string => text.replaceAll('|', '\\|')
const firstLine = (text = ''): string => text.split('\n')[0]!.slice(0, 300)

/** The middle of ascending numbers; of two middles the greater. */
export function median(ascending: readonly number[]): number {
  return ascending[Math.floor(ascending.length / 2)] ?? 0
}
