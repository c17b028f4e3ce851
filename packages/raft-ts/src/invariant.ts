/** Thrown when the core, or the driver's use of it, is wrong: going on would risk the log. Let it end the process. */
export class RaftInvariantError extends Error {
  override readonly name = 'RaftInvariantError'
}

/** Throws unless `condition` holds; `values` go into the message. */
export function invariant(
  condition: boolean,
  what: string,
  values: Readonly<Record<string, unknown>> = {}
): asserts condition {
  if (!condition) throw new RaftInvariantError(`${what} ${JSON.stringify(values)}`)
}

/** The default arm of an exhaustive switch. */
export function unreachable(value: never): never {
  throw new RaftInvariantError(`unreachable: ${JSON.stringify(value)}`)
}
