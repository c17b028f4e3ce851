import { describe, expect, test } from '@jest/globals'
import type { AnomalyKind } from './anomaly.ts'
import { anomalyKinds } from './anomaly.ts'
import { at, final, history, poll, send } from './by-hand.ts'
import { checkHistory } from './check-history.ts'
import type { Commit, CommitRead, History, Send } from './history.ts'
import { badTransactions, goodTransactions } from './transactions-by-hand.ts'

// Histories written by hand. The good one below, in words: p sends batch 0 (a, b), which is acknowledged at 0, then batch 1
// (c), which is acknowledged at 2; reader r reads it all as it grows; and at the end it is all there.

/** p's two batches, both acknowledged. */
const acked = (): Send[] => [
  send(0, ['a', 'b'], { ack: { offset: 0, ms: 5 } }),
  send(1, ['c'], { ack: { offset: 2, ms: 15 } })
]
const abc = [at(0, 'a'), at(1, 'b'), at(2, 'c')]

const kindsIn = (bad: History): AnomalyKind[] => [...new Set(checkHistory(bad).map(({ kind }) => kind))]

const commit = (offset: number, sentMs: number, rest: Partial<Commit> = {}): Commit => ({
  group: 'g',
  partition: 0,
  offset,
  node: 1,
  sentMs,
  fate: 'acknowledged',
  ...rest
})
const commitRead = (offset: number, askedMs: number, rest: Partial<CommitRead> = {}): CommitRead => ({
  group: 'g',
  partition: 0,
  offset,
  node: 1,
  askedMs,
  final: false,
  ...rest
})
const endAnswer = (end: number, leaderEpoch: number, askedMs: number) => ({
  partition: 0,
  leaderEpoch,
  end,
  askedMs,
  answeredMs: askedMs + 1
})

describe('a good history has no anomaly:', () => {
  const good: readonly (readonly [string, Partial<History>])[] = [
    ['all is acknowledged and read', { sends: acked(), polls: [poll(0, abc)], finals: [final(abc)] }],
    [
      'a plain batch of two attempts is there twice, as its acknowledgement may allow',
      {
        sends: [send(0, ['a'], { idempotent: false, attempts: 2, possible: 2, ack: { offset: 1, ms: 5 } })],
        finals: [final([at(0, 'a'), at(1, 'a')])]
      }
    ],
    ['what nobody acknowledged is not there', { sends: [send(0, ['a'])], finals: [final([])] }],
    ['what nobody acknowledged is there', { sends: [send(0, ['a'])], finals: [final([at(0, 'a')])] }],
    [
      'a reader that starts anew reads again',
      {
        sends: acked(),
        polls: [poll(0, abc), poll(1, abc.slice(1), { reader: 'r#2' })],
        finals: [final(abc)]
      }
    ],
    [
      'a leader of the past does not know of what came after it',
      { ends: [endAnswer(7, 3, 10), endAnswer(5, 2, 20), endAnswer(7, 4, 30)] }
    ],
    [
      'a coordinator of the past answers from the past, and an unanswered commit comes late',
      {
        commits: [commit(5, 10), commit(6, 20, { fate: 'unknown' }), commit(9, 30, { node: 2 })],
        commitReads: [
          commitRead(-1, 5),
          commitRead(5, 40),
          commitRead(6, 50, { node: 2 }),
          commitRead(9, 60, { final: true })
        ]
      }
    ]
  ]
  test.each([...good, ...goodTransactions])('%s', (_, parts) => {
    expect(checkHistory(history(parts))).toEqual([])
  })
})

