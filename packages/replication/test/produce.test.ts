import { describe, expect, test } from '@jest/globals'
import { BrokerId, PartitionIndex, TopicId } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { batchOf, SimCluster, topicId, valuesIn, valuesOf } from './support/sim-cluster.ts'

describe('acks=all', () => {
  test('P3: an acknowledged record is flushed on all in-sync replicas', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const appended = cluster.append(1, ['a', 'b'])
    await cluster.settle()
    expect(appended.outcome).toMatchObject({
      errorCode: ErrorCode.NONE,
      baseOffset: 0,
      lastOffset: 1,
      logStartOffset: 0
    })
    for (const id of [1, 2, 3]) {
      expect(await valuesOf(cluster.log(id))).toEqual(['0:a', '1:b'])
      expect(cluster.log(id).flushedOffset).toBe(2)
    }
    const fetched = cluster.fetch(1, 0)
    expect(valuesIn(fetched.outcome!.records)).toEqual(['0:a', '1:b'])
  })

  test.each([1, 2])('waits for the disk of broker %i', async (slow) => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.stickDisk(slow)
    const appended = cluster.append(1, ['a'])
    await cluster.settle()
    expect(cluster.log(3).flushedOffset).toBe(1)
    expect(appended.outcome).toBeUndefined()
    cluster.freeDisk(slow)
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('times out when an in-sync replica does not confirm', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.stickDisk(3)
    const appended = cluster.append(1, ['a'], { timeoutMs: 1500 })
    await cluster.advance(1400)
    expect(appended.outcome).toBeUndefined()
    await cluster.advance(200)
    expect(appended.outcome).toMatchObject({
      errorCode: ErrorCode.REQUEST_TIMED_OUT,
      errorMessage:
        'orders-0: the records up to offset 0 were appended, but in-sync replicas [1, 2, 3] did not confirm them in time'
    })
    cluster.freeDisk(3)
    await cluster.settle()
  })

  test('P4: below min.insync.replicas it is refused before anything is appended', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    await cluster.kill(2)
    await cluster.kill(3)
    await cluster.advance(12_000)
    const refused = cluster.append(1, ['a'])
    expect(refused.outcome).toMatchObject({
      errorCode: ErrorCode.NOT_ENOUGH_REPLICAS,
      errorMessage:
        'orders-0: in-sync replicas are [1], min.insync.replicas is 2; broker 2 is out for 12 s (not connected), broker 3 is out for 12 s (not connected)'
    })
    expect(cluster.log(1).logEndOffset).toBe(0)
  })

  test('P4: it is refused, too, while members of the ISR are gone and no controller lives to take them out', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.crash(2)
    cluster.crash(3)
    await cluster.advance(1600)
    expect(cluster.image.isr).toEqual([1, 2, 3])
    const refused = cluster.append(1, ['a'])
    expect(refused.outcome?.errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    expect(refused.outcome?.errorMessage).toContain('min.insync.replicas is 2')
    expect(cluster.append(1, ['b'], { acks: 1 }).outcome?.errorCode).not.toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
    await cluster.settle()
  })

  test('a follower that reconnects within the grace time does not stop writes', async () => {
    const cluster = await SimCluster.start({ minIsr: 3 })
    cluster.link(2, 1).end('broken')
    cluster.link(3, 1).end('broken')
    const appended = cluster.append(1, ['a'])
    await cluster.advance(50)
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('P4: when the ISR falls below min.insync.replicas after the append, that is what the timeout says', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.stickDisk(2)
    const appended = cluster.append(1, ['a'], { timeoutMs: 3000 })
    await cluster.kill(3)
    await cluster.kill(2)
    expect(appended.outcome).toBeUndefined()
    await cluster.advance(3100)
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND)
    expect(appended.outcome?.errorMessage).toContain('in-sync replicas are [1], min.insync.replicas is 2')
  })

  test('a record that waited out a lack of replicas is committed when they are back', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    await cluster.kill(3)
    cluster.stickDisk(2)
    const appended = cluster.append(1, ['a'])
    await cluster.settle()
    await cluster.kill(2)
    expect(cluster.fetch(1, 0).outcome?.records).toHaveLength(0)
    await cluster.boot(3)
    expect(cluster.image.isr).toEqual([1, 3])
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('P14: a leader that is replaced acknowledges nothing that waits', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.stickDisk(1)
    const appended = cluster.append(1, ['a'])
    await cluster.settle()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    cluster.deliverMetadata(cluster.node(1))
    expect(appended.outcome).toMatchObject({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      errorMessage: 'This broker does not lead orders-0: broker 2 does, in epoch 1',
      leaderHint: { leaderId: 2, leaderEpoch: 1 }
    })
    cluster.freeDisk(1)
    await cluster.settle()
  })

  test('B26: a batch that is sent again waits for, and gets, the offset of the first time', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    const batch = { producerId: 7, producerEpoch: 0, baseSequence: 0 }
    cluster.stickDisk(2)
    const first = cluster.append(1, ['a'], { batch, timeoutMs: 1000 })
    await cluster.advance(1100)
    expect(first.outcome?.errorCode).toBe(ErrorCode.REQUEST_TIMED_OUT)
    const again = cluster.append(1, ['a'], { batch })
    await cluster.settle()
    expect(again.outcome).toBeUndefined()
    cluster.freeDisk(2)
    await cluster.settle()
    expect(again.outcome).toMatchObject({ errorCode: ErrorCode.NONE, baseOffset: 0 })
    expect(cluster.log(1).logEndOffset).toBe(1)
  })
})

