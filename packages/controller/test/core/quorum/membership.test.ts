import { BrokerId } from '@gregor/base'
import type { QuorumMember } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { describe, expect, test } from '@jest/globals'
import { votersOnly } from 'raft-ts'
import {
  nextAddVoterStep,
  nextJoinStep,
  nextRemoveVoterStep,
  removalProblem,
  type MembershipStep,
  type QuorumView
} from '../../../src/core/quorum/membership.ts'

const id = BrokerId

function member(nodeId: number, directoryId: string, voter = true): QuorumMember {
  return { nodeId: id(nodeId), directoryId, host: 'host', port: 9000 + nodeId, voter }
}

interface World {
  voters: number[]
  learners: number[]
  members: QuorumMember[]
}

function view({ voters, learners, members }: World): QuorumView {
  const conf = { ...votersOnly(voters), learners }
  return { leaderId: id(1), conf, members: new Map(members.map((known) => [known.nodeId, known])) }
}

const three = (): World => ({
  voters: [1, 2, 3],
  learners: [],
  members: [member(1, 'a'), member(2, 'b'), member(3, 'c')]
})

/** Carries a step out; returns it in short. */
function carryOut(world: World, step: MembershipStep): string {
  if (step.type === 'change') {
    const { type, id: node } = step.step
    world.voters = world.voters.filter((other) => other !== node)
    world.learners = world.learners.filter((other) => other !== node)
    if (type === 'addVoter') world.voters = [...world.voters, node]
    if (type === 'addLearner') world.learners = [...world.learners, node]
    return `${type} ${node}`
  }
  if (step.type !== 'record') return step.type
  const { record } = step
  const gone = record.type === 'quorumMember' ? record.member.nodeId : 'nodeId' in record ? record.nodeId : -1
  world.members = world.members.filter(({ nodeId }) => nodeId !== gone)
  if (record.type !== 'quorumMember') return `forget ${gone}`
  world.members.push(record.member)
  return `record ${gone} ${record.member.directoryId}${record.member.voter ? ' voter' : ''}`
}

/** All steps until nothing is left to do, each carried out before the next is looked for. */
function steps(world: World, next: (now: QuorumView) => MembershipStep): string[] {
  const taken: string[] = []
  for (let left = 10; left > 0; left--) {
    const step = next(view(world))
    if (step.type === 'done') return taken
    if (step.type === 'refused') return [...taken, `refused ${step.refusal.code}`]
    taken.push(carryOut(world, step))
  }
  throw new Error(`no end: ${taken.join(', ')}`)
}

const joiner = (nodeId: number, directoryId: string, caughtUp = false) => {
  return { nodeId: id(nodeId), directoryId, host: 'host', port: 9000 + nodeId, caughtUp }
}

describe('a node joins', () => {
  test('as a voter that lost its disk: its old vote goes first, and comes back when it has caught up', () => {
    const world = three()
    expect(steps(world, (now) => nextJoinStep(now, joiner(3, 'new')))).toEqual([
      'remove 3',
      'addLearner 3',
      'record 3 new voter'
    ])
    expect(steps(world, (now) => nextJoinStep(now, joiner(3, 'new')))).toEqual([])
    expect(steps(world, (now) => nextJoinStep(now, joiner(3, 'new', true)))).toEqual(['addVoter 3'])
    expect(world.voters).toEqual([1, 2, 3])
  })

  test('as somebody new: it learns, and does not vote', () => {
    const world = three()
    expect(steps(world, (now) => nextJoinStep(now, joiner(4, 'd')))).toEqual(['addLearner 4', 'record 4 d'])
    expect(steps(world, (now) => nextJoinStep(now, joiner(4, 'd', true)))).toEqual([])
  })

  test('whatever step the leader died after, the next one goes on', () => {
    for (let cut = 0; cut < 3; cut++) {
      const world = three()
      for (let taken = 0; taken <= cut; taken++) carryOut(world, nextJoinStep(view(world), joiner(3, 'new')))
      steps(world, (now) => nextJoinStep(now, joiner(3, 'new')))
      expect([world.voters, world.learners, world.members.at(-1)]).toEqual([[1, 2], [3], member(3, 'new')])
    }
  })

  test('with its folder from another address', () => {
    const moved = { ...joiner(3, 'c'), port: 1 }
    expect(steps(three(), (now) => nextJoinStep(now, moved))).toEqual(['record 3 c voter'])
  })

  test('is refused as the leader itself, or without a folder', () => {
    for (const odd of [joiner(1, 'new'), joiner(4, '')]) {
      expect(steps(three(), (now) => nextJoinStep(now, odd))).toEqual([`refused ${ErrorCode.INVALID_REQUEST}`])
    }
  })

  test('never is a folder counted as a voter before it is recorded and has caught up', () => {
    const world = three()
    for (const caughtUp of [true, true, true]) {
      const step = nextJoinStep(view(world), joiner(3, 'new', caughtUp))
      expect(step).not.toMatchObject({ step: { type: 'addVoter' } })
      carryOut(world, step)
    }
    expect(nextJoinStep(view(world), joiner(3, 'new', true))).toMatchObject({ step: { type: 'addVoter' } })
  })
})

