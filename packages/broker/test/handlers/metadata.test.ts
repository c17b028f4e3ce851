import { describe, expect, test } from '@jest/globals'
import { ApiKey, ErrorCode } from '@gregor/protocol'
import type { CreateTopicsRequestInput } from '@gregor/protocol/messages/create-topics'
import { MetadataApi, type MetadataRequestInput } from '@gregor/protocol/messages/metadata'
import { CLUSTER_ID } from '../support/fake-cluster.ts'
import { Harness } from '../support/harness.ts'

const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA'
const named = (...names: string[]): MetadataRequestInput => ({ topics: names.map((name) => ({ name, topicId: ZERO })) })

describe('the cluster', () => {
  test('is told by the endpoints of the listener that the client came in by', async () => {
    const brokers = [
      { id: 1, rack: 'a', listeners: ['PLAINTEXT', 'EXTERNAL'] },
      { id: 2, listeners: ['PLAINTEXT'] },
      { id: 3, fenced: true }
    ]
    const inside = await new Harness({ brokers }).call(MetadataApi, 13, { topics: [] })
    expect(inside).toMatchObject({ clusterId: CLUSTER_ID, controllerId: 1, errorCode: 0, topics: [] })
    expect(inside.brokers).toEqual([
      { nodeId: 1, host: 'host1', port: 9091, rack: 'a' },
      { nodeId: 2, host: 'host2', port: 9092, rack: null }
    ])
    const outside = await new Harness({ brokers, listener: 'EXTERNAL' }).call(MetadataApi, 13, { topics: [] })
    expect(outside.brokers.map(({ nodeId }) => nodeId)).toEqual([1])
  })

  test('without this broker names another as controller', async () => {
    const response = await new Harness({ brokers: [{ id: 1, fenced: true }, { id: 2 }] }).call(MetadataApi, 13, {
      topics: []
    })
    expect(response.controllerId).toBe(2)
  })
})

describe('topics', () => {
  test('all of them, some by name, none', async () => {
    const harness = new Harness()
    for (const name of ['a', 'b']) harness.cluster.addTopic({ name, leaders: [1] })
    const names = async (version: number, request: MetadataRequestInput): Promise<(string | null)[]> =>
      (await harness.call(MetadataApi, version, request)).topics.map(({ name }) => name)
    expect(await names(0, { topics: [] })).toEqual(['a', 'b'])
    expect(await names(1, { topics: null })).toEqual(['a', 'b'])
    expect(await names(1, { topics: [] })).toEqual([])
    expect(await names(13, named('b'))).toEqual(['b'])
  })

  test('with leaders, epochs, replicas and ids', async () => {
    const harness = new Harness({ brokers: [{ id: 1 }, { id: 2 }, { id: 3, fenced: true }] })
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [2, -1, 3], isr: [1, 2] })
    const [topic] = (await harness.call(MetadataApi, 13, named('flights'))).topics
    expect(topic).toMatchObject({ errorCode: 0, name: 'flights', topicId, isInternal: false })
    expect(topic!.partitions).toEqual([
      {
        errorCode: 0,
        partitionIndex: 0,
        leaderId: 2,
        leaderEpoch: 5,
        replicaNodes: [1, 2, 3],
        isrNodes: [1, 2],
        offlineReplicas: [3]
      },
      {
        errorCode: 5,
        partitionIndex: 1,
        leaderId: -1,
        leaderEpoch: 5,
        replicaNodes: [1, 2, 3],
        isrNodes: [1, 2],
        offlineReplicas: [3]
      },
      {
        errorCode: 5,
        partitionIndex: 2,
        leaderId: -1,
        leaderEpoch: 5,
        replicaNodes: [1, 2, 3],
        isrNodes: [1, 2],
        offlineReplicas: [3]
      }
    ])
  })

  test('by id from v12 on', async () => {
    const harness = new Harness()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const unknown = 'zzzzzzzzzzzzzzzzzzzzzw'
    const request = { topics: [topicId, unknown].map((id) => ({ name: null, topicId: id })) }
    const { topics } = await harness.call(MetadataApi, 12, request)
    expect(topics.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['flights', 0],
      [null, ErrorCode.UNKNOWN_TOPIC_ID]
    ])
    const early = await harness.call(MetadataApi, 10, request)
    expect(early.topics.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.INVALID_REQUEST,
      ErrorCode.INVALID_REQUEST
    ])
  })

  test('a leader without the listener is LISTENER_NOT_FOUND from v6 on', async () => {
    const brokers = [{ id: 1, listeners: ['PLAINTEXT', 'EXTERNAL'] }, { id: 2 }]
    const harness = new Harness({ brokers, listener: 'EXTERNAL' })
    harness.cluster.addTopic({ name: 'flights', leaders: [2], replicas: [1, 2] })
    const code = async (version: number): Promise<number> =>
      (await harness.call(MetadataApi, version, named('flights'))).topics[0]!.partitions[0]!.errorCode
    expect(await code(6)).toBe(ErrorCode.LISTENER_NOT_FOUND)
    expect(await code(5)).toBe(ErrorCode.LEADER_NOT_AVAILABLE)
  })

  test('authorized operations are told when asked for', async () => {
    const harness = new Harness()
    harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const wanted = { includeTopicAuthorizedOperations: true, includeClusterAuthorizedOperations: true }
    const told = await harness.call(MetadataApi, 8, { ...named('flights'), ...wanted })
    expect([told.clusterAuthorizedOperations, told.topics[0]!.topicAuthorizedOperations]).toEqual([8096, 3576])
    const untold = await harness.call(MetadataApi, 8, named('flights'))
    expect([untold.clusterAuthorizedOperations, untold.topics[0]!.topicAuthorizedOperations]).toEqual([
      -(2 ** 31),
      -(2 ** 31)
    ])
  })
})

