// kafka-transactions, Apache Kafka's own tool for transactions that are under way, and for those that nobody ends.
import { ZERO_TOPIC_ID } from '@gregor/base'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildRecordBatch, ErrorCode } from '@gregor/protocol'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { kafkaClient } from '../support/kafka.ts'
import { type RawClient, rawClient } from '../support/raw-client.ts'
import { runKafkaTool } from '../support/run.ts'
import { until } from '../support/until.ts'

interface Producer {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

let cluster: TestCluster
/** To the leader of the only partition of "ledger". */
let leader: RawClient
const open: RawClient[] = []
beforeAll(async () => {
  // As an operator may set it, and as brokers before KIP-890 were: so that a transaction can be made that nobody ends.
  cluster = await startTestCluster({ settings: { 'transaction.partition.verification.enable': 'false' } })
  leader = await dial(2)
  const assignments = [{ partitionIndex: 0, brokerIds: [2, 3, 1] }]
  const { topics } = await leader.request(CreateTopicsApi, 7, {
    topics: [{ name: 'ledger', numPartitions: -1, replicationFactor: -1, assignments, configs: [] }],
    timeoutMs: 10_000
  })
  expect(topics[0]!.errorCode).toBe(ErrorCode.NONE)
}, 90_000)
afterAll(async () => {
  for (const client of open) client.close()
  await cluster?.dispose()
}, 60_000)

async function dial(broker: number): Promise<RawClient> {
  const client = await rawClient(cluster.layout.brokers[broker - 1]!.kafkaPort)
  open.push(client)
  return client
}

async function coordinatorOf(transactionalId: string): Promise<RawClient> {
  const nodeId = await until('there is a coordinator', async () => {
    const request = { key: '', keyType: 1, coordinatorKeys: [transactionalId] }
    const { errorCode, nodeId } = (await leader.request(FindCoordinatorApi, 4, request)).coordinators[0]!
    return errorCode === ErrorCode.NONE ? nodeId : undefined
  })
  return dial(nodeId)
}

async function producer(transactionalId: string): Promise<Producer> {
  const coordinator = await coordinatorOf(transactionalId)
  return until('the producer has an id', async () => {
    const request = { transactionalId, transactionTimeoutMs: 600_000, producerId: -1, producerEpoch: -1 }
    const { errorCode, producerId, producerEpoch } = await coordinator.request(InitProducerIdApi, 4, request)
    return errorCode === ErrorCode.NONE ? { transactionalId, producerId, producerEpoch } : undefined
  })
}

/** Writes one record in a transaction; gives its offset. From version 12 on the leader adds the partition to it. */
async function write({ transactionalId, ...identity }: Producer, version: number): Promise<number> {
  const records = buildRecordBatch({
    records: [{ key: null, value: Buffer.from(transactionalId), timestamp: Date.now() }],
    baseSequence: 0,
    transactional: true,
    ...identity
  })
  const { responses } = await leader.request(ProduceApi, version, {
    transactionalId,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: 'ledger', topicId: ZERO_TOPIC_ID, partitionData: [{ index: 0, records }] }]
  })
  const { errorCode, baseOffset } = responses[0]!.partitionResponses[0]!
  expect(errorCode).toBe(ErrorCode.NONE)
  return baseOffset
}

/** Where readers of committed records end. */
async function lastStableOffset(): Promise<number> {
  const { topics } = await leader.request(ListOffsetsApi, 7, {
    replicaId: -1,
    isolationLevel: 1,
    timeoutMs: 5000,
    topics: [{ name: 'ledger', partitions: [{ partitionIndex: 0, currentLeaderEpoch: -1, timestamp: -1 }] }]
  })
  return topics[0]!.partitions[0]!.offset
}

/** What a consumer of committed records gets. */
async function committedValues(): Promise<(string | undefined)[]> {
  const consumer = kafkaClient(cluster.bootstrap).consumer({ groupId: 'auditors' })
  const values: (string | undefined)[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: ['ledger'], fromBeginning: true })
  const end = new Promise<void>((resolve) => {
    consumer.on('consumer.end_batch_process', ({ payload }) => void (payload.lastOffset === '3' && resolve()))
  })
  await consumer.run({ eachMessage: async ({ message }) => void values.push(message.value?.toString()) })
  await end
  await consumer.disconnect()
  return values
}

async function transactions(...args: string[]): Promise<string> {
  const tool = 'org.apache.kafka.tools.TransactionsCommand'
  return (await runKafkaTool(tool, ['--bootstrap-server', cluster.bootstrap, ...args])).stdout
}

/** The rows of a table without its head, by columns. */
const rows = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t').map((cell) => cell.trim()))

const number: unknown = expect.stringMatching(/^\d+$/)
const place = ['--topic', 'ledger', '--partition', '0']
/** Whatever is open is taken for too old. */
const anyAge = ['--max-transaction-timeout', '0']

describe('kafka-transactions', () => {
  let known: Producer
  let lost: Producer
  beforeAll(async () => {
    known = await producer('known')
    lost = await producer('lost')
    expect(await write(known, 12)).toBe(0)
    // Its coordinator does not know of it, and will never end it.
    expect(await write(lost, 11)).toBe(1)
  }, 60_000)

  test('lists transactions by their coordinators', async () => {
    const listed = rows(await transactions('list')).map(([id, , producerId, state]) => [id, producerId, state])
    expect(listed.sort(([left], [right]) => (left! < right! ? -1 : 1))).toEqual([
      ['known', String(known.producerId), 'Ongoing'],
      ['lost', String(lost.producerId), 'Empty']
    ])
  })

  test('describes one', async () => {
    const [described] = rows(await transactions('describe', '--transactional-id', 'known'))
    const identity = [number, 'known', String(known.producerId), '0']
    expect(described!.slice(0, 9)).toEqual([...identity, 'Ongoing', '600000', number, number, 'ledger-0'])
  })

  test('describes the producers of a partition', async () => {
    const described = rows(await transactions('describe-producers', ...place))
    expect(described.map(([id, epoch, , sequence, , start]) => [id, epoch, sequence, start])).toEqual([
      [String(known.producerId), '0', '0', '0'],
      [String(lost.producerId), '0', '0', '1']
    ])
  })

  test.each([
    ['the leader', ['--broker-id', '2']],
    ['a follower', ['--broker-id', '3']],
    ['the leaders of a topic', ['--topic', 'ledger']]
  ])('finds by %s the transaction that nobody ends, and no other', async (_, where) => {
    const found = rows(await transactions('find-hanging', ...where, ...anyAge))
    expect(found.map((columns) => [...columns.slice(0, 4), columns[5]])).toEqual([
      ['ledger', '0', String(lost.producerId), '0', '1']
    ])
  })

  test('aborts it, so that readers of committed records get on', async () => {
    const coordinator = await coordinatorOf('known')
    const { errorCode } = await coordinator.request(EndTxnApi, 5, { ...known, committed: true })
    expect(errorCode).toBe(ErrorCode.NONE)
    // The commit of the known one is marked at offset 2.
    await until('the marker is written', async () => (await lastStableOffset()) === 1)
    await transactions('abort', ...place, '--start-offset', '1')
    await until('nothing is open', async () => (await lastStableOffset()) === 4)
    expect(await committedValues()).toEqual(['known'])
    expect(rows(await transactions('describe-producers', ...place)).map((columns) => columns[5])).toEqual([
      'None',
      'None'
    ])
    expect(rows(await transactions('find-hanging', '--topic', 'ledger', ...anyAge))).toEqual([])
  })
})
