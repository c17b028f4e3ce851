import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { repository } from '../support/sources.ts'

/** What `npm run bench:scale` says without measuring; it ends well when `status` is 0. */
function benchScale(...args: readonly string[]): { readonly status: number | null; readonly errors: string } {
  const script = join(repository, 'scripts', 'bench-scale.mjs')
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
  return { status, errors: stderr }
}

const taken = { date: '2026-11-21', node: 'v20.0.0', cpu: '2 x any', load: 0.1, commit: 'abc', seconds: 4 }
const figures = {
  'record-size': {
    taken,
    points: [
      { recordBytes: 10, recordsPerSecond: 1_234_567, cpuMicrosPerRecord: 0.75, cpuMillisPerMegabyte: 75 },
      { recordBytes: 1_000_000, recordsPerSecond: 80, cpuMicrosPerRecord: 9000, cpuMillisPerMegabyte: 9 }
    ]
  },
  'partitions-at-rest': {
    taken,
    points: [
      { partitions: 0, memoryMb: 90, idleCpuPercent: 0, startSeconds: 2 },
      { partitions: 1000, memoryMb: 120, idleCpuPercent: 0.3, startSeconds: 2.5, bytesPerPartition: 30_000 }
    ],
    incomplete: 'it was stopped after 300 s'
  },
  'offered-load': { taken, points: [{ offered: 500, p50Ms: 3.1, p99Ms: 9.9, acknowledged: 500 }] }
}

describe('the page of how it scales', () => {
  test('it and the plots are what the stored figures make', () => {
    expect(benchScale('--check')).toEqual({ status: 0, errors: '' })
  })

  describe('of other figures', () => {
    let folder: string

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'gregor-scale-'))
      mkdirSync(join(folder, 'plots'))
      writeFileSync(join(folder, 'plots', 'scale.json'), JSON.stringify(figures))
      writeFileSync(join(folder, 'plots', 'of-old.svg'), '<svg/>')
      expect(benchScale('--render-only', '--out', folder)).toEqual({ status: 0, errors: '' })
    })

    afterEach(() => rmSync(folder, { recursive: true }))

    test('has a plot and a table of what was measured, and says what was not', () => {
      expect(readdirSync(join(folder, 'plots')).sort()).toEqual([
        'offered-load.svg',
        'partitions-at-rest.svg',
        'record-size.svg',
        'scale.json'
      ])
      const page = readFileSync(join(folder, 'scale.md'), 'utf8')
      expect(page).toContain('(plots/record-size.svg)')
      expect(page).toContain('| 10 | 1,234,567 | 0.75 | 75 |')
      expect(page).toContain('| 0 | 90 | 0 | 2 |  |')
      expect(page).toContain('Points are missing: it was stopped after 300 s.')
      expect(page).toContain('Not measured yet: `npm run bench:scale -- --only producers`.')
    })

    test.each(Object.entries(figures))('the plot of %s has every point once in each line', (name, { points }) => {
      const plot = readFileSync(join(folder, 'plots', `${name}.svg`), 'utf8')
      expect(plot).not.toMatch(/NaN|undefined|Infinity/)
      const lines = [...plot.matchAll(/<path d="([^"]*)"/g)].map(([, path]) => path!.match(/[ML]/g)!.length)
      expect(lines.length).toBeGreaterThan(1)
      expect(lines.filter((count) => count !== points.length)).toEqual([])
      const opened = plot.match(/<(?:svg|g|text|title)\b/g)!.length
      expect(plot.match(/<\/(?:svg|g|text|title)>/g)).toHaveLength(opened)
    })

    test('a plot that was changed by hand, or is of no experiment, does not pass the check', () => {
      expect(benchScale('--check', '--out', folder).status).toBe(0)
      appendFileSync(join(folder, 'plots', 'record-size.svg'), '<!-- better -->')
      writeFileSync(join(folder, 'plots', 'of-old.svg'), '<svg/>')
      const { status, errors } = benchScale('--check', '--out', folder)
      expect(status).toBe(1)
      expect(errors.match(/^plots\/\S+/gm)).toEqual(['plots/of-old.svg', 'plots/record-size.svg'])
    })
  })
})
