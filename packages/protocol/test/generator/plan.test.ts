import { describe, expect, test } from '@jest/globals'
import { emitFile } from '../../src/generator/file.ts'
import { planMessage } from '../../src/generator/plan.ts'
import { api, array, data, int32, string, struct } from '../../src/schema/schema.ts'

describe('plan of a message', () => {
  test('structs of one name in request and response get the names of their messages', () => {
    const schema = api({
      key: 1,
      name: 'Thing',
      versions: '0-1',
      flexible: 'none',
      request: [array('items', '0+', struct('Item', [int32('a', '0+')]))],
      response: [array('items', '0+', struct('Item', [int32('b', '0+')]))]
    })
    const names = planMessage(schema).structs.map(({ name }) => name)
    expect(names).toEqual(['ThingRequest', 'ThingRequestItem', 'ThingResponse', 'ThingResponseItem'])
  })

  test('a struct reaches only the versions of the fields that hold it', () => {
    const item = struct('Item', [int32('a', '0+')])
    const schema = data({ name: 'Thing', versions: '0-5', flexible: '3+', fields: [array('items', '2-4', item)] })
    expect(planMessage(schema).planOf(item).reach).toEqual({ min: 2, max: 4 })
  })

  test('a field that no version has is an error of the schema', () => {
    const schema = data({ name: 'Thing', versions: '3-5', flexible: 'none', fields: [int32('gone', '0-2')] })
    expect(() => planMessage(schema)).toThrow(/each field is in some version/)
  })

  test('an array whose elements may take no bytes is an error of the schema', () => {
    const empty = struct('Empty', [int32('later', '1+')])
    const schema = data({ name: 'Thing', versions: '0-1', flexible: 'none', fields: [array('items', '0+', empty)] })
    expect(() => emitFile(schema)).toThrow(/elements take bytes/)
  })

  test('an encoder asks for what the newest version has, not for what has a default', () => {
    const fields = [
      string('always', '0+'),
      string('newer', '1+', { ignorable: true }),
      string('older', '0'),
      string('tagged', '1+', { tag: 0 }),
      int32('defaulted', '0+', { default: -1 }),
      int32('throttleTimeMs', '0+')
    ]
    const [root] = planMessage(data({ name: 'Thing', versions: '0-1', flexible: '1+', fields })).roots
    expect(root!.fields.filter(({ optional }) => !optional).map(({ name }) => name)).toEqual(['always', 'newer'])
  })
})
