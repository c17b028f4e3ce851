import { describe, expect, test } from '@jest/globals'
import { type AppendMessage, type RaftMessage, votersOnly } from '../src/index.ts'
import { appendFrom2, entriesOf, LoneMember } from './support/lone-member.ts'

const ofType = <Type extends RaftMessage['type']>(
  messages: readonly RaftMessage[],
  type: Type
): readonly Extract<RaftMessage, { type: Type }>[] =>
  messages.filter((message): message is Extract<RaftMessage, { type: Type }> => message.type === type)

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const heartbeat = (term: number): RaftMessage => ({ type: 'heartbeat', from: 2, to: 1, term, commit: 1, context: 0 })

describe('§5.1 terms', () => {
  test.each(['follower', 'candidate', 'leader'])('a %s that sees a newer term follows in it', (role) => {
    const member = new LoneMember({ config: { preVote: false } })
    if (role === 'candidate') member.node.campaign()
    if (role === 'leader') member.lead()
    member.sync()
    expect(member.node.status().role).toBe(role)
    member.node.step(appendFrom2({ term: 7 }))
    expect(member.node.status()).toMatchObject({ role: 'follower', term: 7, leaderId: 2, vote: -1 })
  })

  test('what comes from an older term changes nothing, and its sender hears of the newer one', () => {
    const member = new LoneMember({ term: 5, terms: [2] })
    const before = member.node.status()
    member.node.step(appendFrom2({ term: 4, entries: entriesOf([4]) }))
    expect(member.sync()).toEqual([
      { type: 'appendResponse', from: 1, to: 2, term: 5, index: 0, reject: true, hintIndex: 0, hintTerm: 0 }
    ])
    expect(member.node.status()).toEqual(before)
    member.node.step({ type: 'vote', from: 2, to: 1, term: 4, lastIndex: 9, lastTerm: 4, transfer: false })
    expect(member.sync()).toEqual([])
  })
})

describe('§5.2 leader election', () => {
  test('members start as followers', () => {
    expect(new LoneMember().node.status()).toMatchObject({ role: 'follower', leaderId: -1 })
  })

  test('a follower that hears no leader campaigns after its election timeout, drawn from electionTicks to twice that', () => {
    for (let jitter = 0; jitter < 10; jitter += 1) {
      const member = new LoneMember({ config: { preVote: false, electionTicks: 10, random: () => jitter } })
      member.tick(10 + jitter - 1)
      expect(member.node.status()).toMatchObject({ role: 'follower', term: 1 })
      member.tick(1)
      expect(member.node.status()).toMatchObject({ role: 'candidate', term: 2, vote: 1 })
    }
  })

  test('a follower that hears its leader stays one', () => {
    const member = new LoneMember()
    for (let beats = 0; beats < 10; beats += 1) {
      member.tick(9)
      member.node.step(heartbeat(2))
    }
    expect(member.node.status()).toMatchObject({ role: 'follower', term: 2, leaderId: 2 })
  })

  test('a candidate asks all others at once, telling where its log ends, and after another timeout asks in a new term', () => {
    const member = new LoneMember({ term: 2, terms: [2], config: { preVote: false } })
    member.node.campaign()
    const vote = { type: 'vote', from: 1, term: 3, lastIndex: 2, lastTerm: 2, transfer: false }
    expect(member.sync()).toEqual([
      { ...vote, to: 2 },
      { ...vote, to: 3 }
    ])
    member.tick(10)
    expect(ofType(member.sync(), 'vote').map(({ term }) => term)).toEqual([4, 4])
  })

  test.each([
    { voters: [1, 2, 3], votes: { 2: true }, role: 'leader' },
    { voters: [1, 2, 3], votes: { 2: false }, role: 'candidate' },
    { voters: [1, 2, 3], votes: { 2: false, 3: false }, role: 'follower' },
    { voters: [1, 2, 3, 4, 5], votes: { 2: true }, role: 'candidate' },
    { voters: [1, 2, 3, 4, 5], votes: { 2: true, 5: true }, role: 'leader' },
    { voters: [1, 2, 3, 4, 5], votes: { 2: true, 3: false, 4: false }, role: 'candidate' },
    { voters: [1, 2, 3, 4, 5], votes: { 2: false, 3: false, 4: false }, role: 'follower' },
    { voters: [1, 2, 3], votes: { 4: true, 5: true }, role: 'candidate' }
  ])('of voters $voters, with own vote and $votes, a candidate becomes $role', ({ voters, votes, role }) => {
    const member = new LoneMember({ voters, config: { preVote: false } })
    member.node.campaign()
    member.sync()
    for (const [from, granted] of Object.entries(votes)) {
      member.node.step({ type: 'voteResponse', from: Number(from), to: 1, term: 2, granted })
    }
    expect(member.node.status().role).toBe(role)
  })

  test('B3 a candidate with the votes of all others leads only once its own vote is durable', () => {
    const member = new LoneMember({ config: { preVote: false } })
    member.node.campaign()
    member.take()
    for (const from of [2, 3]) member.node.step({ type: 'voteResponse', from, to: 1, term: 2, granted: true })
    expect(member.node.status().role).toBe('candidate')
    member.persist()
    expect(member.node.status().role).toBe('leader')
  })

  test('the first who asks in a term gets the vote, again when it asks again; others do not', () => {
    const member = new LoneMember()
    const ask = (from: number): readonly RaftMessage[] => {
      member.node.step({ type: 'vote', from, to: 1, term: 2, lastIndex: 1, lastTerm: 1, transfer: false })
      return member.sync()
    }
    expect(ask(2)).toMatchObject([{ type: 'voteResponse', to: 2, term: 2, granted: true }])
    expect(ask(3)).toMatchObject([{ type: 'voteResponse', to: 3, term: 2, granted: false }])
    expect(ask(2)).toMatchObject([{ type: 'voteResponse', to: 2, term: 2, granted: true }])
  })

  test.each([2, 3])('a candidate of term 2 that hears a leader of term %d follows it', (term) => {
    const member = new LoneMember({ config: { preVote: false } })
    member.node.campaign()
    member.sync()
    member.node.step(appendFrom2({ term }))
    expect(member.node.status()).toMatchObject({ role: 'follower', term, leaderId: 2 })
  })

  test('a leader sends heartbeats at its interval', () => {
    const member = new LoneMember({ config: { heartbeatTicks: 3, checkQuorum: false } })
    member.lead()
    member.tick(2)
    expect(member.sync()).toEqual([])
    member.tick(1)
    expect(member.sync()).toMatchObject([
      { type: 'heartbeat', to: 2 },
      { type: 'heartbeat', to: 3 }
    ])
  })
})

