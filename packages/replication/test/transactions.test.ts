import { describe, expect, test } from '@jest/globals'
import { BrokerId, NO_EPOCH, ProducerEpoch, ProducerId } from '@gregor/base'
import { buildEndTransactionBatch, ControlRecordType, ErrorCode } from '@gregor/protocol'
import { type AppendOutcome, OffsetSpec } from '../src/index.ts'
import { p0, SimCluster, topicId, valuesIn } from './support/sim-cluster.ts'

const { ABORT, COMMIT } = ControlRecordType
const committed = { readCommitted: true }

/** The next record of a producer's transaction. */
function write(cluster: SimCluster, id: number, record: { producer: number; value: string; sequence?: number }): void {
  const { producer, value, sequence = 0 } = record
  const batch = { producerId: producer, producerEpoch: 0, baseSequence: sequence, transactional: true }
  cluster.append(id, [value], { batch })
}

function end(
  cluster: SimCluster,
  id: number,
  marker: { producer: number; type: ControlRecordType; coordinatorEpoch?: number; transactionVersion?: number }
): { outcome?: AppendOutcome } {
  const { producer, type, coordinatorEpoch = 0, transactionVersion = 0 } = marker
  const slot: { outcome?: AppendOutcome } = {}
  const records = buildEndTransactionBatch({
    type,
    producerId: producer,
    producerEpoch: 0,
    coordinatorEpoch,
    timestamp: 1_700_000_000_000
  })
  const entries = [{ topicId, partition: p0, records, transactionVersion }]
  cluster.node(id).manager.append({ acks: -1, timeoutMs: 30_000, origin: 'coordinator', entries }, ([outcome]) => {
    slot.outcome = outcome!
  })
  return slot
}

const list = (cluster: SimCluster, id: number, timestamp: number, readCommitted: boolean) =>
  cluster
    .node(id)
    .manager.listOffset({ topicId, partition: p0, timestamp, currentLeaderEpoch: NO_EPOCH }, { readCommitted })

describe('a reader of what is committed', () => {
  test('gets nothing from the first open transaction on, and others get all', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.append(1, ['a'])
    write(cluster, 1, { producer: 7, value: 'b' })
    cluster.append(1, ['c'])
    await cluster.settle()
    const read = cluster.fetch(1, 0, committed).outcome!
    expect(valuesIn(read.records)).toEqual(['0:a'])
    expect(read).toMatchObject({ highWatermark: 3, lastStableOffset: 1, aborted: [] })
    expect(cluster.fetch(1, 1, committed).outcome).toMatchObject({
      errorCode: ErrorCode.NONE,
      records: Buffer.alloc(0)
    })
    const all = cluster.fetch(1, 0).outcome!
    expect(valuesIn(all.records)).toEqual(['0:a', '1:b', '2:c'])
    expect(all).toMatchObject({ lastStableOffset: 1, aborted: undefined })
  })

  test('is told of the aborted transactions in what it gets', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    write(cluster, 1, { producer: 7, value: 'a' })
    write(cluster, 1, { producer: 8, value: 'b' })
    end(cluster, 1, { producer: 8, type: COMMIT })
    end(cluster, 1, { producer: 7, type: ABORT })
    cluster.append(1, ['c'])
    await cluster.settle()
    const read = cluster.fetch(1, 0, committed).outcome!
    expect(read).toMatchObject({ lastStableOffset: 5, aborted: [{ producerId: 7, firstOffset: 0, lastOffset: 3 }] })
    expect(cluster.fetch(1, 4, committed).outcome).toMatchObject({ aborted: [] })
  })

  test('waits until the marker is replicated, not until it is appended', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    write(cluster, 1, { producer: 7, value: 'a' })
    await cluster.settle()
    const waiting = cluster.fetch(1, 0, { ...committed, maxWaitMs: 60_000 })
    cluster.append(1, ['b'])
    await cluster.settle()
    expect(waiting.outcome).toBeUndefined()
    cluster.stickDisk(3)
    const marker = end(cluster, 1, { producer: 7, type: COMMIT })
    await cluster.settle()
    expect(waiting.outcome).toBeUndefined()
    expect(marker.outcome).toBeUndefined()
    cluster.freeDisk(3)
    await cluster.settle()
    expect(marker.outcome?.errorCode).toBe(ErrorCode.NONE)
    expect(waiting.outcome).toMatchObject({ errorCode: ErrorCode.NONE, lastStableOffset: 3 })
  })

  test('finds the same at the next leader', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    write(cluster, 1, { producer: 7, value: 'a' })
    end(cluster, 1, { producer: 7, type: ABORT })
    write(cluster, 1, { producer: 8, value: 'b' })
    await cluster.settle()
    const before = cluster.fetch(1, 0, committed).outcome!
    cluster.controller.moveLeader(topicId, 0, BrokerId(3))
    await cluster.settle()
    const after = cluster.fetch(3, 0, committed).outcome!
    expect(after).toMatchObject({ lastStableOffset: 2, aborted: before.aborted })
    expect(valuesIn(after.records)).toEqual(valuesIn(before.records))
    end(cluster, 3, { producer: 8, type: COMMIT })
    await cluster.settle()
    expect(cluster.fetch(3, 2, committed).outcome).toMatchObject({ lastStableOffset: 4 })
  })

  test('is told the last stable offset as the latest', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.append(1, ['a'])
    write(cluster, 1, { producer: 7, value: 'b' })
    await cluster.settle()
    expect(await list(cluster, 1, OffsetSpec.latest, true)).toMatchObject({ offset: 1 })
    expect(await list(cluster, 1, OffsetSpec.latest, false)).toMatchObject({ offset: 2 })
  })
})

