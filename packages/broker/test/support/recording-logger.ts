import type { Logger } from '@gregor/base'

/** Keeps warnings and errors. */
export class RecordingLogger implements Logger {
  readonly lines: string[] = []

  trace(): void {}
  debug(): void {}
  info(): void {}

  warn(_fields: object, message: string): void {
    this.lines.push(message)
  }

  error(_fields: object, message: string): void {
    this.lines.push(message)
  }

  child(): Logger {
    return this
  }
}
