import { describe, expect, test } from '@jest/globals'
import { encodeConfChange, type ConfChange, type Entry, MemoryLog, votersOnly } from '../src/index.ts'
import { appendFrom2, entriesOf, entry, LoneMember } from './support/lone-member.ts'

const addLearner = (id: number): ConfChange => ({ steps: [{ type: 'addLearner', id }], transition: 'auto' })
const remove = (id: number): ConfChange => ({ steps: [{ type: 'remove', id }], transition: 'auto' })
const config = (index: number, term: number, change: ConfChange): Entry => ({
  index,
  term,
  kind: 'config',
  data: encodeConfChange(change)
})

/** A leader of term 2 whose first entry is committed. */
function leader(options: ConstructorParameters<typeof LoneMember>[0] = {}): LoneMember {
  const member = new LoneMember(options)
  member.lead(options.voters?.filter((id) => id !== 1) ?? [2, 3])
  member.accept(2, 2)
  member.accept(3, 2)
  member.sync()
  return member
}

describe('a transfer of leadership', () => {
  test('that is asked for again and again, to one and another, does not put off the check of the quorum', () => {
    const member = leader()
    for (let tick = 0; tick < 25; tick += 1) {
      member.node.transferLeadership(2 + (tick % 2))
      member.tick(1)
      member.sync()
    }
    expect(member.node.status().role).toBe('follower')
  })

  test('takes no membership change meanwhile, and takes one again when it is given up', () => {
    const member = leader({ config: { checkQuorum: false } })
    member.node.transferLeadership(2)
    expect(member.node.proposeConfChange(addLearner(4))).toMatchObject({ ok: false, reason: 'transferring' })
    member.tick(10)
    expect(member.node.proposeConfChange(addLearner(4))).toMatchObject({ ok: true, firstIndex: 3 })
  })

  test('ends when a change that was under way takes the vote of its target', () => {
    const member = leader()
    member.node.proposeConfChange(remove(2))
    member.sync()
    expect(member.node.transferLeadership(2).ok).toBe(true)
    expect(member.node.propose([])).toMatchObject({ reason: 'transferring' })
    member.accept(3, 3)
    member.sync()
    expect(member.node.confState().voters).toEqual([1, 3])
    expect(member.node.propose([new Uint8Array(1)])).toMatchObject({ ok: true, firstIndex: 4 })
  })

  test('campaigns only when the changes that it knows to be committed are applied', () => {
    const member = new LoneMember()
    member.node.step(appendFrom2({ entries: [config(2, 2, addLearner(4))], commit: 2 }))
    member.take()
    member.persist()
    member.node.step({ type: 'timeoutNow', from: 2, to: 1, term: 2 })
    expect(member.node.status().role).toBe('follower')
    member.node.campaign()
    expect(member.node.status().role).toBe('follower')
    member.sync()
    expect(member.node.status()).toMatchObject({ role: 'candidate', term: 3, confState: { learners: [4] } })
  })
})

describe('a member that has committed changes to apply', () => {
  test('does not keep others from leading as if it heard a leader', () => {
    const member = new LoneMember()
    member.node.step(appendFrom2({ entries: [config(2, 2, addLearner(4))], commit: 2 }))
    member.take()
    member.persist()
    member.take()
    // Time passes without a leader; the driver has not applied the change yet.
    member.tick(10)
    expect(member.node.status()).toMatchObject({ role: 'follower', leaderId: -1, appliedIndex: 1, commitIndex: 2 })
    member.node.step({ type: 'preVote', from: 3, to: 1, term: 3, lastIndex: 2, lastTerm: 2 })
    expect(member.take().messages).toMatchObject([{ type: 'preVoteResponse', granted: true }])
  })
})

