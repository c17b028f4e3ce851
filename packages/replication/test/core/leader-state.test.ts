import { describe, expect, test } from '@jest/globals'
import { BrokerEpoch, BrokerId, LeaderEpoch, Offset, PartitionEpoch, type BrokerId as Id } from '@gregor/base'
import type { IsrChangeOutcome } from '@gregor/controller'
import { explainMinIsr } from '../../src/core/min-isr.ts'
import { LeaderState, type BrokerDirectory } from '../../src/core/leader-state.ts'

const [one, two, three] = [BrokerId(1), BrokerId(2), BrokerId(3)]
const self = { brokerId: one, brokerEpoch: BrokerEpoch(11) }

/** Brokers 1, 2, 3 with epochs 11, 12, 13, all active. */
const allActive: BrokerDirectory = { epochOf: (id) => BrokerEpoch(10 + id), isActive: () => true }

function leaderOf(
  isr: readonly Id[],
  options: { readonly end?: number; readonly nowMs?: number; readonly partitionEpoch?: number } = {}
): LeaderState {
  const { end = 0, nowMs = 0, partitionEpoch = 5 } = options
  return new LeaderState(
    one,
    { leaderEpoch: LeaderEpoch(3), partitionEpoch: PartitionEpoch(partitionEpoch), replicas: [one, two, three], isr },
    { logEndOffset: Offset(end), nowMs }
  )
}

function attach(
  leader: LeaderState,
  id: Id,
  flushed: number,
  more: { end?: number; nowMs?: number; epoch?: number } = {}
): void {
  leader.follower(id)!.attach({
    brokerEpoch: BrokerEpoch(more.epoch ?? 10 + id),
    flushedOffset: Offset(flushed),
    logEndOffset: Offset(more.end ?? flushed),
    nowMs: more.nowMs ?? 0
  })
}

const answer = (outcome: Partial<IsrChangeOutcome>): IsrChangeOutcome =>
  ({ errorCode: 0, leader: one, leaderEpoch: 3, partitionEpoch: 6, isr: [one, two], ...outcome }) as IsrChangeOutcome

const moment = (end: number, nowMs = 0): { logEndOffset: Offset; nowMs: number } => ({
  logEndOffset: Offset(end),
  nowMs
})

describe('the high watermark', () => {
  test('is the least of what all in-sync replicas, the leader included, have flushed', () => {
    const leader = leaderOf([one, two, three])
    attach(leader, two, 7)
    attach(leader, three, 9)
    expect(leader.committedEnd(Offset(8), 1)).toBe(7)
    leader.follower(two)!.acknowledge(Offset(10), Offset(10), 0)
    expect(leader.committedEnd(Offset(8), 1)).toBe(8)
  })

  test('P5: waits for every member of the ISR to report in this leadership', () => {
    const leader = leaderOf([one, two])
    expect(leader.committedEnd(Offset(8), 1)).toBeUndefined()
    attach(leader, two, 0)
    expect(leader.committedEnd(Offset(8), 1)).toBe(0)
  })

  test('P5: stands still while fewer than min.insync.replicas are in sync', () => {
    const leader = leaderOf([one])
    expect(leader.committedEnd(Offset(8), 2)).toBeUndefined()
    expect(leader.committedEnd(Offset(8), 1)).toBe(8)
  })

  test('a min.insync.replicas above the number of replicas counts as that number', () => {
    const leader = leaderOf([one, two, three])
    for (const id of [two, three]) attach(leader, id, 4)
    expect(leader.committedEnd(Offset(4), 9)).toBe(4)
  })

  test('P5, P6: a replica that was proposed gates it before the controller has answered', () => {
    const leader = leaderOf([one, two])
    attach(leader, two, 9)
    attach(leader, three, 5)
    expect(leader.proposeExpand(Offset(5), allActive, self)?.isr).toEqual([one, two, three])
    expect(leader.committedEnd(Offset(9), 1)).toBe(5)
  })

  test('P6: a replica proposed for removal gates it until the controller has answered', () => {
    const leader = leaderOf([one, two, three])
    attach(leader, two, 9)
    expect(leader.proposeShrink(moment(9, 20_000), 10_000, allActive, self)?.isr).toEqual([one, two])
    expect(leader.committedEnd(Offset(9), 1)).toBeUndefined()
    expect(leader.applyOutcome(answer({}), moment(9))).toBe('applied')
    expect(leader.committedEnd(Offset(9), 1)).toBe(9)
  })

  test('a follower that restarted with less takes its progress back', () => {
    const leader = leaderOf([one, two])
    attach(leader, two, 9)
    attach(leader, two, 4)
    expect(leader.committedEnd(Offset(9), 1)).toBe(4)
  })

  test('P12, B20: a leader knows what is committed only when it has passed the start of its epoch', () => {
    const leader = leaderOf([one, two], { end: 100 })
    expect(leader.knowsCommitted(Offset(99))).toBe(false)
    expect(leader.knowsCommitted(Offset(100))).toBe(true)
  })
})

