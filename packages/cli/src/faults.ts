/** How the command ends: what it did, what went wrong there, or that it was called wrongly. */
export const ExitCode = { ok: 0, failed: 1, usage: 2 } as const
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** A failure that the user is told in one line: what happened, and the next step. Never shown with a stack trace. */
export class CommandError extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, options: { readonly exitCode?: ExitCode; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'CommandError'
    this.exitCode = options.exitCode ?? ExitCode.failed
  }
}

/** The command line is wrong: exit code 2. */
export const usageError = (message: string): CommandError => new CommandError(message, { exitCode: ExitCode.usage })
