import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { generateFiles } from '../../src/generator/files.ts'

const folder = new URL('../../src/messages/', import.meta.url)

test('the committed codecs are what the schemas generate', () => {
  const files = generateFiles()
  expect(readdirSync(folder).sort()).toEqual([...files.keys()].sort())
  for (const [name, text] of files) {
    expect({ name, same: readFileSync(new URL(name, folder), 'utf8') === text }).toEqual({ name, same: true })
  }
})