describe('leaving the ISR', () => {
  const shrink = (leader: LeaderState, end: number, nowMs: number): readonly Id[] | undefined =>
    leader.proposeShrink(moment(end, nowMs), 10_000, allActive, self)?.isr

  test('who never reports leaves after replica.lag.time.max.ms', () => {
    const leader = leaderOf([one, two], { end: 1 })
    expect(shrink(leader, 1, 10_000)).toBeUndefined()
    expect(shrink(leader, 1, 10_001)).toEqual([one])
  })

  test('who has everything stays, however long ago it moved', () => {
    const leader = leaderOf([one, two])
    attach(leader, two, 5)
    expect(shrink(leader, 5, 1_000_000)).toBeUndefined()
  })

  test('the time that a partition was idle does not count as lag', () => {
    const leader = leaderOf([one, two])
    attach(leader, two, 5)
    leader.beforeAppend(moment(5, 1_000_000))
    expect(shrink(leader, 6, 1_010_000)).toBeUndefined()
    expect(shrink(leader, 6, 1_010_001)).toEqual([one])
  })

  test('who is always a little behind, but moves along, stays', () => {
    const leader = leaderOf([one, two])
    attach(leader, two, 0)
    for (let step = 1; step <= 100; step++) {
      leader.beforeAppend(moment(step * 10, step * 1000))
      leader.follower(two)!.acknowledge(Offset(step * 10 - 5), Offset(step * 10 + 10), step * 1000)
      expect(shrink(leader, step * 10 + 10, step * 1000)).toBeUndefined()
    }
  })

  test('who moves, but slower than the leader, leaves', () => {
    const leader = leaderOf([one, two], { end: 1000 })
    attach(leader, two, 0, { end: 1000 })
    for (let step = 1; step <= 20; step++) leader.follower(two)!.acknowledge(Offset(step), Offset(2000), step * 1000)
    expect(shrink(leader, 2000, 20_000)).toEqual([one])
  })
})

describe('entering the ISR', () => {
  test('who has everything up to the high watermark and the start of the epoch enters', () => {
    const leader = leaderOf([one, two], { end: 8 })
    attach(leader, three, 8)
    expect(leader.proposeExpand(Offset(6), allActive, self)).toMatchObject({
      kind: 'expand',
      isr: [one, two, three],
      basePartitionEpoch: 5
    })
  })

  test('P12, B20: being past a new leader’s high watermark is not enough, for it may be behind the true one', () => {
    const leader = leaderOf([one, two], { end: 8 })
    attach(leader, three, 7)
    expect(leader.proposeExpand(Offset(6), allActive, self)).toBeUndefined()
  })

  test('a fenced broker does not enter', () => {
    const leader = leaderOf([one, two])
    attach(leader, three, 0)
    const brokers = { ...allActive, isActive: (id: Id) => id !== three }
    expect(leader.proposeExpand(Offset(0), brokers, self)).toBeUndefined()
  })

  test('B21: an incarnation that the metadata do not know, or no longer, does not enter', () => {
    const leader = leaderOf([one, two])
    attach(leader, three, 0, { epoch: 12 })
    expect(leader.proposeExpand(Offset(0), allActive, self)).toBeUndefined()
    attach(leader, three, 0, { epoch: 13 })
    expect(leader.proposeExpand(Offset(0), allActive, self)).toBeDefined()
  })

  test('B21: members are named with the epochs of the incarnations that reported', () => {
    const leader = leaderOf([one, two])
    attach(leader, two, 0, { epoch: 7 })
    attach(leader, three, 0)
    expect(leader.proposeExpand(Offset(0), allActive, self)?.members).toEqual([
      { brokerId: one, brokerEpoch: 11 },
      { brokerId: two, brokerEpoch: 7 },
      { brokerId: three, brokerEpoch: 13 }
    ])
  })

  test('who has lost its stream does not enter', () => {
    const leader = leaderOf([one, two])
    attach(leader, three, 0)
    leader.follower(three)!.detach(0)
    expect(leader.proposeExpand(Offset(0), allActive, self)).toBeUndefined()
  })
})

