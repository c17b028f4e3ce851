import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { Journal } from '../../src/runtime/journal.ts'
import { VersionedMap } from '../../src/runtime/versioned-map.ts'

function recordingMap(): { journal: Journal; map: VersionedMap<string, number> } {
  const journal = new Journal()
  const map = new VersionedMap<string, number>(journal)
  journal.startRecording()
  return { journal, map }
}

const asObject = (entries: Iterable<[string, number]>): Record<string, number> =>
  Object.fromEntries([...entries].sort(([left], [right]) => left.localeCompare(right)))

describe('a versioned map', () => {
  test('shows new values at once and keeps the committed ones readable', () => {
    const { journal, map } = recordingMap()
    map.set('a', 1)
    expect(map.get('a')).toBe(1)
    expect(map.committed('a')).toBeUndefined()
    journal.commit(journal.position)
    map.set('a', 2)
    expect(map.get('a')).toBe(2)
    expect(map.committed('a')).toBe(1)
    map.delete('a')
    expect(map.has('a')).toBe(false)
    expect(asObject(map.committedEntries())).toEqual({ a: 1 })
  })

  test('what is written before recording begins is committed', () => {
    const journal = new Journal()
    const map = new VersionedMap<string, number>(journal)
    map.set('a', 1)
    journal.startRecording()
    expect(map.committed('a')).toBe(1)
    expect(journal.position).toBe(0)
  })

  test('rolls back to where an append began, and commits only up to where it ended', () => {
    const { journal, map } = recordingMap()
    map.set('a', 1)
    const afterFirst = journal.position
    map.set('a', 2)
    map.set('b', 3)
    journal.commit(afterFirst)
    expect(map.committed('a')).toBe(1)
    journal.rollback(afterFirst)
    expect(asObject(map.entries())).toEqual({ a: 1 })
    expect(map.isVacant).toBe(false)
  })

  test('is vacant only when nothing can come back', () => {
    const { journal, map } = recordingMap()
    map.set('a', 1)
    journal.commit(journal.position)
    map.delete('a')
    expect(map.size).toBe(0)
    expect(map.isVacant).toBe(false)
    journal.commit(journal.position)
    expect(map.isVacant).toBe(true)
  })

  test('keeps newest and committed values apart in any history', () => {
    const change = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      value: fc.option(fc.nat(9)),
      outcome: fc.constantFrom('nothing', 'nothing', 'commit oldest', 'roll newest back')
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (history) => {
        const { journal, map } = recordingMap()
        let committed: Record<string, number> = {}
        /** The state after each uncommitted append, oldest first. */
        let pending: { end: number; state: Record<string, number> }[] = []
        for (const { key, value, outcome } of history) {
          if (value === null) map.delete(key)
          else map.set(key, value)
          pending.push({ end: journal.position, state: asObject(map.entries()) })
          if (outcome === 'commit oldest') {
            const oldest = pending.shift()!
            journal.commit(oldest.end)
            committed = oldest.state
          } else if (outcome === 'roll newest back') {
            pending = pending.slice(0, -1)
            journal.rollback(pending.at(-1)?.end ?? journal.position - 1)
          }
          expect(asObject(map.entries())).toEqual(pending.at(-1)?.state ?? committed)
          expect(asObject(map.committedEntries())).toEqual(committed)
          for (const name of ['a', 'b', 'c']) expect(map.committed(name)).toBe(committed[name])
        }
      })
    )
  })
})
