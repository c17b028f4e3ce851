/** What a worker is asked to run. */
export interface SeedTask {
  readonly seed: number
}

/** What came of it. */
export interface SeedResult {
  readonly seed: number
  readonly failure: { readonly invariant: string; readonly message: string } | undefined
  readonly traceHash: string
  readonly simulatedMs: number
  readonly events: number
  readonly faults: Readonly<Record<string, number>>
  readonly counts: Readonly<Record<string, number>>
}
