import { describe, expect, test } from '@jest/globals'
import type { Entry, RaftStatus } from 'raft-ts'
import { QuorumChecker } from '../../src/checkers/quorum/quorum-checker.ts'
import { brokenBy, entry, FakeNode, message } from './fakes.ts'

/** Three members whose every step is shown to the checker. */
class Story {
  readonly checker = new QuorumChecker()
  readonly nodes = [new FakeNode(1), new FakeNode(2), new FakeNode(3)]

  constructor() {
    for (const node of this.nodes) this.checker.started(node)
  }

  node(id: number): FakeNode {
    return this.nodes[id - 1]!
  }

  becomes(id: number, status: Partial<RaftStatus>): this {
    const node = this.node(id)
    const durableIndex = status.durableIndex ?? status.lastIndex ?? node.status.durableIndex
    node.status = { ...node.status, ...status, durableIndex }
    this.writes(id)
    this.checker.afterEvent(node)
    return this
  }

  votes(id: number, term: number, vote: number): this {
    this.node(id).durableVote = { term, vote, commit: 0 }
    const hardState = this.node(id).durableVote
    this.checker.raftWritten(this.node(id), { snapshot: undefined, entries: [], hardState, sync: true })
    return this
  }

  writes(id: number, ...entries: Entry[]): this {
    this.checker.raftWritten(this.node(id), { snapshot: undefined, entries, hardState: undefined, sync: true })
    return this
  }

  installs(id: number, index: number, term: number): this {
    const { confState } = this.node(id).status
    const snapshot = { index, term, confState, data: new Uint8Array(0) }
    this.checker.raftWritten(this.node(id), { snapshot, entries: [], hardState: undefined, sync: true })
    return this
  }

  sends(id: number, fields: Parameters<typeof message>[0]): this {
    this.checker.raftSent(this.node(id), message({ from: id, ...fields }))
    return this
  }

  restarts(id: number): this {
    const node = this.node(id)
    this.checker.stopped(node)
    node.incarnation++
    node.status = { ...node.status, role: 'follower', commitIndex: 1, appliedIndex: 1 }
    this.checker.started(node)
    return this
  }

  /** Elects node 1 in term 2 and has everybody store its first entry. */
  elected(): this {
    for (const id of [1, 2, 3]) this.votes(id, 2, 1)
    this.becomes(1, { role: 'leader', term: 2, lastIndex: 2 })
    for (const id of [1, 2, 3]) this.writes(id, entry(2, 2))
    return this
  }
}

function ends(tell: (story: Story) => void): string {
  return brokenBy(() => tell(new Story()))
}

describe('a quorum in good order', () => {
  test('elects, commits, applies, fails over and installs a snapshot', () => {
    const outcome = ends((story) => {
      story
        .elected()
        .sends(2, { type: 'appendResponse', term: 2, index: 2, reject: false })
        .becomes(1, { commitIndex: 2, appliedIndex: 2 })
        .becomes(2, { term: 2, lastIndex: 2, commitIndex: 2, appliedIndex: 2 })
        .writes(1, entry(3, 2, 'never committed'))
        .restarts(1)
        .votes(2, 3, 2)
        .votes(3, 3, 2)
        .sends(3, { type: 'voteResponse', to: 2, term: 3, granted: true })
        .becomes(2, { role: 'leader', term: 3, lastIndex: 3 })
        .writes(2, entry(3, 3))
        .writes(3, entry(3, 3))
        .becomes(2, { commitIndex: 3, appliedIndex: 3 })
        .votes(1, 3, -1)
        .writes(1, entry(3, 3))
        .installs(1, 9, 3)
        .sends(1, { type: 'appendResponse', term: 3, index: 9, reject: false })
    })
    expect(outcome).toBe('none')
  })

  test('a follower may know of a commit before its disk has the entry in place of another one', () => {
    const outcome = ends((story) => {
      story.votes(1, 2, 1).becomes(1, { role: 'leader', term: 2, lastIndex: 2 }).writes(1, entry(2, 2))
      story.votes(2, 3, 2).votes(3, 3, 2).becomes(2, { role: 'leader', term: 3, lastIndex: 2 })
      story.writes(2, entry(2, 3)).writes(3, entry(2, 3)).becomes(2, { commitIndex: 2, appliedIndex: 2 })
      story.votes(1, 3, -1).becomes(1, { role: 'follower', term: 3, lastIndex: 2, commitIndex: 2, durableIndex: 1 })
      story.writes(1, entry(2, 3)).becomes(1, { durableIndex: 2, appliedIndex: 2 })
    })
    expect(outcome).toBe('none')
  })

  test('simulator seed 2950: an acknowledgement may leave late, when a later leader has overwritten what it is about', () => {
    const outcome = ends((story) => {
      story.elected().votes(2, 3, -1).writes(2, entry(2, 3))
      story.sends(2, { type: 'appendResponse', term: 2, index: 3, reject: false })
    })
    expect(outcome).toBe('none')
  })

  test('a pre-vote and its answer may name a term that nobody is in', () => {
    const outcome = ends((story) =>
      story.sends(1, { type: 'preVote', term: 9 }).sends(2, { type: 'preVoteResponse', term: 9, granted: true })
    )
    expect(outcome).toBe('none')
  })
})

