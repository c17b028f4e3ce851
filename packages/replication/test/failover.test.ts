import { describe, expect, test } from '@jest/globals'
import { BrokerId, NO_EPOCH } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { OffsetSpec } from '../src/index.ts'
import { p0, SimCluster, topicId, valuesIn, valuesOf } from './support/sim-cluster.ts'

const deliverAll = (cluster: SimCluster, id: number): void => {
  while (cluster.deliverMetadata(cluster.node(id)));
}

async function allEqual(cluster: SimCluster): Promise<string[]> {
  const [first, ...others] = await Promise.all([1, 2, 3].map((id) => valuesOf(cluster.log(id))))
  for (const other of others) expect(other).toEqual(first)
  return first!
}

/** Broker 1 has, in epoch 0, appended "lost" at offset 1, which nobody else has. */
async function withUnreplicated(): Promise<SimCluster> {
  const cluster = await SimCluster.start({ minIsr: 2 })
  cluster.append(1, ['a'])
  await cluster.advance(10)
  for (const link of cluster.liveLinks()) link.frozen = true
  cluster.append(1, ['lost'], { acks: 1 })
  await cluster.settle()
  return cluster
}

describe('a leader dies', () => {
  test('and nothing that was acknowledged is missing at the next one; writes go on', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    for (const value of ['a', 'b', 'c']) cluster.append(1, [value])
    await cluster.settle()
    await cluster.kill(1)
    expect(cluster.image.leader).toBe(2)
    const appended = cluster.append(2, ['d'])
    await cluster.settle()
    expect(appended.outcome).toMatchObject({ errorCode: ErrorCode.NONE, baseOffset: 3 })
    expect(valuesIn(cluster.fetch(2, 0).outcome!.records)).toEqual(['0:a', '1:b', '2:c', '3:d'])
    await cluster.boot(1)
    expect(cluster.image.isr).toHaveLength(3)
    expect(await allEqual(cluster)).toEqual(['0:a', '1:b', '2:c', '3:d'])
  })

  test('P12: the high watermark does not fall, though the new leader knew an older one', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.append(1, ['a'])
    await cluster.settle()
    expect([cluster.log(1).highWatermark, cluster.log(2).highWatermark]).toEqual([1, 0])
    await cluster.kill(1)
    expect(cluster.log(2).highWatermark).toBe(1)
  })

  test('all of them lose power: what was acknowledged is there again, and its high watermark', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    for (const value of ['a', 'b', 'c']) cluster.append(1, [value])
    await cluster.advance(10_000)
    for (const id of [1, 2, 3]) cluster.crash(id)
    for (const id of [1, 2, 3]) await cluster.bootFenced(id)
    await cluster.settle()
    for (const id of [1, 2, 3]) expect(cluster.log(id).highWatermark).toBe(3)
    for (const id of [3, 2, 1]) cluster.controller.unfence(BrokerId(id))
    await cluster.settle()
    expect(await allEqual(cluster)).toEqual(['0:a', '1:b', '2:c'])
    expect(cluster.image.isr).toHaveLength(3)
  })
})

