import { describe, expect, test } from '@jest/globals'
import { BrokerId, TopicId, type Logger } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { LeadershipEvent } from '../src/index.ts'
import { recordingMetrics } from './support/recording-metrics.ts'
import { p0, SimCluster, topic, topicId, valuesOf } from './support/sim-cluster.ts'
import { testLogConfig } from './support/sim-node.ts'

/** A logger that keeps what it is told at `error` and `warn`. */
function recordingLogger(lines: string[]): Logger {
  const keep = (fields: object, message: string): void => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const quiet = (): void => {}
  return { trace: quiet, debug: quiet, info: quiet, warn: keep, error: keep, child: () => recordingLogger(lines) }
}

describe('topics', () => {
  test('that are deleted take their logs, streams and waiting requests with them', async () => {
    const cluster = await SimCluster.start()
    cluster.append(1, ['a'])
    await cluster.settle()
    cluster.stickDisk(2)
    const waiting = cluster.append(1, ['b'])
    const fetched = cluster.fetch(1, 1, { maxWaitMs: 60_000 })
    await cluster.settle()
    cluster.controller.removeTopic(topicId)
    cluster.freeDisk(2)
    await cluster.settle()
    expect(waiting.outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    expect(fetched.outcome?.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_ID)
    expect(cluster.append(1, ['c']).outcome?.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_ID)
    for (const id of [1, 2, 3]) expect(cluster.log(id)).toBeUndefined()
    expect(cluster.liveLinks()).toHaveLength(0)
  })

  test('of the same name are another topic', async () => {
    const cluster = await SimCluster.start()
    cluster.append(1, ['old'])
    await cluster.settle()
    const again = TopicId('AAAAAAAAAAAAAAAAAAAAAQ')
    cluster.controller.removeTopic(topicId)
    cluster.controller.createTopic(again, topic, [[1, 2, 3].map(BrokerId)])
    await cluster.settle()
    const appended = cluster.append(1, ['new'], { topicId: again })
    await cluster.settle()
    expect(appended.outcome).toMatchObject({ errorCode: ErrorCode.NONE, baseOffset: 0 })
    expect(await valuesOf(cluster.node(3).log(again, p0)!)).toEqual(['0:new'])
  })

  test('B8, B9: logs on disk that the metadata do not know are kept, with a warning', async () => {
    const lines: string[] = []
    const cluster = await SimCluster.start({ logger: recordingLogger(lines) })
    cluster.append(1, ['a'])
    await cluster.settle()
    await cluster.kill(3)
    cluster.controller.removeTopic(topicId)
    await cluster.settle()
    await cluster.boot(3)
    const strays = lines.filter((line) => line.startsWith('Logs on disk belong to no partition'))
    expect(strays).toEqual([expect.stringContaining('"examples":["orders-0"]')])
    expect(await cluster.node(3).disk.list('/data')).toContain('orders-0')
  })
})

test('a broker knows when it serves all that it was given to lead', async () => {
  const cluster = await SimCluster.start({ replicas: [1] })
  const { manager, settledAt } = cluster.node(1)
  const again = TopicId('AAAAAAAAAAAAAAAAAAAAAQ')
  cluster.controller.createTopic(again, 'more', [[BrokerId(1)], [BrokerId(1)]])
  cluster.deliverMetadata(cluster.node(1))
  expect(manager.settled).toBe(false)
  const before = settledAt.length
  await cluster.settle()
  expect(manager.settled).toBe(true)
  expect(settledAt).toHaveLength(before + 1)
  for (const partition of [0, 1]) {
    const appended = cluster.append(1, ['a'], { topicId: again, partition })
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  }
})

describe('configs', () => {
  test('a lower min.insync.replicas lets what waits pass', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.stickDisk(2)
    const appended = cluster.append(1, ['a'])
    await cluster.kill(3)
    await cluster.kill(2)
    expect(appended.outcome).toBeUndefined()
    cluster.setSettings(topic, { minInsyncReplicas: 1 })
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NONE)
  })

  test('of the log reach it', async () => {
    const cluster = await SimCluster.start()
    cluster.setSettings(topic, { logConfig: { ...testLogConfig, maxMessageBytes: 100 } })
    await cluster.settle()
    const appended = cluster.append(1, ['v'.repeat(200)])
    expect(appended.outcome?.errorCode).toBe(ErrorCode.MESSAGE_TOO_LARGE)
    expect(cluster.log(3).config.maxMessageBytes).toBe(100)
  })
})