describe('the quorum checker catches', () => {
  const bad: [name: string, invariant: string, tell: (story: Story) => void][] = [
    ['two leaders of one term', 'R1', (story) => story.elected().becomes(2, { role: 'leader', term: 2, lastIndex: 2 })],
    [
      'a second leader that is only heard of',
      'R1',
      (story) => story.elected().sends(3, { type: 'heartbeat', term: 2, commit: 0, context: 0 })
    ],
    [
      'a leader that leads again in its term after a restart (B1)',
      'R11',
      (story) => story.elected().restarts(1).becomes(1, { role: 'leader', term: 2, lastIndex: 2 })
    ],
    ['a leader that cuts its log', 'R2', (story) => story.elected().becomes(1, { lastIndex: 1 })],
    ['a leader that overwrites its entry on disk', 'R2', (story) => story.elected().writes(1, entry(2, 3, 'other'))],
    ['two contents of one entry', 'R3', (story) => story.writes(1, entry(2, 2, 'a')).writes(2, entry(2, 2, 'b'))],
    [
      'one entry after two pasts',
      'R3',
      (story) => story.writes(1, entry(2, 2), entry(3, 4)).writes(2, entry(2, 3), entry(3, 4))
    ],
    ['a gap in a log', 'R3', (story) => story.writes(1, entry(2, 2), entry(4, 2))],
    [
      'a leader without a committed entry',
      'R4',
      (story) => story.elected().becomes(1, { commitIndex: 2 }).becomes(2, { role: 'leader', term: 3, lastIndex: 1 })
    ],
    [
      'a leader with another entry where one is committed',
      'R4',
      (story) => {
        story.votes(1, 2, 1).votes(2, 2, 1).becomes(1, { role: 'leader', term: 2, lastIndex: 2 })
        story.writes(1, entry(2, 2)).writes(2, entry(2, 2)).writes(3, entry(2, 1))
        story.becomes(1, { commitIndex: 2 }).becomes(3, { role: 'leader', term: 3, lastIndex: 2 })
      }
    ],
    [
      'a committed entry that is overwritten',
      'R4',
      (story) => story.elected().becomes(1, { commitIndex: 2 }).writes(2, entry(2, 3))
    ],
    [
      'two entries committed at one index',
      'R5',
      (story) => {
        story.votes(1, 2, 1).votes(2, 2, 1).becomes(1, { role: 'leader', term: 2, lastIndex: 2 })
        story.writes(1, entry(2, 2)).writes(2, entry(2, 2)).writes(3, entry(2, 3))
        story.becomes(1, { commitIndex: 2 }).becomes(3, { commitIndex: 2, lastIndex: 2 })
      }
    ],
    [
      'a vote that only memory holds (B3)',
      'R6',
      (story) => story.sends(2, { type: 'voteResponse', to: 1, term: 2, granted: true })
    ],
    [
      'another vote than the disk holds',
      'R6',
      (story) => story.votes(2, 2, 3).sends(2, { type: 'voteResponse', to: 1, term: 2, granted: true })
    ],
    [
      'a term that only memory holds',
      'R6',
      (story) => story.sends(2, { type: 'heartbeatResponse', term: 5, context: 0 })
    ],
    ['two votes in one term', 'R6', (story) => story.votes(2, 2, 1).restarts(2).votes(2, 2, 3)],
    ['a disk whose term goes back', 'R6', (story) => story.votes(2, 5, 1).votes(2, 4, -1)],
    [
      'an acknowledged entry that is not on disk',
      'R7',
      (story) => story.votes(2, 2, 1).sends(2, { type: 'appendResponse', term: 2, index: 2, reject: false })
    ],
    [
      'a commit that one disk of three holds (B5)',
      'R7',
      (story) => {
        story.votes(1, 2, 1).becomes(1, { role: 'leader', term: 2, lastIndex: 2 })
        story.writes(1, entry(2, 2)).becomes(1, { commitIndex: 2 })
      }
    ],
    [
      'an entry of an earlier term that is committed by count (B2)',
      'R7',
      (story) => {
        for (const id of [1, 2, 3]) story.writes(id, entry(2, 2))
        story.votes(1, 4, 1).becomes(1, { role: 'leader', term: 4, lastIndex: 3 }).becomes(1, { commitIndex: 2 })
      }
    ],
    [
      'an entry of an earlier term that a leader tells others is committed (B2)',
      'R7',
      (story) => {
        for (const id of [1, 2, 3]) story.writes(id, entry(2, 2))
        story.votes(1, 4, 1).becomes(1, { role: 'leader', term: 4, lastIndex: 3 })
        story.sends(1, { type: 'append', to: 2, term: 4, prevIndex: 2, prevTerm: 2, entries: [], commit: 2 })
      }
    ],
    [
      'a commit index that goes back',
      'R8',
      (story) => story.elected().becomes(1, { commitIndex: 2 }).becomes(1, { commitIndex: 1 })
    ],
    ['something applied and not committed', 'R8', (story) => story.becomes(1, { appliedIndex: 2 })],
    [
      'two membership changes under way',
      'R9',
      (story) => story.writes(1, entry(2, 2, 'add 4', 'config'), entry(3, 2, 'add 5', 'config'))
    ]
  ]

  test.each(bad)('%s: %s', (_name, invariant, tell) => {
    expect(ends(tell)).toBe(invariant)
  })
})

test('who lost its disk may vote again, and its new log is another one', () => {
  const outcome = ends((story) => {
    story.elected().becomes(1, { commitIndex: 2 })
    story.node(3).wipes++
    story.restarts(3).votes(3, 2, 2).writes(3, entry(2, 2))
  })
  expect(outcome).toBe('none')
})
