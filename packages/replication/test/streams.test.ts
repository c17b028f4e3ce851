import { describe, expect, test } from '@jest/globals'
import { BrokerId, Offset } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { defaultReplicationConfig } from '../src/index.ts'
import { SimCluster, topicId, valuesOf } from './support/sim-cluster.ts'

const bytesUnderWay = (cluster: SimCluster, follower: number): number =>
  cluster
    .link(follower, 1)
    .follower.inbox.flatMap(({ push }) => push)
    .reduce((sum, { records }) => sum + (records?.length ?? 0), 0)

describe('pushes', () => {
  test('of one turn travel in one message', async () => {
    const cluster = await SimCluster.start({ partitions: 20, replicas: [1, 2] })
    const link = cluster.link(2, 1)
    for (let partition = 0; partition < 20; partition++) cluster.append(1, ['a'], { partition })
    await cluster.pump()
    while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
    expect(link.follower.inbox).toHaveLength(1)
    expect(link.follower.inbox[0]?.push).toHaveLength(20)
    await cluster.settle()
  })

  test('of a partition wait for those before them, and go together then', async () => {
    const cluster = await SimCluster.start({ replicas: [1, 2], config: { pushesAheadMax: 2 } })
    cluster.stickDisk(2)
    for (const value of ['a', 'b', 'c', 'd', 'e']) {
      cluster.append(1, [value])
      await cluster.settle()
    }
    expect(cluster.log(2).logEndOffset).toBe(2)
    cluster.freeDisk(2)
    await cluster.settle()
    expect(cluster.log(2).flushedOffset).toBe(5)
  })

  test('stop at the window, and go on as the follower acknowledges', async () => {
    const config = { streamWindowBytes: 10_000, partitionPushBytesMax: 2000, pushesAheadMax: 100 }
    const cluster = await SimCluster.start({ replicas: [1, 2], config })
    cluster.stickDisk(2)
    for (let index = 0; index < 100; index++) cluster.append(1, ['v'.repeat(1000)])
    await cluster.settle()
    const sent = cluster.log(2).logEndOffset
    expect(sent).toBeGreaterThanOrEqual(9)
    expect(sent).toBeLessThanOrEqual(11)
    cluster.freeDisk(2)
    await cluster.settle()
    expect(cluster.log(2).flushedOffset).toBe(100)
  })

  test('stop at an even part of what all followers may have', async () => {
    const config = { streamsWindowBytes: 20_000, partitionPushBytesMax: 2000, pushesAheadMax: 100 }
    const cluster = await SimCluster.start({ replicas: [1, 2, 3], config })
    cluster.stickDisk(2)
    cluster.stickDisk(3)
    for (let index = 0; index < 100; index++) cluster.append(1, ['v'.repeat(1000)])
    await cluster.settle()
    for (const follower of [2, 3]) {
      expect(cluster.log(follower).logEndOffset).toBeGreaterThanOrEqual(9)
      expect(cluster.log(follower).logEndOffset).toBeLessThanOrEqual(11)
    }
    for (const follower of [2, 3]) cluster.freeDisk(follower)
    await cluster.settle()
    expect(cluster.log(3).flushedOffset).toBe(100)
  })

  test('wait while the stream takes no more', async () => {
    const cluster = await SimCluster.start({ replicas: [1, 2] })
    const link = cluster.link(2, 1)
    link.leader.setWritable(false)
    const appended = cluster.append(1, ['a'])
    await cluster.settle()
    expect(appended.outcome).toBeUndefined()
    link.leader.setWritable(true)
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('of a partition that catches up leave half of the window to those in sync', async () => {
    const config = { streamWindowBytes: 20_000, partitionPushBytesMax: 2000, catchUpReadsMax: 1, pushesAheadMax: 100 }
    const cluster = await SimCluster.start({ partitions: 2, replicas: [1, 2], config })
    await cluster.kill(2)
    for (let index = 0; index < 100; index++) cluster.append(1, ['v'.repeat(1000)], { partition: 0 })
    await cluster.settle()
    await cluster.bootFenced(2)
    cluster.stickDisk(2)
    await cluster.settle()
    const behind = cluster.log(2, 0).logEndOffset
    expect(behind).toBeGreaterThan(5)
    expect(behind).toBeLessThan(14)
    // The window is not full: records of the other partition pass.
    cluster.append(1, ['new'], { partition: 1 })
    await cluster.settle()
    expect(cluster.log(2, 1).logEndOffset).toBe(1)
    cluster.freeDisk(2)
    await cluster.settle()
    expect(cluster.log(2, 0).flushedOffset).toBe(100)
  })

  test('carry the high watermark; alone it follows a moment later', async () => {
    const cluster = await SimCluster.start()
    cluster.append(1, ['a'])
    await cluster.settle()
    expect(cluster.log(1).highWatermark).toBe(1)
    expect(cluster.log(2).highWatermark).toBe(0)
    await cluster.advance(defaultReplicationConfig.highWatermarkLingerMs)
    expect(cluster.log(2).highWatermark).toBe(1)
  })

  test('B16: a follower that retention has passed starts anew where the log begins', async () => {
    const cluster = await SimCluster.start({ minIsr: 1 })
    await cluster.kill(3)
    for (let index = 0; index < 20; index++) cluster.append(1, [`${index}`])
    await cluster.settle()
    await cluster.log(1).setLogStartOffset(Offset(15))
    await cluster.boot(3)
    const log = cluster.log(3)
    expect([log.logStartOffset, log.logEndOffset, log.highWatermark]).toEqual([15, 20, 20])
    expect(await valuesOf(log)).toEqual(['15:15', '16:16', '17:17', '18:18', '19:19'])
    expect(cluster.image.isr).toContain(3)
  })

  test('P15: followers forget what the leader has forgotten', async () => {
    const cluster = await SimCluster.start()
    for (let index = 0; index < 5; index++) cluster.append(1, [`${index}`])
    await cluster.advance(10)
    await cluster.log(1).setLogStartOffset(Offset(3))
    cluster.append(1, ['5'])
    await cluster.advance(10)
    expect(cluster.log(2).logStartOffset).toBe(3)
  })
})

describe('a stream', () => {
  test('that is idle carries heartbeats, and nothing polls', async () => {
    const cluster = await SimCluster.start({ partitions: 100 })
    await cluster.advance(5000)
    const before = cluster.delivered
    await cluster.advance(60_000)
    // Two streams, two directions.
    const beats = 60_000 / defaultReplicationConfig.heartbeatMs
    expect(cluster.delivered - before).toBeLessThanOrEqual(4 * (beats + 1))
    expect(cluster.delivered - before).toBeGreaterThanOrEqual(4 * 0.9 * beats)
  })

  test('that breaks is reported by both sides and opened again at once', async () => {
    const cluster = await SimCluster.start()
    cluster.link(2, 1).end('broken')
    expect(cluster.peersDown).toEqual(['2>1', '1>2'])
    const appended = cluster.append(1, ['a'])
    await cluster.advance(25)
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('on which nothing comes any more is given up by both sides', async () => {
    const cluster = await SimCluster.start({ config: { streamTimeoutMs: 3000, replicaLagTimeMaxMs: 60_000 } })
    cluster.link(2, 1).frozen = true
    const appended = cluster.append(1, ['a'])
    await cluster.advance(2000)
    expect(appended.outcome).toBeUndefined()
    await cluster.advance(2500)
    expect([...cluster.peersDown].toSorted()).toEqual(['1>2', '2>1'])
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('survives a time in which this process itself stood still', async () => {
    const cluster = await SimCluster.start({ config: { streamTimeoutMs: 3000 } })
    cluster.time.nowMs += 20_000
    await cluster.advance(2000)
    expect(cluster.peersDown).toEqual([])
  })

  test('to a leader that is down is tried again with pauses, until the metadata name another', async () => {
    const cluster = await SimCluster.start()
    cluster.crash(1)
    await cluster.advance(10_000)
    const attempts = cluster.peersDown.filter((report) => report === '2>1').length
    expect(attempts).toBeGreaterThan(8)
    expect(attempts).toBeLessThan(25)
    cluster.controller.fence(BrokerId(1))
    await cluster.settle()
    const reports = cluster.peersDown.length
    await cluster.advance(10_000)
    expect(cluster.peersDown).toHaveLength(reports)
  })

  test('is closed in peace when nothing is followed on it any more', async () => {
    const cluster = await SimCluster.start()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    await cluster.settle()
    expect(
      cluster
        .liveLinks()
        .map(({ followerId, leaderId }) => `${followerId}>${leaderId}`)
        .toSorted()
    ).toEqual(['1>2', '3>2'])
    expect(cluster.peersDown).toEqual([])
  })

  test('of an older incarnation is refused', async () => {
    const cluster = await SimCluster.start()
    const zombie = cluster.node(3)
    await cluster.kill(3)
    await cluster.boot(3)
    cluster.link(3, 1).end('broken')
    zombie.alive = true
    const link = cluster.openLink(zombie, 1)
    let ended = ''
    link.listen({ onMessage: () => {}, onEnd: ({ kind }) => (ended = kind) })
    link.send({ brokerEpoch: zombie.brokerEpoch })
    await cluster.settle()
    expect(ended).toBe('closed')
  })

  test('that lies about what it was sent is broken', async () => {
    const cluster = await SimCluster.start()
    cluster.append(1, ['a'])
    await cluster.settle()
    const link = cluster.link(2, 1)
    link.leader.inbox.push({
      follow: [],
      acknowledge: [{ handle: 1, session: 1, flushedOffset: 99, logStartOffset: 0 }],
      unfollow: [],
      brokerEpoch: 0,
      heartbeat: false
    })
    link.deliverToLeader()
    expect(link.ended).toBe(true)
    expect(cluster.log(1).highWatermark).toBe(1)
    await cluster.settle()
  })
})

describe('leader and follower learn of a leadership in any order', () => {
  test('a follower that is ahead waits at the leader until that knows', async () => {
    const cluster = await SimCluster.start()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    cluster.deliverMetadata(cluster.node(3))
    while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
    cluster.link(3, 2).deliverToLeader()
    expect(cluster.link(3, 2).pending).toBe(0)
    await cluster.settle()
    const appended = cluster.append(2, ['a'])
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('what it flushes while it waits there counts', async () => {
    const cluster = await SimCluster.start({ minIsr: 3 })
    cluster.stickDisk(3)
    cluster.append(1, ['a'])
    await cluster.settle()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    cluster.deliverMetadata(cluster.node(3))
    while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
    cluster.link(3, 2).deliverToLeader()
    cluster.freeDisk(3)
    await cluster.pump()
    while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
    cluster.link(3, 2).deliverToLeader()
    await cluster.settle()
    expect(cluster.log(2).highWatermark).toBe(1)
  })

  test('a follower that is behind is fenced, and comes back when it knows', async () => {
    const cluster = await SimCluster.start()
    cluster.controller.moveLeader(topicId, 0, BrokerId(2))
    cluster.controller.moveLeader(topicId, 0, BrokerId(1))
    for (const id of [1, 1, 2, 2]) cluster.deliverMetadata(cluster.node(id))
    cluster.link(3, 1).end('broken')
    while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
    await cluster.settle()
    const appended = cluster.append(1, ['a'])
    await cluster.advance(1500)
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })
})

test('B17: what goes wrong with one partition does not stop the others of the stream', async () => {
  const cluster = await SimCluster.start({ partitions: 2, replicas: [1, 2] })
  const link = cluster.link(2, 1)
  cluster.append(1, ['a'], { partition: 0 })
  await cluster.pump()
  while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
  const records = link.follower.inbox[0]!.push[0]!.records!
  records[records.length - 1]! ^= 1
  const other = cluster.append(1, ['b'], { partition: 1 })
  await cluster.settle()
  expect(other.outcome?.errorCode).toBe(ErrorCode.NONE)
  expect(cluster.log(2, 0).logEndOffset).toBe(0)
  // And the damaged push is asked for again.
  await cluster.advance(1100)
  expect(await valuesOf(cluster.log(2, 0))).toEqual(['0:a'])
})

test('bytes under way are bounded by the messages too', async () => {
  const cluster = await SimCluster.start({ replicas: [1, 2], config: { messageBytesMax: 5000 } })
  for (let index = 0; index < 20; index++) cluster.append(1, ['v'.repeat(1000)])
  await cluster.pump()
  while (cluster.time.deferred.length > 0) cluster.time.runDeferred(0)
  expect(bytesUnderWay(cluster, 2)).toBeGreaterThan(0)
  await cluster.settle()
  expect(cluster.log(2).flushedOffset).toBe(20)
})
