import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { AddOffsetsToTxnApi } from '@gregor/protocol/messages/add-offsets-to-txn'
import { AddPartitionsToTxnApi } from '@gregor/protocol/messages/add-partitions-to-txn'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import type { CreateTopicsRequestInput } from '@gregor/protocol/messages/create-topics'
import { DescribeTransactionsApi } from '@gregor/protocol/messages/describe-transactions'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { ListTransactionsApi } from '@gregor/protocol/messages/list-transactions'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { TxnOffsetCommitApi } from '@gregor/protocol/messages/txn-offset-commit'
import { Harness } from '../support/harness.ts'
import { realTime } from '../support/real-time.ts'
import { batchOf } from '../support/records.ts'

interface Producer {
  readonly producerId: number
  readonly producerEpoch: number
}

/** Broker 1 coordinates everything and leads the topic "flights", and broker 2 the topic "elsewhere". */
class Transactions {
  readonly harness: Harness

  constructor(config: Readonly<Record<string, string>> = {}) {
    this.harness = new Harness({ time: realTime, config: { 'transaction.state.log.num.partitions': '3', ...config } })
    this.harness.cluster.addTopic({ name: 'flights', leaders: [1, 1, 1] })
  }

  /** A new producer of the transactional id "tx". */
  async init(version = 5): Promise<Producer & { readonly errorCode: number }> {
    await this.harness.call(FindCoordinatorApi, 6, { keyType: 1, coordinatorKeys: ['tx'] })
    return this.harness.call(InitProducerIdApi, version, { transactionalId: 'tx', transactionTimeoutMs: 60_000 })
  }

  /** The codes of one AddPartitionsToTxn as a client of an older version sends it. */
  async add(producer: Producer, partitions: readonly number[], name = 'flights', version = 3): Promise<number[]> {
    const response = await this.harness.call(AddPartitionsToTxnApi, version, {
      v3AndBelowTransactionalId: 'tx',
      v3AndBelowProducerId: producer.producerId,
      v3AndBelowProducerEpoch: producer.producerEpoch,
      v3AndBelowTopics: [{ name, partitions }],
      transactions: []
    })
    return response.resultsByTopicV3AndBelow[0]!.resultsByPartition.map((result) => result.partitionErrorCode)
  }

  async produce(producer: Producer, partition: number, options: { version: number; baseSequence?: number }) {
    const { version, baseSequence = 0 } = options
    const { producerId, producerEpoch } = producer
    const records = batchOf(['a'], { producerId, producerEpoch, baseSequence, transactional: true })
    const topicId = this.harness.cluster.image.topicByName('flights')!.id
    const partitionData = [{ index: partition, records }]
    const response = await this.harness.call(ProduceApi, version, {
      transactionalId: 'tx',
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 'flights', topicId, partitionData }]
    })
    return response.responses[0]!.partitionResponses[0]!
  }

  end(producer: Producer, committed: boolean, version = 5) {
    return this.harness.call(EndTxnApi, version, { transactionalId: 'tx', ...producer, committed })
  }

  /** Waits until the transaction of "tx" is in a state. */
  async until(state: string): Promise<void> {
    for (;;) {
      const { transactionStates } = await this.harness.call(DescribeTransactionsApi, 0, { transactionalIds: ['tx'] })
      if (transactionStates[0]!.transactionState === state) return
      await new Promise((resolve) => void setTimeout(resolve, 5))
    }
  }

  /** Questions to coordinators so far. */
  get questions(): number {
    return this.harness.brokers.asked.filter(({ apiKey }) => apiKey === AddPartitionsToTxnApi.key).length
  }
}

