import { describe, expect, test } from '@jest/globals'
import { BrokerId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { SimCluster, topicId, valuesIn } from './support/sim-cluster.ts'

/** Appends with acks=1 until a stuck follower has left the ISR. */
async function dropByLag(cluster: SimCluster, id: number): Promise<void> {
  cluster.stickDisk(id)
  cluster.append(1, ['x'], { acks: 1 })
  await cluster.advance(16_000)
}

describe('the in-sync replicas', () => {
  test('lose a follower that has not caught up for replica.lag.time.max.ms, and get it back', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    await dropByLag(cluster, 3)
    expect(cluster.image.isr).toEqual([1, 2])
    const appended = cluster.append(1, ['y'])
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
    cluster.freeDisk(3)
    await cluster.settle()
    expect(cluster.image.isr).toEqual([1, 2, 3])
  })

  test('keep everybody while nothing is written, and the leader asks nobody anything', async () => {
    const cluster = await SimCluster.start()
    cluster.append(1, ['a'])
    await cluster.advance(120_000)
    expect(cluster.image.isr).toEqual([1, 2, 3])
    expect(cluster.answered).toBe(0)
  })

  test('keep a follower that was idle for long and then needs a moment', async () => {
    const cluster = await SimCluster.start()
    await cluster.advance(300_000)
    cluster.stickDisk(3)
    cluster.append(1, ['a'])
    await cluster.advance(9000)
    cluster.freeDisk(3)
    await cluster.advance(60_000)
    expect(cluster.answered).toBe(0)
  })

  test('lose members of many partitions with one question to the controller', async () => {
    const cluster = await SimCluster.start({ partitions: 50 })
    cluster.stickDisk(3)
    for (let partition = 0; partition < 50; partition++) cluster.append(1, ['x'], { acks: 1, partition })
    await cluster.advance(16_000)
    for (const { isr } of cluster.controller.store.topics.get(topicId)!.partitions) expect(isr).toEqual([1, 2])
    expect(cluster.answered).toBe(1)
    cluster.freeDisk(3)
    await cluster.settle()
  })

  test('take in all who are ready, one change after the other', async () => {
    const cluster = await SimCluster.start()
    await cluster.kill(2)
    await cluster.kill(3)
    await Promise.all([cluster.bootFenced(2), cluster.bootFenced(3)])
    await cluster.settle()
    expect(cluster.image.isr).toEqual([1])
    cluster.controller.unfence(BrokerId(2))
    cluster.controller.unfence(BrokerId(3))
    await cluster.settle()
    expect(new Set(cluster.image.isr)).toEqual(new Set([1, 2, 3]))
  })
})

describe('a controller that does not answer', () => {
  test('P6: a shrink is not acted upon before it is known', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.controllerSilent = true
    cluster.stickDisk(3)
    const appended = cluster.append(1, ['a'])
    await cluster.advance(16_000)
    expect(cluster.calls).toHaveLength(1)
    expect(appended.outcome).toBeUndefined()
    cluster.controllerSilent = false
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
    cluster.freeDisk(3)
    await cluster.settle()
  })

  test('P6: an expansion that may have been made holds the high watermark', async () => {
    const cluster = await SimCluster.start()
    await dropByLag(cluster, 3)
    cluster.controllerSilent = true
    cluster.freeDisk(3)
    await cluster.settle()
    cluster.stickDisk(3)
    const appended = cluster.append(1, ['b'])
    await cluster.settle()
    // The change is made, its answer is lost.
    const call = cluster.calls.shift()!
    cluster.controller.alterPartition(call.from.id, call.epoch, call.changes)
    call.reject(new Error('no answer'))
    await cluster.pump()
    expect(appended.outcome).toBeUndefined()
    cluster.controllerSilent = false
    await cluster.settle()
    expect(cluster.image.isr).toEqual([1, 2, 3])
    expect(appended.outcome).toBeUndefined()
    cluster.freeDisk(3)
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('is asked again after a pause', async () => {
    const cluster = await SimCluster.start()
    await dropByLag(cluster, 3)
    cluster.controllerSilent = true
    cluster.freeDisk(3)
    await cluster.settle()
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(cluster.calls).toHaveLength(1)
      cluster.calls.shift()!.reject(new Error('no answer'))
      await cluster.settle()
      expect(cluster.calls).toHaveLength(0)
      await cluster.advance(250)
    }
    cluster.controllerSilent = false
    await cluster.settle()
    expect(cluster.image.isr).toEqual([1, 2, 3])
  })
})

test('a refused change is given up, and asked for anew when it makes sense', async () => {
  const cluster = await SimCluster.start({ minIsr: 2 })
  await dropByLag(cluster, 3)
  // The controller has fenced 3, and the leader does not know yet.
  const { controller } = cluster
  controller.fence(BrokerId(3))
  const held = controller.log.splice(-1)
  cluster.freeDisk(3)
  await cluster.settle()
  expect(cluster.answered).toBe(2)
  const appended = cluster.append(1, ['b'])
  await cluster.settle()
  expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  controller.log.push(...held)
  controller.unfence(BrokerId(3))
  await cluster.settle()
  await cluster.advance(250)
  expect(cluster.image.isr).toEqual([1, 2, 3])
})

test('B21: a replica that restarted since it caught up is not taken in for what its former self had', async () => {
  const cluster = await SimCluster.start({ minIsr: 1 })
  await dropByLag(cluster, 3)
  cluster.controllerSilent = true
  cluster.freeDisk(3)
  await cluster.settle()
  expect(cluster.calls).toHaveLength(1)
  await cluster.kill(3)
  await cluster.bootFenced(3)
  await cluster.settle()
  cluster.controller.unfence(BrokerId(3))
  // The old question arrives now: the members that it names include the former incarnation.
  const [call] = cluster.calls
  const outcomes = cluster.controller.alterPartition(call!.from.id, call!.epoch, call!.changes)
  expect(outcomes[0]?.errorCode).toBe(ErrorCode.INELIGIBLE_REPLICA)
  cluster.controllerSilent = false
  await cluster.settle()
  await cluster.advance(500)
  expect(cluster.image.isr).toEqual([1, 2, 3])
  expect(valuesIn(cluster.fetch(1, 0).outcome!.records)).toEqual(['0:x'])
})

test('simulator seed 7172: a question that waits for its call is not lost to an older one that was decided meanwhile', async () => {
  const cluster = await SimCluster.start({ minIsr: 1 })
  const { controller } = cluster
  await dropByLag(cluster, 3)
  cluster.controllerSilent = true
  cluster.freeDisk(3)
  await cluster.settle()
  // The change is made, its answer is lost: the leader will ask again, though the metadata tells it.
  const first = cluster.calls.shift()!
  controller.alterPartition(first.from.id, first.epoch, first.changes)
  first.reject(new Error('no answer'))
  await cluster.settle()
  const comeAndGo = async (broker: BrokerId): Promise<void> => {
    controller.fence(broker)
    await cluster.settle()
    controller.unfence(broker)
    await cluster.settle()
  }
  // A second question is under way, and a third waits for its end.
  await comeAndGo(BrokerId(3))
  await comeAndGo(BrokerId(2))
  expect(cluster.calls).toHaveLength(1)
  await cluster.advance(250)
  cluster.controllerSilent = false
  await cluster.settle()
  await cluster.advance(1000)
  expect(new Set(cluster.image.isr)).toEqual(new Set([1, 2, 3]))
})
