import type { Logger } from '@gregor/base'

/** Prints what nodes log, with simulated seconds in front. */
export function consoleLogger(nowMs: () => number, fields: object = {}): Logger {
  const at =
    (level: string) =>
    (more: object, message: string): void => {
      const text = JSON.stringify({ ...fields, ...more }, (_, value: unknown) =>
        value instanceof Error ? value.message : value
      )
      console.log(`${(nowMs() / 1_000).toFixed(4)} ${level} ${message} ${text}`)
    }
  return {
    trace: () => {},
    debug: () => {},
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => consoleLogger(nowMs, { ...fields, ...more })
  }
}