describe('the coordinator of a transactional id', () => {
  test('is found, and its topic made as the config says', async () => {
    const { harness } = new Transactions({ 'transaction.state.log.min.isr': '1' })
    const { coordinators } = await harness.call(FindCoordinatorApi, 6, { keyType: 1, coordinatorKeys: ['tx'] })
    expect(coordinators).toMatchObject([{ key: 'tx', nodeId: 1, errorCode: 0 }])
    const { topics } = harness.controller.forwarded[0]!.request as CreateTopicsRequestInput
    expect(topics).toMatchObject([{ name: '__transaction_state', numPartitions: 3, replicationFactor: 3 }])
    const configs = Object.fromEntries((topics[0]!.configs ?? []).map(({ name, value }) => [name, value]))
    expect(configs).toMatchObject({ 'cleanup.policy': 'compact', 'min.insync.replicas': '1' })
  })

  test('is announced as transaction.version 2', async () => {
    const { finalizedFeatures } = await new Harness().call(ApiVersionsApi, 4, {
      clientSoftwareName: 'test',
      clientSoftwareVersion: '1'
    })
    expect(finalizedFeatures).toContainEqual({ name: 'transaction.version', minVersionLevel: 2, maxVersionLevel: 2 })
  })
})

describe('a transaction of a client that adds partitions itself', () => {
  test('is begun, produced to and committed', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    expect(producer).toMatchObject({ errorCode: 0, producerEpoch: 0 })
    expect(await transactions.add(producer, [0, 1])).toEqual([0, 0])
    expect(await transactions.produce(producer, 0, { version: 11 })).toMatchObject({ errorCode: 0, baseOffset: 0 })
    expect(transactions.questions).toBe(1)
    // The transaction is open there: nothing is asked.
    const second = await transactions.produce(producer, 0, { version: 11, baseSequence: 1 })
    expect(second).toMatchObject({ errorCode: 0, baseOffset: 1 })
    expect(transactions.questions).toBe(1)
    expect(await transactions.end(producer, true, 4)).toMatchObject({ errorCode: 0, producerId: -1 })
    await transactions.until('CompleteCommit')
    const { harness } = transactions
    expect(harness.replicas.appends.at(-1)?.entries).toHaveLength(2)
    const listed = await harness.call(ListTransactionsApi, 1, {
      stateFilters: ['CompleteCommit'],
      producerIdFilters: []
    })
    expect(listed.transactionStates).toMatchObject([{ transactionalId: 'tx', producerId: producer.producerId }])
  })

  test('takes no batch in a partition that was not added', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    await transactions.add(producer, [0])
    expect((await transactions.produce(producer, 1, { version: 11 })).errorCode).toBe(ErrorCode.TRANSACTION_ABORTABLE)
    expect((await transactions.produce(producer, 1, { version: 10 })).errorCode).toBe(ErrorCode.INVALID_TXN_STATE)
    expect(transactions.harness.replicas.appends).toEqual([])
  })

  test('is not asked about when transaction.partition.verification.enable is off', async () => {
    const transactions = new Transactions({ 'transaction.partition.verification.enable': 'false' })
    const producer = await transactions.init()
    expect((await transactions.produce(producer, 1, { version: 11 })).errorCode).toBe(0)
    expect(transactions.questions).toBe(0)
  })

  test('adds all partitions or none', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    expect(await transactions.add(producer, [0, 7])).toEqual([
      ErrorCode.OPERATION_NOT_ATTEMPTED,
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    ])
    await transactions.until('Empty')
  })

  test('of a fenced producer is refused in the words of its version', async () => {
    const transactions = new Transactions()
    const zombie = await transactions.init()
    await transactions.init()
    expect(await transactions.add(zombie, [0])).toEqual([ErrorCode.PRODUCER_FENCED])
    expect(await transactions.add(zombie, [0], 'flights', 1)).toEqual([ErrorCode.INVALID_PRODUCER_EPOCH])
    expect((await transactions.end(zombie, true, 4)).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
    expect((await transactions.end(zombie, true, 1)).errorCode).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
    const offsets = { transactionalId: 'tx', groupId: 'g', ...zombie }
    const { harness } = transactions
    expect((await harness.call(AddOffsetsToTxnApi, 4, offsets)).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
    expect((await harness.call(AddOffsetsToTxnApi, 1, offsets)).errorCode).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
    const resumed = { transactionalId: 'tx', transactionTimeoutMs: 60_000, ...zombie }
    await transactions.init()
    expect((await harness.call(InitProducerIdApi, 4, resumed)).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
    expect((await harness.call(InitProducerIdApi, 3, resumed)).errorCode).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  })
})

describe('a transaction of a client that leaves partitions to the leaders (Produce v12)', () => {
  test('begins with the first batch, and takes the next epoch when it ends', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    expect(await transactions.produce(producer, 2, { version: 12 })).toMatchObject({ errorCode: 0 })
    await transactions.until('Ongoing')
    const ended = await transactions.end(producer, true)
    expect(ended).toMatchObject({ errorCode: 0, producerId: producer.producerId, producerEpoch: 1 })
    // The markers of the first may be on their way: the leader asks until the next may begin, or the client does.
    let produced = await transactions.produce(ended, 2, { version: 12 })
    while (produced.errorCode === ErrorCode.CONCURRENT_TRANSACTIONS) {
      produced = await transactions.produce(ended, 2, { version: 12 })
    }
    expect(produced.errorCode).toBe(0)
    expect((await transactions.end(producer, true)).errorCode).toBe(ErrorCode.PRODUCER_FENCED)
  })

  test('batches of a connection keep their order while the coordinator is asked', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    const { brokers, replicas } = transactions.harness
    brokers.held = []
    const answers = [0, 1, 2].map((baseSequence) => transactions.produce(producer, 0, { version: 12, baseSequence }))
    while (brokers.held.length === 0) await new Promise((resolve) => void setImmediate(resolve))
    expect(replicas.appends).toEqual([])
    brokers.release()
    expect((await Promise.all(answers)).map(({ baseOffset }) => baseOffset)).toEqual([0, 1, 2])
    expect(transactions.questions).toBe(1)
  })

  test('is tried again by the client when the coordinator is not there', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    const { cluster } = transactions.harness
    cluster.removeTopic(cluster.image.topicByName('__transaction_state')!.id)
    cluster.addTopic({ name: '__transaction_state', leaders: [2, 2, 2] })
    const refused = await transactions.produce(producer, 0, { version: 12 })
    expect(refused.errorCode).toBe(ErrorCode.NOT_ENOUGH_REPLICAS)
  })

  test('of a fenced producer is refused', async () => {
    const transactions = new Transactions()
    const zombie = await transactions.init()
    await transactions.init()
    expect((await transactions.produce(zombie, 0, { version: 12 })).errorCode).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
  })

  test('needs acks=all', async () => {
    const { harness } = new Transactions()
    const topicId = harness.cluster.image.topicByName('flights')!.id
    const response = await harness.call(ProduceApi, 13, {
      transactionalId: 'tx',
      acks: 1,
      timeoutMs: 1000,
      topicData: [{ topicId, partitionData: [{ index: 0, records: batchOf(['a']) }] }]
    })
    expect(response.responses[0]!.partitionResponses[0]!.errorCode).toBe(ErrorCode.INVALID_REQUIRED_ACKS)
  })
})

