import { describe, expect, test } from '@jest/globals'
import { parseProperties } from '../../src/config/properties.ts'

const pairs = (text: string) => parseProperties(text).map(({ key, value, line }) => [line, key, value])

describe('properties files', () => {
  test('comments and empty lines are skipped, lines are counted', () => {
    expect(pairs('# one\n\n! two\na=1\n  b = 2 \n')).toEqual([
      [4, 'a', '1'],
      [5, 'b', '2 ']
    ])
  })

  test('keys end at the first =, : or blank', () => {
    expect(pairs('a:1\nb 2\nc==3\nd')).toEqual([
      [1, 'a', '1'],
      [2, 'b', '2'],
      [3, 'c', '=3'],
      [4, 'd', '']
    ])
  })

  test('a backslash continues the line, two do not', () => {
    expect(pairs('a=1,\\\n   2\nb=x\\\\\nc=3')).toEqual([
      [1, 'a', '1,2'],
      [3, 'b', 'x\\'],
      [4, 'c', '3']
    ])
  })

  test('escapes are read', () => {
    expect(pairs(String.raw`path=C\:\\x\u0041\ty`)).toEqual([[1, 'path', 'C:\\xA\ty']])
  })
})
