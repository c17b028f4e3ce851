import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Mutant, MutantError } from '../mutants/mutant.ts'
import type { MutantResult } from '../mutants/report.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const jest = fileURLToPath(new URL('../../../../node_modules/jest/bin/jest.js', import.meta.url))
/** Real time that a test file may take. */
const suiteMsMax = 300_000

/** The part of jest's JSON report that is read here. */
interface JestReport {
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** Tries mutants against a test file of their package, which then runs over the compiled code with the bug in it. */
export class SuiteRunner {
  /** Whether a test file passes without any mutant: it only tells of a mutant if so. */
  readonly #passesClean = new Map<string, Promise<boolean>>()

  /** Runs the mutant's test file. */
  async try(mutant: Mutant, suite: string): Promise<MutantResult> {
    const folder = mutant.package
    if (!(await this.#passes(folder, suite))) throw new MutantError(`${suite} fails without any mutant`)
    const failed = await this.#failedTest({ folder, suite, mutant })
    const outcome = failed === undefined ? 'missed' : 'caught'
    return { mutant, outcome, seeds: undefined, foundBy: failed, message: suite }
  }

  #passes(folder: string, suite: string): Promise<boolean> {
    const known = this.#passesClean.get(suite)
    if (known !== undefined) return known
    const passes = this.#failedTest({ folder, suite, mutant: undefined }).then((failed) => failed === undefined)
    this.#passesClean.set(suite, passes)
    return passes
  }

  /** The full name of the first test that fails; undefined when all pass. */
  async #failedTest(order: SuiteOrder): Promise<string | undefined> {
    const folder = await mkdtemp(join(tmpdir(), 'gregor-mutant-'))
    try {
      const report = await runJest(order, join(folder, 'report.json'))
      const results = report.testResults.flatMap(({ assertionResults }) => assertionResults)
      const failed = results.find(({ status }) => status === 'failed')
      if (failed !== undefined) return failed.fullName
      if (report.numPassedTests > 0) return undefined
      throw new MutantError(`${order.suite} runs no test: ${report.testResults[0]?.message ?? 'there is no such file'}`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

interface SuiteOrder {
  /** Of the package, in packages/. */
  readonly folder: string
  /** The test file, from the project's root on. */
  readonly suite: string
  readonly mutant: Mutant | undefined
}

async function runJest(order: SuiteOrder, output: string): Promise<JestReport> {
  const args = ['--config', JSON.stringify(jestConfig(order)), '--json', '--outputFile', output, '--silent']
  const nodeArgs = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...args]
  const stderr = await new Promise<string>((resolve) => {
    execFile(process.execPath, nodeArgs, { cwd: root, timeout: suiteMsMax }, (_error, _stdout, text) => resolve(text))
  })
  const text = await readFile(output, 'utf8').catch(() => undefined)
  if (text === undefined) throw new MutantError(`${order.suite} did not end: ${stderr.slice(-2_000)}`)
  return JSON.parse(text) as JestReport
}

/** Tests are the sources; what they test is the compiled code, for mutants are written for that. */
function jestConfig({ folder, suite, mutant }: SuiteOrder): object {
  const planting =
    mutant === undefined
      ? {}
      : {
          [`/packages/${folder}/dist/${mutant.file.replaceAll('.', String.raw`\.`)}$`]: [
            '<rootDir>/packages/simulator/dist/io/suite-transformer.js',
            { mutant }
          ]
        }
  const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } }
  return {
    rootDir: root,
    testEnvironment: 'node',
    extensionsToTreatAsEsm: ['.ts'],
    testMatch: [`<rootDir>/${suite}`],
    moduleNameMapper: { [String.raw`^(?:\.\./)+src/(.*)\.ts$`]: `<rootDir>/packages/${folder}/dist/$1.js` },
    transform: { ...planting, [String.raw`^.+\.ts$`]: ['@swc/jest', swc] },
    testTimeout: 20_000
  }
}
