import { describe, expect, test } from '@jest/globals'
import { MemoryLog, type Snapshot, votersOnly } from '../src/index.ts'
import { entriesOf } from './support/lone-member.ts'

const confState = votersOnly([1])
const snapshotAt = (index: number, term: number): Snapshot => ({ index, term, confState, data: new Uint8Array(3) })

describe('a MemoryLog', () => {
  test('of a new group starts after the membership, which counts as a snapshot at index 1', () => {
    const log = new MemoryLog({ confState })
    expect(log.initialState()).toEqual({ hardState: { term: 1, vote: -1, commit: 1 }, confState, confStateIndex: 1 })
    expect([log.firstIndex(), log.lastIndex(), log.term(1), log.term(2)]).toEqual([2, 1, 1, undefined])
  })

  test('of a member to be added later is empty', () => {
    const log = new MemoryLog({})
    expect([log.firstIndex(), log.lastIndex(), log.term(0), log.snapshot().index]).toEqual([1, 0, 0, 0])
  })

  test('overwrites from the first index of what is appended', () => {
    const log = new MemoryLog({ confState, entries: entriesOf([1, 1, 1]) })
    log.append(entriesOf([2], 2))
    expect([log.lastIndex(), log.term(2), log.term(3), log.term(4)]).toEqual([3, 1, 2, undefined])
  })

  test('takes no gaps', () => {
    const log = new MemoryLog({ confState, entries: entriesOf([1]) })
    expect(() => log.append(entriesOf([1], 4))).toThrow('gap')
    expect(() => log.append([...entriesOf([1], 2), ...entriesOf([1], 5)])).toThrow('gap')
    expect(() => log.append(entriesOf([1], 0))).toThrow('gap')
  })

  test('gives as many entries as fit, but one at least', () => {
    const log = new MemoryLog({ confState, entries: entriesOf([1, 1, 1]) })
    expect(log.entries(2, 5, 1).length).toBe(1)
    expect(log.entries(2, 5, 2 * 19).length).toBe(2)
    expect(log.entries(3, 4, 1000).length).toBe(1)
    expect(() => log.entries(2, 6, 1000)).toThrow('outside')
  })

  test('compacts up to a snapshot, or a little less', () => {
    const log = new MemoryLog({ confState, entries: entriesOf([1, 1, 2, 2]) })
    log.compact({ snapshot: snapshotAt(4, 2), keepEntries: 1 })
    expect([log.firstIndex(), log.lastIndex(), log.term(2), log.term(3), log.term(4)]).toEqual([4, 5, undefined, 1, 2])
    expect(log.snapshot()).toEqual(snapshotAt(4, 2))
    log.compact({ snapshot: snapshotAt(3, 1) })
    expect(log.snapshot().index).toBe(4)
    expect(() => log.compact({ snapshot: snapshotAt(5, 3) })).toThrow('not of this log')
  })

  test('is filled again from a snapshot and entries that begin before, at or after its end', () => {
    const entries = entriesOf([1, 1, 2, 2])
    for (const first of [0, 1, 2, 3]) {
      const log = new MemoryLog({ snapshot: snapshotAt(4, 2), entries: entries.slice(first) })
      expect([log.lastIndex(), log.term(5), log.term(4)]).toEqual([5, 2, 2])
    }
    expect(new MemoryLog({ snapshot: snapshotAt(4, 2) }).initialState()).toMatchObject({
      hardState: { term: 2, commit: 4 },
      confStateIndex: 4
    })
    expect(() => new MemoryLog({ snapshot: snapshotAt(9, 2), entries })).toThrow('ends before its snapshot')
  })

  test('is replaced by an installed snapshot', () => {
    const log = new MemoryLog({ confState, entries: entriesOf([1, 1]) })
    log.persist({ snapshot: snapshotAt(9, 3), entries: entriesOf([3], 9), hardState: { term: 3, vote: 2, commit: 9 } })
    expect([log.firstIndex(), log.lastIndex(), log.term(9), log.term(3)]).toEqual([10, 10, 3, undefined])
    expect(log.initialState().hardState).toEqual({ term: 3, vote: 2, commit: 9 })
  })
})
