import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import type { CreatableTopic, CreatableTopicResultInput } from '@gregor/protocol/messages/create-topics'
import { createPartitions } from '../../src/core/admin/create-partitions.ts'
import { createTopics } from '../../src/core/admin/create-topics.ts'
import { deleteTopics } from '../../src/core/admin/delete-topics.ts'
import { electLeaders } from '../../src/core/admin/elect-leaders.ts'
import { CoreHarness, seededRandom } from '../support/core-harness.ts'

const plain: CreatableTopic = { name: 't', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }

const byId = (left: number, right: number): number => left - right

function create(controller: CoreHarness, ...topics: Partial<CreatableTopic>[]): readonly CreatableTopicResultInput[] {
  const request = { topics: topics.map((topic) => ({ ...plain, ...topic })), timeoutMs: 1000, validateOnly: false }
  return controller.ask((state, context) => createTopics(state, request, context)).topics
}

function cluster(entries: Readonly<Record<string, string>> = {}): CoreHarness {
  const controller = new CoreHarness(entries)
  controller.up(1, 2, 3)
  return controller
}

describe('CreateTopics', () => {
  test('places replicas on different brokers, and spreads leaders', () => {
    const controller = cluster()
    const [result] = create(controller, { numPartitions: 6, replicationFactor: 3 })
    expect(result).toMatchObject({ errorCode: 0, numPartitions: 6, replicationFactor: 3 })
    const { partitions, id } = controller.image.topicByName('t')!
    expect(result!.topicId).toBe(id)
    expect(partitions.map(({ leader }) => leader).toSorted(byId)).toEqual([1, 1, 2, 2, 3, 3])
    for (const { replicas, isr } of partitions) expect([new Set(replicas).size, isr]).toEqual([3, replicas])
  })

  test('-1 means the defaults of the cluster', () => {
    const controller = cluster({ 'num.partitions': '4', 'default.replication.factor': '2' })
    const [result] = create(controller, { numPartitions: -1, replicationFactor: -1 })
    expect(result).toMatchObject({ errorCode: 0, numPartitions: 4, replicationFactor: 2 })
  })

  test('tells the configs in force, with their sources', () => {
    const controller = cluster({ 'log.retention.hours': '1' })
    const [result] = create(controller, { configs: [{ name: 'min.insync.replicas', value: '2' }] })
    const found = (name: string): unknown => result!.configs!.find((config) => config.name === name)
    expect(found('min.insync.replicas')).toMatchObject({ value: '2', configSource: 1 })
    expect(found('retention.ms')).toMatchObject({ value: '3600000', configSource: 4 })
    expect(found('segment.bytes')).toMatchObject({ value: '1073741824', configSource: 5 })
  })

  test('with a broker down, its replicas wait for it outside of the ISR', () => {
    const controller = cluster()
    controller.fence(2)
    expect(create(controller, { replicationFactor: 3 })[0]!.errorCode).toBe(0)
    const { replicas, isr } = controller.partition('t')
    expect([replicas.toSorted(byId), isr.toSorted(byId), replicas.at(-1)]).toEqual([[1, 2, 3], [1, 3], 2])
  })

  test('validateOnly changes nothing', () => {
    const controller = cluster()
    const request = { topics: [plain], timeoutMs: 1000, validateOnly: true }
    const { topics } = controller.ask((state, context) => createTopics(state, request, context))
    expect([topics[0]!.errorCode, controller.image.topics.size]).toEqual([0, 0])
  })

  const manual = (...brokerIds: number[][]): Partial<CreatableTopic> => ({
    numPartitions: -1,
    replicationFactor: -1,
    assignments: brokerIds.map((ids, partitionIndex) => ({ partitionIndex, brokerIds: ids }))
  })
  const refused: [string, Partial<CreatableTopic>, number][] = [
    ['an illegal name', { name: 'a/b' }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['a name of 250 characters', { name: 'x'.repeat(250) }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['an existing name', { name: 'there.is' }, ErrorCode.TOPIC_ALREADY_EXISTS],
    ['a name that metrics cannot tell apart', { name: 'there_is' }, ErrorCode.INVALID_TOPIC_EXCEPTION],
    ['no partitions', { numPartitions: 0 }, ErrorCode.INVALID_PARTITIONS],
    ['too many partitions', { numPartitions: 20_000 }, ErrorCode.POLICY_VIOLATION],
    ['no replicas', { replicationFactor: 0 }, ErrorCode.INVALID_REPLICATION_FACTOR],
    ['more replicas than brokers', { replicationFactor: 4 }, ErrorCode.INVALID_REPLICATION_FACTOR],
    ['an unknown config', { configs: [{ name: 'retention.sm', value: '1' }] }, ErrorCode.INVALID_CONFIG],
    ['a bad value', { configs: [{ name: 'retention.ms', value: 'soon' }] }, ErrorCode.INVALID_CONFIG],
    ['a count next to an assignment', { ...manual([1]), numPartitions: 1 }, ErrorCode.INVALID_REQUEST],
    ['an unknown broker', manual([1, 9]), ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['a broker named twice', manual([1, 1]), ErrorCode.INVALID_REPLICA_ASSIGNMENT],
    ['unequal replication factors', manual([1], [1, 2]), ErrorCode.INVALID_REPLICA_ASSIGNMENT]
  ]
  test.each(refused)('%s is refused with a reason', (_, topic, code) => {
    const controller = cluster()
    create(controller, { name: 'there.is' })
    const [result] = create(controller, topic)
    expect([result!.errorCode, result!.errorMessage]).toEqual([code, expect.any(String)])
    expect(controller.image.topics.size).toBe(1)
  })

  test('an id that is in use already is not given again', () => {
    const controller = cluster()
    create(controller, { name: 'a' })
    // The same chance as for the first topic.
    Object.assign(controller, { random: seededRandom() })
    create(controller, { name: 'b' })
    expect(controller.image.topicByName('a')!.id).not.toBe(controller.image.topicByName('b')!.id)
  })

  test('names that JavaScript knows are names like others', () => {
    const controller = cluster()
    const names = ['__proto__', 'constructor', 'hasOwnProperty']
    const results = create(controller, ...names.map((name) => ({ name })))
    expect(results.map(({ errorCode }) => errorCode)).toEqual([0, 0, 0])
    expect(controller.image.topicByName('constructor')?.name).toBe('constructor')
  })

  test('one bad topic does not keep the others away; a name twice is refused once', () => {
    const results = create(cluster(), { name: 'a' }, { name: 'b', numPartitions: -5 }, { name: 'c' }, { name: 'c' })
    expect(results.map(({ name, errorCode }) => `${name} ${errorCode}`)).toEqual(['a 0', 'b 37', 'c 42'])
  })
})

describe('DeleteTopics', () => {
  const none = 'AAAAAAAAAAAAAAAAAAAAAA'
  const remove = (controller: CoreHarness, ...topics: { name: string | null; topicId?: string }[]): number[] => {
    const wanted = topics.map((topic) => ({ topicId: none, ...topic }))
    const request = { topics: wanted, topicNames: [], timeoutMs: 1000 }
    return controller.ask((state) => deleteTopics(state, request)).responses.map(({ errorCode }) => errorCode)
  }

  test('by name and by id', () => {
    const controller = cluster()
    create(controller, { name: 'a' }, { name: 'b' })
    const { id } = controller.image.topicByName('b')!
    expect(remove(controller, { name: 'a' }, { name: null, topicId: id })).toEqual([0, 0])
    expect(controller.image.topics.size).toBe(0)
  })

  test('says what is not there, and what is said twice', () => {
    const controller = cluster()
    create(controller, { name: 'a' })
    const unknown = [ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_ID]
    expect(remove(controller, { name: 'x' }, { name: null, topicId: 'xxxxxxxxxxxxxxxxxxxxxx' })).toEqual(unknown)
    expect(remove(controller, { name: 'a' }, { name: 'a' })).toEqual([0, ErrorCode.INVALID_REQUEST])
    expect(remove(controller, { name: null })).toEqual([ErrorCode.INVALID_REQUEST])
  })

  test('delete.topic.enable=false forbids it', () => {
    const controller = cluster({ 'delete.topic.enable': 'false' })
    create(controller, { name: 'a' })
    expect(remove(controller, { name: 'a' })).toEqual([ErrorCode.TOPIC_DELETION_DISABLED])
  })
})

describe('CreatePartitions', () => {
  const grow = (controller: CoreHarness, count: number, brokers: number[][] | null = null): number => {
    const assignments = brokers?.map((brokerIds) => ({ brokerIds })) ?? null
    const request = { topics: [{ name: 't', count, assignments }], timeoutMs: 1000, validateOnly: false }
    return controller.ask((state, context) => createPartitions(state, request, context)).results[0]!.errorCode
  }

  test('a topic grows, by placement or by hand', () => {
    const controller = cluster()
    create(controller, { replicationFactor: 2 })
    expect([grow(controller, 3), grow(controller, 4, [[3, 1]])]).toEqual([0, 0])
    const { partitions } = controller.image.topicByName('t')!
    expect(partitions.map(({ replicas }) => replicas.length)).toEqual([2, 2, 2, 2])
    expect(partitions[3]!.replicas).toEqual([3, 1])
  })

  test('it never shrinks, and assignments must fit', () => {
    const controller = cluster()
    create(controller, { numPartitions: 2 })
    const { INVALID_PARTITIONS, INVALID_REPLICA_ASSIGNMENT } = ErrorCode
    expect([grow(controller, 1), grow(controller, 2)]).toEqual([INVALID_PARTITIONS, INVALID_PARTITIONS])
    expect(grow(controller, 4, [[1]])).toBe(INVALID_REPLICA_ASSIGNMENT)
    expect(grow(controller, 3, [[1, 2]])).toBe(INVALID_REPLICA_ASSIGNMENT)
  })
})

describe('ElectLeaders', () => {
  const elect = (controller: CoreHarness, electionType: number): number[] => {
    const request = { electionType, topicPartitions: [{ topic: 't', partitions: [0, 9] }], timeoutMs: 1000 }
    const { replicaElectionResults } = controller.ask((state) => electLeaders(state, request))
    return replicaElectionResults[0]!.partitionResult.map(({ errorCode }) => errorCode)
  }

  test('preferred: moves leadership back at once', () => {
    const controller = cluster()
    controller.createTopic('t', [[1, 2]])
    controller.fence(1)
    controller.beat(1)
    expect(elect(controller, 0)).toEqual([ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE, 3])
    controller.wishIsr('t', [1, 2])
    expect(elect(controller, 0)).toEqual([0, 3])
    expect(controller.state('t')).toBe('leader 1 epoch 2 isr 1,2')
    expect(elect(controller, 0)).toEqual([ErrorCode.ELECTION_NOT_NEEDED, 3])
  })

  test('unclean: gives a leader at the price of records', () => {
    const controller = cluster()
    controller.createTopic('t', [[1, 2]])
    controller.fence(2)
    controller.fence(1)
    expect(elect(controller, 1)).toEqual([ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE, 3])
    controller.beat(2)
    expect(elect(controller, 1)).toEqual([0, 3])
    expect(controller.state('t')).toBe('leader 2 epoch 2 isr 2')
  })
})
