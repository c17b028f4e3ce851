import { describe, expect, test } from '@jest/globals'
import { noMetrics, silentLogger } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type { WriteTxnMarkersRequestInput } from '@gregor/protocol/messages/write-txn-markers'
import { TransactionVersion } from '../src/transaction/metadata.ts'
import { TransactionCoordinator } from '../src/transaction-coordinator.ts'
import { ManualTime } from './support/manual-time.ts'
import { MemoryLog } from './support/memory-log.ts'
import { transactionSettings } from './support/transaction-story.ts'

const PARTITIONS = 3
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** A broker's transaction coordinator over a log in memory, in a cluster where broker 1 leads every partition. */
class Coordination {
  readonly time = new ManualTime()
  readonly log: MemoryLog
  readonly markers: WriteTxnMarkersRequestInput[] = []
  readonly coordinator: TransactionCoordinator
  partitionCount = PARTITIONS
  reachesController = true
  private nextProducerId = 100

  constructor(log = new MemoryLog()) {
    this.log = log
    this.coordinator = new TransactionCoordinator({
      settings: transactionSettings,
      log,
      partitionCount: () => this.partitionCount,
      takeProducerId: async () => {
        if (!this.reachesController) throw new Error('no controller')
        return this.nextProducerId++
      },
      markers: {
        leaderOf: () => 1,
        send: async (_broker, request) => {
          this.markers.push(request)
          return {
            markers: request.markers.map(({ producerId, topics }) => ({
              producerId,
              topics: topics.map(({ name, partitionIndexes }) => ({
                name,
                partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode: 0 }))
              }))
            }))
          }
        }
      },
      clock: this.time,
      scheduler: this.time,
      logger: silentLogger,
      metrics: noMetrics
    })
  }

  async lead(epoch = 1): Promise<void> {
    for (let partition = 0; partition < PARTITIONS; partition++) this.coordinator.onLeadership(partition, true, epoch)
    await nextTurn()
  }

  resign(epoch: number): void {
    for (let partition = 0; partition < PARTITIONS; partition++) this.coordinator.onLeadership(partition, false, epoch)
  }

  /** Lets everything happen that is due, with a log that commits. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) {
      this.time.advance(0)
      while (this.log.pending.length > 0) {
        this.log.commit()
        this.time.advance(0)
      }
      await nextTurn()
    }
  }

  async answer<Response>(promise: Promise<Response>): Promise<Response> {
    await this.settle()
    return promise
  }

  init(
    request: { readonly transactionalId?: string; readonly timeoutMs?: number; readonly producerEpoch?: number } = {}
  ) {
    const defaults = { transactionalId: 't', timeoutMs: 60_000, producerId: -1, producerEpoch: -1 }
    return this.answer(this.coordinator.initProducer({ ...defaults, ...request }))
  }
}

const topics = [{ topic: 'a', partitions: [0, 1] }]
const clientVersion = TransactionVersion.v2

describe('a transaction coordinator', () => {
  test('carries a transaction from its producer to its markers', async () => {
    const broker = new Coordination()
    await broker.lead()
    const { producerId, producerEpoch } = await broker.init()
    const claim = { transactionalId: 't', producerId, producerEpoch }
    expect(await broker.answer(broker.coordinator.addPartitions({ ...claim, topics, clientVersion }))).toBe(0)
    const codeOf = await broker.answer(broker.coordinator.verifyPartitions(claim))
    expect([codeOf('a', 1), codeOf('a', 2)]).toEqual([0, ErrorCode.TRANSACTION_ABORTABLE])
    const ended = await broker.answer(broker.coordinator.endTransaction({ ...claim, commit: true, clientVersion }))
    expect(ended).toEqual({ errorCode: 0, producerId, producerEpoch: 1 })
    expect(broker.markers).toMatchObject([{ markers: [{ producerId, producerEpoch: 1, coordinatorEpoch: 1 }] }])
    const described = await broker.coordinator.describeTransactions({ transactionalIds: ['t', ''] })
    expect(described.transactionStates).toMatchObject([
      { transactionState: 'CompleteCommit' },
      { errorCode: ErrorCode.INVALID_REQUEST }
    ])
    const list = (transactionalIdPattern: string | null) =>
      broker.coordinator.listTransactions({
        stateFilters: ['CompleteCommit', 'Sleeping'],
        producerIdFilters: [],
        durationFilter: -1,
        transactionalIdPattern
      })
    const listed = await list(null)
    expect((await list('t|u')).transactionStates).toEqual(listed.transactionStates)
    expect((await list('u.*')).transactionStates).toEqual([])
    expect((await list('(')).errorCode).toBe(ErrorCode.INVALID_REGULAR_EXPRESSION)
    expect(listed).toMatchObject({
      errorCode: 0,
      unknownStateFilters: ['Sleeping'],
      transactionStates: [{ transactionalId: 't', transactionState: 'CompleteCommit' }]
    })
  })

  test('finishes on another broker what this one had decided', async () => {
    const first = new Coordination()
    await first.lead()
    const { producerId, producerEpoch } = await first.init()
    const claim = { transactionalId: 't', producerId, producerEpoch }
    await first.answer(first.coordinator.addPartitions({ ...claim, topics, clientVersion }))
    const ended = first.coordinator.endTransaction({ ...claim, commit: true, clientVersion })
    first.time.advance(0)
    first.log.commit()
    first.coordinator.close()
    expect(await ended).toMatchObject({ errorCode: 0 })
    const second = new Coordination(first.log)
    await second.lead(2)
    await second.settle()
    expect(second.markers).toMatchObject([{ markers: [{ transactionResult: true, coordinatorEpoch: 2 }] }])
    const { transactionStates } = await second.coordinator.describeTransactions({ transactionalIds: ['t'] })
    expect(transactionStates[0]?.transactionState).toBe('CompleteCommit')
  })

  test('refuses what cannot be meant', async () => {
    const broker = new Coordination()
    await broker.lead()
    expect(await broker.init({ transactionalId: '' })).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST })
    expect(await broker.init({ transactionalId: 'x'.repeat(40_000) })).toMatchObject({
      errorCode: ErrorCode.INVALID_REQUEST
    })
    expect(await broker.init({ producerEpoch: 3 })).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST })
    for (const timeoutMs of [0, -1, 900_001]) {
      expect(await broker.init({ timeoutMs })).toMatchObject({ errorCode: ErrorCode.INVALID_TRANSACTION_TIMEOUT })
    }
  })

  test('says when it cannot serve, and why', async () => {
    const broker = new Coordination()
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR })
    broker.partitionCount = 0
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE })
    broker.partitionCount = PARTITIONS
    broker.log.holdScans()
    await broker.lead()
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS })
    broker.log.releaseScans()
    await nextTurn()
    broker.reachesController = false
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE })
    broker.reachesController = true
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.NONE })
    broker.resign(2)
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR })
    broker.coordinator.close()
    expect(await broker.init()).toMatchObject({ errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE })
  })
})
