import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { votersOnly } from '../src/membership.ts'
import { reachedByQuorum, voteOutcome } from '../src/quorum.ts'

const ids = fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 5 })
const conf = fc
  .record({ voters: ids, votersOutgoing: fc.oneof(fc.constant<number[]>([]), ids) })
  .map((halves) => ({ ...votersOnly([]), ...halves }))

describe('a quorum', () => {
  test('has reached the largest value that a majority of each half has', () => {
    fc.assert(
      fc.property(conf, fc.array(fc.nat(6), { minLength: 9, maxLength: 9 }), (members, values) => {
        const valueOf = (id: number): number => values[id] ?? 0
        const reached = (value: number): boolean =>
          [members.voters, members.votersOutgoing].every(
            (half) => half.length === 0 || half.filter((id) => valueOf(id) >= value).length * 2 > half.length
          )
        const expected = [6, 5, 4, 3, 2, 1, 0].find(reached)
        expect(reachedByQuorum(members, valueOf)).toBe(expected)
      })
    )
  })

  test('is won when a majority of each half grants, lost when one cannot any more', () => {
    const votes = fc.array(fc.option(fc.boolean()), { minLength: 9, maxLength: 9 })
    fc.assert(
      fc.property(conf, votes, (members, answers) => {
        const given = new Map(
          [...answers.entries()].filter((answer): answer is [number, boolean] => answer[1] !== null)
        )
        const halves = [members.voters, members.votersOutgoing].filter((half) => half.length > 0)
        const won = halves.every((half) => half.filter((id) => given.get(id) === true).length * 2 > half.length)
        const open = halves.every((half) => half.filter((id) => given.get(id) !== false).length * 2 > half.length)
        expect(voteOutcome(members, given)).toBe(won ? 'won' : open ? 'pending' : 'lost')
      })
    )
  })
})
