import { usageError } from '../faults.ts'

/** Milliseconds since 1970 of an ISO 8601 time, or of such a number. Throws a usage error. */
export function parseTime(text: string): number {
  const value = /^\d{10,}$/.test(text) ? Number(text) : /^\d{4}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(value))
    throw usageError(`${text} is no time: expected ISO 8601, as in 2026-11-21T12:00:00Z, or milliseconds since 1970`)
  return value
}
