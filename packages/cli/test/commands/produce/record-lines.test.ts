import { describe, expect, test } from '@jest/globals'
import { type LineForm, recordOf } from '../../../src/commands/produce/record-lines.ts'

const at = { line: 3, nowMs: 1000 }
const text = (line: string, form: Omit<LineForm, 'lines'> = {}) => recordOf(line, { ...form, lines: 'text' }, at)
const json = (value: unknown) => recordOf(JSON.stringify(value), { lines: 'json' }, at)

describe('lines of text', () => {
  test('a line is a value; the key before the first separator; headers on each', () => {
    expect(text('a=b').record).toEqual({ key: null, value: Buffer.from('a=b'), headers: [], timestamp: 1000 })
    const { record } = text('a=b=c', { keySeparator: '=', header: [['h', 'x']] })
    expect(record).toMatchObject({ key: Buffer.from('a'), value: Buffer.from('b=c') })
    expect(record.headers).toEqual([{ key: 'h', value: Buffer.from('x') }])
  })

  test('an empty value is empty, or null when asked', () => {
    expect(text('a:', { keySeparator: ':' }).record.value).toEqual(Buffer.alloc(0))
    expect(text('a:', { keySeparator: ':', nullValue: true }).record.value).toBeNull()
  })

  test('a line without the separator is named', () => {
    expect(() => text('a', { keySeparator: ':' })).toThrow('line 3 has no ":" between key and value')
  })
})

describe('lines of JSON', () => {
  test('texts, objects, bytes and nothing; partition and time', () => {
    const { record, partition } = json({
      key: 'k',
      value: { a: 1 },
      headers: [{ key: 'h', value: { base64: 'AP8=' } }],
      partition: 2,
      timestamp: 5
    })
    expect(partition).toBe(2)
    expect(record).toEqual({
      key: Buffer.from('k'),
      value: Buffer.from('{"a":1}'),
      headers: [{ key: 'h', value: Buffer.from([0, 255]) }],
      timestamp: 5
    })
    expect(json({}).record).toMatchObject({ key: null, value: null, timestamp: 1000 })
  })

  test.each([
    ['{', 'line 3 is not JSON'],
    ['[1]', 'line 3 is not a JSON object'],
    ['{"partition":-1}', 'line 3: partition must be a whole number from 0'],
    ['{"timestamp":"now"}', 'line 3: timestamp must be milliseconds since 1970'],
    ['{"headers":[{"value":"x"}]}', 'line 3: headers must be an object, or a list of']
  ])('%s is refused: %s', (line, message) => {
    expect(() => recordOf(line, { lines: 'json' }, at)).toThrow(message)
  })
})
