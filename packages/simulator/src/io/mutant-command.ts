import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { allMutants } from '../mutants/all-mutants.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { mutantsPage, type MutantResult, resultLine, summary } from '../mutants/report.ts'
import { MutantRunner } from './mutant-runner.ts'
import { SuiteRunner } from './suite-runner.ts'

const usage = 'npm run mutants -- [--only NAME]... [--simulate] [--seeds N] [--jobs N]'
const page = fileURLToPath(new URL('../../../../docs/reference/mutants.md', import.meta.url))
/** Real time that one seed may take; it takes a fraction of a second. */
const seedMsMax = 30_000

process.exitCode = await main()

/** Tries the mutants, and writes the page about them when all were tried. Returns the exit code. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      simulate: { type: 'boolean', default: false },
      seeds: { type: 'string', default: '400' },
      jobs: { type: 'string', default: '2' }
    }
  })
  const seedsMax = positive('--seeds', values.seeds)
  const jobs = positive('--jobs', values.jobs)
  const mutants = chosen(values.only)
  const simulator = new MutantRunner({ seedsMax, seedMsMax })
  const suites = new SuiteRunner()
  const tryOne = (mutant: Mutant): Promise<MutantResult> =>
    mutant.outside === undefined || values.simulate ? simulator.try(mutant) : suites.try(mutant, mutant.outside.suite)
  const results = await tryAll(mutants, { tryOne, jobs })
  console.log(summary(results, { seedsMax }))
  if (mutants === allMutants && !values.simulate) writeFileSync(page, mutantsPage(results, { seedsMax }))
  return results.every(({ outcome }) => outcome === 'caught') ? 0 : 1
}

/** Results are in the order of the mutants, whoever is done first. */
async function tryAll(
  mutants: readonly Mutant[],
  { tryOne, jobs }: { readonly tryOne: (mutant: Mutant) => Promise<MutantResult>; readonly jobs: number }
): Promise<MutantResult[]> {
  const results = new Map<Mutant, MutantResult>()
  const rest = mutants.values()
  const work = async (): Promise<void> => {
    for (const mutant of rest) {
      const result = await tryOne(mutant)
      results.set(mutant, result)
      console.log(resultLine(result))
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  return mutants.map((mutant) => results.get(mutant)!)
}

function chosen(names: readonly string[]): readonly Mutant[] {
  const unknown = names.filter((name) => allMutants.every((mutant) => mutant.name !== name))
  if (unknown.length > 0) throw new Error(`there is no mutant named ${unknown.join(', ')}; ${usage}`)
  return names.length === 0 ? allMutants : allMutants.filter(({ name }) => names.includes(name))
}

function positive(option: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${option} is a whole number above 0, not ${text}; ${usage}`)
  return value
}