describe('a leader comes back', () => {
  test('KIP-101: what only it had is cut, also when the log has grown past it', async () => {
    const cluster = await withUnreplicated()
    await cluster.kill(1)
    for (const value of ['b', 'c', 'd']) cluster.append(2, [value])
    await cluster.settle()
    await cluster.boot(1)
    await cluster.advance(10)
    expect(await allEqual(cluster)).toEqual(['0:a', '1:b', '2:c', '3:d'])
  })

  test('B12: it cuts before it takes over a high watermark', async () => {
    const cluster = await withUnreplicated()
    await cluster.kill(1)
    for (const value of ['b', 'c']) cluster.append(2, [value])
    await cluster.settle()
    cluster.cut.add('1>2')
    await cluster.bootFenced(1)
    await cluster.settle()
    cluster.stickDisk(1)
    cluster.cut.delete('1>2')
    await cluster.advance(1500)
    expect(cluster.log(2).highWatermark).toBe(3)
    expect(cluster.log(1).highWatermark).toBeLessThanOrEqual(1)
    cluster.freeDisk(1)
    await cluster.advance(10)
    expect(await allEqual(cluster)).toEqual(['0:a', '1:b', '2:c'])
    expect(cluster.log(1).highWatermark).toBe(3)
  })

  test('B1, R11: it does not go on with a leadership of its former life', async () => {
    const cluster = await SimCluster.start({ minIsr: 1 })
    cluster.append(1, ['a'])
    await cluster.settle()
    cluster.crash(1)
    await cluster.restart(1)
    await cluster.settle()
    expect(cluster.node(1).store.partition(topicId, p0)).toMatchObject({ leader: 1, leaderEpoch: 0 })
    expect(cluster.append(1, ['b']).outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    cluster.node(1).registered(cluster.controller.register(BrokerId(1)))
    await cluster.settle()
    expect(cluster.image).toMatchObject({ leader: 2, leaderEpoch: 1 })
    expect(cluster.append(1, ['b']).outcome?.leaderHint).toEqual({ leaderId: 2, leaderEpoch: 1 })
  })

  test('R11: not even when the metadata say so and its log has records of that epoch', async () => {
    const cluster = await SimCluster.start({ replicas: [1] })
    cluster.append(1, ['a'])
    await cluster.settle()
    const epoch = cluster.node(1).brokerEpoch
    cluster.crash(1)
    const node = await cluster.restart(1)
    node.registered(epoch)
    await cluster.settle()
    expect(cluster.append(1, ['b']).outcome).toMatchObject({
      errorCode: ErrorCode.KAFKA_STORAGE_ERROR,
      errorMessage:
        'orders-0 is offline on this broker: its log has records of epoch 0 already, so it must not lead in epoch 0'
    })
  })
})

test('B14, B13: two fast failovers with no record between (KIP-279)', async () => {
  const cluster = await withUnreplicated()
  // Broker 2 leads in epoch 1 and appends nothing; broker 1 never hears of it, and leads again in epoch 2.
  cluster.controller.moveLeader(topicId, 0, BrokerId(2))
  for (const id of [2, 3]) deliverAll(cluster, id)
  await cluster.settle()
  cluster.controller.moveLeader(topicId, 0, BrokerId(1))
  await cluster.advance(2000)
  const appended = cluster.append(1, ['b'])
  await cluster.advance(2000)
  expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  const values = await allEqual(cluster)
  expect(values.at(-1)).toMatch(/:b$/)
  expect(cluster.image.isr).toHaveLength(3)
})

test('B18: a replica that comes back with an empty disk copies, and does not lead', async () => {
  const cluster = await SimCluster.start({ minIsr: 2 })
  for (const value of ['a', 'b']) cluster.append(1, [value])
  await cluster.settle()
  await cluster.kill(3)
  cluster.disks.delete(3)
  await cluster.boot(3)
  expect(cluster.image.isr).toEqual([1, 2, 3])
  expect(await allEqual(cluster)).toEqual(['0:a', '1:b'])
})

test('P14: an old leader that hears nothing acknowledges nothing, since its followers have left', async () => {
  const cluster = await SimCluster.start({ minIsr: 2 })
  cluster.controller.fence(BrokerId(1))
  const forOne = cluster.controller.log.length
  for (const id of [2, 3]) deliverAll(cluster, id)
  const held = cluster.controller.log.splice(cluster.node(1).store.appliedIndex)
  await cluster.settle()
  const stale = cluster.append(1, ['stale'], { timeoutMs: 500 })
  await cluster.advance(400)
  expect(stale.outcome).toBeUndefined()
  cluster.controller.log.push(...held)
  expect(cluster.controller.log).toHaveLength(forOne)
  const appended = cluster.append(2, ['new'])
  await cluster.settle()
  expect(stale.outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
  expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  expect(await valuesOf(cluster.log(1))).toEqual(['0:new'])
})

test('reads below the high watermark go on where a leader lives with too few in sync, and ListOffsets too', async () => {
  const cluster = await SimCluster.start({ minIsr: 2 })
  cluster.append(1, ['a'])
  await cluster.advance(10)
  await cluster.kill(2)
  await cluster.kill(3)
  expect(valuesIn(cluster.fetch(1, 0).outcome!.records)).toEqual(['0:a'])
  const latest = { topicId, partition: p0, timestamp: OffsetSpec.latest, currentLeaderEpoch: NO_EPOCH }
  expect(await cluster.node(1).manager.listOffset(latest, { readCommitted: false })).toMatchObject({ offset: 1 })
})