describe('a snapshot that arrives', () => {
  const snapshot = { index: 9, term: 3, confState: votersOnly([1, 2, 5]), data: new Uint8Array(0) }

  test('while entries are being applied leaves the membership at each applied index as it was', () => {
    const member = new LoneMember()
    const entries = [config(2, 2, addLearner(4)), entry(3, 2), config(4, 2, addLearner(6))]
    member.node.step(appendFrom2({ entries, commit: 4 }))
    member.take()
    member.persist()
    expect(member.take().committedEntries).toEqual(entries)
    member.node.step({ type: 'snapshot', from: 3, to: 1, term: 3, snapshot })
    member.take()
    member.node.applied(2)
    expect(member.node.confState().learners).toEqual([4])
    member.node.applied(4)
    expect(member.node.confState().learners).toEqual([4, 6])
    // What counts in elections is the snapshot's at once.
    expect(member.node.status().confState).toEqual(snapshot.confState)
    while (member.writing.length > 0) member.persist()
    expect(member.node.confState()).toEqual(snapshot.confState)
  })

  test('while entries are being written is not taken for durable when they are', () => {
    const member = new LoneMember()
    member.node.step(appendFrom2({ entries: entriesOf([2, 2, 2]) }))
    member.take()
    member.node.step({ type: 'snapshot', from: 3, to: 1, term: 3, snapshot })
    expect(member.persist()).toMatchObject([{ type: 'appendResponse', term: 2, index: 4 }])
    expect(member.node.status()).toMatchObject({ durableIndex: 1, appliedIndex: 1, commitIndex: 9 })
    expect(member.take().snapshot).toEqual(snapshot)
    expect(member.persist()).toMatchObject([{ type: 'appendResponse', term: 3, index: 9 }])
    expect(member.node.status()).toMatchObject({ durableIndex: 9, appliedIndex: 9 })
  })

  test('and is overtaken by a later one before it is written: only the later one counts', () => {
    const member = new LoneMember()
    member.node.step({ type: 'snapshot', from: 2, to: 1, term: 3, snapshot })
    member.take()
    const later = { ...snapshot, index: 12, confState: votersOnly([1, 2, 6]) }
    member.node.step({ type: 'snapshot', from: 2, to: 1, term: 3, snapshot: later })
    member.take()
    member.persist()
    expect(member.node.status()).toMatchObject({ durableIndex: 1, appliedIndex: 1, lastIndex: 12 })
    member.persist()
    expect(member.node.status()).toMatchObject({ durableIndex: 12, appliedIndex: 12 })
    expect(member.node.confState()).toEqual(later.confState)
  })
})

describe('a read at a follower', () => {
  test('whose answer is lost is dropped after two election timeouts, though the leader lives', () => {
    const member = new LoneMember()
    const dropped: number[] = []
    const heartbeat = (): void => {
      member.node.step({ type: 'heartbeat', from: 2, to: 1, term: 2, commit: 1, context: 0 })
      while (member.node.hasReady()) dropped.push(...member.take().readsDropped)
      while (member.writing.length > 0) member.persist()
    }
    heartbeat()
    expect(member.node.readIndex(7).ok).toBe(true)
    for (let tick = 0; tick < 19; tick += 1) {
      member.tick(1)
      heartbeat()
    }
    expect(dropped).toEqual([])
    member.tick(1)
    heartbeat()
    expect(dropped).toEqual([7])
    expect(member.node.status().leaderId).toBe(2)
  })
})

describe('a Ready', () => {
  test('must be synced for a vote, a term or an entry, not for a commit index', () => {
    const member = new LoneMember()
    member.node.step({ type: 'vote', from: 2, to: 1, term: 2, lastIndex: 1, lastTerm: 1, transfer: false })
    expect(member.take()).toMatchObject({ mustSync: true, hardState: { term: 2, vote: 2 }, entries: [] })
    member.node.step({ type: 'heartbeat', from: 3, to: 1, term: 3, commit: 1, context: 0 })
    expect(member.take()).toMatchObject({ mustSync: true, hardState: { term: 3, vote: -1 }, entries: [] })
    member.node.step(appendFrom2({ from: 3, term: 3, entries: entriesOf([3]) }))
    expect(member.take()).toMatchObject({ mustSync: true, hardState: undefined, entries: [{ index: 2 }] })
    member.node.step({ type: 'heartbeat', from: 3, to: 1, term: 3, commit: 2, context: 0 })
    expect(member.take()).toMatchObject({ mustSync: false, hardState: { term: 3, commit: 2 }, entries: [] })
  })
})

