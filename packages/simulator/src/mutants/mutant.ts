/**
 * A planted bug, to find out whether the simulator finds it: one small change of the compiled code, which is applied
 * while a process that was started for it loads the code. The product itself knows nothing of mutants.
 */
export interface Mutant {
  /** Unique; in kebab-case, the package's area first. */
  readonly name: string
  /** Its folder in packages/. */
  readonly package: string
  /** The compiled file, below the package's dist folder. */
  readonly file: string
  /** What is replaced: text that occurs exactly once in the file. */
  readonly find: string
  readonly replace: string
  /** What is wrong then, in one sentence. */
  readonly breaks: string
  /** The bug of the list in docs/reliability.md that it plants again, if it is one of them. */
  readonly bug?: string
  /** The invariants of docs/reliability.md that may show it. */
  readonly violates: readonly string[]
  /** Set when the simulator hardly ever meets it. Undefined = the simulator must find it. */
  readonly outside?: Outside
}

/** A bug that the simulator leaves to a test file of the package. */
export interface Outside {
  /** The file that must fail with the bug in the code, from the project's root on. */
  readonly suite: string
  /** What it would take for the simulator to find it, in one sentence. */
  readonly why: string
}

/** A mutant in a table of mutants of one package. */
export type MutantOf = Omit<Mutant, 'package'>

/** The table of one package's mutants. */
export function mutantsOf(packageFolder: string, mutants: readonly MutantOf[]): readonly Mutant[] {
  return mutants.map((mutant) => ({ ...mutant, package: packageFolder }))
}

/** The mutant cannot be planted: the code has changed since it was written. */
export class MutantError extends Error {
  override readonly name = 'MutantError'
}

/** The code with the bug in it. */
export function plant(mutant: Mutant, code: string): string {
  const [before, after, ...more] = code.split(mutant.find)
  const occurrences = after === undefined ? 0 : more.length + 1
  if (before !== undefined && after !== undefined && occurrences === 1) return before + mutant.replace + after
  const { name, file } = mutant
  throw new MutantError(
    `the mutant ${name} replaces text that occurs ${occurrences} times in packages/${mutant.package}/dist/${file}, ` +
      `and must occur once: bring its "find" in line with the code as it is now`
  )
}
