import { describe, expect, test } from '@jest/globals'
import {
  encodeConfChange,
  type Entry,
  MemoryLog,
  noNode,
  type RaftMessage,
  RaftNode,
  votersOnly
} from '../src/index.ts'
import { appendFrom2, entriesOf, entry, LoneMember } from './support/lone-member.ts'

describe('bugs of other implementations', () => {
  test('B4 a write acknowledged after its entries were overwritten and restored says nothing about the restored ones', () => {
    const member = new LoneMember()
    member.node.step(appendFrom2({ from: 2, term: 2, entries: entriesOf([2]) }))
    member.take()
    // Another leader overwrites 2/2, and a third one restores it. All three writes are under way.
    member.node.step(appendFrom2({ from: 3, term: 3, entries: entriesOf([3]) }))
    member.take()
    member.node.step(appendFrom2({ from: 2, term: 4, entries: entriesOf([2]), commit: 2 }))
    member.take()
    member.persist()
    expect(member.node.status()).toMatchObject({ commitIndex: 2, durableIndex: 1 })
    member.persist()
    expect(member.node.status().durableIndex).toBe(1)
    member.persist()
    expect(member.node.status().durableIndex).toBe(2)
    expect(member.take().committedEntries).toEqual(entriesOf([2]))
  })

  test('B4 the answer to an entry that is written for the second time waits for the second write', () => {
    const member = new LoneMember()
    member.node.step(appendFrom2({ from: 2, term: 2, entries: entriesOf([2]) }))
    member.take()
    member.node.step(appendFrom2({ from: 3, term: 3, entries: entriesOf([3]) }))
    member.take()
    member.persist()
    member.node.step(appendFrom2({ from: 2, term: 4, entries: entriesOf([2]) }))
    const ready = member.take()
    expect(ready.messages).toEqual([])
    expect(ready.messagesAfterPersist).toMatchObject([{ type: 'appendResponse', term: 4, index: 2 }])
  })

  test('B4 a write acknowledged after a snapshot replaced its entries says nothing about what follows the snapshot', () => {
    const member = new LoneMember()
    member.node.step(appendFrom2({ term: 2, entries: entriesOf([2, 2, 2, 2]) }))
    member.take()
    const snapshot = { index: 3, term: 3, confState: votersOnly([1, 2, 3]), data: new Uint8Array(0) }
    member.node.step({ type: 'snapshot', from: 3, to: 1, term: 3, snapshot })
    member.node.step(
      appendFrom2({ from: 3, term: 3, prevIndex: 3, prevTerm: 3, entries: entriesOf([3], 3), commit: 4 })
    )
    const ready = member.take()
    expect(ready.messagesAfterPersist).toMatchObject([{ index: 3 }, { index: 4 }])
    member.persist()
    expect(member.node.status()).toMatchObject({ durableIndex: 1, appliedIndex: 1 })
    expect(member.node.hasReady()).toBe(false)
    member.persist()
    expect(member.node.status()).toMatchObject({ durableIndex: 4, appliedIndex: 3 })
  })

  test('B5 a group of one commits only what is durable, and has it after a crash', () => {
    const member = new LoneMember({ voters: [1] })
    member.lead([])
    member.node.propose([new Uint8Array(1)])
    expect(member.take().committedEntries).toEqual([])
    expect(member.node.status().commitIndex).toBe(2)
    member.persist()
    expect(member.node.status().commitIndex).toBe(3)
    expect(member.log.lastIndex()).toBe(3)
  })

  test('B6 a member that lost its disk grants no vote and no pre-vote, and does not campaign when called, until it may', () => {
    const member = new LoneMember({ config: { voting: false } })
    const ask = (type: 'vote' | 'preVote', term: number): readonly RaftMessage[] => {
      member.node.step({ type, from: 2, to: 1, term, lastIndex: 9, lastTerm: 2, transfer: true })
      return member.sync()
    }
    expect(ask('preVote', 2)).toMatchObject([{ type: 'preVoteResponse', term: 1, granted: false }])
    expect(ask('vote', 2)).toMatchObject([{ type: 'voteResponse', term: 2, granted: false }])
    member.node.campaign()
    member.tick(100)
    member.node.step(appendFrom2({ term: 2, entries: entriesOf([2]), commit: 2 }))
    member.node.step({ type: 'timeoutNow', from: 2, to: 1, term: 2 })
    expect(member.sync()).toMatchObject([{ type: 'appendResponse', index: 2, reject: false }])
    expect(member.node.status()).toMatchObject({ role: 'follower', term: 2, vote: -1, commitIndex: 2, voting: false })
    member.node.setVoting(true)
    expect(member.sync()).toEqual([])
    expect(ask('vote', 3)).toMatchObject([{ type: 'voteResponse', term: 3, granted: true }])
  })

  test('B6 a member is started with a term and nothing else, and is added', () => {
    const log = new MemoryLog({ hardState: { term: 7, vote: noNode, commit: 0 } })
    const node = new RaftNode({ id: 1, log, random: () => 0, voting: false })
    expect(node.status()).toMatchObject({ term: 7, commitIndex: 0, lastIndex: 0, voting: false })
    node.tick()
    node.step(appendFrom2({ term: 6, prevIndex: 0, prevTerm: 0, entries: [entry(1, 6)] }))
    expect(node.takeReady().messages).toMatchObject([{ type: 'appendResponse', term: 7, reject: true }])
    node.step(appendFrom2({ term: 7, prevIndex: 0, prevTerm: 0, entries: [entry(1, 6), entry(2, 7)], commit: 2 }))
    expect(node.takeReady().entries.map(({ term }) => term)).toEqual([6, 7])
  })

  test.each([true, false])(
    'B6 a leader whose member refuses what it had confirmed starts anew with it (paused: %s)',
    (paused) => {
      const leader = new LoneMember({ terms: [1, 1, 1], commit: 4, config: { inflightMessagesMax: 1 } })
      leader.lead()
      leader.accept(2, 5)
      leader.accept(3, 5)
      if (paused) leader.node.propose([new Uint8Array(1)])
      leader.sync()
      const reject = (index: number): readonly RaftMessage[] => {
        const answer = { from: 3, to: 1, term: 2 } as const
        leader.node.step({ type: 'appendResponse', ...answer, index, reject: true, hintIndex: 1, hintTerm: 1 })
        return leader.sync()
      }
      expect(reject(5)).toMatchObject([{ type: 'append', to: 3, prevIndex: 1, prevTerm: 1 }])
      expect(leader.node.status()).toMatchObject({ commitIndex: 5 })
      expect(leader.node.status().members[2]).toMatchObject({ id: 3, matchIndex: 0, nextIndex: 2, state: 'probe' })
      leader.accept(3, 4)
      expect(leader.node.status().members[2]).toMatchObject({ matchIndex: 4, state: 'replicate' })
    }
  )

  test('B7 truncating a membership change leaves the one before it in force', () => {
    const change = (index: number, term: number, id: number): Entry => ({
      index,
      term,
      kind: 'config',
      data: encodeConfChange({ steps: [{ type: 'addLearner', id }], transition: 'auto' })
    })
    const member = new LoneMember()
    member.node.step(appendFrom2({ term: 2, entries: [change(2, 2, 4), change(3, 2, 5)], commit: 2 }))
    member.sync()
    expect(member.node.confState().learners).toEqual([4])
    member.node.step(appendFrom2({ from: 3, term: 3, prevIndex: 2, prevTerm: 2, entries: [entry(3, 3)], commit: 3 }))
    member.sync()
    expect(member.node.confState().learners).toEqual([4])
    expect(new RaftNode({ id: 1, log: member.log, random: () => 0, applied: 3 }).confState().learners).toEqual([4])
  })
})