describe('a snapshot that a member needs', () => {
  test('is sent once the member is heard of, not to one that was silent for an election timeout', () => {
    const member = leader()
    member.node.propose([new Uint8Array(1)])
    member.sync()
    member.accept(2, 3)
    member.sync()
    const snapshot = { index: 3, term: 2, confState: member.node.confState(), data: new Uint8Array(0) }
    member.log.compact({ snapshot })
    member.node.reportUnreachable(3)
    const sent: string[] = []
    const work = (): void => void sent.push(...member.sync().flatMap(({ to, type }) => (to === 3 ? [type] : [])))
    const hear = (from: number): void =>
      member.node.step({ type: 'heartbeatResponse', from, to: 1, term: 2, context: 0 })
    for (let tick = 0; tick < 20; tick += 1) {
      hear(2)
      member.tick(1)
      work()
    }
    member.node.propose([new Uint8Array(1)])
    work()
    expect(new Set(sent)).toEqual(new Set(['heartbeat']))
    hear(3)
    work()
    expect(sent.at(-1)).toBe('snapshot')
    // Delivered: what follows waits until the member speaks again, which is when the snapshot is in place.
    member.node.reportSnapshot(3, true)
    member.node.propose([new Uint8Array(1)])
    work()
    expect(sent.at(-1)).toBe('snapshot')
    hear(3)
    work()
    expect(sent.at(-1)).toBe('append')
  })
})

describe('a joint configuration', () => {
  const joint = { ...votersOnly([1, 2, 3]), votersOutgoing: [1, 4, 5], autoLeave: true }

  test('a leader that hears the majority of one half only steps down', () => {
    const member = new LoneMember({ confState: joint })
    member.lead([2, 3, 4, 5])
    for (let tick = 0; tick < 20; tick += 1) {
      for (const from of [2, 3]) member.node.step({ type: 'heartbeatResponse', from, to: 1, term: 2, context: 0 })
      member.tick(1)
      member.sync()
    }
    expect(member.node.status().role).toBe('follower')
  })

  test('reads are confirmed by both halves', () => {
    const member = new LoneMember({ confState: joint })
    member.lead([2, 3, 4, 5])
    for (const id of [2, 4]) member.accept(id, 2)
    member.sync()
    member.node.readIndex(7)
    member.sync()
    const confirm = (from: number): void =>
      member.node.step({ type: 'heartbeatResponse', from, to: 1, term: 2, context: 1 })
    for (const id of [2, 3]) confirm(id)
    expect(member.take().readStates).toEqual([])
    confirm(5)
    expect(member.take().readStates).toMatchObject([{ context: 7 }])
  })

  test('is left by a new leader, once the entry that opened its term is applied', () => {
    const member = new LoneMember({ confState: joint })
    member.lead([2, 3, 4, 5])
    for (const id of [2, 4]) member.accept(id, 2)
    member.sync()
    for (const id of [2, 4]) member.accept(id, 3)
    member.sync()
    expect(member.log.entries(3, 4, Infinity)).toMatchObject([{ kind: 'config', data: { length: 0 } }])
    expect(member.node.confState()).toEqual(votersOnly([1, 2, 3]))
  })

  test('is not left by a leader that is asked to hand over, but later', () => {
    const member = new LoneMember({ confState: joint })
    member.lead([2, 3, 4, 5])
    member.node.transferLeadership(2)
    for (const id of [3, 4]) member.accept(id, 2)
    member.sync()
    expect(member.log.lastIndex()).toBe(2)
    for (let tick = 0; tick < 10; tick += 1) {
      for (const from of [3, 4]) member.node.step({ type: 'heartbeatResponse', from, to: 1, term: 2, context: 0 })
      member.tick(1)
    }
    member.sync()
    expect(member.log.lastIndex()).toBe(3)
  })
})

describe('a learner that becomes a voter, and a learner again', () => {
  test('counts only in between', () => {
    const member = leader()
    const change = (next: ConfChange): void => {
      const proposed = member.node.proposeConfChange(next)
      if (!proposed.ok) throw new Error(proposed.reason)
      member.sync()
      for (const id of [2, 3]) member.accept(id, proposed.lastIndex)
      member.sync()
    }
    const commitsWith = (ids: readonly number[]): boolean => {
      const proposed = member.node.propose([new Uint8Array(1)])
      if (!proposed.ok) throw new Error(proposed.reason)
      member.sync()
      for (const id of ids) member.accept(id, proposed.lastIndex)
      const committed = member.node.status().commitIndex === proposed.lastIndex
      for (const id of [2, 3]) member.accept(id, proposed.lastIndex)
      member.sync()
      return committed
    }
    change(addLearner(4))
    expect([commitsWith([4]), commitsWith([2])]).toEqual([false, true])
    change({ steps: [{ type: 'addVoter', id: 4 }], transition: 'auto' })
    expect([commitsWith([4]), commitsWith([4, 2])]).toEqual([false, true])
    change(addLearner(4))
    expect([commitsWith([4]), commitsWith([2])]).toEqual([false, true])
    expect(member.node.transferLeadership(4)).toMatchObject({ ok: false, reason: 'targetInvalid' })
  })
})

