import { describe, expect, test } from '@jest/globals'
import { ZERO_TOPIC_ID } from '@gregor/base'
import { type Api, ErrorCode, Reader, Writer } from '@gregor/protocol'
import { DeleteGroupsApi } from '@gregor/protocol/messages/delete-groups'
import { DescribeGroupsApi } from '@gregor/protocol/messages/describe-groups'
import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import { JoinGroupApi } from '@gregor/protocol/messages/join-group'
import { LeaveGroupApi } from '@gregor/protocol/messages/leave-group'
import { ListGroupsApi } from '@gregor/protocol/messages/list-groups'
import { OffsetCommitApi, type OffsetCommitRequest } from '@gregor/protocol/messages/offset-commit'
import { OffsetDeleteApi } from '@gregor/protocol/messages/offset-delete'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import { SyncGroupApi } from '@gregor/protocol/messages/sync-group'
import type { GroupCoordinator } from '../src/group-coordinator.ts'
import {
  client,
  CoordinatorStory,
  groupIdsByPartition,
  joinRequest,
  loaded,
  PARTITIONS
} from './support/coordinator-story.ts'
import { MemoryLog } from './support/memory-log.ts'

const commitRequest = (groupId: string, committedOffset = 5): OffsetCommitRequest => ({
  groupId,
  generationIdOrMemberEpoch: -1,
  memberId: '',
  groupInstanceId: null,
  retentionTimeMs: -1,
  topics: [
    {
      name: 'orders',
      topicId: ZERO_TOPIC_ID,
      partitions: [{ partitionIndex: 0, committedOffset, committedLeaderEpoch: -1, committedMetadata: null }]
    }
  ]
})

/** Every request once, about one group, in a version; with the code that its answer gives. */
function askEverything(
  coordinator: GroupCoordinator,
  groupId: string
): readonly Promise<[string, number | undefined]>[] {
  const member = { groupId, generationId: 1, memberId: 'm', groupInstanceId: null }
  const named = <Response>(
    name: string,
    promise: Promise<Response>,
    code: (response: Response) => number | undefined
  ) => promise.then((response): [string, number | undefined] => [name, code(response)])
  const group = { groupId, memberId: null, memberEpoch: -1, topics: null }
  const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }]
  const fetchOne = { groupId, topics: [{ name: 'orders', partitionIndexes: [0] }], groups: [], requireStable: false }
  return [
    named('join', coordinator.join(joinRequest(groupId), 9, client), ({ errorCode }) => errorCode),
    named(
      'sync',
      coordinator.sync({ ...member, protocolType: 'consumer', protocolName: 'range', assignments: [] }, 5),
      ({ errorCode }) => errorCode
    ),
    named('heartbeat', coordinator.heartbeat(member), ({ errorCode }) => errorCode),
    named(
      'leave',
      coordinator.leave(
        { groupId, memberId: '', members: [{ memberId: 'm', groupInstanceId: null, reason: null }] },
        5
      ),
      ({ errorCode }) => errorCode
    ),
    named('leave v2', coordinator.leave({ groupId, memberId: 'm', members: [] }, 2), ({ errorCode }) => errorCode),
    named(
      'commit',
      coordinator.commitOffsets(commitRequest(groupId), 9),
      ({ topics }) => topics[0]?.partitions[0]?.errorCode
    ),
    named(
      'fetch',
      coordinator.fetchOffsets({ groupId: '', topics: [], groups: [group], requireStable: false }, 9),
      ({ groups }) => groups[0]?.errorCode
    ),
    named('fetch v1', coordinator.fetchOffsets(fetchOne, 1), ({ topics }) => topics[0]?.partitions[0]?.errorCode),
    named('fetch v7', coordinator.fetchOffsets(fetchOne, 7), ({ errorCode }) => errorCode),
    named(
      'describe',
      coordinator.describeGroups({ groups: [groupId], includeAuthorizedOperations: false }, 6),
      ({ groups }) => groups[0]?.errorCode
    ),
    named('delete', coordinator.deleteGroups({ groupsNames: [groupId] }), ({ results }) => results[0]?.errorCode),
    named('delete offsets', coordinator.deleteOffsets({ groupId, topics }), ({ errorCode }) => errorCode)
  ]
}

