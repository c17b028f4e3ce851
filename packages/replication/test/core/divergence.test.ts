import { describe, expect, test } from '@jest/globals'
import { LeaderEpoch, Offset } from '@gregor/base'
import { compareLogs, truncationPoint, type EpochHistory } from '../../src/core/divergence.ts'

/** A log by its epochs: `[epoch, startOffset]` in order, and its end. */
function log(epochs: readonly (readonly [number, number])[], end: number, start = 0): EpochHistory {
  return {
    logStartOffset: Offset(start),
    logEndOffset: Offset(end),
    endOffsetForEpoch: (wanted) => {
      const at = epochs.findLastIndex(([epoch]) => epoch <= wanted)
      const found = epochs[at]
      if (found === undefined) return undefined
      return { epoch: LeaderEpoch(found[0]), endOffset: Offset(epochs[at + 1]?.[1] ?? end) }
    }
  }
}

const follower = (lastEpoch: number, end: number): { logEndOffset: Offset; lastEpoch: LeaderEpoch } => ({
  lastEpoch: LeaderEpoch(lastEpoch),
  logEndOffset: Offset(end)
})

describe('a leader compares logs', () => {
  test.each([
    ['equal ends', log([[1, 0]], 10), follower(1, 10), { kind: 'equal', nextOffset: 10 }],
    ['a follower behind in the same epoch', log([[1, 0]], 10), follower(1, 4), { kind: 'equal', nextOffset: 4 }],
    [
      'a follower behind by epochs',
      log(
        [
          [1, 0],
          [3, 5]
        ],
        10
      ),
      follower(1, 5),
      { kind: 'equal', nextOffset: 5 }
    ],
    ['two empty logs', log([], 0), follower(-1, 0), { kind: 'equal', nextOffset: 0 }],
    ['an empty follower', log([[1, 0]], 10), follower(-1, 0), { kind: 'equal', nextOffset: 0 }],
    [
      'a follower that appended more in an epoch (KIP-101)',
      log(
        [
          [1, 0],
          [2, 6]
        ],
        10
      ),
      follower(1, 9),
      { kind: 'diverged', epochEnd: { epoch: 1, endOffset: 6 } }
    ],
    [
      'a follower longer than the leader',
      log([[1, 0]], 5),
      follower(1, 9),
      { kind: 'diverged', epochEnd: { epoch: 1, endOffset: 5 } }
    ],
    [
      'an epoch that the leader never saw (KIP-279, B14)',
      log(
        [
          [1, 0],
          [3, 6]
        ],
        10
      ),
      follower(2, 6),
      { kind: 'diverged', epochEnd: { epoch: 1, endOffset: 6 } }
    ],
    [
      'a follower of a later epoch',
      log([[1, 0]], 10),
      follower(5, 7),
      { kind: 'diverged', epochEnd: { epoch: 1, endOffset: 10 } }
    ],
    ['a follower below the log start', log([[4, 50]], 90, 50), follower(1, 20), { kind: 'reset', startOffset: 50 }],
    [
      'a follower whose epochs the leader has forgotten',
      log([[4, 50]], 90, 50),
      follower(1, 60),
      { kind: 'reset', startOffset: 50 }
    ],
    [
      'the same, ending just at the log start',
      log([[4, 50]], 90, 50),
      follower(1, 50),
      { kind: 'equal', nextOffset: 50 }
    ],
    ['an empty follower beyond the end', log([[1, 0]], 10), follower(-1, 40), { kind: 'reset', startOffset: 0 }]
  ])('%s', (_, leader, end, verdict) => {
    expect(compareLogs(leader, end)).toEqual(verdict)
  })
})

describe('a follower finds where to cut', () => {
  const leader = (epoch: number, endOffset: number, logStartOffset = 0): Parameters<typeof truncationPoint>[1] => ({
    epochEnd: { epoch: LeaderEpoch(epoch), endOffset: Offset(endOffset) },
    logStartOffset: Offset(logStartOffset)
  })

  test.each([
    ['P11: the leader’s epoch ended earlier', log([[1, 0]], 9), leader(1, 6), { kind: 'truncate', offset: 6 }],
    [
      'P11: the own epoch ended earlier',
      log(
        [
          [1, 0],
          [2, 4]
        ],
        9
      ),
      leader(1, 6),
      { kind: 'truncate', offset: 4 }
    ],
    [
      'B14: the leader’s epoch is unknown here, the one before is not',
      log(
        [
          [1, 0],
          [4, 5]
        ],
        9
      ),
      leader(3, 8),
      { kind: 'truncate', offset: 5 }
    ],
    [
      'B13: an empty leadership at the very end of the log is cut all the same',
      log(
        [
          [1, 0],
          [4, 9]
        ],
        9
      ),
      leader(3, 20),
      { kind: 'truncate', offset: 9 }
    ],
    [
      'nothing in common: begin where the leader begins',
      log([[4, 2]], 9, 2),
      leader(3, 8),
      { kind: 'reset', offset: 0 }
    ],
    ['B16: a cut below the log start', log([[4, 50]], 90, 50), leader(4, 40, 30), { kind: 'reset', offset: 30 }]
  ])('%s', (_, own, theirs, cut) => {
    expect(truncationPoint(own, theirs)).toEqual(cut)
  })
})
