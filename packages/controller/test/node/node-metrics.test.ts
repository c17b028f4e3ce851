import { describe, expect, test } from '@jest/globals'
import {
  BrokerId,
  LeaderEpoch,
  NO_BROKER,
  PartitionEpoch,
  PartitionIndex,
  TopicId,
  noMetrics,
  type Metrics
} from '@gregor/base'
import { MetadataStore, type MetadataDelta, type PartitionImage } from '@gregor/metadata'
import type { RaftStatus } from 'raft-ts'
import { NodeMetrics } from '../../src/node/node-metrics.ts'
import { measuredStorage } from '../../src/node/raft-metrics.ts'

function watched(status?: RaftStatus) {
  const values = new Map<string, number>()
  const collectors: (() => void)[] = []
  const key = (name: string, labels: object = {}): string => [name, ...Object.values(labels)].join(' ')
  const metrics: Metrics = {
    ...noMetrics,
    counter: ({ name }, labels) => ({
      inc: (by = 1) => void values.set(key(name, labels), (values.get(key(name, labels)) ?? 0) + by)
    }),
    gauge: ({ name }, labels) => ({ set: (value) => void values.set(key(name, labels), value) }),
    histogram: ({ name }) => ({ observe: (value) => void values.set(name, value) }),
    onScrape: (collect) => void collectors.push(collect)
  }
  const time = { nowMs: 0 }
  const clock = { monotonicMs: () => time.nowMs, wallMs: () => time.nowMs }
  const image = new MetadataStore()
  const node = new NodeMetrics(metrics, { image, isActive: true, quorumStatus: status }, clock)
  const scrape = (): void => {
    for (const collect of collectors) collect()
  }
  return { values, time, clock, metrics, image, node, scrape }
}

const partition = (leader: number, isr: readonly number[], elr: readonly number[] = []): PartitionImage => ({
  topicId: TopicId('AAAAAAAAAAAAAAAAAAAAAQ'),
  topic: 't',
  partition: PartitionIndex(0),
  replicas: [1, 2, 3].map(BrokerId),
  isr: isr.map(BrokerId),
  elr: elr.map(BrokerId),
  lastKnownElr: [],
  leader: BrokerId(leader),
  leaderEpoch: LeaderEpoch(1),
  partitionEpoch: PartitionEpoch(1)
})

const change = (before: PartitionImage, after: PartitionImage): MetadataDelta => ({
  partitions: [{ before, after }],
  removedTopics: [],
  brokers: [],
  configs: [],
  clusterIdSet: false,
  quorumMembers: []
})

describe('elections are told by where the leader came from', () => {
  const unclean = 'kafka_controller_controllerstats_uncleanleaderelections_total'
  const eligible = 'kafka_controller_controllerstats_electionfromeligibleleaderreplicas_total'
  test.each([
    ['in sync', change(partition(1, [1, 2]), partition(2, [2])), {}],
    ['nobody', change(partition(1, [1]), partition(NO_BROKER, [], [1])), {}],
    ['eligible', change(partition(NO_BROKER, [], [3]), partition(3, [3])), { [eligible]: 1 }],
    ['neither', change(partition(NO_BROKER, [], [3]), partition(2, [2])), { [unclean]: 1 }]
  ])('%s', (_what, delta, counts) => {
    const { node, image, values } = watched()
    node.noteChanges(delta, image)
    expect(Object.fromEntries(values)).toEqual(counts)
  })
})

test('the quorum is told as Kafka tells it', () => {
  const status: RaftStatus = {
    id: 1,
    role: 'leader',
    leaderId: 1,
    term: 7,
    vote: 1,
    voting: true,
    commitIndex: 9,
    appliedIndex: 9,
    firstIndex: 1,
    lastIndex: 10,
    durableIndex: 10,
    confState: { voters: [1, 2, 3], votersOutgoing: [], learners: [4], learnersNext: [], autoLeave: false },
    members: [
      { id: 1, learner: false, matchIndex: 10, nextIndex: 11, state: 'replicate', ticksSinceHeard: 0 },
      { id: 2, learner: false, matchIndex: 4, nextIndex: 5, state: 'replicate', ticksSinceHeard: 0 }
    ]
  }
  const { values, scrape, node } = watched(status)
  node.operationSeconds.observe(0.25)
  scrape()
  const raft = 'kafka_server_raft_metrics'
  expect(Object.fromEntries(values)).toMatchObject({
    [`${raft}_current_epoch`]: 7,
    [`${raft}_current_leader`]: 1,
    [`${raft}_current_state_info leader`]: 1,
    [`${raft}_current_state_info follower`]: 0,
    [`${raft}_high_watermark`]: 10,
    [`${raft}_log_end_offset`]: 11,
    [`${raft}_number_of_voters`]: 3,
    [`${raft}_number_of_observers`]: 1,
    [`${raft}_commit_latency_avg`]: 250,
    'gregor_raft_member_lag_entries 2': 6
  })
  expect(values.has('gregor_raft_member_lag_entries 1')).toBe(false)
})

test('a write to the metadata log is timed, and only when it succeeds', async () => {
  const { metrics, clock, time, values } = watched()
  let fails = true
  const storage = measuredStorage(
    {
      load: () => Promise.reject(new Error('not asked')),
      write: () => {
        time.nowMs += 40
        return fails ? Promise.reject(new Error('disk')) : Promise.resolve()
      },
      compact: () => Promise.resolve(),
      close: () => Promise.resolve()
    },
    metrics,
    clock
  )
  const write = { snapshot: undefined, entries: [], hardState: undefined, sync: true }
  await expect(storage.write(write)).rejects.toThrow('disk')
  expect(values.has('gregor_raft_write_seconds')).toBe(false)
  fails = false
  await storage.write(write)
  expect(values.get('gregor_raft_write_seconds')).toBeCloseTo(0.04)
})
