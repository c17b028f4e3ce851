import { describe, expect, test } from '@jest/globals'
import { silentLogger } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { WriteTxnMarkersRequestInput, WriteTxnMarkersResponse } from '@gregor/protocol/messages/write-txn-markers'
import { MarkerWriter } from '../../src/markers/marker-writer.ts'
import type { MarkerTask } from '../../src/transaction/marker-task.ts'
import { ManualTime } from '../support/manual-time.ts'

interface Sent {
  readonly broker: number
  readonly request: WriteTxnMarkersRequestInput
  /** Answers: the code of each partition, NONE unless named. */
  answer(codes?: Readonly<Record<string, number>>): void
  fail(): void
}

/** Partitions that three brokers lead, and a log of what is asked of them. */
class Cluster {
  readonly time = new ManualTime()
  readonly leaders = new Map<string, number | 'none' | 'gone'>()
  readonly sent: Sent[] = []
  readonly written: string[] = []
  readonly failures: string[] = []
  readonly writer = new MarkerWriter({
    ports: {
      leaderOf: (topic, partition) => this.leaders.get(`${topic}-${partition}`) ?? 'gone',
      send: (broker, request) =>
        new Promise((resolve, reject) => {
          this.sent.push({
            broker,
            request,
            answer: (codes = {}) => resolve(responseTo(request, codes)),
            fail: () => reject(new Error('broken'))
          })
        })
    },
    clock: this.time,
    scheduler: this.time,
    logger: silentLogger,
    onWritten: (task, partition) => void this.written.push(`${task.transactionalId} ${partition}`),
    onFailure: (error) => void this.failures.push(error)
  })

  lead(broker: number | 'none' | 'gone', ...partitions: readonly string[]): void {
    for (const partition of partitions) this.leaders.set(partition, broker)
  }

  /** Lets promises and timers of the next moment go on. */
  async run(durationMs = 0): Promise<void> {
    this.time.advance(durationMs)
    await new Promise((resolve) => void setImmediate(resolve))
    this.time.advance(0)
  }

  /** What was asked since the last call, as "broker: partitions". */
  asked(): readonly string[] {
    return this.sent.map(({ broker, request }) => `${broker}: ${partitionsIn(request).join(' ')}`)
  }
}

function partitionsIn({ markers }: WriteTxnMarkersRequestInput): readonly string[] {
  return markers.flatMap(({ topics }) =>
    topics.flatMap(({ name, partitionIndexes }) => partitionIndexes.map((index) => `${name}-${index}`))
  )
}

function responseTo(
  { markers }: WriteTxnMarkersRequestInput,
  codes: Readonly<Record<string, number>>
): WriteTxnMarkersResponse {
  return {
    markers: markers.map(({ producerId, topics }) => ({
      producerId,
      topics: topics.map(({ name, partitionIndexes }) => ({
        name,
        partitions: partitionIndexes.map((partitionIndex) => ({
          partitionIndex,
          errorCode: codes[`${name}-${partitionIndex}`] ?? ErrorCode.NONE
        }))
      }))
    }))
  }
}

const task = (transactionalId: string, producerId: number, partitions: readonly number[]): MarkerTask => ({
  transactionalId,
  producerId,
  producerEpoch: 3,
  commit: true,
  topics: [{ topic: 'a', partitions }],
  coordinatorEpoch: 7,
  transactionVersion: 2
})

