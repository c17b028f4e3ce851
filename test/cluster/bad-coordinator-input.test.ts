// What clients must not ask of the coordinators of groups and transactions, against a real broker: each is answered with the
// protocol's own error, and nothing changes by it. Apache Kafka 4.3.1 gives the same answers.
import { ZERO_TOPIC_ID } from '@gregor/base'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { buildRecordBatch, ErrorCode } from '@gregor/protocol'
import { AddOffsetsToTxnApi } from '@gregor/protocol/messages/add-offsets-to-txn'
import { AddPartitionsToTxnApi } from '@gregor/protocol/messages/add-partitions-to-txn'
import { ConsumerGroupDescribeApi } from '@gregor/protocol/messages/consumer-group-describe'
import { ConsumerGroupHeartbeatApi } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { DescribeGroupsApi } from '@gregor/protocol/messages/describe-groups'
import { DescribeTransactionsApi } from '@gregor/protocol/messages/describe-transactions'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { JoinGroupApi } from '@gregor/protocol/messages/join-group'
import { LeaveGroupApi } from '@gregor/protocol/messages/leave-group'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { SyncGroupApi } from '@gregor/protocol/messages/sync-group'
import { TxnOffsetCommitApi } from '@gregor/protocol/messages/txn-offset-commit'
import { type TestCluster, startTestCluster } from '../support/cluster.ts'
import { type RawClient, rawClient } from '../support/raw-client.ts'
import { until } from '../support/until.ts'

