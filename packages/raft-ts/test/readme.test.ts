import { readFileSync } from 'node:fs'
import { expect, jest, test } from '@jest/globals'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the example of the README runs, and is the one that is tested here', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined)
  await import('./example/replicated-map.ts')
  expect(log.mock.calls.flat()).toEqual([true, 'blue', 'blue', 'blue'])
  log.mockRestore()
  expect(read('../README.md')).toContain(read('./example/replicated-map.ts'))
})

test.each(['disk.ts', 'replica.ts'])('%s of the example on level and TCP is the one in the README', (name) => {
  expect(read('../README.md')).toContain(`\`\`\`ts\n${read(`../examples/replicated-map/${name}`)}\`\`\`\n`)
})

test('the README names everything that the package exports as a value', async () => {
  const readme = read('../README.md')
  const surface = await import('../src/index.ts')
  expect(Object.keys(surface).filter((name) => !readme.includes(name))).toEqual([])
})