describe('brokers among themselves', () => {
  test('ask for several transactions at once, to add or to verify', async () => {
    const transactions = new Transactions()
    const producer = await transactions.init()
    const ask = async (verifyOnly: boolean, partitions: readonly number[], version = 5) => {
      const response = await transactions.harness.call(AddPartitionsToTxnApi, version, {
        transactions: [
          { transactionalId: 'tx', ...producer, verifyOnly, topics: [{ name: 'flights', partitions }] },
          { transactionalId: 'nobody', ...producer, verifyOnly, topics: [{ name: 'flights', partitions: [0] }] }
        ]
      })
      return response.resultsByTransaction.map(({ topicResults }) =>
        topicResults[0]!.resultsByPartition.map(({ partitionErrorCode }) => partitionErrorCode)
      )
    }
    const unmapped = ErrorCode.INVALID_PRODUCER_ID_MAPPING
    expect(await ask(true, [0])).toEqual([[ErrorCode.TRANSACTION_ABORTABLE], [unmapped]])
    expect(await ask(false, [0, 1])).toEqual([[0, 0], [unmapped]])
    expect(await ask(true, [1, 2], 4)).toEqual([[0, ErrorCode.TRANSACTION_ABORTABLE], [unmapped]])
  })

  test('ask for nothing but markers and partitions', async () => {
    const { harness } = new Transactions()
    const { serveInCluster } = harness.listen()
    const body = Buffer.alloc(0)
    await expect(serveInCluster({ apiKey: 19, apiVersion: 7, body })).rejects.toThrow('do not ask each other')
    await expect(serveInCluster({ apiKey: 24, apiVersion: 9, body })).rejects.toThrow('version 9 is not served')
    await expect(serveInCluster({ apiKey: 24, apiVersion: 5, body })).rejects.toThrow()
  })
})

