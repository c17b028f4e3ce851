import { isatty } from 'node:tty'
import type { Logger } from '@gregor/base'
import { type DestinationStream, pino, stdTimeFunctions } from 'pino'
import { PinoPretty } from 'pino-pretty'

/** How log lines look: coloured sentences for people, JSON for machines; 'auto' asks whether stdout is a terminal. */
export type LogFormat = 'auto' | 'pretty' | 'json'

export interface LoggerOptions {
  readonly level: string
  readonly format: LogFormat
  readonly fields: object
}

/** The daemon's log on stdout. */
export function createLogger({ level, format, fields }: LoggerOptions): Logger {
  const pretty = format === 'pretty' || (format === 'auto' && isatty(1))
  const options = { level, base: fields, timestamp: stdTimeFunctions.isoTime }
  return pretty ? pino(options, prettyStream()) : pino(options, pino.destination({ dest: 1, sync: true }))
}

function prettyStream(): DestinationStream {
  return PinoPretty({
    colorize: isatty(1) || process.env['FORCE_COLOR'] === '1',
    sync: true,
    translateTime: 'HH:MM:ss.l',
    ignore: 'pid,hostname,node',
    singleLine: true,
    hideObject: false
  })
}
