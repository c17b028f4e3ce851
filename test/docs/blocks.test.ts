import { expect, test } from '@jest/globals'
import { blocksOf, outputPattern } from './blocks.ts'

test('blocks with their markers, and what they print', () => {
  const page = [
    '<!-- background until: up -->\n```sh\nnpm start\n```',
    '<!-- exit code: 1 -->\n```sh\nfalse\n```\n\n```text\nno …\n```',
    '<!-- elsewhere: moon -->\n```sh\nland\n```',
    '```js\nimport "x"\n```'
  ].join('\n\n')
  const plain = { backgroundUntil: undefined, elsewhere: undefined, exitCode: 0, output: undefined }
  expect(blocksOf(page)).toEqual([
    { ...plain, language: 'sh', line: 3, text: 'npm start', backgroundUntil: 'up' },
    { ...plain, language: 'sh', line: 8, text: 'false', exitCode: 1, output: 'no …' },
    { ...plain, language: 'text', line: 12, text: 'no …' },
    { ...plain, language: 'sh', line: 17, text: 'land', elsewhere: 'moon' },
    { ...plain, language: 'js', line: 21, text: 'import "x"' }
  ])
})

test.each([
  ['a\nb', 'a\nb\n', true],
  ['a', 'a\nb\n', false],
  ['1 … (x)', '1 two (x)\n', true],
  ['1 … (x)', '1 two x\n', false],
  ['…\nz', 'a\nb\nz\n', true],
  ['…\nz', 'z\n', true],
  ['a\n…', 'a\nb\nc\n', true],
  ['…\nz', 'z\nb\n', false]
])('%j shows %j: %s', (shown, printed, matches) => {
  expect(outputPattern(shown).test(printed)).toBe(matches)
})
