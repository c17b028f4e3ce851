// Histories with transactions, written by hand. The good one, in words: t commits transaction 0 (a in partition 0, b in
// partition 1), aborts transaction 1 (x in both), and commits transaction 2 (c in partition 0). After each comes a marker.
import type { AnomalyKind } from './anomaly.ts'
import { at, send } from './by-hand.ts'
import type { CommittedPoll, History, Send, Transaction } from './history.ts'

/** A batch of t in a partition, acknowledged. */
const put = (partition: number, number: number, values: readonly string[], offset: number): Send =>
  send(number, values, { producer: 't', partition, ack: { offset, ms: 10 * number + 5 } })

const transaction = (number: number, sends: Send[], rest: Partial<Transaction> = {}): Transaction => ({
  transactionalId: 't',
  number,
  process: 't#1',
  beganMs: 10 * number,
  sends,
  outcome: 'committed',
  commitAskedMs: 10 * number + 7,
  ...rest
})

const first = (rest: Partial<Transaction> = {}) => transaction(0, [put(0, 0, ['a'], 0), put(1, 0, ['b'], 0)], rest)
const aborted = (rest: Partial<Transaction> = {}) =>
  transaction(1, [put(0, 1, ['x0'], 2), put(1, 1, ['x1'], 2)], {
    outcome: 'aborted',
    commitAskedMs: undefined,
    ...rest
  })
const last = () => transaction(2, [put(0, 2, ['c', 'd'], 4)])

const read = (
  [from, next]: readonly [number, number],
  records: CommittedPoll['records'],
  rest: Partial<CommittedPoll> = {}
): CommittedPoll => ({
  reader: 'r',
  partition: 0,
  from,
  next,
  records,
  highWatermark: 100,
  lastStableOffset: 100,
  readMs: 1000,
  ...rest
})

const acd = [at(0, 'a'), at(4, 'c'), at(5, 'd')]
const b = [at(0, 'b')]

/** What is committed at the end in partitions 0 and 1. */
const ending = (zero: CommittedPoll['records'], one: CommittedPoll['records'], reader = 'final') => [
  read([0, 7], zero, { reader }),
  read([0, 4], one, { reader, partition: 1 })
]

const good = (parts: Partial<History> = {}): Partial<History> => ({
  transactions: [first(), aborted(), last()],
  committedFinals: ending(acd, b),
  ...parts
})

/** Nobody knows whether transaction 0 was committed. */
const unknown = (zero: CommittedPoll['records'], one: CommittedPoll['records']): Partial<History> => ({
  transactions: [first({ outcome: 'unknown' })],
  committedFinals: ending(zero, one)
})

export const goodTransactions: readonly (readonly [string, Partial<History>])[] = [
  ['committed transactions are read, aborted ones are not', good({ committedPolls: [read([0, 7], acd)] })],
  [
    'a reader goes on behind markers',
    good({ committedPolls: [read([0, 2], acd.slice(0, 1)), read([2, 7], acd.slice(1))] })
  ],
  ['a reader begins in the middle of a batch', good({ committedPolls: [read([5, 7], acd.slice(2))] })],
  ['nobody knows of a commit, and it is there', unknown([at(0, 'a')], b)],
  ['nobody knows of a commit, and nothing of it is there', unknown([], [])]
]

