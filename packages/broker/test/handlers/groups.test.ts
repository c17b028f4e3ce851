import { describe, expect, test } from '@jest/globals'
import { ApiKey, ErrorCode } from '@gregor/protocol'
import { ConsumerGroupDescribeApi } from '@gregor/protocol/messages/consumer-group-describe'
import { ConsumerGroupHeartbeatApi } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { DescribeGroupsApi } from '@gregor/protocol/messages/describe-groups'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { JoinGroupApi } from '@gregor/protocol/messages/join-group'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import { Harness } from '../support/harness.ts'

const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA'
const UNKNOWN = 'zzzzzzzzzzzzzzzzzzzzzw'

async function withOffsetsTopic(): Promise<Harness> {
  const harness = new Harness({ config: { 'offsets.topic.num.partitions': '3' } })
  await harness.call(FindCoordinatorApi, 6, { keyType: 0, coordinatorKeys: ['any'] })
  await new Promise(setImmediate)
  return harness
}

describe('FindCoordinator', () => {
  test('creates __consumer_offsets on the first question and tells its leaders', async () => {
    const harness = new Harness()
    const { coordinators } = await harness.call(FindCoordinatorApi, 6, { keyType: 0, coordinatorKeys: ['a', 'b'] })
    expect(coordinators).toEqual(
      ['a', 'b'].map((key) => ({ key, nodeId: 1, host: 'host1', port: 9091, errorCode: 0, errorMessage: null }))
    )
    await harness.call(FindCoordinatorApi, 6, { keyType: 0, coordinatorKeys: ['c'] })
    expect(harness.controller.forwarded).toHaveLength(1)
  })

  test('is the leader of the partition that the hash of the group names', async () => {
    const harness = new Harness()
    harness.cluster.addTopic({ name: '__consumer_offsets', leaders: [1, 2, 3] })
    const { coordinators } = await harness.call(FindCoordinatorApi, 4, { coordinatorKeys: ['a', 'b', 'c'] })
    // Java: "a".hashCode() is 97, 97 mod 3 is 1.
    expect(coordinators.map(({ nodeId }) => nodeId)).toEqual([2, 3, 1])
  })

  test.each([0, 1, 2, 3])('one key at the top in v%i', async (version) => {
    const response = await (await withOffsetsTopic()).call(FindCoordinatorApi, version, { key: 'readers' })
    expect(response).toMatchObject({ errorCode: 0, nodeId: 1, host: 'host1', port: 9091, coordinators: [] })
  })

  test('while the topic cannot be created or has no leader, clients ask again', async () => {
    const harness = new Harness()
    const errorCode = ErrorCode.INVALID_REPLICATION_FACTOR
    const refused = { name: '__consumer_offsets', topicId: ZERO, errorCode, errorMessage: '1 broker', configs: [] }
    harness.controller.answers.set(ApiKey.CreateTopics, { throttleTimeMs: 0, topics: [refused] })
    const without = await harness.call(FindCoordinatorApi, 6, { coordinatorKeys: ['a'] })
    expect(without.coordinators[0]).toMatchObject({ nodeId: -1, errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE })
    harness.cluster.addTopic({ name: '__consumer_offsets', leaders: [-1] })
    const leaderless = await harness.call(FindCoordinatorApi, 6, { coordinatorKeys: ['a'] })
    expect(leaderless.coordinators[0]).toMatchObject({ nodeId: -1, errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE })
  })

  test.each([
    [2, ErrorCode.UNSUPPORTED_VERSION],
    [9, ErrorCode.INVALID_REQUEST]
  ])('key type %i is refused with a reason', async (keyType, errorCode) => {
    const response = await new Harness().call(FindCoordinatorApi, 6, { keyType, coordinatorKeys: ['x'] })
    expect(response.coordinators[0]).toMatchObject({ errorCode, errorMessage: expect.stringMatching(/./) })
  })
})

