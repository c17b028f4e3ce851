/** Thrown when the program itself is wrong: it ends the process rather than let corruption spread. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/** Ends the process (by an uncaught InvariantError) unless `condition` holds; `values` go into the message. */
export function invariant(
  condition: unknown,
  what: string,
  values: Readonly<Record<string, unknown>> = {}
): asserts condition {
  if (!condition) throw new InvariantError(`${what} ${JSON.stringify(values)}`)
}

/** The default arm of an exhaustive switch: fails to compile when a case is missing. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`)
}
