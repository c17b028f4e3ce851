import { isatty } from 'node:tty'
import type { Logger } from '@gregor/base'
import { type DestinationStream, pino, stdTimeFunctions } from 'pino'
import type * as Pretty from 'pino-pretty'

/** How log lines look: coloured sentences for people, JSON for machines; 'auto' asks whether stdout is a terminal. */
export type LogFormat = 'auto' | 'pretty' | 'json'

export interface LoggerOptions {
  readonly level: string
  readonly format: LogFormat
  readonly fields: object
}

/** The daemon's log on stdout. What makes it pretty is loaded only where somebody looks. */
export async function createLogger({ level, format, fields }: LoggerOptions): Promise<Logger> {
  const pretty = format === 'pretty' || (format === 'auto' && isatty(1))
  const options = { level, base: fields, timestamp: stdTimeFunctions.isoTime }
  const stream = pretty ? prettyStream(await import('pino-pretty')) : pino.destination({ dest: 1, sync: true })
  const logger: Logger = pino(options, stream)
  return logger
}

function prettyStream({ PinoPretty }: typeof Pretty): DestinationStream {
  return PinoPretty({
    colorize: isatty(1) || process.env['FORCE_COLOR'] === '1',
    sync: true,
    translateTime: 'HH:MM:ss.l',
    ignore: 'pid,hostname,node',
    singleLine: true,
    hideObject: false
  })
}
