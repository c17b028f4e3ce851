/** What a command found: the same facts for a program and for a person. */
export interface Report {
  /** One JSON document, for `--json`. Its shape is stable: fields are added, never renamed. */
  readonly json: unknown
  /** For a person; without the last line break. */
  readonly text: string
  /** False: the command found that something is wrong, and ends with exit code 1. */
  readonly healthy?: boolean
}