/** That one code is the answer to everything. */
async function expectAlways(errorCode: ErrorCode, answers: readonly Promise<[string, number | undefined]>[]) {
  const codes = await Promise.all(answers)
  expect(codes).toEqual(codes.map(([name]) => [name, errorCode]))
}

describe('a group coordinator that cannot serve', () => {
  test('says NOT_COORDINATOR for groups of partitions that it does not lead', async () => {
    const { coordinator } = new CoordinatorStory()
    await expectAlways(ErrorCode.NOT_COORDINATOR, askEverything(coordinator, 'g'))
    expect(await coordinator.listGroups({ statesFilter: [], typesFilter: [] })).toMatchObject({
      errorCode: 0,
      groups: []
    })
  })

  test('says COORDINATOR_LOAD_IN_PROGRESS while it loads', async () => {
    const log = new MemoryLog()
    log.holdScans()
    const story = new CoordinatorStory(log)
    story.lead(1)
    await expectAlways(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, askEverything(story.coordinator, 'g'))
    expect(await story.coordinator.listGroups({ statesFilter: [], typesFilter: [] })).toMatchObject({
      errorCode: ErrorCode.COORDINATOR_LOAD_IN_PROGRESS
    })
    log.releaseScans()
    await loaded()
    expect(await story.answer(story.coordinator.commitOffsets(commitRequest('g'), 9))).toMatchObject({
      topics: [{ partitions: [{ errorCode: ErrorCode.NONE }] }]
    })
  })

  test('says COORDINATOR_NOT_AVAILABLE while __consumer_offsets does not exist, and after it has closed', async () => {
    const story = await CoordinatorStory.leading()
    story.partitionCount = 0
    expect(story.coordinator.partitionOf('g')).toBeUndefined()
    await expectAlways(ErrorCode.COORDINATOR_NOT_AVAILABLE, askEverything(story.coordinator, 'g'))
    story.partitionCount = PARTITIONS
    story.coordinator.close()
    await expectAlways(ErrorCode.COORDINATOR_NOT_AVAILABLE, askEverything(story.coordinator, 'g'))
    expect(await story.coordinator.listGroups({ statesFilter: [], typesFilter: [] })).toMatchObject({
      errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE
    })
    expect(story.time.timerCount).toBe(0)
  })

  test('hands back who waits for a rebalance, an assignment or a commit when it ceases to lead', async () => {
    const story = await CoordinatorStory.leading()
    const { coordinator } = story
    const { memberId } = await story.answer(coordinator.join(joinRequest('g'), 3, client))
    const syncing = coordinator.sync(
      {
        groupId: 'g',
        generationId: 1,
        memberId,
        groupInstanceId: null,
        protocolType: null,
        protocolName: null,
        assignments: []
      },
      4
    )
    const committing = coordinator.commitOffsets(commitRequest('other'), 9)
    const joining = coordinator.join(joinRequest('g'), 3, client)
    story.resign(2)
    expect(await joining).toMatchObject({ errorCode: ErrorCode.NOT_COORDINATOR })
    // The JoinGroup began a rebalance before.
    expect(await syncing).toMatchObject({ errorCode: ErrorCode.REBALANCE_IN_PROGRESS })
    expect(await committing).toMatchObject({ topics: [{ partitions: [{ errorCode: ErrorCode.NOT_COORDINATOR }] }] })
    expect(story.time.timerCount).toBe(0)
  })
})