describe('acks=1', () => {
  test('waits for the flush of the leader alone', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    for (const id of [1, 2, 3]) cluster.stickDisk(id)
    const appended = cluster.append(1, ['a'], { acks: 1 })
    await cluster.settle()
    expect(appended.outcome).toBeUndefined()
    cluster.freeDisk(1)
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
    for (const id of [2, 3]) cluster.freeDisk(id)
    await cluster.settle()
  })

  test('works below min.insync.replicas, and consumers do not see the record before it is committed', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    await cluster.kill(2)
    await cluster.kill(3)
    const appended = cluster.append(1, ['a'], { acks: 1 })
    await cluster.settle()
    expect(appended.outcome).toMatchObject({ errorCode: ErrorCode.NONE, baseOffset: 0 })
    expect(cluster.fetch(1, 0).outcome?.records).toHaveLength(0)
    await cluster.boot(2)
    expect(valuesIn(cluster.fetch(1, 0).outcome!.records)).toEqual(['0:a'])
  })

  test('a disk that does not answer in time', async () => {
    const cluster = await SimCluster.start()
    cluster.stickDisk(1)
    const appended = cluster.append(1, ['a'], { acks: 1, timeoutMs: 500 })
    await cluster.advance(600)
    expect(appended.outcome?.errorCode).toBe(ErrorCode.REQUEST_TIMED_OUT)
    expect(appended.outcome?.errorMessage).toContain('the disk of the leader did not confirm')
  })
})

test('acks=0 waits for nothing', async () => {
  const cluster = await SimCluster.start()
  cluster.stickDisk(1)
  expect(cluster.append(1, ['a'], { acks: 0 }).outcome?.errorCode).toBe(ErrorCode.NONE)
  cluster.freeDisk(1)
  await cluster.settle()
})

test('with flush.before.ack=false no disk is waited for', async () => {
  const cluster = await SimCluster.start({ minIsr: 3, flushBeforeAck: false })
  for (const id of [1, 2, 3]) cluster.stickDisk(id)
  const all = cluster.append(1, ['a'])
  const one = cluster.append(1, ['b'], { acks: 1 })
  expect(one.outcome?.errorCode).toBe(ErrorCode.NONE)
  await cluster.settle()
  expect(all.outcome?.errorCode).toBe(ErrorCode.NONE)
  for (const id of [1, 2, 3]) cluster.freeDisk(id)
  await cluster.settle()
})

describe('who cannot take records says whom to ask', () => {
  test('a follower names the leader and its epoch (KIP-951)', async () => {
    const cluster = await SimCluster.start()
    expect(cluster.append(2, ['a']).outcome).toMatchObject({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      errorMessage: 'This broker does not lead orders-0: broker 1 does, in epoch 0',
      leaderHint: { leaderId: 1, leaderEpoch: 0 }
    })
  })

  test('a broker without a replica names the leader too', async () => {
    const cluster = await SimCluster.start({ replicas: [1, 2] })
    expect(cluster.append(3, ['a']).outcome).toMatchObject({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      leaderHint: { leaderId: 1, leaderEpoch: 0 }
    })
  })

  test('an unknown topic, and an unknown partition of a known one', async () => {
    const cluster = await SimCluster.start()
    const unknown = cluster.append(1, ['a'], { topicId: TopicId('AAAAAAAAAAAAAAAAAAAAAQ') })
    expect(unknown.outcome?.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_ID)
    const beyond = cluster.append(1, ['a'], { partition: 9 })
    expect(beyond.outcome?.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })

  test('a damaged batch is refused with the reason, its neighbours in the request are taken', async () => {
    const cluster = await SimCluster.start({ partitions: 2 })
    const damaged = batchOf(['x'])
    damaged[damaged.length - 1]! ^= 1
    const entries = [
      { topicId, partition: PartitionIndex(0), records: damaged },
      { topicId, partition: PartitionIndex(1), records: batchOf(['b']) }
    ]
    let codes: number[] = []
    cluster.node(1).manager.append({ acks: -1, timeoutMs: 1000, origin: 'client', entries }, (outcomes) => {
      codes = outcomes.map(({ errorCode }) => errorCode)
    })
    expect(codes).toEqual([])
    await cluster.settle()
    expect(codes).toEqual([ErrorCode.CORRUPT_MESSAGE, ErrorCode.NONE])
  })
})