describe('an end marker', () => {
  test('of a coordinator that another has replaced is refused', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    write(cluster, 1, { producer: 7, value: 'a' })
    end(cluster, 1, { producer: 7, type: COMMIT, coordinatorEpoch: 4 })
    write(cluster, 1, { producer: 7, value: 'b', sequence: 1 })
    const late = end(cluster, 1, { producer: 7, type: ABORT, coordinatorEpoch: 3 })
    await cluster.settle()
    expect(late.outcome?.errorCode).toBe(ErrorCode.TRANSACTION_COORDINATOR_FENCED)
    expect(cluster.fetch(1, 0, committed).outcome).toMatchObject({ lastStableOffset: 2, aborted: [] })
  })

  test('of version 2 must have an epoch for itself', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    write(cluster, 1, { producer: 7, value: 'a' })
    const marker = end(cluster, 1, { producer: 7, type: COMMIT, transactionVersion: 2 })
    await cluster.settle()
    expect(marker.outcome?.errorCode).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  })
})

test('a broker tells of a producer’s transaction only where it leads', async () => {
  const cluster = await SimCluster.start({ minIsr: 2 })
  const producer = { producerId: ProducerId(7), producerEpoch: ProducerEpoch(0) }
  const ask = (id: number) => cluster.node(id).manager.transactionOf(topicId, p0, producer)
  expect(ask(1)).toEqual({ errorCode: ErrorCode.NONE, open: false, guard: -1 })
  write(cluster, 1, { producer: 7, value: 'a' })
  await cluster.settle()
  expect(ask(1)).toEqual({ errorCode: ErrorCode.NONE, open: true, guard: -1 })
  expect(ask(2)).toMatchObject({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, open: false })
})

test('leader and followers each tell the producers of their own log', async () => {
  const cluster = await SimCluster.start({ minIsr: 2 })
  cluster.append(1, ['a'])
  write(cluster, 1, { producer: 7, value: 'b' })
  await cluster.settle()
  for (const id of [1, 2, 3]) {
    const { errorCode, producers } = cluster.node(id).manager.activeProducers(topicId, p0)
    expect(errorCode).toBe(ErrorCode.NONE)
    expect(producers).toMatchObject([{ producerId: 7, currentTransactionStartOffset: 1 }])
  }
})