describe('a group coordinator', () => {
  test('takes over the groups of another broker from the log', async () => {
    const first = await CoordinatorStory.leading()
    const { memberId } = await first.answer(first.coordinator.join(joinRequest('g'), 3, client))
    const sync = {
      groupId: 'g',
      generationId: 1,
      memberId,
      groupInstanceId: null,
      protocolType: 'consumer',
      protocolName: 'range',
      assignments: [{ memberId, assignment: Buffer.from('all') }]
    }
    await first.answer(first.coordinator.sync(sync, 5))
    const commit = { ...commitRequest('g', 42), memberId, generationIdOrMemberEpoch: 1 }
    await first.answer(first.coordinator.commitOffsets(commit, 9))

    const second = await CoordinatorStory.leading(first.log)
    const heartbeat = { groupId: 'g', generationId: 1, memberId, groupInstanceId: null }
    expect(await second.coordinator.heartbeat(heartbeat)).toMatchObject({ errorCode: ErrorCode.NONE })
    expect(await second.coordinator.sync(sync, 5)).toMatchObject({ assignment: Buffer.from('all') })
    const fetch = { groupId: 'g', topics: null, groups: [], requireStable: true }
    expect(await second.coordinator.fetchOffsets(fetch, 7)).toMatchObject({
      errorCode: ErrorCode.NONE,
      topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 42, metadata: '' }] }]
    })
  })

  test('keeps each group in the partition of its id, and lists the groups of all', async () => {
    const story = await CoordinatorStory.leading()
    const groupIds = groupIdsByPartition()
    await story.answer(
      Promise.all(groupIds.map((groupId) => story.coordinator.commitOffsets(commitRequest(groupId), 9)))
    )
    expect(new Set(story.log.stored.keys())).toEqual(new Set([0, 1, 2]))
    expect(groupIds.map((groupId) => story.coordinator.partitionOf(groupId))).toEqual([0, 1, 2])
    const { groups } = await story.coordinator.listGroups({ statesFilter: [], typesFilter: [] })
    expect(groups.map(({ groupId }) => groupId).sort()).toEqual([...groupIds].sort())
    story.coordinator.onTopicsDeleted(['orders'])
    story.settle()
    expect((await story.coordinator.listGroups({ statesFilter: [], typesFilter: [] })).groups).toEqual([])
  })

  test('answers each of several groups for itself', async () => {
    const story = await CoordinatorStory.leading()
    const [led, lost] = groupIdsByPartition() as [string, string]
    story.coordinator.onLeadership(1, false, 2)
    await story.answer(story.coordinator.commitOffsets(commitRequest(led), 9))
    const group = { memberId: null, memberEpoch: -1, topics: null }
    const groups = [led, lost].map((groupId) => ({ ...group, groupId }))
    const request = { groupId: '', topics: [], groups, requireStable: false }
    expect((await story.coordinator.fetchOffsets(request, 8)).groups).toMatchObject([
      { groupId: led, errorCode: ErrorCode.NONE, topics: [{ name: 'orders' }] },
      { groupId: lost, errorCode: ErrorCode.NOT_COORDINATOR, topics: [] }
    ])
    const deleted = await story.answer(story.coordinator.deleteGroups({ groupsNames: [led, lost, led] }))
    expect(deleted.results.map(({ errorCode }) => errorCode)).toEqual([
      ErrorCode.NONE,
      ErrorCode.NOT_COORDINATOR,
      ErrorCode.GROUP_ID_NOT_FOUND
    ])
  })

  test.each([
    ['the empty group id', { groupId: '' }, ErrorCode.INVALID_GROUP_ID],
    ['a group id that no record can hold', { groupId: 'é'.repeat(16_384) }, ErrorCode.INVALID_GROUP_ID],
    ['an instance id that no record can hold', { groupInstanceId: 'x'.repeat(32_768) }, ErrorCode.INVALID_REQUEST],
    ['a protocol type that no record can hold', { protocolType: 'x'.repeat(32_768) }, ErrorCode.INVALID_REQUEST],
    [
      'a protocol name that no record can hold',
      { protocols: [{ name: 'x'.repeat(32_768), metadata: Buffer.alloc(0) }] },
      ErrorCode.INVALID_REQUEST
    ]
  ])('refuses to let join with %s', async (_what, request, errorCode) => {
    const { coordinator } = await CoordinatorStory.leading()
    expect(await coordinator.join({ ...joinRequest('g'), ...request }, 9, client)).toMatchObject({ errorCode })
  })

  test('takes the longest names that a record can hold', async () => {
    const story = await CoordinatorStory.leading()
    const longest = 'x'.repeat(32_767)
    const request = joinRequest(longest, { groupInstanceId: longest })
    const { memberId, errorCode } = await story.answer(
      story.coordinator.join(request, 9, { ...client, clientId: longest })
    )
    expect(errorCode).toBe(ErrorCode.NONE)
    const sync = {
      groupId: longest,
      generationId: 1,
      memberId,
      groupInstanceId: longest,
      protocolType: null,
      protocolName: null,
      assignments: []
    }
    expect(await story.answer(story.coordinator.sync(sync, 4))).toMatchObject({ errorCode: ErrorCode.NONE })
  })

  test('accepts offsets of the empty group id, as clients without a group have always committed them', async () => {
    const story = await CoordinatorStory.leading()
    expect(await story.answer(story.coordinator.commitOffsets(commitRequest(''), 8))).toMatchObject({
      topics: [{ partitions: [{ errorCode: ErrorCode.NONE }] }]
    })
    expect(await story.answer(story.coordinator.deleteGroups({ groupsNames: [''] }))).toMatchObject({
      results: [{ errorCode: ErrorCode.NONE }]
    })
  })

  test('since v5 a SyncGroup must name the protocol', async () => {
    const { coordinator } = await CoordinatorStory.leading()
    const sync = { groupId: 'g', generationId: 1, memberId: 'm', groupInstanceId: null, assignments: [] }
    expect(await coordinator.sync({ ...sync, protocolType: null, protocolName: 'range' }, 5)).toMatchObject({
      errorCode: ErrorCode.INCONSISTENT_GROUP_PROTOCOL
    })
  })

  test('10,000 groups without members cost one timer a partition', async () => {
    const story = await CoordinatorStory.leading()
    const commits = Array.from({ length: 10_000 }, (_, number) =>
      story.coordinator.commitOffsets(commitRequest(`group ${number}`), 9)
    )
    await story.answer(Promise.all(commits))
    expect(story.time.timerCount).toBe(PARTITIONS)
    const metrics = story.scrape()
    expect(metrics.get('kafka_coordinator_group_groupmetadatamanager_numgroups')).toBe(10_000)
    expect(metrics.get('kafka_coordinator_group_groupmetadatamanager_numgroupsempty')).toBe(10_000)
    expect(metrics.get('kafka_coordinator_group_groupmetadatamanager_numoffsets')).toBe(10_000)
    expect(metrics.get('kafka_server_group_coordinator_metrics_offset_commit_count')).toBe(10_000)
    expect(metrics.get('kafka_server_group_coordinator_metrics_num_partitions active')).toBe(PARTITIONS)
    expect(metrics.get('gregor_group_coordinator_appended_records_total')).toBe(10_000)
    expect(metrics.get('gregor_group_coordinator_appended_batches_total')).toBeLessThan(20)
  })

  test('logs a line per rebalance, per generation and per member that goes, and counts them', async () => {
    const story = await CoordinatorStory.leading()
    const { memberId } = await story.answer(story.coordinator.join(joinRequest('g', { reason: 'start' }), 3, client))
    const members = [{ memberId, groupInstanceId: null, reason: 'shutdown' }]
    await story.answer(story.coordinator.leave({ groupId: 'g', memberId: '', members }, 5))
    expect(story.lines.filter(({ message }) => message !== 'Loaded groups and offsets')).toMatchObject([
      { message: 'Group rebalances', fields: { group: 'g', reason: `new member ${memberId} (client: start)` } },
      { message: 'Group formed a generation', fields: { generation: 1, leader: memberId, protocol: 'range' } },
      { message: 'Member removed from group', fields: { member: memberId, cause: 'left', reason: 'shutdown' } },
      { message: 'Group rebalances', fields: { generation: 1, memberCount: 0 } },
      { message: 'Group is empty', fields: { generation: 2 } }
    ])
    const metrics = story.scrape()
    expect(metrics.get('kafka_server_group_coordinator_metrics_group_completed_rebalance_count')).toBe(1)
    expect(metrics.get('gregor_group_coordinator_members_removed_total left')).toBe(1)
    expect(metrics.get('gregor_group_coordinator_members')).toBe(0)
  })
})