describe('§5.3 log replication', () => {
  test('a leader appends a proposal to its log and sends it to all', () => {
    const member = new LoneMember()
    member.lead()
    for (const id of [2, 3]) member.accept(id, 2)
    member.sync()
    expect(member.node.propose([encode('a')])).toEqual({ ok: true, firstIndex: 3, lastIndex: 3, term: 2 })
    const entry = { index: 3, term: 2, kind: 'normal', data: encode('a') }
    const append = { type: 'append', from: 1, term: 2, prevIndex: 2, prevTerm: 2, entries: [entry], commit: 2 }
    expect(member.sync()).toEqual([
      { ...append, to: 2 },
      { ...append, to: 3 }
    ])
  })

  test.each([
    { voters: [1], from: [], commits: true },
    { voters: [1, 2, 3], from: [], commits: false },
    { voters: [1, 2, 3], from: [2], commits: true },
    { voters: [1, 2, 3, 4, 5], from: [2], commits: false },
    { voters: [1, 2, 3, 4, 5], from: [2, 4], commits: true }
  ])('of voters $voters, with the leader and $from having it: committed is $commits', ({ voters, from, commits }) => {
    const member = new LoneMember({ voters })
    member.lead(voters.filter((id) => id !== 1))
    member.node.propose([encode('a')])
    member.sync()
    for (const id of from) member.accept(id, 3)
    expect(member.node.status().commitIndex).toBe(commits ? 3 : 1)
    member.sync()
    expect(member.appliedEntries.length).toBe(commits ? 2 : 0)
  })

  test('with an entry of its term, a leader commits all before it', () => {
    const member = new LoneMember({ term: 3, terms: [2, 3] })
    member.lead()
    member.accept(2, 4)
    member.sync()
    expect(member.appliedEntries.map(({ index, term }) => [index, term])).toEqual([
      [2, 2],
      [3, 3],
      [4, 4]
    ])
  })

  test.each([
    { commit: 1, expected: 1 },
    { commit: 3, expected: 3 },
    { commit: 9, expected: 3 }
  ])(
    'a follower told that $commit is committed commits $expected: what it is known to share',
    ({ commit, expected }) => {
      const member = new LoneMember({ term: 2, terms: [2, 2, 2, 2] })
      member.node.step(appendFrom2({ term: 3, prevIndex: 2, prevTerm: 2, entries: entriesOf([2], 2), commit }))
      expect(member.node.status().commitIndex).toBe(expected)
    }
  )

  test.each([
    { terms: [2, 2], prevIndex: 4, prevTerm: 2, hintIndex: 3, hintTerm: 2, why: 'it is too short' },
    { terms: [2, 4], prevIndex: 3, prevTerm: 3, hintIndex: 2, hintTerm: 2, why: 'terms differ' },
    { terms: [2, 4, 4, 4], prevIndex: 5, prevTerm: 3, hintIndex: 2, hintTerm: 2, why: 'a whole term differs' }
  ])(
    'a follower refuses when $why, and tells where the logs may agree',
    ({ terms, prevIndex, prevTerm, hintIndex, hintTerm }) => {
      const member = new LoneMember({ term: 4, terms })
      member.node.step(appendFrom2({ term: 5, prevIndex, prevTerm }))
      expect(member.sync()).toMatchObject([
        { type: 'appendResponse', reject: true, index: prevIndex, hintIndex, hintTerm }
      ])
      expect(member.terms()).toEqual(terms)
    }
  )

  test.each([
    { prevIndex: 3, prevTerm: 2, entries: [3], expected: [2, 2, 3], why: 'follows' },
    { prevIndex: 2, prevTerm: 2, entries: [3, 4], expected: [2, 3, 4], why: 'replaces what differs' },
    { prevIndex: 1, prevTerm: 1, entries: [2], expected: [2, 2], why: 'is there: what follows stays' },
    { prevIndex: 1, prevTerm: 1, entries: [3], expected: [3], why: 'replaces all' }
  ])('a follower takes what $why', ({ prevIndex, prevTerm, entries, expected }) => {
    const member = new LoneMember({ term: 2, terms: [2, 2] })
    member.node.step(appendFrom2({ term: 4, prevIndex, prevTerm, entries: entriesOf(entries, prevIndex) }))
    expect(member.sync()).toMatchObject([{ type: 'appendResponse', reject: false, index: prevIndex + entries.length }])
    expect(member.terms()).toEqual(expected)
  })

  // Figure 7: the leader of term 8 and six followers, each with another log.
  const leaderTerms = [1, 1, 4, 4, 5, 5, 6, 6, 6]
  test.each([
    { name: 'a', terms: [1, 1, 4, 4, 5, 5, 6, 6] },
    { name: 'b', terms: [1, 1, 4] },
    { name: 'c', terms: [1, 1, 4, 4, 5, 5, 6, 6, 6, 6] },
    { name: 'd', terms: [1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7] },
    { name: 'e', terms: [1, 1, 4, 4, 4, 4] },
    { name: 'f', terms: [1, 1, 2, 2, 2, 3, 3, 3, 3, 3] }
  ])('the leader of figure 7 makes the log of follower $name equal to its own', ({ terms }) => {
    const leader = new LoneMember({ voters: [1, 2, 3], term: 7, terms: leaderTerms })
    const follower = new LoneMember({ voters: [1, 2, 3], term: 7, terms })
    let toFollower = ofType(leader.lead([3]), 'append').filter(({ to }) => to === 2)
    for (let rounds = 0; rounds < 10 && toFollower.length > 0; rounds += 1) {
      // The follower is member 1 in its own eyes, the leader member 2: only the names differ.
      for (const message of toFollower) follower.node.step({ ...message, from: 2, to: 1 })
      for (const answer of ofType(follower.sync(), 'appendResponse')) leader.node.step({ ...answer, from: 2, to: 1 })
      toFollower = ofType(leader.sync(), 'append').filter(({ to }) => to === 2)
    }
    expect(follower.terms()).toEqual([...leaderTerms, 8])
    expect(leader.node.status().commitIndex).toBe(11)
  })
})