describe('the answer to a proposal', () => {
  function proposed(): LeaderState {
    const leader = leaderOf([one])
    attach(leader, two, 4)
    leader.proposeExpand(Offset(4), allActive, self)
    return leader
  }

  test('there is one proposal at a time', () => {
    const leader = proposed()
    attach(leader, three, 4)
    expect(leader.proposeExpand(Offset(4), allActive, self)).toBeUndefined()
  })

  test('success makes it the ISR', () => {
    const leader = proposed()
    expect(leader.applyOutcome(answer({}), moment(4))).toBe('applied')
    expect(leader.isr.current).toEqual([one, two])
    expect(leader.isr.partitionEpoch).toBe(6)
  })

  test('a refusal of the same state ends it', () => {
    const leader = proposed()
    const refusal = answer({ errorCode: 107, partitionEpoch: PartitionEpoch(5) })
    expect(leader.applyOutcome(refusal, moment(4))).toBe('refused')
    expect(leader.isr.maximal).toEqual([one])
  })

  test('INVALID_UPDATE_VERSION leaves it open until metadata tell', () => {
    const leader = proposed()
    const refusal = answer({ errorCode: 95, partitionEpoch: PartitionEpoch(6) })
    expect(leader.applyOutcome(refusal, moment(4))).toBe('undecided')
    expect(leader.isr.maximal).toEqual([one, two])
    const news = {
      leaderEpoch: LeaderEpoch(3),
      partitionEpoch: PartitionEpoch(6),
      replicas: [one, two, three],
      isr: [one]
    }
    expect(leader.applyMetadata(news, moment(4))).toBe(true)
    expect(leader.isr.maximal).toEqual([one])
  })

  test('a controller that is behind decides nothing', () => {
    const leader = proposed()
    const refusal = answer({ errorCode: 41, partitionEpoch: PartitionEpoch(4) })
    expect(leader.applyOutcome(refusal, moment(4))).toBe('undecided')
  })

  test('FENCED_LEADER_EPOCH leaves it open: only metadata end a leadership', () => {
    const leader = proposed()
    const refusal = answer({ errorCode: 74, leaderEpoch: LeaderEpoch(4), partitionEpoch: PartitionEpoch(7) })
    expect(leader.applyOutcome(refusal, moment(4))).toBe('undecided')
    expect(leader.isr.maximal).toEqual([one, two])
  })

  test('metadata that came first make it stale', () => {
    const leader = proposed()
    const news = {
      leaderEpoch: LeaderEpoch(3),
      partitionEpoch: PartitionEpoch(6),
      replicas: [one, two, three],
      isr: [one, two]
    }
    leader.applyMetadata(news, moment(4))
    expect(leader.applyOutcome(answer({}), moment(4))).toBe('stale')
  })

  test('older metadata change nothing', () => {
    const leader = proposed()
    const news = {
      leaderEpoch: LeaderEpoch(3),
      partitionEpoch: PartitionEpoch(5),
      replicas: [one, two, three],
      isr: [three]
    }
    expect(leader.applyMetadata(news, moment(4))).toBe(false)
    expect(leader.isr.maximal).toEqual([one, two])
  })
})

test('a refusal for too few in-sync replicas names who is out, since when, and whether it is coming back', () => {
  const leader = leaderOf([one], { nowMs: 1000 })
  attach(leader, three, 0)
  expect(explainMinIsr(leader, { where: 'orders-0', minInsyncReplicas: 2, nowMs: 13_400 })).toBe(
    'orders-0: in-sync replicas are [1], min.insync.replicas is 2; broker 2 is out for 12 s (not connected), broker 3 is out for 12 s (catching up)'
  )
})
