import type { Logger } from './ports.ts'

/** A logger that says nothing, for tests and tools. */
export const silentLogger: Logger = {
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLogger
}