describe('the writer of markers', () => {
  test('asks each leader once for all that ends at the same time', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0', 'a-1')
    cluster.lead(2, 'a-2')
    cluster.writer.write(task('t', 10, [0, 1, 2]), 4)
    cluster.writer.write(task('u', 11, [1]), 5)
    await cluster.run()
    expect(cluster.asked()).toEqual(['1: a-0 a-1 a-1', '2: a-2'])
    expect(cluster.sent[0]?.request.markers[0]).toEqual({
      producerId: 10,
      producerEpoch: 3,
      transactionResult: true,
      topics: [{ name: 'a', partitionIndexes: [0, 1] }],
      coordinatorEpoch: 7,
      transactionVersion: 2
    })
    expect(cluster.writer.pendingCount).toBe(4)
    cluster.sent[0]?.answer()
    await cluster.run()
    expect(cluster.written).toEqual(['u 5'])
    cluster.sent[1]?.answer()
    await cluster.run()
    expect(cluster.written).toEqual(['u 5', 't 4'])
    expect(cluster.writer.pendingCount).toBe(0)
  })

  test('has one request under way to a broker, and gathers what comes meanwhile', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    for (let producer = 0; producer < 5; producer++) {
      cluster.writer.write(task(`t${producer}`, producer, [0]), 0)
      await cluster.run()
    }
    expect(cluster.asked()).toEqual(['1: a-0'])
    cluster.sent[0]?.answer()
    await cluster.run()
    expect(cluster.sent[1]?.request.markers.map(({ producerId }) => producerId)).toEqual([1, 2, 3, 4])
  })

  test('follows a partition to its next leader', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.writer.write(task('t', 10, [0]), 0)
    await cluster.run()
    cluster.sent[0]?.answer({ 'a-0': ErrorCode.NOT_LEADER_OR_FOLLOWER })
    cluster.lead(2, 'a-0')
    await cluster.run()
    await cluster.run(100)
    cluster.sent[1]?.answer()
    await cluster.run()
    expect(cluster.asked()).toEqual(['1: a-0', '2: a-0'])
    expect(cluster.written).toEqual(['t 0'])
    expect(cluster.failures).toEqual(['NOT_LEADER_OR_FOLLOWER'])
  })

  test('tries again when a broker does not answer, for as long as it takes', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.writer.write(task('t', 10, [0]), 0)
    for (let attempt = 0; attempt < 20; attempt++) {
      await cluster.run(100)
      cluster.sent[attempt]?.fail()
      await cluster.run()
    }
    await cluster.run(100)
    expect(cluster.sent.length).toBe(21)
    cluster.sent[20]?.answer()
    await cluster.run()
    expect(cluster.written).toEqual(['t 0'])
  })

  test('waits for a leader, and asks it as soon as the metadata name one', async () => {
    const cluster = new Cluster()
    cluster.lead('none', 'a-0')
    cluster.writer.write(task('t', 10, [0]), 0)
    await cluster.run(60_000)
    expect(cluster.sent).toEqual([])
    expect(cluster.writer.strandedCount).toBe(1)
    cluster.lead(3, 'a-0')
    cluster.writer.leadersChanged()
    await cluster.run()
    expect(cluster.asked()).toEqual(['3: a-0'])
  })

  test('gives up on deleted partitions, but not on those that are only not known yet', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.writer.write(task('t', 10, [0, 1, 2]), 0)
    await cluster.run(500)
    cluster.sent[0]?.answer()
    cluster.lead(1, 'a-2')
    await cluster.run(100)
    expect(cluster.asked()).toEqual(['1: a-0', '1: a-2'])
    cluster.sent[1]?.answer()
    await cluster.run(10_000)
    expect(cluster.written).toEqual([])
    await cluster.run(10_000)
    expect(cluster.written).toEqual(['t 0'])
  })

  test('takes a partition with a later epoch of the producer for done', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.writer.write(task('t', 10, [0]), 0)
    await cluster.run()
    cluster.sent[0]?.answer({ 'a-0': ErrorCode.INVALID_PRODUCER_EPOCH })
    await cluster.run()
    expect(cluster.written).toEqual(['t 0'])
  })

  test('says nothing of a transaction whose next coordinator was faster', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.writer.write(task('t', 10, [0]), 0)
    await cluster.run()
    cluster.sent[0]?.answer({ 'a-0': ErrorCode.TRANSACTION_COORDINATOR_FENCED })
    await cluster.run(10_000)
    expect(cluster.written).toEqual([])
    expect(cluster.asked()).toEqual(['1: a-0'])
    expect(cluster.writer.pendingCount).toBe(0)
  })

  test('forgets what another broker coordinates now', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.lead('none', 'a-1')
    cluster.writer.write(task('t', 10, [0, 1]), 4)
    cluster.writer.write(task('u', 11, [0]), 5)
    await cluster.run()
    cluster.writer.forget(4)
    cluster.sent[0]?.answer()
    cluster.lead(1, 'a-1')
    await cluster.run(1_000)
    expect(cluster.written).toEqual(['u 5'])
    expect(cluster.sent.length).toBe(1)
  })

  test('asks nothing more when it is closed', async () => {
    const cluster = new Cluster()
    cluster.lead(1, 'a-0')
    cluster.writer.write(task('t', 10, [0]), 4)
    await cluster.run()
    cluster.writer.close()
    cluster.sent[0]?.fail()
    cluster.writer.write(task('u', 11, [0]), 4)
    await cluster.run(10_000)
    expect(cluster.sent.length).toBe(1)
    expect(cluster.time.timerCount).toBe(0)
  })
})
