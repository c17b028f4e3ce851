import { describe, expect, test } from '@jest/globals'
import { BrokerId, LeaderEpoch, NO_EPOCH, Offset, PartitionIndex, TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { NotLeaderError, OffsetSpec, type FetchOutcome, type FetchRoom } from '../src/index.ts'
import { recordingMetrics } from './support/recording-metrics.ts'
import { p0, SimCluster, topicId, valuesIn } from './support/sim-cluster.ts'

async function withRecords(values: readonly string[], options = {}): Promise<SimCluster> {
  const cluster = await SimCluster.start({ minIsr: 2, ...options })
  for (const value of values) cluster.append(1, [value])
  await cluster.settle()
  return cluster
}

/** Room of `bytes`, or none until `grant` is called. */
class TestRoom implements FetchRoom {
  readonly asked: (readonly [atLeastBytes: number, wantedBytes: number])[] = []
  readonly read: number[] = []
  grant: ((bytes: number) => void) | undefined
  readonly #bytes: number

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  tryTake(atLeastBytes: number, wantedBytes: number): number {
    this.asked.push([atLeastBytes, wantedBytes])
    return this.#bytes
  }

  wait(_atLeastBytes: number, _wantedBytes: number, granted: (bytes: number) => void): void {
    this.grant = granted
  }

  took(bytes: number): void {
    this.read.push(bytes)
  }
}

describe('memory for what a fetch reads', () => {
  const values = Array.from({ length: 10 }, (_, index) => `${index}`.padEnd(1000, '.'))

  test('is asked for once, limits the answer, and what was not needed is told', async () => {
    const cluster = await withRecords(values)
    const room = new TestRoom(3500)
    const fetched = cluster.fetch(1, 0, { maxBytes: 100_000, room })
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toHaveLength(3)
    const [[atLeastBytes, wantedBytes]] = room.asked as [[number, number]]
    expect([room.asked.length, wantedBytes]).toEqual([1, 100_000])
    expect(atLeastBytes).toBeGreaterThan(10_000)
    expect(room.read).toEqual([fetched.outcome!.records.length])
  })

  test('is waited for, and then there is one batch at least; the fetch counts once', async () => {
    const recorded = recordingMetrics()
    const cluster = await withRecords(values, { metrics: recorded.metrics })
    const room = new TestRoom(0)
    const fetched = cluster.fetch(1, 8, { room })
    await cluster.settle()
    expect(fetched.outcome).toBeUndefined()
    room.grant!(1)
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toEqual([`8:${values[8]}`])
    expect(recorded.values.get('kafka_server_brokertopicmetrics_totalfetchrequests_total orders')).toBe(1)
    expect(room.read).toEqual([fetched.outcome!.records.length])
  })

  test('is done without when there is none in time: the answer has no records', async () => {
    const cluster = await withRecords(values)
    const room = new TestRoom(0)
    const fetched = cluster.fetch(1, 8, { room })
    room.grant!(0)
    await cluster.settle()
    expect(fetched.outcome).toMatchObject({ errorCode: ErrorCode.NONE, highWatermark: 10, records: Buffer.alloc(0) })
    expect(room.read).toEqual([0])
  })

  test('is not asked for when there is nothing to read, or the answer is an error', async () => {
    const cluster = await withRecords(values)
    const room = new TestRoom(0)
    expect(cluster.fetch(1, 10, { room }).outcome?.errorCode).toBe(ErrorCode.NONE)
    expect(cluster.fetch(1, 11, { room }).outcome?.errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
    expect([room.asked, room.read]).toEqual([[], []])
  })

  test('is of no use to a leader that is another one by the time it comes', async () => {
    const cluster = await withRecords(values)
    const room = new TestRoom(0)
    const fetched = cluster.fetch(1, 8, { room })
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    while (cluster.deliverMetadata(cluster.node(1)));
    room.grant!(100_000)
    await cluster.settle()
    expect(fetched.outcome).toMatchObject({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, records: Buffer.alloc(0) })
    expect(room.read).toEqual([0])
  })
})

describe('a fetch that waits', () => {
  test('is answered when a record is committed, not when it is appended', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 500 })
    cluster.stickDisk(3)
    cluster.append(1, ['a'])
    await cluster.settle()
    expect(fetched.outcome).toBeUndefined()
    cluster.freeDisk(3)
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toEqual(['0:a'])
    expect(fetched.outcome).toMatchObject({ highWatermark: 1, lastStableOffset: 1, logStartOffset: 0 })
  })

  test('gets what all moves of a turn brought', async () => {
    const cluster = await SimCluster.start({ replicas: [1] })
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 500 })
    for (const value of ['a', 'b', 'c']) cluster.append(1, [value])
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toEqual(['0:a', '1:b', '2:c'])
  })

  test('waits for min bytes', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 500, minBytes: 200 })
    cluster.append(1, ['a'])
    await cluster.settle()
    expect(fetched.outcome).toBeUndefined()
    cluster.append(1, ['b'.repeat(150)])
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toHaveLength(2)
  })

  test('is answered with nothing when its time is over', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 500 })
    await cluster.advance(490)
    expect(fetched.outcome).toBeUndefined()
    await cluster.advance(20)
    expect(fetched.outcome).toMatchObject({ errorCode: ErrorCode.NONE, records: Buffer.alloc(0) })
  })

  test('is not answered after its connection is gone', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 500 })
    fetched.cancel()
    cluster.append(1, ['a'])
    await cluster.advance(1000)
    expect(fetched.outcome).toBeUndefined()
  })

  test('hears at once that the leader is another one', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 60_000 })
    cluster.controller.moveLeader(topicId, 0, BrokerId(3))
    await cluster.settle()
    expect(fetched.outcome).toMatchObject({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      leaderHint: { leaderId: 3, leaderEpoch: 1 }
    })
  })

  test('is answered at once when one of its partitions has an error', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const fetched = cluster.fetch(1, 99, { maxWaitMs: 60_000 })
    expect(fetched.outcome?.errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
  })
})

