/** Something that a check found. */
export interface Finding {
  /** A problem ends the command with exit code 1; a remark does not. */
  readonly level: 'problem' | 'remark'
  readonly what: string
  readonly todo: string
}

/** One check: what it looked at, and what it found. */
export interface Check {
  readonly name: string
  /** What is so when nothing was found. */
  readonly summary: string
  readonly findings: readonly Finding[]
}

export const problem = (what: string, todo: string): Finding => ({ level: 'problem', what, todo })
export const remark = (what: string, todo: string): Finding => ({ level: 'remark', what, todo })

const namesMax = 10

/** The first names, and how many more there are. */
export function some(names: readonly string[]): string {
  const more = names.length - namesMax
  return `${names.slice(0, namesMax).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