describe('requests that are not taken up say why', () => {
  const bytes = (length: number): Uint8Array => new Uint8Array(length)
  const cases: readonly (readonly [string, (member: LoneMember) => unknown])[] = [
    ['uncommittedFull', ({ node }) => (node.propose([bytes(84)]), node.propose([bytes(1)]))],
    ['entryTooLarge', ({ node }) => node.propose([bytes(101)])],
    ['transferring', ({ node }) => (node.transferLeadership(2), node.propose([bytes(1)]))],
    ['targetInvalid', ({ node }) => node.transferLeadership(9)],
    ['readsFull', ({ node }) => (node.readIndex(1), node.readIndex(2))],
    ['confChangePending', ({ node }) => (node.proposeConfChange(addLearner(4)), node.proposeConfChange(addLearner(5)))],
    ['confChangeInvalid', ({ node }) => node.proposeConfChange({ steps: [], transition: 'auto' })]
  ]

  test.each(cases)('a leader: %s', (reason, ask) => {
    const member = leader({ config: { uncommittedBytesMax: 100, entryBytesMax: 100, pendingReadsMax: 1 } })
    const before = member.node.status().lastIndex
    expect(ask(member)).toMatchObject({ ok: false, reason, leaderId: 1 })
    expect(member.node.status().lastIndex - before).toBeLessThanOrEqual(1)
  })

  test.each(['noLeader', 'notLeader'])('a follower: %s', (reason) => {
    const member = new LoneMember()
    if (reason === 'notLeader') member.node.step(appendFrom2({}))
    const leaderId = reason === 'notLeader' ? 2 : -1
    const { node } = member
    for (const result of [
      node.propose([bytes(1)]),
      node.proposeConfChange(addLearner(4)),
      node.transferLeadership(1)
    ]) {
      expect(result).toEqual({ ok: false, reason, leaderId })
    }
    expect(node.readIndex(1).ok).toBe(reason === 'notLeader')
  })
})

describe('sizes', () => {
  test('B11 a proposal above the limit of an entry is refused whole; one of many entries goes in, and out in pieces', () => {
    const member = leader({ config: { entryBytesMax: 50, uncommittedBytesMax: 100, appendBytesMax: 70 } })
    expect(member.node.propose([new Uint8Array(5), new Uint8Array(51)])).toMatchObject({ reason: 'entryTooLarge' })
    expect(member.node.status().lastIndex).toBe(2)
    const entries = Array.from({ length: 20 }, () => new Uint8Array(50))
    expect(member.node.propose(entries)).toMatchObject({ ok: true, firstIndex: 3, lastIndex: 22 })
    for (let rounds = 0; rounds < 40; rounds += 1) {
      for (const message of member.sync()) {
        if (message.type !== 'append') continue
        expect(message.entries.length).toBeLessThanOrEqual(1)
        member.accept(message.to, message.prevIndex + message.entries.length)
      }
    }
    expect(member.node.status().commitIndex).toBe(22)
    expect(member.node.propose([new Uint8Array(50)])).toMatchObject({ ok: true })
  })

  test('bytes under way to a member stay below their limit, but for the last append', () => {
    const member = leader({ config: { inflightBytesMax: 200, appendBytesMax: 60 } })
    let underWay = 0
    for (let count = 0; count < 50; count += 1) {
      member.node.propose([new Uint8Array(30)])
      for (const message of member.sync()) {
        if (message.type !== 'append' || message.to !== 2) continue
        for (const { data } of message.entries) underWay += data.byteLength + 16
      }
    }
    expect(underWay).toBeGreaterThanOrEqual(200)
    expect(underWay).toBeLessThan(260)
  })

  test('a log without membership and with a term is what a member starts with that is added later', () => {
    const log = new MemoryLog({ hardState: { term: 4, vote: -1, commit: 0 } })
    expect([log.firstIndex(), log.lastIndex(), log.term(0)]).toEqual([1, 0, 0])
  })
})