describe('§5.4 safety', () => {
  test.each([
    { terms: [2], lastIndex: 2, lastTerm: 2, granted: true },
    { terms: [2], lastIndex: 3, lastTerm: 2, granted: true },
    { terms: [2], lastIndex: 2, lastTerm: 3, granted: true },
    { terms: [2, 2], lastIndex: 2, lastTerm: 3, granted: true },
    { terms: [2, 2], lastIndex: 2, lastTerm: 2, granted: false },
    { terms: [3], lastIndex: 9, lastTerm: 2, granted: false }
  ])('§5.4.1 with log $terms, a candidate whose log ends at $lastIndex/$lastTerm gets the vote: $granted', (row) => {
    const member = new LoneMember({ term: 3, terms: row.terms })
    const { lastIndex, lastTerm } = row
    member.node.step({ type: 'vote', from: 2, to: 1, term: 4, lastIndex, lastTerm, transfer: false })
    expect(member.sync()).toMatchObject([{ type: 'voteResponse', term: 4, granted: row.granted }])
  })

  test('B2, §5.4.2 an entry of an earlier term is never committed by counting, only along with one of this term', () => {
    const member = new LoneMember({ term: 3, terms: [2, 3] })
    member.lead()
    member.accept(2, 2)
    expect(member.node.status().commitIndex).toBe(1)
    member.accept(2, 3)
    expect(member.node.status().commitIndex).toBe(1)
    member.accept(2, 4)
    expect(member.node.status().commitIndex).toBe(4)
  })
})

