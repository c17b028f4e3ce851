import { expect, test } from '@jest/globals'
import { linesOf } from '../../src/io/lines.ts'

async function* chunks(...texts: (string | Buffer)[]) {
  for (const text of texts) yield Buffer.from(text)
}

async function all(source: AsyncIterable<Buffer>): Promise<(readonly string[])[]> {
  const found: (readonly string[])[] = []
  for await (const lines of linesOf(source)) found.push(lines)
  return found
}

test('lines that came together are given at once; the last needs no line break', async () => {
  expect(await all(chunks('a\nb\r\n', 'c', 'd\n\ne'))).toEqual([['a', 'b'], ['cd', ''], ['e']])
  expect(await all(chunks())).toEqual([])
})

test('a letter that is cut in two pieces stays whole', async () => {
  const euro = Buffer.from('€\n')
  expect(await all(chunks(euro.subarray(0, 1), euro.subarray(1)))).toEqual([['€']])
})
