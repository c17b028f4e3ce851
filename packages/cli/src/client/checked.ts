import { ErrorCode, errorInfo } from '@gregor/protocol'
import { CommandError } from '../faults.ts'

/** An error answer of a broker as one sentence: its own message where it has one, else what Kafka means by the code. */
export function answerText(code: number, message?: string | null): string {
  const { name, message: general } = errorInfo(code)
  return `${(message ?? '').trim() || general} (${name})`
}

/** Throws a CommandError when `code` is an error; `what` says what was asked for. */
export function checked(code: number, what: string, message?: string | null): void {
  if (code === ErrorCode.NONE) return
  throw new CommandError(`${what}: ${answerText(code, message)}`)
}
