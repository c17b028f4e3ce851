import { describe, expect, test } from '@jest/globals'
import { initialize, load } from '../../src/io/mutant-loader.ts'
import { type Mutant, plant } from '../../src/mutants/mutant.ts'

const mutant: Mutant = {
  name: 'lamp-always-on',
  package: 'lamp',
  file: 'lamp.js',
  find: 'return isDark',
  replace: 'return true',
  breaks: 'The lamp burns by day.',
  violates: ['X1']
}

describe('planting a bug', () => {
  test('replaces the one place that the mutant names', () => {
    expect(plant(mutant, 'function lit() { return isDark }')).toBe('function lit() { return true }')
  })

  test('keeps what looks like a pattern as it is', () => {
    const dollars = { ...mutant, replace: "return '$&'" }
    expect(plant(dollars, 'function lit() { return isDark }')).toBe("function lit() { return '$&' }")
  })

  test('is refused when the place is gone, or there are two', () => {
    expect(() => plant(mutant, 'function lit() { return evening }')).toThrow(
      'occurs 0 times in packages/lamp/dist/lamp.js'
    )
    expect(() => plant(mutant, 'return isDark; return isDark')).toThrow('occurs 2 times')
  })
})

describe('the loader', () => {
  const next = (source: string | Buffer) => () => ({ format: 'module' as const, source, shortCircuit: true })
  const context = { conditions: [], format: 'module' as const, importAssertions: {}, importAttributes: {} }

  test('plants the bug in its file, and lets all others be', async () => {
    initialize({ mutant, url: 'file:///lamp/dist/lamp.js' })
    const text = 'const lit = () => { return isDark }'
    const lamp = await load('file:///lamp/dist/lamp.js', context, next(Buffer.from(text)))
    expect(lamp.source).toBe('const lit = () => { return true }')
    const other = await load('file:///lamp/dist/door.js', context, next(text))
    expect(other.source).toBe(text)
  })

  test('fails when the code is not what the mutant was written for', async () => {
    initialize({ mutant, url: 'file:///lamp/dist/lamp.js' })
    await expect(load('file:///lamp/dist/lamp.js', context, next('export {}'))).rejects.toThrow('occurs 0 times')
  })
})