interface Producer {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

let cluster: TestCluster
let client: RawClient
/** The only member of the classic group, in its generation. */
let member: { readonly memberId: string; readonly generationId: number }
/** The only member of the consumer group (KIP-848). */
let consumer: { readonly memberId: string; readonly memberEpoch: number }
/** A producer that has had no transaction yet, one with an open one, one that has committed one, and one whose transaction took too long. */
let idle: Producer
let busy: Producer
let done: Producer
let late: Producer

beforeAll(async () => {
  cluster = await startTestCluster({
    brokers: 1,
    settings: {
      'group.initial.rebalance.delay.ms': '0',
      'transaction.max.timeout.ms': '900000',
      'transaction.abort.timed.out.transaction.cleanup.interval.ms': '100'
    }
  })
  client = await rawClient(cluster.layout.brokers[0]!.kafkaPort)
  await client.request(CreateTopicsApi, 7, {
    topics: [{ name: 'orders', numPartitions: 2, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 10_000
  })
  // Which has the topics of the coordinators made, at the first time.
  for (const keyType of [0, 1]) {
    await until('there is a coordinator', async () => {
      const { coordinators } = await client.request(FindCoordinatorApi, 4, {
        key: '',
        keyType,
        coordinatorKeys: ['any']
      })
      return coordinators[0]!.errorCode === ErrorCode.NONE
    })
  }
  member = await until('the member has joined', joinClassic)
  consumer = await until('the consumer has joined', async () => {
    const { errorCode, memberId, memberEpoch } = await heartbeat({ memberId: 'consumer-1', memberEpoch: 0 })
    return errorCode === ErrorCode.NONE && memberId !== null ? { memberId, memberEpoch } : undefined
  })
  expect(await commit({})).toBe(ErrorCode.NONE)
  expect(await commit(asConsumer())).toBe(ErrorCode.NONE)
  idle = await until('a producer has an id', () => producer('idle'))
  busy = await until('a producer has an id', () => producer('busy'))
  expect(await write(busy)).toBe(ErrorCode.NONE)
  expect(await addOffsets(busy)).toBe(ErrorCode.NONE)
  late = await until('a producer has an id', () => producer('late', 500))
  expect(await write(late)).toBe(ErrorCode.NONE)
  await until('its transaction is aborted', async () => (await stateOf('late')).transactionState === 'CompleteAbort')
  done = await until('a producer has an id', () => producer('done'))
  expect(await addPartition(done)).toBe(ErrorCode.NONE)
  expect(await end(done)).toBe(ErrorCode.NONE)
  await until('its transaction is over', async () => (await stateOf('done')).transactionState === 'CompleteCommit')
}, 90_000)
afterAll(async () => {
  client?.close()
  await cluster?.dispose()
}, 60_000)

async function joinClassic() {
  const join = {
    groupId: 'classic',
    sessionTimeoutMs: 300_000,
    rebalanceTimeoutMs: 300_000,
    memberId: '',
    groupInstanceId: null,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(0) }],
    reason: null
  }
  const { memberId, errorCode } = await client.request(JoinGroupApi, 9, join)
  if (errorCode !== ErrorCode.MEMBER_ID_REQUIRED) return undefined
  const { generationId } = await client.request(JoinGroupApi, 9, { ...join, memberId })
  await sync({ memberId, generationId })
  return { memberId, generationId }
}

const sync = async (claim: Partial<typeof member>): Promise<number> =>
  (
    await client.request(SyncGroupApi, 5, {
      groupId: 'classic',
      ...member,
      groupInstanceId: null,
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: [{ memberId: claim.memberId ?? member.memberId, assignment: Buffer.from('all') }],
      ...claim
    })
  ).errorCode

const heartbeat = (claim: Partial<typeof consumer> & { readonly groupId?: string }) =>
  client.request(ConsumerGroupHeartbeatApi, 1, {
    groupId: 'consumers',
    ...consumer,
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: 300_000,
    subscribedTopicNames: ['orders'],
    subscribedTopicRegex: null,
    serverAssignor: null,
    topicPartitions: [],
    ...claim
  })

interface Commit {
  readonly groupId?: string
  readonly memberId?: string
  readonly generation?: number
  readonly metadata?: string
}
const asConsumer = (): Commit => ({
  groupId: 'consumers',
  memberId: consumer.memberId,
  generation: consumer.memberEpoch
})
const target = (metadata: string) => ({
  name: 'orders',
  topicId: ZERO_TOPIC_ID,
  partitions: [{ partitionIndex: 0, committedOffset: 5, committedLeaderEpoch: -1, committedMetadata: metadata }]
})

async function commit({ groupId = 'classic', memberId, generation, metadata = '' }: Commit): Promise<number> {
  const { topics } = await client.request(OffsetCommitApi, 9, {
    groupId,
    generationIdOrMemberEpoch: generation ?? member.generationId,
    memberId: memberId ?? member.memberId,
    groupInstanceId: null,
    topics: [target(metadata)]
  })
  return topics[0]!.partitions[0]!.errorCode
}

/** In a transaction; the group's partition is added to it by the coordinator. */
async function commitIn(producer: Producer, { memberId, generation, metadata = '' }: Commit = {}): Promise<number> {
  const { topics } = await client.request(TxnOffsetCommitApi, 5, {
    ...producer,
    groupId: 'classic',
    generationIdOrMemberEpoch: generation ?? member.generationId,
    memberId: memberId ?? member.memberId,
    groupInstanceId: null,
    topics: [target(metadata)]
  })
  return topics[0]!.partitions[0]!.errorCode
}

const initialize = (
  transactionalId: string,
  more: Partial<Producer> & { readonly transactionTimeoutMs?: number } = {}
) =>
  client.request(InitProducerIdApi, 5, {
    transactionalId,
    transactionTimeoutMs: 600_000,
    producerId: -1,
    producerEpoch: -1,
    ...more
  })

async function producer(transactionalId: string, transactionTimeoutMs = 600_000): Promise<Producer | undefined> {
  const { errorCode, producerId, producerEpoch } = await initialize(transactionalId, { transactionTimeoutMs })
  return errorCode === ErrorCode.NONE ? { transactionalId, producerId, producerEpoch } : undefined
}

/** As clients before KIP-890 do. */
async function addPartition({ transactionalId, producerId, producerEpoch }: Producer): Promise<number> {
  const { resultsByTopicV3AndBelow: results } = await client.request(AddPartitionsToTxnApi, 3, {
    v3AndBelowTransactionalId: transactionalId,
    v3AndBelowProducerId: producerId,
    v3AndBelowProducerEpoch: producerEpoch,
    v3AndBelowTopics: [{ name: 'orders', partitions: [1] }],
    transactions: []
  })
  return results[0]!.resultsByPartition[0]!.partitionErrorCode
}

async function addOffsets(producer: Producer): Promise<number> {
  return (await client.request(AddOffsetsToTxnApi, 4, { ...producer, groupId: 'classic' })).errorCode
}

/** Version 5 is that of clients which take a new epoch with each end. */
async function end(producer: Producer, version = 4, committed = true): Promise<number> {
  return (await client.request(EndTxnApi, version, { ...producer, committed })).errorCode
}

/** Version 12 has the leader add the partition to the transaction. */
async function write({ transactionalId, ...identity }: Producer, version = 12): Promise<number> {
  const records = buildRecordBatch({
    records: [{ key: null, value: Buffer.from('v'), timestamp: 1_700_000_000_000 }],
    baseSequence: 0,
    transactional: true,
    ...identity
  })
  const { responses } = await client.request(ProduceApi, version, {
    transactionalId,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: 'orders', topicId: ZERO_TOPIC_ID, partitionData: [{ index: 0, records }] }]
  })
  return responses[0]!.partitionResponses[0]!.errorCode
}

