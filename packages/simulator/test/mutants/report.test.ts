import { describe, expect, test } from '@jest/globals'
import type { Mutant } from '../../src/mutants/mutant.ts'
import { mutantsPage, type MutantResult, resultLine, summary } from '../../src/mutants/report.ts'

function mutant(name: string): Mutant {
  return {
    name,
    package: 'p',
    file: 'f.js',
    find: 'a',
    replace: 'b',
    breaks: 'a | b is wrong.',
    bug: 'B1',
    violates: ['P3']
  }
}

const caught = (name: string, seeds: number): MutantResult => ({
  mutant: mutant(name),
  outcome: 'caught',
  seeds,
  foundBy: 'P3',
  message: 'a record is gone\n  at line 1'
})

const missed: MutantResult = {
  mutant: mutant('sly'),
  outcome: 'missed',
  seeds: 400,
  foundBy: undefined,
  message: undefined
}

const elsewhere: MutantResult = {
  mutant: { ...mutant('dim'), outside: { suite: 'packages/p/test/x.test.ts', why: 'It is dark.' } },
  outcome: 'caught',
  seeds: undefined,
  foundBy: 'a lamp is lit',
  message: 'packages/p/test/x.test.ts'
}

describe('the report about mutants', () => {
  test('counts what was caught, and says how many seeds it took', () => {
    const results = [caught('one', 5), caught('two', 1), caught('three', 90)]
    expect(summary(results, { seedsMax: 400 })).toBe(
      '3 of 3 caught by the simulator within 400 seeds; seeds needed: median 5, most 90.'
    )
  })

  test('names what was not caught', () => {
    expect(summary([caught('one', 5), missed], { seedsMax: 400 })).toContain('1 of 2 caught by the simulator within')
    expect(summary([caught('one', 5), missed], { seedsMax: 400 })).toContain('Not caught: sly.')
  })

  test('is a table of all mutants', () => {
    const page = mutantsPage([caught('one', 5), elsewhere, missed], { seedsMax: 400 })
    expect(page).toContain('| one | a \\| b is wrong. | B1 | 5 | P3 |')
    expect(page).toContain('| dim | a \\| b is wrong. | B1 | packages/p/test/x.test.ts: a lamp is lit | It is dark. |')
    expect(page).toContain('| sly | a \\| b is wrong. | B1 | 400 | **missed** |')
  })

  test('tells apart what the simulator found and what another test did', () => {
    expect(summary([caught('one', 5), elsewhere], { seedsMax: 400 })).toBe(
      '1 of 1 caught by the simulator within 400 seeds; seeds needed: median 5, most 5. 1 of 1 others caught by a test file.'
    )
    expect(resultLine(elsewhere)).toBe('dim: caught by packages/p/test/x.test.ts: a lamp is lit')
  })

  test('has a line for whoever watches', () => {
    expect(resultLine(caught('one', 5))).toBe('one: caught by P3 at seed 5: a record is gone')
    expect(resultLine(missed)).toBe('sly: missed after 400 seeds')
  })
})