describe('every version of every answer can be sent', () => {
  /** Passes a response through the codec, as the listener does. */
  function send<Input, Response>(
    api: Pick<Api<never, never, Response, Input>, 'encodeResponse' | 'decodeResponse'>,
    version: number,
    response: Input
  ): Response {
    const writer = new Writer()
    api.encodeResponse(writer, response, version)
    return api.decodeResponse(new Reader(writer.toBuffer()), version)
  }

  const versionsOf = ({ versions: { min, max } }: { versions: { min: number; max: number } }): readonly number[] =>
    Array.from({ length: max - min + 1 }, (_, index) => min + index)

  async function askInVersion(story: CoordinatorStory, version: number, groupId: string): Promise<void> {
    const { coordinator } = story
    const serves = (api: { versions: { min: number; max: number } }): boolean =>
      version >= api.versions.min && version <= api.versions.max
    const join = async (memberId: string) => {
      const response = await story.answer(coordinator.join(joinRequest(groupId, { memberId }), version, client))
      return serves(JoinGroupApi) ? send(JoinGroupApi, version, response).memberId : response.memberId
    }
    const memberId = version < 4 ? await join('') : await join(await join(''))
    await join('ghost')
    const member = { groupId, generationId: 1, memberId, groupInstanceId: null }
    const named =
      version >= 5 ? { protocolType: 'consumer', protocolName: 'range' } : { protocolType: null, protocolName: null }
    const sync = await story.answer(coordinator.sync({ ...member, ...named, assignments: [] }, version))
    if (serves(SyncGroupApi)) send(SyncGroupApi, version, sync)
    if (serves(HeartbeatApi)) send(HeartbeatApi, version, await coordinator.heartbeat(member))
    const commit = { ...commitRequest(groupId), memberId, generationIdOrMemberEpoch: 1 }
    if (serves(OffsetCommitApi)) {
      send(OffsetCommitApi, version, await story.answer(coordinator.commitOffsets(commit, version)))
    }
    const topics = [{ name: 'orders', topicId: ZERO_TOPIC_ID, partitionIndexes: [0, 1] }]
    const groups = [{ groupId, memberId: null, memberEpoch: -1, topics }]
    const fetch = { groupId, topics, groups, requireStable: false }
    if (serves(OffsetFetchApi)) send(OffsetFetchApi, version, await coordinator.fetchOffsets(fetch, version))
    const described = await coordinator.describeGroups(
      { groups: [groupId, 'none'], includeAuthorizedOperations: false },
      version
    )
    if (serves(DescribeGroupsApi)) send(DescribeGroupsApi, version, described)
    const listed = await coordinator.listGroups({ statesFilter: [], typesFilter: [] })
    if (serves(ListGroupsApi)) send(ListGroupsApi, version, listed)
    const members = [{ memberId, groupInstanceId: null, reason: null }]
    if (serves(LeaveGroupApi)) {
      send(LeaveGroupApi, version, await coordinator.leave({ groupId, memberId, members }, version))
    }
    const orders = [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }]
    const forgotten = await story.answer(coordinator.deleteOffsets({ groupId, topics: orders }))
    if (serves(OffsetDeleteApi)) send(OffsetDeleteApi, version, forgotten)
    const deleted = await story.answer(coordinator.deleteGroups({ groupsNames: [groupId, 'none'] }))
    if (serves(DeleteGroupsApi)) send(DeleteGroupsApi, version, deleted)
  }

  test.each([...new Set([JoinGroupApi, OffsetFetchApi].flatMap(versionsOf))])('version %i', async (version) => {
    await askInVersion(await CoordinatorStory.leading(), version, `group of v${version}`)
    await askInVersion(new CoordinatorStory(), version, 'not ours')
  })
})
