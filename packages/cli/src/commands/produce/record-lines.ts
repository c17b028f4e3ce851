import type { NewRecord } from '@gregor/protocol'
import { CommandError } from '../../faults.ts'

export interface LineForm {
  readonly keySeparator?: string
  readonly nullValue?: boolean
  readonly header?: readonly (readonly [string, string])[]
  readonly lines: 'text' | 'json'
}

/** A record, and the partition that the line asks for. */
export interface LineRecord {
  readonly record: NewRecord
  readonly partition: number | undefined
}

/** Reads one line; a CommandError names the line (from 1) that cannot be one. */
export function recordOf(
  line: string,
  form: LineForm,
  at: { readonly line: number; readonly nowMs: number }
): LineRecord {
  return form.lines === 'json' ? jsonRecord(line, form, at) : textRecord(line, form, at)
}

function textRecord(line: string, form: LineForm, at: { readonly line: number; readonly nowMs: number }): LineRecord {
  const { keySeparator: separator, nullValue } = form
  const cut = separator === undefined ? -1 : line.indexOf(separator)
  if (separator !== undefined && cut < 0)
    throw new CommandError(`line ${at.line} has no ${JSON.stringify(separator)} between key and value`)
  const key = separator === undefined ? null : Buffer.from(line.slice(0, cut))
  const text = separator === undefined ? line : line.slice(cut + separator.length)
  const value = nullValue === true && text === '' ? null : Buffer.from(text)
  return { record: { key, value, headers: headersOf(form.header), timestamp: at.nowMs }, partition: undefined }
}

const headersOf = (pairs: readonly (readonly [string, string])[] = []): { key: string; value: Buffer }[] =>
  pairs.map(([key, value]) => ({ key, value: Buffer.from(value) }))

function jsonRecord(line: string, form: LineForm, at: { readonly line: number; readonly nowMs: number }): LineRecord {
  const { key, value, headers, partition, timestamp } = parseObject(line, at.line)
  const wrong = (field: string, expected: string): CommandError =>
    new CommandError(`line ${at.line}: ${field} must be ${expected}`)
  if (partition !== undefined && !isCount(partition)) throw wrong('partition', 'a whole number from 0')
  if (timestamp !== undefined && !isCount(timestamp)) throw wrong('timestamp', 'milliseconds since 1970')
  const own = headers === undefined || headers === null ? [] : headerPairs(headers)
  if (own === undefined) throw wrong('headers', 'an object, or a list of {"key", "value"}')
  return {
    record: {
      key: bytesOf(key),
      value: bytesOf(value),
      headers: [...headersOf(form.header), ...own],
      timestamp: timestamp ?? at.nowMs
    },
    partition
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function parseObject(
  line: string,
  number: number
): Record<'key' | 'value' | 'headers' | 'partition' | 'timestamp', unknown> {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch (cause) {
    throw new CommandError(`line ${number} is not JSON: ${(cause as Error).message}`, { cause })
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new CommandError(`line ${number} is not a JSON object with "key" and "value"`)
  return parsed as ReturnType<typeof parseObject>
}

/** Text as it is, `{"base64": …}` as its bytes (as `gregor consume --json` prints what is no text), others as JSON. */
function bytesOf(value: unknown): Buffer | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return Buffer.from(value)
  const { base64 } = value as { readonly base64?: unknown }
  if (typeof base64 === 'string' && Object.keys(value).length === 1) return Buffer.from(base64, 'base64')
  return Buffer.from(JSON.stringify(value))
}

function headerPairs(headers: unknown): { key: string; value: Buffer | null }[] | undefined {
  if (typeof headers !== 'object' || headers === null) return undefined
  if (!Array.isArray(headers)) return Object.entries(headers).map(([key, value]) => ({ key, value: bytesOf(value) }))
  const list = headers as readonly unknown[]
  const pairs = list.flatMap((header) => {
    const { key, value } = (header ?? {}) as { readonly key?: unknown; readonly value?: unknown }
    return typeof key === 'string' ? [{ key, value: bytesOf(value) }] : []
  })
  return pairs.length === list.length ? pairs : undefined
}
