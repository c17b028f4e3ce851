import { describe, expect, test } from '@jest/globals'
import { judgePartition, type PartitionFacts, type ReplicaFacts } from '../../../src/commands/why/verdict.ts'

interface Situation {
  readonly leader?: number
  readonly isr: readonly number[]
  readonly elr?: readonly number[]
  readonly lastKnownElr?: readonly number[]
  readonly fenced?: readonly number[]
  readonly replicas?: Readonly<Record<number, ReplicaFacts>>
}

/** A partition of brokers 1, 2 and 3, with min.insync.replicas 2. */
function facts({
  leader = 1,
  isr,
  elr = [],
  lastKnownElr = [],
  fenced = [],
  replicas = {}
}: Situation): PartitionFacts {
  const brokers = [1, 2, 3].map((id) => ({ id, host: 'h', port: id, rack: null, fenced: fenced.includes(id) }))
  const known = brokers.map(({ id }): [number, ReplicaFacts] => [
    id,
    replicas[id] ??
      (fenced.includes(id) ? { unreachable: 'nothing listens', offlineDirs: [] } : { logBytes: 100, offlineDirs: [] })
  ])
  const state = { partition: 0, leader, leaderEpoch: 4, replicas: [1, 2, 3], isr, elr, lastKnownElr, offline: fenced }
  return { topic: 'orders', state, brokers, replicas: new Map(known), minInsyncReplicas: 2 }
}
const judge = (situation: Situation) => judgePartition(facts(situation))

describe('a partition', () => {
  test('with all in sync is healthy, and there is nothing to do', () => {
    const verdict = judge({ isr: [1, 2, 3] })
    expect(verdict.status).toBe('healthy')
    expect(verdict.todo).toEqual([])
    expect(verdict.acksAll).toEqual({
      accepted: true,
      text: 'acks=all is accepted, and goes on if 1 more fail (3 replicas in sync, min.insync.replicas is 2)'
    })
  })

  test('whose replica is fenced: start that broker', () => {
    const verdict = judge({ isr: [1, 2], fenced: [3] })
    expect(verdict.status).toBe('under-replicated')
    expect(verdict.replicas[2]).toEqual({
      broker: 3,
      role: 'not in sync',
      note: 'broker 3 is fenced: the controller does not hear from it (nothing listens)'
    })
    expect(verdict.acksAll.text).toContain('the next loss of a replica stops it')
    expect(verdict.todo).toEqual(['start broker 3; it catches up by itself'])
  })

  test('whose replica is behind: how far, and wait', () => {
    const verdict = judge({ isr: [1, 2], replicas: { 3: { logBytes: 40, offlineDirs: [] } } })
    expect(verdict.replicas[2]!.note).toBe("it is catching up: its log has 40 B, the leader's 100 B")
    expect(verdict.todo).toEqual(['wait for broker 3 to catch up; if it does not come nearer, its log says why'])
  })

  test('whose replica lay in a log dir that is offline: look at the disk', () => {
    const verdict = judge({ isr: [1, 2], replicas: { 3: { offlineDirs: ['/d1'] } } })
    expect(verdict.replicas[2]!.note).toContain('/d1 is offline')
    expect(verdict.todo).toEqual(['look at the disk of /d1 on broker 3, then restart that broker'])
  })

  test('with too few in sync refuses acks=all; an eligible leader is told from one that lacks records', () => {
    const verdict = judge({ isr: [1], elr: [2], fenced: [2, 3] })
    expect(verdict.status).toBe('below min.insync.replicas')
    expect(verdict.acksAll.accepted).toBe(false)
    expect(verdict.acksAll.text).toContain('until 1 more replica caught up')
    expect(verdict.replicas.map(({ role }) => role)).toEqual(['leader', 'eligible leader', 'not in sync'])
  })

  test('without a leader: who must come back, and what an unclean election costs', () => {
    const verdict = judge({ leader: -1, isr: [], elr: [2], fenced: [1, 2, 3] })
    expect(verdict.status).toBe('offline')
    expect(verdict.todo[0]).toBe('bring back broker 2: it has all acknowledged records and leads at once')
    expect(verdict.todo[1]).toContain('loses the records that it does not have')
    expect(verdict.acksAll.accepted).toBe(false)
  })

  test('with as many replicas as it can have in sync is healthy, although more are asked for', () => {
    const one = facts({ isr: [1] })
    const verdict = judgePartition({ ...one, state: { ...one.state, replicas: [1] } })
    expect(verdict.status).toBe('healthy')
    expect(verdict.acksAll.accepted).toBe(true)
  })
})
