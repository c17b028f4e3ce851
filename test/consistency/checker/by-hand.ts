// What histories that are written by hand are made of.
import { type History, type Poll, type Send, emptyHistory } from './history.ts'

/** A record. */
export const at = (offset: number, value: string, leaderEpoch = 0) => ({ offset, value, leaderEpoch })

/** A batch of p, sent at ten times its number. */
export const send = (number: number, values: readonly string[], rest: Partial<Send> = {}): Send => ({
  producer: 'p',
  partition: 0,
  number,
  values,
  idempotent: true,
  sentMs: 10 * number,
  attempts: 1,
  possible: 1,
  ack: undefined,
  ...rest
})

/** What reader r got. */
export const poll = (from: number, records: Poll['records'], rest: Partial<Poll> = {}): Poll => ({
  reader: 'r',
  partition: 0,
  from,
  records,
  highWatermark: 100,
  ...rest
})

/** What is there at the end. */
export const final = (records: Poll['records'], reader = 'final') => poll(0, records, { reader })

/** A history with these parts, and nothing else. */
export const history = (parts: Partial<History>): History => ({ ...emptyHistory(), ...parts })