test('the offsets of a group are in the partition of the group, whose topic is made', async () => {
  const transactions = new Transactions({ 'offsets.topic.num.partitions': '5' })
  const producer = await transactions.init()
  const { harness } = transactions
  const request = { transactionalId: 'tx', groupId: 'a', ...producer }
  expect((await harness.call(AddOffsetsToTxnApi, 4, request)).errorCode).toBe(0)
  const { transactionStates } = await harness.call(DescribeTransactionsApi, 0, { transactionalIds: ['tx'] })
  // Java: "a".hashCode() is 97, 97 mod 5 is 2.
  expect(transactionStates[0]).toMatchObject({
    transactionState: 'Ongoing',
    topics: [{ topic: '__consumer_offsets', partitions: [2] }]
  })
})

describe('TxnOffsetCommit', () => {
  const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA'

  function setUp() {
    const transactions = new Transactions()
    const { harness } = transactions
    harness.cluster.addTopic({ name: '__consumer_offsets', leaders: [1, 1, 1] })
    const topicId = harness.cluster.image.topicByName('flights')!.id
    const commit = async (producer: Producer, version: number, topic: { name?: string; topicId?: string } = {}) => {
      const partitions = [{ partitionIndex: 0, committedOffset: 42, committedMetadata: null }]
      const named = version >= 6 ? { topicId, ...topic } : { name: 'flights', topicId: ZERO, ...topic }
      const response = await harness.call(TxnOffsetCommitApi, version, {
        transactionalId: 'tx',
        groupId: 'g',
        producerId: producer.producerId,
        producerEpoch: producer.producerEpoch,
        topics: [{ ...named, partitions }]
      })
      return response.topics[0]!.partitions[0]!.errorCode
    }
    const offset = async (requireStable: boolean) => {
      const groups = [{ groupId: 'g', topics: [{ name: 'flights', topicId: ZERO, partitionIndexes: [0] }] }]
      const response = await harness.call(OffsetFetchApi, 9, { groups, requireStable })
      const { committedOffset, errorCode } = response.groups[0]!.topics[0]!.partitions[0]!
      return errorCode === 0 ? committedOffset : `error ${errorCode}`
    }
    return { transactions, commit, offset }
  }

  test.each([5, 6])('v%i adds the partition of the group, and counts with the commit', async (version) => {
    const { transactions, commit, offset } = setUp()
    const producer = await transactions.init()
    expect(await commit(producer, version)).toBe(0)
    expect(await offset(false)).toBe(-1)
    expect(await offset(true)).toBe(`error ${ErrorCode.UNSTABLE_OFFSET_COMMIT}`)
    await transactions.end(producer, true)
    await transactions.until('CompleteCommit')
    expect(await offset(true)).toBe(42)
  })

  test('older versions need AddOffsetsToTxn before', async () => {
    const { transactions, commit, offset } = setUp()
    const producer = await transactions.init()
    expect(await commit(producer, 4)).toBe(ErrorCode.TRANSACTION_ABORTABLE)
    expect(await commit(producer, 3)).toBe(ErrorCode.INVALID_TXN_STATE)
    const request = { transactionalId: 'tx', groupId: 'g', ...producer }
    await transactions.harness.call(AddOffsetsToTxnApi, 4, request)
    expect(await commit(producer, 3)).toBe(0)
    await transactions.end(producer, false, 4)
    await transactions.until('CompleteAbort')
    expect(await offset(true)).toBe(-1)
  })

  test('of unknown topics and fenced producers is refused', async () => {
    const { transactions, commit } = setUp()
    const zombie = await transactions.init()
    await transactions.init()
    expect(await commit(zombie, 5)).toBe(ErrorCode.INVALID_PRODUCER_EPOCH)
    const present = await transactions.init()
    expect(await commit(present, 5, { name: 'nowhere' })).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    expect(await commit(present, 6, { topicId: 'zzzzzzzzzzzzzzzzzzzzzw' })).toBe(ErrorCode.UNKNOWN_TOPIC_ID)
  })
})
