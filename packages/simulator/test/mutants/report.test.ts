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
  invariant: 'P3',
  message: 'a record is gone\n  at line 1'
})

const missed: MutantResult = {
  mutant: mutant('sly'),
  outcome: 'missed',
  seeds: 400,
  invariant: undefined,
  message: undefined
}

describe('the report about mutants', () => {
  test('counts what was caught, and says how many seeds it took', () => {
    const results = [caught('one', 5), caught('two', 1), caught('three', 90)]
    expect(summary(results, { seedsMax: 400 })).toBe('3 of 3 caught within 400 seeds; seeds needed: median 5, most 90.')
  })

  test('names what was not caught', () => {
    expect(summary([caught('one', 5), missed], { seedsMax: 400 })).toContain('1 of 2 caught within 400 seeds')
    expect(summary([caught('one', 5), missed], { seedsMax: 400 })).toContain('Not caught: sly.')
  })

  test('is a table of all mutants', () => {
    const page = mutantsPage([caught('one', 5), missed], {
      seedsMax: 400,
      unseen: [{ ...mutant('dim'), unseen: 'It is dark.' }]
    })
    expect(page).toContain('| one | a \\| b is wrong. | B1 | 5 | P3 |')
    expect(page).toContain('| dim | a \\| b is wrong. | B1 | It is dark. |')
    expect(page).toContain('| sly | a \\| b is wrong. | B1 | 400 | **missed** |')
  })

  test('has a line for whoever watches', () => {
    expect(resultLine(caught('one', 5))).toBe('one: caught by P3 at seed 5: a record is gone')
    expect(resultLine(missed)).toBe('sly: missed after 400 seeds')
  })
})
