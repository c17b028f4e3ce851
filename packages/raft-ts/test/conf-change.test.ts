import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { changedConf, decodeConfChange, encodeConfChange, leaveJoint } from '../src/conf-change.ts'
import { votersOnly } from '../src/membership.ts'
import { voteOutcome } from '../src/quorum.ts'
import type { ConfChange, ConfState } from '../src/index.ts'

const memberId = fc.integer({ min: 0, max: 5 })
const change: fc.Arbitrary<ConfChange> = fc.record({
  steps: fc.array(
    fc.record({ type: fc.constantFrom('addVoter' as const, 'addLearner' as const, 'remove' as const), id: memberId }),
    {
      minLength: 1,
      maxLength: 5
    }
  ),
  transition: fc.constantFrom('auto' as const, 'joint' as const, 'jointExplicit' as const)
})
const changes = fc.array(fc.oneof(change, fc.constant(leaveJoint)), { maxLength: 8 })

/** All memberships that a series of changes goes through; changes that do not fit are left out. */
function confsThrough(series: readonly ConfChange[]): readonly ConfState[] {
  const confs = [votersOnly([0, 1, 2])]
  for (const next of series) {
    const conf = changedConf(confs.at(-1) as ConfState, next)
    if (typeof conf !== 'string') confs.push(conf)
  }
  return confs
}

/** Every set of members, as votes for something. */
const allVotes = Array.from(
  { length: 2 ** 6 },
  (_, bits) => new Map([0, 1, 2, 3, 4, 5].map((id) => [id, ((bits >> id) & 1) === 1]))
)

describe('a membership change', () => {
  test('leaves no two disjoint quorums of the memberships before and after it', () => {
    fc.assert(
      fc.property(changes, (series) => {
        const confs = confsThrough(series)
        for (const [position, after] of confs.slice(1).entries()) {
          const before = confs[position] as ConfState
          for (const votes of allVotes) {
            const others = new Map([...votes].map(([id, vote]) => [id, !vote]))
            expect(voteOutcome(before, votes) === 'won' && voteOutcome(after, others) === 'won').toBe(false)
          }
        }
      })
    )
  })

  test('gives each member one place: voter, learner, or outgoing voter that becomes a learner', () => {
    fc.assert(
      fc.property(changes, (series) => {
        for (const conf of confsThrough(series)) {
          expect(conf.voters.length).toBeGreaterThan(0)
          expect(
            conf.learners.filter((id) => [...conf.voters, ...conf.votersOutgoing, ...conf.learnersNext].includes(id))
          ).toEqual([])
          expect(
            conf.learnersNext.filter((id) => conf.voters.includes(id) || !conf.votersOutgoing.includes(id))
          ).toEqual([])
          if (conf.votersOutgoing.length === 0) expect(conf).toMatchObject({ learnersNext: [], autoLeave: false })
        }
      })
    )
  })

  test.each<{
    readonly steps: ConfChange['steps']
    readonly transition?: ConfChange['transition']
    readonly result: unknown
  }>([
    { steps: [{ type: 'addVoter', id: 3 }], result: { voters: [0, 1, 2, 3], votersOutgoing: [] } },
    { steps: [{ type: 'addLearner', id: 3 }], result: { voters: [0, 1, 2], learners: [3] } },
    { steps: [{ type: 'addLearner', id: 2 }], result: { voters: [0, 1], votersOutgoing: [], learners: [2] } },
    { steps: [{ type: 'remove', id: 0 }], result: { voters: [1, 2], votersOutgoing: [] } },
    {
      steps: [{ type: 'remove', id: 0 }],
      transition: 'joint',
      result: { voters: [1, 2], votersOutgoing: [0, 1, 2], autoLeave: true }
    },
    {
      steps: [
        { type: 'addVoter', id: 3 },
        { type: 'addLearner', id: 0 }
      ],
      result: { voters: [1, 2, 3], votersOutgoing: [0, 1, 2], learnersNext: [0], autoLeave: true }
    },
    {
      steps: [{ type: 'addLearner', id: 0 }],
      transition: 'jointExplicit',
      result: { learnersNext: [0], autoLeave: false }
    }
  ])('of $steps ($transition) gives $result', ({ steps, transition = 'auto', result }) => {
    expect(changedConf(votersOnly([0, 1, 2]), { steps, transition })).toMatchObject(result as object)
  })

  test('that would leave no voter, or does not fit the state of a joint one, is refused', () => {
    const conf = votersOnly([0])
    const joint = changedConf(conf, { steps: [{ type: 'addVoter', id: 1 }], transition: 'jointExplicit' }) as ConfState
    expect(changedConf(conf, { steps: [{ type: 'remove', id: 0 }], transition: 'auto' })).toBe('no voter would remain')
    expect(changedConf(conf, leaveJoint)).toBe('there is no joint configuration to leave')
    expect(changedConf(joint, { steps: [{ type: 'addVoter', id: 2 }], transition: 'auto' })).toBe(
      'the joint configuration must be left first'
    )
    expect(changedConf(joint, leaveJoint)).toEqual(votersOnly([0, 1]))
  })

  test('is written to bytes and read back', () => {
    fc.assert(fc.property(change, (value) => expect(decodeConfChange(encodeConfChange(value))).toEqual(value)))
    expect(decodeConfChange(encodeConfChange(leaveJoint))).toEqual(leaveJoint)
  })

  test.each([
    '{}',
    '[]',
    'null',
    '{"transition":"auto","steps":[{"type":"addVoter","id":-1}]}',
    '{"transition":"x","steps":[]}'
  ])('is not read from %s', (text) => {
    expect(() => decodeConfChange(new TextEncoder().encode(text))).toThrow('holds no membership change')
  })
})
