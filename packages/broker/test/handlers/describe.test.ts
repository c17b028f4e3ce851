import { describe, expect, test } from '@jest/globals'
import { ConfigResourceType } from '@gregor/metadata'
import { ErrorCode } from '@gregor/protocol'
import { DescribeClusterApi } from '@gregor/protocol/messages/describe-cluster'
import { DescribeConfigsApi, type DescribeConfigsResult } from '@gregor/protocol/messages/describe-configs'
import { DescribeProducersApi } from '@gregor/protocol/messages/describe-producers'
import { DescribeTopicPartitionsApi } from '@gregor/protocol/messages/describe-topic-partitions'
import { CLUSTER_ID } from '../support/fake-cluster.ts'
import { Harness } from '../support/harness.ts'

describe('DescribeCluster', () => {
  const brokers = [{ id: 1 }, { id: 2, fenced: true }]

  test('tells brokers, and fenced ones when asked', async () => {
    const harness = new Harness({ brokers })
    const some = await harness.call(DescribeClusterApi, 2, { includeClusterAuthorizedOperations: true })
    expect(some).toMatchObject({
      errorCode: 0,
      clusterId: CLUSTER_ID,
      controllerId: 1,
      clusterAuthorizedOperations: 8096
    })
    expect(some.brokers).toEqual([{ brokerId: 1, host: 'host1', port: 9091, rack: null, isFenced: false }])
    const all = await harness.call(DescribeClusterApi, 2, {
      includeClusterAuthorizedOperations: false,
      includeFencedBrokers: true
    })
    expect(all.brokers.map(({ brokerId, isFenced }) => [brokerId, isFenced])).toEqual([
      [1, false],
      [2, true]
    ])
  })

  test('has no controllers to tell of', async () => {
    const request = { includeClusterAuthorizedOperations: false, endpointType: 2 }
    const response = await new Harness({ brokers }).call(DescribeClusterApi, 1, request)
    expect(response).toMatchObject({ errorCode: ErrorCode.MISMATCHED_ENDPOINT_TYPE, brokers: [] })
    expect(response.errorMessage).toContain('--bootstrap-server')
  })
})