describe('a fetch reads', () => {
  test('P13: nothing above the high watermark; between it and the end there is silence, not an error', async () => {
    const cluster = await withRecords(['a'])
    cluster.stickDisk(2)
    cluster.append(1, ['b'])
    await cluster.settle()
    expect(cluster.log(1).logEndOffset).toBe(2)
    expect(valuesIn(cluster.fetch(1, 0).outcome!.records)).toEqual(['0:a'])
    for (const offset of [1, 2]) {
      expect(cluster.fetch(1, offset).outcome).toMatchObject({ errorCode: ErrorCode.NONE, records: Buffer.alloc(0) })
    }
    expect(cluster.fetch(1, 3).outcome?.errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
    cluster.freeDisk(2)
    await cluster.settle()
  })

  test('out of range below the log start', async () => {
    const cluster = await withRecords(['a', 'b', 'c'])
    await cluster.log(1).setLogStartOffset(Offset(2))
    expect(cluster.fetch(1, 1).outcome).toMatchObject({ errorCode: ErrorCode.OFFSET_OUT_OF_RANGE, logStartOffset: 2 })
  })

  test('out of range behind the end only while nobody can have replaced the leader unseen', async () => {
    const cluster = await withRecords(['a'])
    expect(cluster.fetch(1, 2).outcome?.errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
    cluster.link(3, 1).end('broken')
    expect(cluster.fetch(1, 2).outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    expect(valuesIn(cluster.fetch(1, 0).outcome!.records)).toEqual(['0:a'])
    await cluster.log(1).setLogStartOffset(Offset(1))
    expect(cluster.fetch(1, 0).outcome?.errorCode).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
  })

  test('KIP-74: the first batch may exceed the limits, no more than that', async () => {
    const cluster = await withRecords(['a'.repeat(1000), 'b'])
    const tight = cluster.fetch(1, 0, { maxBytes: 10 })
    await cluster.settle()
    expect(valuesIn(tight.outcome!.records)).toEqual([`0:${'a'.repeat(1000)}`])
  })

  test('partitions in their order until the limit is used up', async () => {
    const cluster = await SimCluster.start({ partitions: 3 })
    for (const partition of [0, 1, 2]) cluster.append(1, ['v'.repeat(300)], { partition })
    await cluster.settle()
    const entries = [0, 1, 2].map((partition) => ({
      topicId,
      partition: PartitionIndex(partition),
      fetchOffset: Offset(0),
      maxBytes: 1000,
      currentLeaderEpoch: NO_EPOCH,
      lastFetchedEpoch: NO_EPOCH
    }))
    let lengths: number[] = []
    const request = { maxWaitMs: 0, minBytes: 1, maxBytes: 800, readCommitted: false, entries }
    cluster.node(1).manager.fetch(request, (outcomes) => {
      lengths = outcomes.map(({ records }) => valuesIn(records).length)
    })
    await cluster.settle()
    expect(lengths).toEqual([1, 1, 0])
  })

  test('from files what is in memory no longer, in order with what is', async () => {
    const values = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(200, '.'))
    const cluster = await withRecords(values)
    const fetched = cluster.fetch(1, 0)
    expect(fetched.outcome).toBeUndefined()
    await cluster.settle()
    expect(valuesIn(fetched.outcome!.records)).toEqual(values.map((value, index) => `${index}:${value}`))
  })

  test('P14: a leader that was fenced while its disk read does not answer with what it read', async () => {
    const cluster = await withRecords(Array.from({ length: 100 }, () => 'v'.repeat(200)))
    const fetched = cluster.fetch(1, 0)
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    while (cluster.deliverMetadata(cluster.node(1)));
    await cluster.settle()
    expect(fetched.outcome).toMatchObject({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, records: Buffer.alloc(0) })
  })
})

describe('leader epochs of clients (KIP-320)', () => {
  async function inEpochTwo(): Promise<SimCluster> {
    const cluster = await withRecords(['a', 'b'])
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    await cluster.settle()
    cluster.append(2, ['c'])
    await cluster.settle()
    cluster.controller.moveLeader(topicId, 0, BrokerId(1))
    await cluster.settle()
    return cluster
  }

  const codeOf = (outcome: FetchOutcome | undefined): number | undefined => outcome?.errorCode

  test('an old one is fenced, a new one must wait', async () => {
    const cluster = await inEpochTwo()
    const fetch = (epoch: number): number | undefined =>
      codeOf(cluster.fetch(1, 0, { currentLeaderEpoch: LeaderEpoch(epoch) }).outcome)
    expect(fetch(1)).toBe(ErrorCode.FENCED_LEADER_EPOCH)
    expect(fetch(2)).toBe(ErrorCode.NONE)
    expect(fetch(3)).toBe(ErrorCode.UNKNOWN_LEADER_EPOCH)
  })

  test('KIP-595: a client that read what is no more is told where its history ends', async () => {
    const cluster = await inEpochTwo()
    const fetched = cluster.fetch(1, 7, { lastFetchedEpoch: LeaderEpoch(0) })
    expect(fetched.outcome).toMatchObject({ errorCode: ErrorCode.NONE, divergingEpoch: { epoch: 0, endOffset: 2 } })
    expect(cluster.fetch(1, 2, { lastFetchedEpoch: LeaderEpoch(0) }).outcome?.divergingEpoch).toBeUndefined()
  })

  test('OffsetForLeaderEpoch tells the end of an epoch', async () => {
    const cluster = await inEpochTwo()
    const end = (leaderEpoch: number): object =>
      cluster.node(1).manager.endOffsetForEpoch(topicId, p0, {
        leaderEpoch: LeaderEpoch(leaderEpoch),
        currentLeaderEpoch: NO_EPOCH
      })
    expect(end(0)).toEqual({ errorCode: ErrorCode.NONE, leaderEpoch: 0, endOffset: 2 })
    expect(end(1)).toEqual({ errorCode: ErrorCode.NONE, leaderEpoch: 1, endOffset: 3 })
    expect(end(2)).toEqual({ errorCode: ErrorCode.NONE, leaderEpoch: 2, endOffset: 3 })
    expect(end(3)).toEqual({ errorCode: ErrorCode.NONE, leaderEpoch: -1, endOffset: -1 })
    expect(end(-1)).toEqual({ errorCode: ErrorCode.NONE, leaderEpoch: -1, endOffset: -1 })
  })

  test('OffsetForLeaderEpoch: an epoch in which nothing was written ends where the next begins, and nothing was truncated', async () => {
    const cluster = await withRecords([])
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    await cluster.settle()
    cluster.append(2, ['a'])
    await cluster.settle()
    const end = cluster.node(2).manager.endOffsetForEpoch(topicId, p0, {
      leaderEpoch: LeaderEpoch(0),
      currentLeaderEpoch: NO_EPOCH
    })
    expect(end).toEqual({ errorCode: ErrorCode.NONE, leaderEpoch: 0, endOffset: 0 })
  })
})

describe('ListOffsets', () => {
  const list = (cluster: SimCluster, id: number, timestamp: number): Promise<object> =>
    cluster
      .node(id)
      .manager.listOffset({ topicId, partition: p0, timestamp, currentLeaderEpoch: NO_EPOCH }, { readCommitted: false })

  test('earliest, latest, by time, and the largest time', async () => {
    const cluster = await withRecords(['a', 'b'])
    const none = { errorCode: ErrorCode.NONE, timestampMs: -1, leaderEpoch: 0 }
    expect(await list(cluster, 1, OffsetSpec.earliest)).toEqual({ ...none, offset: 0 })
    expect(await list(cluster, 1, OffsetSpec.latest)).toEqual({ ...none, offset: 2 })
    const found = { errorCode: ErrorCode.NONE, timestampMs: 1_700_000_000_000, leaderEpoch: 0 }
    expect(await list(cluster, 1, 1_600_000_000_000)).toEqual({ ...found, offset: 0 })
    expect(await list(cluster, 1, OffsetSpec.maxTimestamp)).toMatchObject({ ...found, leaderEpoch: 0 })
    expect(await list(cluster, 1, 1_800_000_000_000)).toMatchObject({ errorCode: ErrorCode.NONE, offset: -1 })
  })

  test('P12, B20: a new leader does not name the latest offset before it knows what is committed', async () => {
    const cluster = await withRecords(['a'])
    cluster.stickDisk(3)
    cluster.append(1, ['b'])
    await cluster.settle()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    await cluster.settle()
    expect(await list(cluster, 2, OffsetSpec.latest)).toMatchObject({ errorCode: ErrorCode.OFFSET_NOT_AVAILABLE })
    expect(await list(cluster, 2, OffsetSpec.earliest)).toMatchObject({ errorCode: ErrorCode.NONE, offset: 0 })
    expect(valuesIn(cluster.fetch(2, 0).outcome!.records)).toEqual(['0:a'])
    cluster.freeDisk(3)
    await cluster.settle()
    expect(await list(cluster, 2, OffsetSpec.latest)).toMatchObject({ errorCode: ErrorCode.NONE, offset: 2 })
  })

  test('a follower does not answer', async () => {
    const cluster = await withRecords(['a'])
    expect(await list(cluster, 2, OffsetSpec.latest)).toMatchObject({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER })
  })
})

describe('a coordinator loads', () => {
  test('everything up to the high watermark, once that is known (B20)', async () => {
    const cluster = await withRecords(['a', 'b', 'c'])
    cluster.stickDisk(3)
    cluster.append(1, ['d'])
    await cluster.settle()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    await cluster.settle()
    const loaded: string[] = []
    let done = false
    const scan = cluster
      .node(2)
      .manager.scan(topicId, p0, (records) => void loaded.push(...valuesIn(records)))
      .then(() => (done = true))
    await cluster.settle()
    expect(done).toBe(false)
    cluster.freeDisk(3)
    await cluster.settle()
    await scan
    expect(loaded).toEqual(['0:a', '1:b', '2:c', '3:d'])
  })

  test('and hears when the partition is led here no longer', async () => {
    const cluster = await withRecords(['a'])
    cluster.stickDisk(3)
    cluster.append(1, ['b'])
    await cluster.settle()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    await cluster.settle()
    const scan = cluster.node(2).manager.scan(topicId, p0, () => {})
    cluster.controller.moveLeader(topicId, 0, BrokerId(1))
    const refused = expect(scan).rejects.toThrow(NotLeaderError)
    await cluster.settle()
    await refused
    await expect(cluster.node(3).manager.scan(topicId, p0, () => {})).rejects.toThrow(NotLeaderError)
    cluster.freeDisk(3)
    await cluster.settle()
  })

  test('idempotent producers of a partition are listed by its leader', async () => {
    const cluster = await SimCluster.start()
    cluster.append(1, ['a'], { batch: { producerId: 9, producerEpoch: 1, baseSequence: 0 } })
    expect(cluster.node(1).manager.activeProducers(topicId, p0)).toMatchObject({
      errorCode: ErrorCode.NONE,
      producers: [{ producerId: 9, producerEpoch: 1, lastSequence: 0 }]
    })
    expect(cluster.node(1).manager.activeProducers(TopicId('AAAAAAAAAAAAAAAAAAAAAQ'), p0).errorCode).toBe(
      ErrorCode.UNKNOWN_TOPIC_ID
    )
  })
})