describe('§6 membership', () => {
  const add = (id: number) => ({ steps: [{ type: 'addLearner' as const, id }], transition: 'auto' as const })

  test('R9 one change at a time: the next one waits until the one before it is applied', () => {
    const member = new LoneMember()
    member.lead()
    member.accept(2, 2)
    member.sync()
    expect(member.node.proposeConfChange(add(4))).toMatchObject({ ok: true, firstIndex: 3 })
    expect(member.node.proposeConfChange(add(5))).toMatchObject({ ok: false, reason: 'confChangePending' })
    member.accept(2, 3)
    expect(member.node.proposeConfChange(add(5))).toMatchObject({ ok: false, reason: 'confChangePending' })
    member.sync()
    expect(member.node.proposeConfChange(add(5))).toMatchObject({ ok: true, firstIndex: 4 })
  })

  test('R9 a new leader takes no change before the entry that opened its term is applied: earlier ones may be under way', () => {
    const member = new LoneMember()
    member.lead()
    expect(member.node.proposeConfChange(add(4))).toMatchObject({ ok: false, reason: 'confChangePending' })
    member.accept(2, 2)
    member.sync()
    expect(member.node.proposeConfChange(add(4))).toMatchObject({ ok: true })
  })

  test('a joint configuration elects and commits only with a majority of each half', () => {
    const confState = { ...votersOnly([1, 2, 3]), votersOutgoing: [1, 4, 5] }
    const member = new LoneMember({ confState, config: { preVote: false } })
    member.lead([2, 3])
    expect(member.node.status().role).toBe('candidate')
    member.node.step({ type: 'voteResponse', from: 4, to: 1, term: 2, granted: true })
    member.sync()
    expect(member.node.status().role).toBe('leader')
    member.accept(2, 2)
    expect(member.node.status().commitIndex).toBe(1)
    member.accept(5, 2)
    expect(member.node.status().commitIndex).toBe(2)
  })
})