/** Histories with one thing wrong, by what is to be found. */
export const badTransactions: readonly (readonly [AnomalyKind, string, Partial<History>])[] = [
  [
    'aborted-read',
    'of an aborted transaction, at the end',
    good({ committedFinals: ending([at(0, 'a'), at(2, 'x0'), at(4, 'c'), at(5, 'd')], [...b, at(2, 'x1')]) })
  ],
  [
    'aborted-read',
    'of an aborted transaction, by a reader alone',
    good({ committedPolls: [read([0, 4], [at(0, 'a'), at(2, 'x0')])] })
  ],
  ['lost-commit', 'committed, and nowhere at the end', good({ committedFinals: ending(acd.slice(0, 1), b) })],
  [
    'lost-commit',
    'committed, read by somebody, and gone',
    good({ committedPolls: [read([0, 7], acd)], committedFinals: ending(acd.slice(0, 1), b) })
  ],
  ['torn-transaction', 'committed in one partition, and not in the other', unknown([at(0, 'a')], [])],
  ['torn-transaction', 'half of it, though it was committed', good({ committedFinals: ending(acd, []) })],
  [
    'torn-transaction',
    'half of an aborted one',
    good({ committedFinals: ending([at(0, 'a'), at(2, 'x0'), at(4, 'c'), at(5, 'd')], b) })
  ],
  [
    'duplicate',
    'a committed batch is there twice',
    good({ committedFinals: ending([...acd, at(7, 'c'), at(8, 'd')], b) })
  ],
  [
    'duplicate',
    'a reader gets a committed batch once more, elsewhere',
    good({ committedPolls: [read([0, 9], [...acd, at(7, 'c'), at(8, 'd')])] })
  ],
  [
    'nonmonotonic-send',
    'two transactions of one id in the wrong order',
    {
      transactions: [
        transaction(0, [send(0, ['a'], { producer: 't' })], { outcome: 'unknown' }),
        transaction(1, [send(1, ['b'], { producer: 't' })], { outcome: 'unknown' })
      ],
      committedFinals: [read([0, 4], [at(0, 'b'), at(2, 'a')], { reader: 'final' })]
    }
  ],
  ['torn-batch', 'half a batch of a transaction', good({ committedFinals: ending(acd.slice(0, 2), b) })],
  [
    'ack-offset-mismatch',
    'committed, elsewhere than its acknowledgement says',
    good({ committedFinals: ending([at(0, 'a'), at(5, 'c'), at(6, 'd')], b) })
  ],
  ['phantom', 'a committed value out of nowhere', good({ committedFinals: ending([...acd, at(7, 'y')], b) })],
  [
    'inconsistent-offsets',
    'a committed record where an aborted one was acknowledged',
    {
      transactions: [aborted(), transaction(0, [send(0, ['a'], { producer: 't' })])],
      committedFinals: [read([0, 4], [at(2, 'a')], { reader: 'final' })]
    }
  ],
  [
    'vanished',
    'a committed record was read, and is gone at the end',
    { ...unknown([], []), committedPolls: [read([0, 2], [at(0, 'a')])] }
  ],
  [
    'replica-lacks',
    'by the markers on one disk a transaction was aborted',
    good({ committedFinals: [...ending(acd, b), ...ending(acd.slice(0, 1), b, 'the disk of broker 2')] })
  ],
  [
    'dirty-read',
    'read before its commit is asked for',
    good({ committedPolls: [read([0, 2], [at(0, 'a')], { readMs: 6 })] })
  ],
  [
    'uncommitted-read',
    'at the last stable offset',
    good({ committedPolls: [read([0, 7], acd, { lastStableOffset: 5 })] })
  ],
  [
    'uncommitted-read',
    'a last stable offset beyond the high watermark',
    good({ committedPolls: [read([0, 7], acd, { highWatermark: 9, lastStableOffset: 10 })] })
  ],
  [
    'poll-skip',
    'a committed record is left out as if it were aborted',
    good({ committedPolls: [read([0, 7], acd.slice(0, 1))] })
  ],
  [
    'poll-skip',
    'a reader of committed data goes on behind where it was',
    good({ committedPolls: [read([0, 2], acd.slice(0, 1)), read([4, 7], acd.slice(1))] })
  ],
  [
    'nonmonotonic-poll',
    'a reader of committed data goes back',
    good({ committedPolls: [read([0, 7], acd), read([4, 7], acd.slice(1))] })
  ],
  [
    'nonmonotonic-poll',
    'a reader of committed data goes back within an answer',
    good({ committedPolls: [read([0, 7], [at(0, 'a'), at(5, 'd'), at(4, 'c')])] })
  ]
]
