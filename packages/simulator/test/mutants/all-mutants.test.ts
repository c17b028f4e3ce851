import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SourceTextModule } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { allMutants } from '../../src/mutants/all-mutants.ts'
import { plant } from '../../src/mutants/mutant.ts'

/** The compiled code, which `npm test` builds first. */
const compiled = (folder: string, file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${folder}/dist/${file}`, import.meta.url)), 'utf8')

describe('the planted bugs', () => {
  test('are many, and each has a name of its own', () => {
    expect(new Set(allMutants.map(({ name }) => name)).size).toBe(allMutants.length)
    expect(allMutants.filter(({ outside }) => outside === undefined).length).toBeGreaterThanOrEqual(45)
  })

  test.each(allMutants)('$name fits the code as it is, and leaves code that can be loaded', (mutant) => {
    const planted = plant(mutant, compiled(mutant.package, mutant.file))
    expect(planted).not.toBe(compiled(mutant.package, mutant.file))
    expect(() => new SourceTextModule(planted)).not.toThrow()
  })

  test.each(allMutants.filter(({ outside }) => outside !== undefined))(
    '$name is left to a suite that is there',
    (mutant) => {
      const { suite, why } = mutant.outside!
      expect(suite).toMatch(new RegExp(`^packages/${mutant.package}/test/.*\\.test\\.ts$`))
      expect(existsSync(fileURLToPath(new URL(`../../../../${suite}`, import.meta.url)))).toBe(true)
      expect(why).toMatch(/^[^ ].*\.$/)
    }
  )

  test.each(allMutants)('$name says what it breaks, and what may show it', ({ breaks, violates }) => {
    expect(breaks).toMatch(/^[^ ].*\.$/)
    expect(violates.length).toBeGreaterThan(0)
  })
})