describe('§7 snapshots', () => {
  const snapshot = { index: 9, term: 3, confState: votersOnly([1, 2, 4]), data: encode('state') }

  test('a follower replaces its log by a snapshot that is ahead of it', () => {
    const member = new LoneMember({ term: 3, terms: [2, 3] })
    member.node.step({ type: 'snapshot', from: 2, to: 1, term: 4, snapshot })
    const ready = member.take()
    expect(ready).toMatchObject({ snapshot, mustSync: true, hardState: { commit: 9 }, committedEntries: [] })
    expect(member.node.confState().voters).toEqual([1, 2, 3])
    expect(member.persist()).toMatchObject([{ type: 'appendResponse', index: 9, reject: false }])
    expect(member.node.status()).toMatchObject({ firstIndex: 10, lastIndex: 9, appliedIndex: 9, commitIndex: 9 })
    expect(member.node.confState().voters).toEqual([1, 2, 4])
  })

  test('it follows on from the snapshot before that is durable, and applies only afterwards', () => {
    const member = new LoneMember()
    member.node.step({ type: 'snapshot', from: 2, to: 1, term: 4, snapshot })
    member.take()
    member.node.step(appendFrom2({ term: 4, prevIndex: 9, prevTerm: 3, entries: entriesOf([4], 9), commit: 10 }))
    expect(member.take()).toMatchObject({ committedEntries: [], snapshot: undefined })
    member.persist()
    expect(member.node.hasReady()).toBe(false)
    member.persist()
    expect(member.take().committedEntries).toMatchObject([{ index: 10, term: 4 }])
  })

  test('what it has already it does not replace', () => {
    const member = new LoneMember({ term: 3, terms: [2, 3, 3] })
    member.node.step({ type: 'snapshot', from: 2, to: 1, term: 4, snapshot: { ...snapshot, index: 3 } })
    expect(member.sync()).toMatchObject([{ type: 'appendResponse', index: 3, reject: false }])
    expect(member.terms()).toEqual([2, 3, 3])
    expect(member.node.status().commitIndex).toBe(3)
  })
})

describe('thesis §9.6 and §4.2.3, elections that disturb nobody', () => {
  test('a trial vote changes neither term nor vote, and is granted to a log that is up to date', () => {
    const member = new LoneMember()
    member.node.step({ type: 'preVote', from: 2, to: 1, term: 2, lastIndex: 1, lastTerm: 1 })
    expect(member.sync()).toMatchObject([{ type: 'preVoteResponse', term: 2, granted: true }])
    expect(member.node.status()).toMatchObject({ term: 1, vote: -1 })
  })

  test.each(['preVote', 'vote'] as const)('who hears a leader does not answer a %s', (type) => {
    const member = new LoneMember()
    member.node.step(heartbeat(2))
    member.sync()
    const last = { lastIndex: 9, lastTerm: 2 }
    member.node.step(
      type === 'vote'
        ? { type, from: 3, to: 1, term: 3, ...last, transfer: false }
        : { type, from: 3, to: 1, term: 3, ...last }
    )
    expect(member.sync()).toEqual([])
    expect(member.node.status()).toMatchObject({ term: 2, leaderId: 2 })
  })

  test('unless the leader itself wants to go', () => {
    const member = new LoneMember()
    member.node.step(heartbeat(2))
    member.sync()
    member.node.step({ type: 'vote', from: 3, to: 1, term: 3, lastIndex: 9, lastTerm: 2, transfer: true })
    expect(member.sync()).toMatchObject([{ type: 'voteResponse', to: 3, granted: true }])
  })

  test('grants of an older trial do not count', () => {
    const member = new LoneMember({ term: 4 })
    member.node.campaign()
    member.sync()
    member.node.step({ type: 'preVoteResponse', from: 2, to: 1, term: 4, granted: true })
    expect(member.node.status().role).toBe('preCandidate')
    member.node.step({ type: 'preVoteResponse', from: 2, to: 1, term: 5, granted: true })
    expect(member.node.status().role).toBe('candidate')
  })
})

describe('messages that fit nothing', () => {
  test.each<RaftMessage>([
    { type: 'appendResponse', from: 9, to: 1, term: 2, index: 2, reject: false, hintIndex: 0, hintTerm: 0 },
    { type: 'appendResponse', from: 2, to: 1, term: 2, index: 99, reject: false, hintIndex: 0, hintTerm: 0 },
    { type: 'heartbeatResponse', from: 9, to: 1, term: 2, context: 0 },
    {
      type: 'append',
      from: 2,
      to: 1,
      term: 2,
      prevIndex: 1,
      prevTerm: 1,
      entries: [],
      commit: 2
    } satisfies AppendMessage,
    { type: 'timeoutNow', from: 2, to: 1, term: 2 },
    { type: 'readIndexResponse', from: 2, to: 1, term: 2, context: 1, index: 1 },
    { type: 'voteResponse', from: 2, to: 1, term: 2, granted: true },
    { type: 'heartbeat', from: 2, to: 3, term: 9, commit: 1, context: 0 }
  ])('a leader ignores %j', (message) => {
    const member = new LoneMember()
    member.lead()
    const before = member.node.status()
    member.node.step(message)
    expect(member.sync()).toEqual([])
    expect(member.node.status()).toEqual({ ...before, members: expect.anything() })
  })
})
