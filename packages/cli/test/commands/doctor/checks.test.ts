import { describe, expect, test } from '@jest/globals'
import type { BrokerFacts } from '../../../src/commands/doctor/broker-facts.ts'
import { checkAgreement, checkClocks, checkDisks, checkReach } from '../../../src/commands/doctor/check-brokers.ts'
import { checkPartitions, type ExaminedPartition } from '../../../src/commands/doctor/check-partitions.ts'
import { checkQuorum } from '../../../src/commands/doctor/check-quorum.ts'
import type { Check } from '../../../src/commands/doctor/finding.ts'

const broker = (id: number, facts: Partial<BrokerFacts> & { fenced?: boolean } = {}): BrokerFacts => ({
  clusterId: 'c',
  sees: [1, 2],
  apis: 'v1',
  clock: { aheadMs: 0, uncertainMs: 500 },
  ...facts,
  broker: { id, host: 'h', port: 9000 + id, rack: null, fenced: facts.fenced === true }
})
const told = ({ findings }: Check): string[] => findings.map(({ level, what }) => `${level}: ${what}`)

describe('brokers', () => {
  test('who is down is told from who is cut off and from who has a wrong address', () => {
    const failure = 'nothing listens'
    const facts = [broker(1, { fenced: true, failure }), broker(2, { fenced: true }), broker(3, { failure }), broker(4)]
    expect(told(checkReach(facts))).toEqual([
      'problem: broker 1 at h:9001 is down: nothing listens',
      'problem: broker 2 at h:9002 is fenced although it answers: the controller does not hear from it',
      'problem: broker 3 at h:9003 cannot be reached from here, although the cluster takes it for alive: nothing listens'
    ])
  })

  test('two brokers that advertise one address', () => {
    const twin = broker(1)
    const facts = [twin, { ...twin, broker: { ...twin.broker, id: 2 } }, broker(3)]
    expect(told(checkReach(facts))).toEqual(['problem: brokers 1,2 all advertise h:9001'])
  })

  test('cluster ids, views and versions that differ', () => {
    expect(told(checkAgreement([broker(1), broker(2)]))).toEqual([])
    const findings = told(checkAgreement([broker(1), broker(2, { clusterId: 'd', sees: [2], apis: 'v2' })]))
    expect(findings).toEqual([
      'problem: there are several clusters behind these addresses: c (broker 1), d (broker 2)',
      'problem: brokers disagree about who is alive: broker 1 sees 1,2; broker 2 sees 2',
      'remark: brokers serve different versions of the protocol: broker 1 against broker 2'
    ])
  })

  test('clocks are apart only when whole seconds cannot explain it; one that is not told is a remark', () => {
    const ahead = (aheadMs: number) => broker(2, { clock: { aheadMs, uncertainMs: 500 } })
    expect(told(checkClocks([broker(1), ahead(2900)]))).toEqual([])
    expect(told(checkClocks([broker(1), ahead(4000)]))).toEqual([
      'problem: the clock of broker 2 is 4.0 s ahead of that of broker 1'
    ])
    const { clock: _, ...silent } = broker(3)
    expect(told(checkClocks([broker(1), silent]))).toEqual(['remark: broker 3 did not tell its time'])
  })

  test('disks that are offline or nearly full', () => {
    const dir = {
      path: '/d',
      offline: false,
      usableBytes: 50 * 2 ** 30,
      totalBytes: null,
      logs: new Map<string, number>()
    }
    expect(told(checkDisks([broker(1, { dirs: [dir] })]))).toEqual([])
    const dirs = [
      { ...dir, path: '/a', offline: true, usableBytes: null },
      { ...dir, path: '/b', usableBytes: 100 * 2 ** 20 },
      { ...dir, path: '/c', totalBytes: 2000 * 2 ** 30 }
    ]
    expect(told(checkDisks([broker(1, { dirs })]))).toEqual([
      'problem: /a of broker 1 is offline',
      'problem: /b of broker 1 has 100.0 MiB left',
      'problem: /c of broker 1 has 50.0 GiB left of 2.0 TiB'
    ])
  })
})

describe('partitions', () => {
  const partition = (change: Partial<ExaminedPartition>): ExaminedPartition => ({
    topic: 't',
    partition: 0,
    leader: 1,
    replicas: 3,
    inSync: 3,
    minInsyncReplicas: 2,
    ...change
  })

  test.each<[string, Partial<ExaminedPartition>, string[]]>([
    ['all in sync', {}, []],
    ['no leader', { leader: -1, inSync: 0 }, ['problem: 1 partition without a leader: t-0']],
    ['below', { inSync: 1 }, ['problem: 1 partition below min.insync.replicas, so that acks=all is refused: t-0']],
    [
      'at the least',
      { inSync: 2 },
      [
        'problem: 1 partition with replicas that are not in sync: t-0',
        'problem: 1 partition that the next loss stops from taking acks=all: t-0'
      ]
    ],
    [
      'nothing to spare',
      { replicas: 2, inSync: 2 },
      ['remark: 1 partition without a replica to spare (min.insync.replicas is as many as there are): t-0']
    ],
    ['alone', { replicas: 1, inSync: 1, minInsyncReplicas: 1 }, ['remark: 1 partition with a single replica: t-0']]
  ])('%s', (_, change, findings) => {
    expect(told(checkPartitions([partition(change)]))).toEqual(findings)
  })
})

describe('the quorum', () => {
  const member = (id: number, role: 'leader' | 'follower', change: object = {}) => ({
    id,
    directoryId: null,
    role,
    logEndOffset: 1000,
    lag: 0,
    lastFetchMs: 100_000,
    lastCaughtUpMs: null,
    ...change
  })
  const quorum = (...members: ReturnType<typeof member>[]) => ({ leader: 1, epoch: 1, highWatermark: 1000, members })

  test('all follow', () => {
    expect(told(checkQuorum(quorum(member(1, 'leader'), member(2, 'follower'), member(3, 'follower'))))).toEqual([])
  })

  test('a voter that is silent, one that is behind', () => {
    const members = [
      member(1, 'leader'),
      member(2, 'follower', { lastFetchMs: 80_000 }),
      member(3, 'follower', { lag: 500 })
    ]
    expect(told(checkQuorum(quorum(...members)))).toEqual([
      'problem: voter 2 has not been heard of for 20.0 s',
      'problem: voter 3 is 500 records of metadata behind'
    ])
  })

  test('an even number of voters is a remark; no leader is a problem', () => {
    expect(told(checkQuorum(quorum(member(1, 'leader'), member(2, 'follower'))))).toEqual([
      'remark: the quorum has 2 voters'
    ])
    expect(told(checkQuorum(undefined, 'timed out'))).toEqual([
      'problem: the metadata quorum has no leader that can be asked: timed out'
    ])
  })
})
