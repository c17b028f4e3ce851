import { describe, expect, test } from '@jest/globals'
import { sourceFiles } from '../support/sources.ts'

/** What only adapters in an `io` folder may use, and what everybody else uses instead. */
const banned: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\bDate\.now\(|\bnew Date\(\)/, instead: 'the Clock port' },
  { pattern: /\bperformance\.now\(/, instead: 'the Clock port' },
  { pattern: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/, instead: 'the Random port' },
  { pattern: /\bset(?:Timeout|Interval|Immediate)\(/, instead: 'the Scheduler port' },
  { pattern: /\bprocess\.nextTick\(/, instead: 'the Scheduler port' },
  { pattern: /'node:(?:fs|net|tls|http|https|http2|child_process|dgram|dns|timers|worker_threads)/, instead: 'a port' },
  { pattern: /'(?:@grpc\/grpc-js|level|prom-client|pino|pino-pretty)'/, instead: 'a port' }
]

/** The composition root and what a person runs: they wire the adapters. */
const outermost = [/^packages\/server\/src\/dev\/command\.ts$/, /^packages\/server\/src\/server-command\.ts$/]

const inner = sourceFiles().filter(
  ({ path }) =>
    !path.includes('/io/') && !path.includes('/generator/') && !outermost.some((pattern) => pattern.test(path))
)

describe('the three rings', () => {
  test.each(banned)('outside io/ nothing uses $pattern: $instead does it', ({ pattern }) => {
    const users = inner.filter(({ text }) => pattern.test(withoutComments(text)))
    expect(users.map(({ path }) => path)).toEqual([])
  })

  test('nothing is left to do later', () => {
    const marked = sourceFiles().filter(({ text }) => /\b(?:TODO|FIXME|XXX|HACK)\b/.test(text))
    expect(marked.map(({ path }) => path)).toEqual([])
  })
})

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}