describe('an operator', () => {
  const key = (nodeId: number, directoryId: string) => ({ nodeId: id(nodeId), directoryId })

  test('adds a member as a voter: it is recorded, and becomes one when it asks', () => {
    const world = { ...three(), learners: [4], members: [...three().members, member(4, 'd', false)] }
    expect(steps(world, (now) => nextAddVoterStep(now, key(4, 'd')))).toEqual(['record 4 d voter'])
    expect(steps(world, (now) => nextJoinStep(now, joiner(4, 'd', true)))).toEqual(['addVoter 4'])
    expect(steps(world, (now) => nextAddVoterStep(now, key(4, 'd')))).toEqual([`refused ${ErrorCode.DUPLICATE_VOTER}`])
  })

  test('cannot add a stranger, or another folder', () => {
    const world = { ...three(), learners: [4], members: [...three().members, member(4, 'd', false)] }
    const add = (nodeId: number, directoryId: string) =>
      steps(world, (now) => nextAddVoterStep(now, key(nodeId, directoryId)))
    expect(add(5, 'e')).toEqual([`refused ${ErrorCode.VOTER_NOT_FOUND}`])
    expect(add(4, 'x')).toEqual([`refused ${ErrorCode.INVALID_VOTER_KEY}`])
  })

  test('removes a voter: alive it goes on as a learner, dead it is forgotten', () => {
    const remove = (world: World, alive: boolean) =>
      steps(world, (now) => nextRemoveVoterStep(now, { ...key(3, 'c'), alive }))
    expect(remove(three(), true)).toEqual(['addLearner 3', 'record 3 c'])
    expect(remove(three(), false)).toEqual(['remove 3', 'forget 3'])
  })

  test('cannot remove the last voter, nor one that is none', () => {
    const world = { voters: [1], learners: [], members: [member(1, 'a')] }
    const last = steps(world, (now) => nextRemoveVoterStep(now, { ...key(1, 'a'), alive: true }))
    const all = (): boolean => true
    expect(last).toEqual([`refused ${ErrorCode.INVALID_REQUEST}`])
    expect(removalProblem(view(three()), key(4, 'd'), all)).toMatchObject({ code: ErrorCode.VOTER_NOT_FOUND })
    expect(removalProblem(view(three()), key(3, 'x'), all)?.message).toMatch(/the voter has directory c/)
    expect(removalProblem(view(three()), key(3, 'c'), all)).toBeUndefined()
  })

  test('cannot remove a voter that the others need for a majority, but the dead one', () => {
    const withoutOne = (node: BrokerId): boolean => node !== id(1)
    expect(removalProblem(view(three()), key(3, 'c'), withoutOne)).toMatchObject({
      code: ErrorCode.INVALID_REQUEST,
      message: 'Without node 3 the quorum would have no majority: of 1, 2 not there: 1; remove those first'
    })
    expect(removalProblem(view(three()), key(1, 'a'), withoutOne)).toBeUndefined()
  })
})
