import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { metricTables } from '../../packages/server/src/metric-tables.ts'
import { repository } from '../support/sources.ts'

const folder = join(repository, 'docs', 'runbooks')
const read = (...path: readonly string[]): string => readFileSync(join(repository, ...path), 'utf8')
const rules = read('deploy', 'prometheus', 'alerts.yml')
  .split(/^ +- alert: /m)
  .slice(1)
const alerts = rules.map((text) => ({
  name: /^\w+/.exec(text)![0],
  expression: /expr: (?:>-\s+)?(.*)$/m.exec(text)![1]!,
  severity: /severity: (\w+)/.exec(text)?.[1],
  page: /runbook_url: docs\/runbooks\/([\w-]+\.md)$/m.exec(text)?.[1]
}))
const pages = readdirSync(folder)
const metrics = new Set(metricTables.flatMap((table) => Object.values(table)).map(({ name }) => name as string))
const commands = new Set(
  [...read('docs', 'reference', 'cli.md').matchAll(/^## gregor (.*)$/gm)].map(([, command]) => command!)
)

/** Names of metrics in a text, without what Prometheus adds for histograms and summaries. */
const metricsIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:kafka|gregor)_[a-z0-9_]+\b/g)].map(([name]) => name.replace(/_(?:bucket|sum)$/, ''))

describe('runbooks', () => {
  test('there is a page for every alert, and an alert for every page', () => {
    expect(alerts.length).toBeGreaterThan(20)
    expect(alerts.filter(({ page }) => page === undefined || !pages.includes(page))).toEqual([])
    const named = new Set(alerts.map(({ page }) => page))
    expect(pages.filter((page) => !named.has(page))).toEqual([])
  })

  test.each(alerts)('$page says what $name means, what to look at and what to do', ({ name, severity, page }) => {
    const text = readFileSync(join(folder, page!), 'utf8')
    expect(text.startsWith(`# ${name}\n\nSeverity: ${severity}.\n`)).toBe(true)
    expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual([
      'What it means',
      'What to look at',
      'What to do'
    ])
    expect(text).toMatch(/`(?:gregor|kafka-[a-z-]+\.sh|curl|docker-compose|iostat|top|dmesg) /)
  })

  test.each(pages)('%s names only commands, metrics and pages that there are', (page) => {
    const text = readFileSync(join(folder, page), 'utf8')
    const used = [...text.matchAll(/`gregor ([a-z-]+(?: [a-z-]+)?)/g)].map(([, words]) => words!)
    const unknown = used.filter((words) => !commands.has(words) && !commands.has(words.split(' ')[0]!))
    expect(unknown).toEqual([])
    const prefixes = metricsIn(text).filter((name) => ![...metrics].some((metric) => metric.startsWith(name)))
    expect(prefixes).toEqual([])
    const links = [...text.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, link]) => link!)
    expect(links.filter((link) => !pages.includes(link))).toEqual([])
  })

  test('alerts look at metrics that there are', () => {
    const used = alerts.flatMap(({ expression }) => metricsIn(expression))
    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((name) => !metrics.has(name))).toEqual([])
  })
})