describe('a topic that does not exist', () => {
  const config = { 'num.partitions': '3', 'default.replication.factor': '2' }

  test('is created when client and config allow it, and has its leaders at once', async () => {
    const harness = new Harness({ config })
    const { topics } = await harness.call(MetadataApi, 13, { ...named('new', 'new'), allowAutoTopicCreation: true })
    expect(topics.map(({ name, errorCode, partitions }) => [name, errorCode, partitions.length])).toEqual([
      ['new', 0, 3],
      ['new', 0, 3]
    ])
    expect(harness.controller.forwarded).toHaveLength(1)
    expect(harness.controller.forwarded[0]).toMatchObject({
      apiKey: ApiKey.CreateTopics,
      request: { topics: [{ name: 'new', numPartitions: 3, replicationFactor: 2 }] },
      from: { principal: 'User:ANONYMOUS', clientId: 'test' }
    })
  })

  test('is not created when the client forbids it, or auto.create.topics.enable=false', async () => {
    const harness = new Harness()
    const forbidden = await harness.call(MetadataApi, 13, { ...named('new'), allowAutoTopicCreation: false })
    expect(forbidden.topics[0]!.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    const off = new Harness({ config: { 'auto.create.topics.enable': 'false' } })
    expect((await off.call(MetadataApi, 13, named('new'))).topics[0]!.errorCode).toBe(
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    )
    expect([...harness.controller.forwarded, ...off.controller.forwarded]).toEqual([])
  })

  test.each(['', '.', '..', '../x', 'a/b', 'nul\0', 'x'.repeat(250), 'ümlaut'])('%j is no name', async (name) => {
    const harness = new Harness()
    const { topics } = await harness.call(MetadataApi, 13, named(name))
    expect(topics[0]!.errorCode).toBe(ErrorCode.INVALID_TOPIC_EXCEPTION)
    expect(harness.controller.forwarded).toEqual([])
  })

  test.each(['__proto__', 'constructor', 'toString'])('%s is a name like any other', async (name) => {
    const harness = new Harness()
    expect((await harness.call(MetadataApi, 13, named(name))).topics[0]!.errorCode).toBe(0)
  })

  test('is created once when many ask at the same time', async () => {
    const harness = new Harness()
    harness.controller.elects = false
    const asked = Array.from({ length: 5 }, () => harness.call(MetadataApi, 13, named('new')))
    await new Promise(setImmediate)
    harness.time.advance(3000)
    for (const { topics } of await Promise.all(asked)) {
      expect(topics[0]).toMatchObject({ errorCode: 0, partitions: [{ errorCode: ErrorCode.LEADER_NOT_AVAILABLE }] })
    }
    expect(harness.controller.forwarded).toHaveLength(1)
    expect(harness.time.timerCount).toBe(0)
  })

  test('that the controller refuses has its error, and without a controller the client asks again', async () => {
    const harness = new Harness()
    const refused = {
      name: 'new',
      topicId: ZERO,
      errorCode: ErrorCode.INVALID_REPLICATION_FACTOR,
      errorMessage: 'no',
      configs: []
    }
    harness.controller.answers.set(ApiKey.CreateTopics, { throttleTimeMs: 0, topics: [refused] })
    expect((await harness.call(MetadataApi, 13, named('new'))).topics[0]!.errorCode).toBe(
      ErrorCode.INVALID_REPLICATION_FACTOR
    )
    harness.controller.reachable = false
    expect((await harness.call(MetadataApi, 13, named('new'))).topics[0]!.errorCode).toBe(
      ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
    )
  })

  test('__consumer_offsets gets its own settings', async () => {
    const harness = new Harness({
      config: { 'auto.create.topics.enable': 'false', 'offsets.topic.num.partitions': '7' }
    })
    const { topics } = await harness.call(MetadataApi, 13, named('__consumer_offsets'))
    expect(topics[0]).toMatchObject({ errorCode: 0, isInternal: true })
    const request = harness.controller.forwarded[0]!.request as CreateTopicsRequestInput
    expect(request.topics[0]).toMatchObject({ numPartitions: 7, replicationFactor: 3 })
    expect(new Map(request.topics[0]!.configs.map(({ name, value }) => [name, value])).get('cleanup.policy')).toBe(
      'compact'
    )
  })

  test('__transaction_state is not made by asking for it', async () => {
    const harness = new Harness()
    const { topics } = await harness.call(MetadataApi, 13, named('__transaction_state'))
    expect(topics[0]!.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    expect(harness.controller.forwarded).toEqual([])
  })
})