describe('committed offsets', () => {
  const partitions = [{ partitionIndex: 0, committedOffset: 42, committedMetadata: 'here' }]
  const commit = (topics: { name?: string; topicId: string }[]) => ({
    groupId: 'readers',
    memberId: '',
    topics: topics.map((topic) => ({ ...topic, partitions }))
  })

  test('go in by id and come out by id and by name', async () => {
    const harness = await withOffsetsTopic()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const committed = await harness.call(OffsetCommitApi, 10, commit([{ topicId: UNKNOWN }, { topicId }]))
    expect(committed.topics.map((topic) => [topic.topicId, topic.partitions[0]!.errorCode])).toEqual([
      [UNKNOWN, ErrorCode.UNKNOWN_TOPIC_ID],
      [topicId, 0]
    ])
    const asked = (...ids: string[]) => ids.map((id) => ({ topicId: id, partitionIndexes: [0] }))
    const byId = await harness.call(OffsetFetchApi, 10, {
      groups: [{ groupId: 'readers', topics: asked(topicId, UNKNOWN) }]
    })
    expect(byId.groups[0]!.topics).toMatchObject([
      { topicId, partitions: [{ committedOffset: 42, metadata: 'here', errorCode: 0 }] },
      { topicId: UNKNOWN, partitions: [{ committedOffset: -1, errorCode: ErrorCode.UNKNOWN_TOPIC_ID }] }
    ])
    const all = await harness.call(OffsetFetchApi, 10, { groups: [{ groupId: 'readers', topics: null }] })
    expect(all.groups[0]!.topics.map((topic) => topic.topicId)).toEqual([topicId])
    const byName = await harness.call(OffsetFetchApi, 7, {
      groupId: 'readers',
      topics: [{ name: 'flights', partitionIndexes: [0] }]
    })
    expect(byName.topics).toMatchObject([{ name: 'flights', partitions: [{ committedOffset: 42 }] }])
  })

  test('by name, unknown topics are answered here', async () => {
    const harness = await withOffsetsTopic()
    harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    const topics = [
      { name: 'gone', topicId: ZERO },
      { name: 'flights', topicId: ZERO }
    ]
    const committed = await harness.call(OffsetCommitApi, 9, commit(topics))
    expect(committed.topics.map(({ name, partitions: [partition] }) => [name, partition!.errorCode])).toEqual([
      ['gone', ErrorCode.UNKNOWN_TOPIC_OR_PARTITION],
      ['flights', 0]
    ])
    const none = await harness.call(OffsetCommitApi, 9, commit([{ name: 'gone', topicId: ZERO }]))
    expect(none.topics[0]!.partitions[0]!.errorCode).toBe(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
  })

  test('of a topic that was deleted are left out of all topics by id', async () => {
    const harness = await withOffsetsTopic()
    const topicId = harness.cluster.addTopic({ name: 'flights', leaders: [1] })
    await harness.call(OffsetCommitApi, 10, commit([{ topicId }]))
    harness.cluster.removeTopic(topicId)
    const all = await harness.call(OffsetFetchApi, 10, { groups: [{ groupId: 'readers', topics: null }] })
    expect(all.groups[0]!.topics).toEqual([])
  })
})

test('a member is known by its client id and address', async () => {
  const harness = await withOffsetsTopic()
  const join = {
    groupId: 'readers',
    sessionTimeoutMs: 10_000,
    rebalanceTimeoutMs: 10_000,
    memberId: '',
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.alloc(0) }]
  }
  const joined = harness.call(JoinGroupApi, 0, join)
  await new Promise(setImmediate)
  harness.time.advance(10_000)
  expect(await joined).toMatchObject({ errorCode: 0, generationId: 1 })
  const request = { groups: ['readers'], includeAuthorizedOperations: true }
  const { groups } = await harness.call(DescribeGroupsApi, 6, request)
  expect(groups[0]).toMatchObject({
    groupId: 'readers',
    authorizedOperations: 3400,
    members: [{ clientId: 'test', clientHost: '/10.0.0.9' }]
  })
  harness.groups.close()
})

describe('consumer groups (KIP-848)', () => {
  const joining = { groupId: 'g', memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [] }

  test.each([
    [0, ''],
    [1, 'made-by-the-client']
  ])('a member joins by v%i and is described', async (version, memberId) => {
    const harness = await withOffsetsTopic()
    const id = harness.cluster.addTopic({ name: 't', leaders: [1, 2] })
    const request = { ...joining, memberId, subscribedTopicNames: ['t'] }
    const joined = await harness.call(ConsumerGroupHeartbeatApi, version, request)
    expect(joined).toMatchObject({
      errorCode: ErrorCode.NONE,
      memberId: version === 0 ? expect.stringMatching(/^[0-9a-f-]{36}$/) : memberId,
      memberEpoch: 1,
      assignment: { topicPartitions: [{ topicId: id, partitions: [0, 1] }] }
    })
    const described = await harness.call(ConsumerGroupDescribeApi, 1, {
      groupIds: ['g', 'h'],
      includeAuthorizedOperations: true
    })
    const partitions = { topicPartitions: [{ topicId: id, topicName: 't', partitions: [0, 1] }] }
    expect(described.groups).toMatchObject([
      { errorCode: 0, groupState: 'Stable', members: [{ assignment: partitions, targetAssignment: partitions }] },
      { errorCode: ErrorCode.GROUP_ID_NOT_FOUND, errorMessage: expect.stringContaining('h') }
    ])
    expect(described.groups[0]!.authorizedOperations).toBeGreaterThan(0)
  })

  test('a refusal says why', async () => {
    const request = { ...joining, memberId: 'm', subscribedTopicNames: ['t'], serverAssignor: 'fair' }
    const response = await (await withOffsetsTopic()).call(ConsumerGroupHeartbeatApi, 1, request)
    expect(response).toMatchObject({ errorCode: ErrorCode.UNSUPPORTED_ASSIGNOR })
    expect(response.errorMessage).toContain('uniform, range')
  })
})