describe('DescribeConfigs', () => {
  async function ask(
    harness: Harness,
    resource: { type: number; name: string; keys?: string[] },
    options = {}
  ): Promise<DescribeConfigsResult> {
    const { type: resourceType, name: resourceName, keys = null } = resource
    const request = { resources: [{ resourceType, resourceName, configurationKeys: keys }], ...options }
    return (await harness.call(DescribeConfigsApi, 4, request)).results[0]!
  }

  test('a topic value, with all places that set it', async () => {
    const harness = new Harness({ config: { 'log.retention.hours': '2' } })
    harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    harness.cluster.setConfig(ConfigResourceType.topic, 'flights', 'retention.ms', '5000')
    const resource = { type: 2, name: 'flights', keys: ['retention.ms', 'no.such.key'] }
    const { configs } = await ask(harness, resource, { includeSynonyms: true, includeDocumentation: true })
    expect(configs).toHaveLength(1)
    expect(configs[0]).toMatchObject({
      name: 'retention.ms',
      value: '5000',
      readOnly: false,
      configSource: 1,
      isSensitive: false,
      configType: 5,
      documentation: expect.stringMatching(/./)
    })
    expect(configs[0]!.synonyms).toEqual([
      { name: 'retention.ms', value: '5000', source: 1 },
      { name: 'log.retention.hours', value: '7200000', source: 4 },
      { name: 'log.retention.hours', value: expect.any(String), source: 5 }
    ])
  })

  test('the keys of a group, from its own to those of the broker', async () => {
    const harness = new Harness({ config: { 'group.consumer.heartbeat.interval.ms': '6000' } })
    harness.cluster.setConfig(ConfigResourceType.group, 'g', 'consumer.session.timeout.ms', '50000')
    const { configs } = await ask(harness, { type: 32, name: 'g' }, { includeSynonyms: true })
    expect(configs).toMatchObject([
      { name: 'consumer.session.timeout.ms', value: '50000', configSource: 8, readOnly: false },
      {
        name: 'consumer.heartbeat.interval.ms',
        value: '6000',
        configSource: 4,
        synonyms: [{ name: 'group.consumer.heartbeat.interval.ms', value: '6000', source: 4 }, { source: 5 }]
      }
    ])
    expect((await ask(harness, { type: 32, name: '' })).errorCode).toBe(ErrorCode.INVALID_REQUEST)
  })

  test('all keys of a topic without extras', async () => {
    const harness = new Harness()
    harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const { configs } = await ask(harness, { type: 2, name: 'flights' })
    expect(configs.length).toBeGreaterThan(20)
    expect(configs.every(({ synonyms, documentation }) => synonyms.length === 0 && documentation === null)).toBe(true)
  })

  test("this broker's keys, dynamic ones changeable", async () => {
    const harness = new Harness({ config: { 'num.partitions': '6' } })
    const { configs } = await ask(harness, { type: 4, name: '1', keys: ['num.partitions', 'max.connections'] })
    const byName = new Map(configs.map((config) => [config.name, config]))
    expect(byName.get('max.connections')).toMatchObject({ value: '2147483647', readOnly: false, configSource: 5 })
    expect(byName.get('num.partitions')).toMatchObject({ value: '6', readOnly: true, configSource: 4 })
    expect(byName.size).toBe(2)
  })

  test('the cluster-wide broker defaults: only those that were set', async () => {
    const harness = new Harness()
    expect((await ask(harness, { type: 4, name: '' })).configs).toEqual([])
    harness.cluster.setConfig(ConfigResourceType.broker, '', 'max.connections', '50')
    const { configs } = await ask(harness, { type: 4, name: '' })
    expect(configs.map(({ name, value, configSource }) => [name, value, configSource])).toEqual([
      ['max.connections', '50', 3]
    ])
  })

  test.each([
    [2, 'absent', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
    [2, 'not/valid', ErrorCode.INVALID_TOPIC_EXCEPTION],
    [4, '2', ErrorCode.INVALID_REQUEST],
    [4, 'x', ErrorCode.INVALID_REQUEST],
    [16, 'metrics', ErrorCode.INVALID_REQUEST]
  ])('type %i name %s is refused', async (type, name, errorCode) => {
    const result = await ask(new Harness(), { type, name })
    expect(result).toMatchObject({ errorCode, resourceType: type, resourceName: name, configs: [] })
    expect(result.errorMessage).toBeTruthy()
  })
})

describe('DescribeTopicPartitions', () => {
  function setUp(): Harness {
    const harness = new Harness()
    harness.cluster.addTopic({ name: 'b', leaders: [1, 2, 3] })
    harness.cluster.addTopic({ name: 'a', leaders: [1, 2], isr: [1], elr: [2] })
    return harness
  }

  test('all topics by name, with eligible leader replicas', async () => {
    const { topics, nextCursor } = await setUp().call(DescribeTopicPartitionsApi, 0, { topics: [] })
    expect(topics.map(({ name, partitions }) => [name, partitions.length])).toEqual([
      ['a', 2],
      ['b', 3]
    ])
    expect(topics[0]!.partitions[0]).toMatchObject({
      leaderId: 1,
      isrNodes: [1],
      eligibleLeaderReplicas: [2],
      lastKnownElr: []
    })
    expect(nextCursor).toBeNull()
  })

  test('page by page', async () => {
    const harness = setUp()
    const pages: [string | null, number[]][][] = []
    let cursor: { topicName: string; partitionIndex: number } | null = null
    do {
      const page: Awaited<ReturnType<typeof next>> = await next()
      pages.push(
        page.topics.map(({ name, partitions }) => [name, partitions.map(({ partitionIndex }) => partitionIndex)])
      )
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(pages).toEqual([[['a', [0, 1]]], [['b', [0, 1]]], [['b', [2]]]])

    function next() {
      return harness.call(DescribeTopicPartitionsApi, 0, { topics: [], responsePartitionLimit: 2, cursor })
    }
  })

  test('names that no topic has, and a cursor at a topic that is gone', async () => {
    const request = {
      topics: ['zz', 'b', 'no/name'].map((name) => ({ name })),
      cursor: { topicName: 'aa', partitionIndex: 1 }
    }
    const { topics } = await setUp().call(DescribeTopicPartitionsApi, 0, request)
    expect(topics.map(({ name, errorCode }) => [name, errorCode])).toEqual([
      ['b', 0],
      ['no/name', ErrorCode.INVALID_TOPIC_EXCEPTION],
      ['zz', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]
    ])
  })

  test('a cursor that no response gave closes the connection', async () => {
    const request = { topics: [], cursor: { topicName: 'a', partitionIndex: -1 } }
    await expect(setUp().call(DescribeTopicPartitionsApi, 0, request)).rejects.toThrow(/cursor at partition -1/)
  })
})

test('DescribeProducers tells the producers of a partition', async () => {
  const harness = new Harness()
  harness.cluster.addTopic({ name: 'flights', leaders: [1] })
  const { topics } = await harness.call(DescribeProducersApi, 0, {
    topics: [{ name: 'flights', partitionIndexes: [0, 8] }]
  })
  expect(topics[0]!.partitions).toEqual([
    {
      partitionIndex: 0,
      errorCode: 0,
      errorMessage: null,
      activeProducers: [
        {
          producerId: 4000,
          producerEpoch: 0,
          lastSequence: 41,
          lastTimestamp: 1_700_000_000_000,
          coordinatorEpoch: -1,
          currentTxnStartOffset: -1
        }
      ]
    },
    {
      partitionIndex: 8,
      errorCode: ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
      errorMessage: expect.any(String),
      activeProducers: []
    }
  ])
})