async function stateOf(transactionalId: string) {
  const { transactionStates } = await client.request(DescribeTransactionsApi, 0, {
    transactionalIds: [transactionalId]
  })
  return transactionStates[0]!
}

/** All that the requests of this test could change. */
async function everything() {
  const topics = [{ name: 'orders', topicId: ZERO_TOPIC_ID, partitionIndexes: [0, 1] }]
  const asked = ['classic', 'consumers'].map((groupId) => ({ groupId, memberId: null, memberEpoch: -1, topics }))
  const partitions = [0, 1].map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp: -1 }))
  return {
    classic: await client.request(DescribeGroupsApi, 6, { groups: ['classic'], includeAuthorizedOperations: false }),
    consumers: await client.request(ConsumerGroupDescribeApi, 1, {
      groupIds: ['consumers'],
      includeAuthorizedOperations: false
    }),
    alive: (await client.request(HeartbeatApi, 4, { groupId: 'classic', ...member, groupInstanceId: null })).errorCode,
    offsets: (await client.request(OffsetFetchApi, 9, { groups: asked, requireStable: false })).groups,
    transactions: await Promise.all(['idle', 'busy', 'done', 'late', 'nobody'].map(stateOf)),
    ends: await client.request(ListOffsetsApi, 7, {
      replicaId: -1,
      isolationLevel: 0,
      timeoutMs: 5000,
      topics: [{ name: 'orders', partitions }]
    })
  }
}

/** Each asks for one thing, and gives the error code of the answer. */
type Wrongs = Readonly<Record<string, readonly [ask: () => Promise<number>, expected: keyof typeof ErrorCode]>>

const heartbeatOf = async (claim: Partial<typeof member>): Promise<number> =>
  (await client.request(HeartbeatApi, 4, { groupId: 'classic', ...member, groupInstanceId: null, ...claim })).errorCode
const leave = async (memberId: string): Promise<number> =>
  (
    await client.request(LeaveGroupApi, 5, {
      groupId: 'classic',
      members: [{ memberId, groupInstanceId: null, reason: null }]
    })
  ).members[0]!.errorCode
/** With the id of one and the name of another. */
const foreign = (): Producer => ({ ...idle, transactionalId: 'busy' })
const unknown = (): Producer => ({ ...idle, transactionalId: 'nobody' })
const old = (producer: Producer): Producer => ({ ...producer, producerEpoch: producer.producerEpoch - 1 })
const tooLong = 'x'.repeat(4097)

const ofGroups: Wrongs = {
  'a heartbeat of an unknown member': [() => heartbeatOf({ memberId: 'nobody' }), 'UNKNOWN_MEMBER_ID'],
  'a sync of an unknown member': [() => sync({ memberId: 'nobody' }), 'UNKNOWN_MEMBER_ID'],
  'a commit of an unknown member': [() => commit({ memberId: 'nobody' }), 'UNKNOWN_MEMBER_ID'],
  'the departure of an unknown member': [() => leave('nobody'), 'UNKNOWN_MEMBER_ID'],
  'a transactional commit of an unknown member': [() => commitIn(busy, { memberId: 'nobody' }), 'UNKNOWN_MEMBER_ID'],
  'a commit without a member into a group that has some': [
    () => commit({ memberId: '', generation: -1 }),
    'UNKNOWN_MEMBER_ID'
  ],
  'a heartbeat of an old generation': [() => heartbeatOf({ generationId: 0 }), 'ILLEGAL_GENERATION'],
  'a sync of an old generation': [() => sync({ generationId: 0 }), 'ILLEGAL_GENERATION'],
  'a commit of an old generation': [() => commit({ generation: 0 }), 'ILLEGAL_GENERATION'],
  'a transactional commit of an old generation': [() => commitIn(busy, { generation: 0 }), 'ILLEGAL_GENERATION'],
  'a heartbeat of an unknown consumer': [
    async () => (await heartbeat({ memberId: 'nobody', memberEpoch: 1 })).errorCode,
    'UNKNOWN_MEMBER_ID'
  ],
  'a heartbeat of a consumer with an epoch to come': [
    async () => (await heartbeat({ memberEpoch: consumer.memberEpoch + 1 })).errorCode,
    'FENCED_MEMBER_EPOCH'
  ],
  'a commit of an unknown consumer': [() => commit({ ...asConsumer(), memberId: 'nobody' }), 'UNKNOWN_MEMBER_ID'],
  'a commit of a consumer with an epoch that is not its': [
    () => commit({ ...asConsumer(), generation: consumer.memberEpoch + 1 }),
    'STALE_MEMBER_EPOCH'
  ],
  'offset metadata that is too long': [() => commit({ metadata: tooLong }), 'OFFSET_METADATA_TOO_LARGE'],
  'offset metadata of a consumer that is too long': [
    () => commit({ ...asConsumer(), metadata: tooLong }),
    'OFFSET_METADATA_TOO_LARGE'
  ]
}