describe('a member that restarts', () => {
  const config = (id: number, term: number, learner: number): Entry => ({
    index: id,
    term,
    kind: 'config',
    data: encodeConfChange({ steps: [{ type: 'addLearner', id: learner }], transition: 'auto' })
  })

  test('hands out again what its state machine had not applied', () => {
    const log = new MemoryLog({
      confState: votersOnly([1]),
      hardState: { term: 2, vote: 1, commit: 4 },
      entries: entriesOf([2, 2, 2, 2])
    })
    const node = new RaftNode({ id: 1, log, random: () => 0, applied: 2 })
    expect(node.takeReady().committedEntries).toEqual(entriesOf([2, 2], 2))
  })

  test('has the membership of what was applied, and takes up the rest as it is applied again', () => {
    const log = new MemoryLog({
      confState: votersOnly([1, 2]),
      hardState: { term: 2, vote: -1, commit: 3 },
      entries: [config(2, 2, 5), config(3, 2, 6)]
    })
    const node = new RaftNode({ id: 1, log, random: () => 0, applied: 2 })
    expect(node.confState().learners).toEqual([5])
    node.takeReady()
    node.applied(3)
    expect(node.confState().learners).toEqual([5, 6])
  })

  test('has the membership of what it applied so far, not of what it was given to apply', () => {
    const log = new MemoryLog({
      confState: votersOnly([1, 2]),
      hardState: { term: 2, vote: -1, commit: 4 },
      entries: [config(2, 2, 5), entry(3, 2), config(4, 2, 6)]
    })
    const node = new RaftNode({ id: 1, log, random: () => 0 })
    expect(node.takeReady().committedEntries.length).toBe(3)
    const learners = [1, 2, 3, 4].map((index) => {
      node.applied(index)
      return node.confState().learners
    })
    expect(learners).toEqual([[], [5], [5], [5, 6]])
  })

  test('and lost its commit index knows that a change is committed which another change follows', () => {
    const log = new MemoryLog({
      confState: votersOnly([1, 2]),
      hardState: { term: 2, vote: -1, commit: 1 },
      entries: [config(2, 2, 5), entry(3, 2), config(4, 2, 6)]
    })
    const node = new RaftNode({ id: 1, log, random: () => 0 })
    expect(node.status().commitIndex).toBe(2)
    node.campaign()
    expect(node.status().role).toBe('follower')
    node.takeReady()
    node.applied(2)
    node.campaign()
    expect(node.status().role).toBe('preCandidate')
  })

  test('does not start on a log that has lost committed entries, nor on one that is newer than its state', () => {
    const lost = new MemoryLog({
      confState: votersOnly([1]),
      hardState: { term: 2, vote: 1, commit: 5 },
      entries: entriesOf([2])
    })
    expect(() => new RaftNode({ id: 1, log: lost, random: () => 0 })).toThrow('lost entries that were committed')
    const old = new MemoryLog({
      confState: votersOnly([1]),
      hardState: { term: 1, vote: 1, commit: 1 },
      entries: entriesOf([2])
    })
    expect(() => new RaftNode({ id: 1, log: old, random: () => 0 })).toThrow('of a later term')
  })
})

