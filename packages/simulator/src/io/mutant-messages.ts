/** What a worker is to run: its first argument, as JSON. */
export interface MutantOrder {
  /** Undefined = the code as it is. */
  readonly mutant: string | undefined
  readonly firstSeed: number
  readonly lastSeed: number
}

/** What a worker tells: each seed before and after it runs, and what keeps it from running any. */
export type MutantNews =
  | { readonly type: 'begins'; readonly seed: number }
  | { readonly type: 'passed'; readonly seed: number }
  | { readonly type: 'failed'; readonly seed: number; readonly invariant: string; readonly message: string }
  | { readonly type: 'unusable'; readonly message: string }