describe('a disk fails', () => {
  test('under a leader: it says so, asks to be replaced, and another leads', async () => {
    const lines: string[] = []
    const cluster = await SimCluster.start({ minIsr: 2, logger: recordingLogger(lines) })
    cluster.failDisk(1)
    const appended = cluster.append(1, ['a'], { acks: 1 })
    await cluster.settle()
    expect(appended.outcome?.errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    expect(appended.outcome?.errorMessage).toContain('orders-0 is offline on this broker: the log dir /data is offline')
    expect(cluster.image).toMatchObject({ leader: 2, isr: [2, 3] })
    expect(lines.some((line) => line.startsWith('A replica is offline on this broker'))).toBe(true)
    const next = cluster.append(2, ['b'])
    await cluster.settle()
    expect(next.outcome?.errorCode).toBe(ErrorCode.NONE)
    await cluster.advance(20_000)
    expect(cluster.image.isr).toEqual([2, 3])
  })

  test('under a follower: it leaves the ISR, the others go on', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.failDisk(3)
    const appended = cluster.append(1, ['a'])
    await cluster.settle()
    // The replica was counted out in a new leader epoch: the client asks again.
    expect(appended.outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    expect(cluster.image).toMatchObject({ leader: 1, isr: [1, 2] })
    const again = cluster.append(1, ['b'])
    await cluster.settle()
    expect(again.outcome?.errorCode).toBe(ErrorCode.NONE)
    await cluster.advance(16_000)
    expect(cluster.image.isr).toEqual([1, 2])
  })
})

describe('shutting down', () => {
  test('answers what waits, ends the streams, serves nothing more', async () => {
    const cluster = await SimCluster.start({ minIsr: 2 })
    cluster.stickDisk(2)
    const waiting = cluster.append(1, ['a'])
    const fetched = cluster.fetch(1, 0, { maxWaitMs: 60_000 })
    await cluster.settle()
    const events: LeadershipEvent[] = []
    cluster.node(1).manager.onLeadership((event) => void events.push(event))
    const down = cluster.node(1).manager.shutdown()
    await cluster.settle()
    await down
    expect(waiting.outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    expect(fetched.outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    expect(events).toMatchObject([{ topic, leading: false, leaderEpoch: 0 }])
    expect(cluster.append(1, ['b']).outcome?.errorCode).toBe(ErrorCode.NOT_LEADER_OR_FOLLOWER)
    expect(cluster.liveLinks().filter(({ leaderId, followerId }) => leaderId === 1 || followerId === 1)).toEqual([])
    cluster.freeDisk(2)
    await cluster.settle()
  })
})

test('leadership events tell who serves what, in which epoch', async () => {
  const cluster = await SimCluster.start()
  const events: string[] = []
  for (const id of [1, 2, 3]) {
    cluster.node(id).manager.onLeadership(({ leading, leaderEpoch }) => {
      events.push(`${id} ${leading ? 'leads' : 'stops'} in ${leaderEpoch}`)
    })
  }
  cluster.controller.moveLeader(topicId, 0, BrokerId(3))
  await cluster.settle()
  await cluster.kill(3)
  expect(events).toEqual(['1 stops in 0', '3 leads in 1', '1 leads in 2'])
})

test('metrics have the names that dashboards for Kafka know', async () => {
  const { metrics, values, scrape } = recordingMetrics()
  const cluster = await SimCluster.start({ minIsr: 2, metrics })
  cluster.append(1, ['a', 'b'])
  await cluster.settle()
  const fetched = cluster.fetch(1, 0)
  expect(values.get('kafka_server_brokertopicmetrics_messagesin_total orders')).toBe(2)
  expect(values.get('kafka_server_brokertopicmetrics_bytesout_total orders')).toBe(fetched.outcome?.records.length)
  // For all topics together too, as Kafka has it.
  expect(values.get('kafka_server_brokertopicmetrics_messagesin_total')).toBe(2)
  expect(values.get('kafka_server_brokertopicmetrics_totalproducerequests_total orders')).toBe(1)
  expect(values.get('kafka_server_brokertopicmetrics_totalfetchrequests_total orders')).toBe(1)
  cluster.stickDisk(3)
  cluster.append(1, ['c', 'd', 'e'])
  await cluster.advance(16_000)
  // Each broker of this cluster writes to the same place; what others lead is not told by them.
  scrape()
  expect(values.get('gregor_replication_follower_lag_records 3')).toBe(3)
  expect(values.get('gregor_replication_follower_lag_records 2')).toBe(0)
  expect(values.get('gregor_replication_stream_window_bytes 3')).toBeGreaterThan(0)
  cluster.freeDisk(3)
  await cluster.settle()
  expect(values.get('kafka_server_replicamanager_isrshrinks_total')).toBe(1)
  expect(values.get('kafka_server_replicamanager_isrexpands_total')).toBe(1)
  await cluster.kill(3)
  await cluster.kill(2)
  // Only broker 1 lives: the last to be asked are the dead ones, so it is asked alone.
  const alone = recordingMetrics()
  const single = await SimCluster.start({ brokers: 1, minIsr: 2, metrics: alone.metrics })
  alone.scrape()
  expect(single.image.leader).toBe(1)
  expect(alone.values.get('kafka_server_replicamanager_leadercount')).toBe(1)
  expect(alone.values.get('kafka_server_replicamanager_partitioncount')).toBe(1)
  expect(alone.values.get('kafka_server_replicamanager_underreplicatedpartitions')).toBe(0)
  expect(alone.values.get('kafka_server_replicamanager_atminisrpartitioncount')).toBe(1)
  expect(alone.values.get('kafka_cluster_partition_insyncreplicascount orders 0')).toBe(1)
  single.controller.removeTopic(topicId)
  await single.settle()
  alone.scrape()
  expect([...alone.values.keys()].filter((key) => key.includes('orders'))).toEqual([])
  scrape()
})