describe('limits', () => {
  test('reads that wait for their confirmation are bounded, at the leader and at a follower', () => {
    const leader = new LoneMember({ config: { pendingReadsMax: 2 } })
    leader.lead()
    const follower = new LoneMember({ config: { pendingReadsMax: 2 } })
    follower.node.step({ type: 'heartbeat', from: 2, to: 1, term: 2, commit: 1, context: 0 })
    for (const { node } of [leader, follower]) {
      expect([1, 2, 3].map((context) => node.readIndex(context).ok)).toEqual([true, true, false])
      expect(node.readIndex(4)).toMatchObject({ ok: false, reason: 'readsFull' })
    }
  })

  test('entries are given out to be applied only as fast as they are applied', () => {
    const log = new MemoryLog({
      confState: votersOnly([1]),
      hardState: { term: 2, vote: 1, commit: 5 },
      entries: entriesOf([2, 2, 2, 2])
    })
    const node = new RaftNode({ id: 1, log, random: () => 0, applyingBytesMax: 38 })
    expect(node.takeReady().committedEntries.map(({ index }) => index)).toEqual([2, 3])
    expect(node.hasReady()).toBe(false)
    node.applied(3)
    expect(node.takeReady().committedEntries.map(({ index }) => index)).toEqual([4, 5])
  })

  test.each([
    [{ electionTicks: 0 }, 'electionTicks is 0'],
    [{ electionTicks: 3, heartbeatTicks: 3 }, 'must be above heartbeatTicks'],
    [{ appendBytesMax: 1.5 }, 'appendBytesMax is 1.5'],
    [{ id: -1 }, 'id is -1']
  ])('a configuration of %j is refused', (config, message) => {
    expect(() => new LoneMember({ config })).toThrow(message)
  })
})