/** Histories with one thing wrong, by what is to be found. */
const bad: readonly (readonly [AnomalyKind, string, Partial<History>])[] = [
  ...badTransactions,
  ['lost-write', 'acknowledged, and nowhere at the end', { sends: acked(), finals: [final(abc.slice(0, 2))] }],
  [
    'lost-write',
    'acknowledged, read by somebody, and gone',
    { sends: acked(), polls: [poll(0, abc)], finals: [final(abc.slice(0, 2))] }
  ],
  [
    'ack-offset-mismatch',
    'acknowledged at 0, and at 1',
    {
      sends: [send(0, ['x'], { producer: 'q' }), send(0, ['a'], { ack: { offset: 0, ms: 5 } })],
      finals: [final([at(0, 'x'), at(1, 'a')])]
    }
  ],
  ['duplicate', 'of an idempotent producer', { sends: acked(), finals: [final([...abc, at(3, 'a'), at(4, 'b')])] }],
  [
    'duplicate',
    'of a plain producer that tried once',
    {
      sends: [send(0, ['a'], { idempotent: false, ack: { offset: 0, ms: 5 } })],
      finals: [final([at(0, 'a'), at(1, 'a')])]
    }
  ],
  [
    'nonmonotonic-send',
    'two batches of an idempotent producer that were under way together',
    { sends: [send(0, ['a']), send(1, ['b'])], finals: [final([at(0, 'b'), at(1, 'a')])] }
  ],
  [
    'nonmonotonic-send',
    'a batch before one that had been acknowledged, of another producer',
    {
      sends: [
        send(0, ['a'], { ack: { offset: 1, ms: 5 } }),
        send(0, ['b'], { producer: 'q', idempotent: false, sentMs: 20 })
      ],
      finals: [final([at(0, 'b'), at(1, 'a')])]
    }
  ],
  ['torn-batch', 'half a batch', { sends: [send(0, ['a', 'b'])], finals: [final([at(0, 'a')])] }],
  [
    'torn-batch',
    'the values of a batch with another between them',
    {
      sends: [send(0, ['a', 'b']), send(0, ['x'], { producer: 'q', idempotent: false })],
      finals: [final([at(0, 'a'), at(1, 'x'), at(2, 'b')])]
    }
  ],
  ['phantom', 'a value out of nowhere', { sends: [], finals: [final([at(0, 'a')])] }],
  [
    'phantom',
    'a value of another partition',
    { sends: [send(0, ['a'], { partition: 1 })], finals: [final([at(0, 'a')])] }
  ],
  [
    'aborted-read',
    'every attempt was refused',
    { sends: [send(0, ['a'], { idempotent: false, attempts: 2, possible: 0 })], finals: [final([at(0, 'a')])] }
  ],
  [
    'inconsistent-offsets',
    'two readers see two values at one offset',
    {
      sends: [send(0, ['a']), send(0, ['b'], { producer: 'q' })],
      polls: [poll(0, [at(0, 'b')])],
      finals: [final([at(0, 'a'), at(1, 'b')])]
    }
  ],
  [
    'inconsistent-offsets',
    'two batches are acknowledged at one offset',
    {
      sends: [
        send(0, ['a'], { ack: { offset: 0, ms: 5 } }),
        send(0, ['b'], { producer: 'q', ack: { offset: 0, ms: 6 } })
      ],
      finals: [final([at(0, 'a')])]
    }
  ],
  [
    'inconsistent-offsets',
    'a reader sees another value later at the same offset',
    {
      sends: [send(0, ['a']), send(0, ['b'], { producer: 'q' })],
      polls: [poll(0, [at(0, 'a')]), poll(0, [at(0, 'b')], { reader: 'r#2' })],
      finals: [final([at(0, 'b')])]
    }
  ],
  [
    'vanished',
    'not acknowledged, but read, and gone at the end',
    { sends: [send(0, ['a'])], polls: [poll(0, [at(0, 'a')])], finals: [final([])] }
  ],
  [
    'replica-lacks',
    'one disk ends before the others',
    { sends: acked(), finals: [final(abc), final(abc.slice(0, 2), 'the disk of broker 2')] }
  ],
  [
    'inconsistent-offsets',
    'one disk has another value',
    { sends: [...acked(), send(2, ['x'])], finals: [final(abc), final([at(0, 'a'), at(1, 'b'), at(2, 'x')], 'disk')] }
  ],
  [
    'uncommitted-read',
    'a record at the high watermark',
    { sends: acked(), polls: [poll(0, abc, { highWatermark: 2 })], finals: [final(abc)] }
  ],
  ['poll-skip', 'within a poll', { sends: acked(), polls: [poll(0, [at(0, 'a'), at(2, 'c')])], finals: [final(abc)] }],
  [
    'poll-skip',
    'between the polls of a reader',
    { sends: acked(), polls: [poll(0, [at(0, 'a')]), poll(2, [at(2, 'c')])], finals: [final(abc)] }
  ],
  ['poll-skip', 'at its first poll', { sends: acked(), polls: [poll(0, abc.slice(1))], finals: [final(abc)] }],
  [
    'nonmonotonic-poll',
    'between the polls of a reader',
    { sends: acked(), polls: [poll(0, abc), poll(1, abc.slice(1))], finals: [final(abc)] }
  ],
  [
    'nonmonotonic-poll',
    'within a poll',
    { sends: acked(), polls: [poll(0, [at(0, 'a'), at(1, 'b'), at(1, 'b'), at(2, 'c')])], finals: [final(abc)] }
  ],
  ['end-regress', 'in one leader epoch', { ends: [endAnswer(7, 2, 10), endAnswer(5, 2, 20)] }],
  ['end-regress', 'from one leader to the next', { ends: [endAnswer(7, 2, 10), endAnswer(5, 3, 20)] }],
  [
    'end-regress',
    'before what was acknowledged',
    { sends: acked(), finals: [final(abc)], ends: [endAnswer(2, 0, 20)] }
  ],
  [
    'commit-regress',
    'at the same coordinator',
    { commits: [commit(5, 10), commit(9, 20)], commitReads: [commitRead(5, 30)] }
  ],
  ['commit-regress', 'to none', { commits: [commit(5, 10)], commitReads: [commitRead(-1, 30)] }],
  [
    'commit-regress',
    'after a failover, at the end',
    { commits: [commit(5, 10), commit(9, 20)], commitReads: [commitRead(5, 30, { node: 2, final: true })] }
  ],
  ['commit-phantom', 'that nobody committed', { commits: [commit(5, 10)], commitReads: [commitRead(7, 30)] }],
  [
    'commit-phantom',
    'that was refused',
    { commits: [commit(5, 10), commit(7, 20, { fate: 'refused' })], commitReads: [commitRead(7, 30)] }
  ],
  ['complaint', 'an answer that no client should get', { complaints: ['p was told UNKNOWN_SERVER_ERROR'] }]
]

describe('a bad history is found out:', () => {
  test.each(bad)('%s: %s', (kind, _, parts) => {
    expect(kindsIn(history(parts))).toContain(kind)
  })

  test('for every kind of anomaly there is one', () => {
    expect([...new Set(bad.map(([kind]) => kind))].sort()).toEqual(Object.keys(anomalyKinds).sort())
  })
})
