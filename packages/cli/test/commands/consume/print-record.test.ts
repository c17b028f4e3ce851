import { describe, expect, test } from '@jest/globals'
import { recordLine } from '../../../src/commands/consume/print-record.ts'

const place = { topic: 'orders', partition: 2 }
const record = {
  offset: 7,
  timestamp: 1_700_000_000_000,
  key: Buffer.from('k'),
  value: Buffer.from('v\u001b[0m'),
  headers: [
    { key: 'a', value: Buffer.from('1') },
    { key: 'b', value: null }
  ]
}

describe('a record as a line', () => {
  test('the value; headers and key before it when asked', () => {
    expect(recordLine(place, record, { terminal: false })).toBe('v\u001b[0m')
    expect(recordLine(place, record, { terminal: false, keys: true, headers: true })).toBe('a=1,b=null\tk\tv\u001b[0m')
  })

  test('nothing in it drives a terminal', () => {
    expect(recordLine(place, record, { terminal: true })).toBe('v\\x1b[0m')
  })

  test('a template', () => {
    const format = '%t-%p@%o %T\\t%k=%v %h %%'
    expect(recordLine(place, { ...record, value: null }, { terminal: false, format })).toBe(
      'orders-2@7 2023-11-14T22:13:20.000Z\tk=null a=1,b=null %'
    )
  })

  test('as JSON; what is not UTF-8 is base64', () => {
    const line = recordLine(place, { ...record, key: null, value: Buffer.from([255]) }, { terminal: false, json: true })
    expect(JSON.parse(line)).toEqual({
      topic: 'orders',
      partition: 2,
      offset: 7,
      timestamp: 1_700_000_000_000,
      key: null,
      value: { base64: '/w==' },
      headers: [
        { key: 'a', value: '1' },
        { key: 'b', value: null }
      ]
    })
  })
})