const ofTransactions: Wrongs = {
  'a partition for the transaction of another': [() => addPartition(foreign()), 'INVALID_PRODUCER_ID_MAPPING'],
  'offsets for the transaction of another': [() => addOffsets(foreign()), 'INVALID_PRODUCER_ID_MAPPING'],
  'records for the transaction of another': [() => write(foreign()), 'INVALID_PRODUCER_ID_MAPPING'],
  'an offset commit for the transaction of another': [() => commitIn(foreign()), 'INVALID_PRODUCER_ID_MAPPING'],
  'the end of the transaction of another': [() => end(foreign()), 'INVALID_PRODUCER_ID_MAPPING'],
  'the end of the transaction of another, with a new epoch': [() => end(foreign(), 5), 'INVALID_PRODUCER_ID_MAPPING'],
  'an epoch in the name of another': [
    async () => (await initialize('busy', { producerId: idle.producerId, producerEpoch: 0 })).errorCode,
    'PRODUCER_FENCED'
  ],
  'a partition by an id that nobody has': [() => addPartition(unknown()), 'INVALID_PRODUCER_ID_MAPPING'],
  'records by an id that nobody has': [() => write(unknown()), 'INVALID_PRODUCER_ID_MAPPING'],
  'an end by an id that nobody has': [() => end(unknown(), 5), 'INVALID_PRODUCER_ID_MAPPING'],
  'a partition by an old epoch': [() => addPartition(old(busy)), 'PRODUCER_FENCED'],
  'an end by an old epoch': [() => end(old(busy)), 'PRODUCER_FENCED'],
  'records by an old epoch': [() => write(old(busy)), 'INVALID_PRODUCER_EPOCH'],
  'the commit of nothing': [() => end(idle), 'INVALID_TXN_STATE'],
  'the commit of nothing, with a new epoch': [() => end(idle, 5), 'INVALID_TXN_STATE'],
  'the abort of what is committed': [() => end(done, 4, false), 'INVALID_TXN_STATE'],
  'records of a partition that was not added, by a client that knows TRANSACTION_ABORTABLE': [
    () => write(idle, 11),
    'TRANSACTION_ABORTABLE'
  ],
  'records of a partition that was not added, by an older client': [() => write(idle, 10), 'INVALID_TXN_STATE'],
  'offset metadata that is too long': [() => commitIn(busy, { metadata: tooLong }), 'OFFSET_METADATA_TOO_LARGE'],
  'a time-out above the largest': [
    async () => (await initialize('idle', { transactionTimeoutMs: 900_001 })).errorCode,
    'INVALID_TRANSACTION_TIMEOUT'
  ],
  'a time-out of nothing': [
    async () => (await initialize('idle', { transactionTimeoutMs: 0 })).errorCode,
    'INVALID_TRANSACTION_TIMEOUT'
  ],
  'a transactional id of no letters': [async () => (await initialize('')).errorCode, 'INVALID_REQUEST']
}

/** What a producer asks that has not heard yet that its transaction was aborted, and its epoch with it. */
const ofLateProducers: Wrongs = {
  'the commit': [() => end(late), 'PRODUCER_FENCED'],
  'the commit, with a new epoch': [() => end(late, 5), 'INVALID_TXN_STATE'],
  'more records': [() => write(late), 'INVALID_PRODUCER_EPOCH'],
  'another partition': [() => addPartition(late), 'PRODUCER_FENCED'],
  'offsets to come': [() => addOffsets(late), 'PRODUCER_FENCED'],
  offsets: [() => commitIn(late), 'INVALID_PRODUCER_EPOCH']
}

const nameOf = (code: number) => Object.entries(ErrorCode).find(([, known]) => known === code)?.[0]

describe.each([
  ['the coordinator of groups', ofGroups],
  ['the coordinator of transactions', ofTransactions],
  ['the coordinator of a transaction that took too long', ofLateProducers]
])('%s refuses', (_, wrongs) => {
  test.each(Object.keys(wrongs))('%s', async (name) => {
    const [ask, expected] = wrongs[name]!
    const before = await everything()
    expect(nameOf(await ask())).toBe(expected)
    expect(await everything()).toEqual(before)
  })
})

test('metadata of an offset may have 4,096 characters', async () => {
  expect(await commit({ metadata: 'x'.repeat(4096) })).toBe(ErrorCode.NONE)
})
