import { describe, expect, test } from '@jest/globals'
import { BrokerId, LeaderEpoch } from '@gregor/base'
import { ApiKey, type Api } from '@gregor/protocol'
import { AddOffsetsToTxnApi } from '@gregor/protocol/messages/add-offsets-to-txn'
import { AddPartitionsToTxnApi } from '@gregor/protocol/messages/add-partitions-to-txn'
import { AddRaftVoterApi } from '@gregor/protocol/messages/add-raft-voter'
import { AlterConfigsApi } from '@gregor/protocol/messages/alter-configs'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import { CreatePartitionsApi } from '@gregor/protocol/messages/create-partitions'
import { CreateTopicsApi } from '@gregor/protocol/messages/create-topics'
import { DeleteGroupsApi } from '@gregor/protocol/messages/delete-groups'
import { DeleteTopicsApi } from '@gregor/protocol/messages/delete-topics'
import { DescribeClusterApi } from '@gregor/protocol/messages/describe-cluster'
import { DescribeConfigsApi } from '@gregor/protocol/messages/describe-configs'
import { ConsumerGroupDescribeApi } from '@gregor/protocol/messages/consumer-group-describe'
import { ConsumerGroupHeartbeatApi } from '@gregor/protocol/messages/consumer-group-heartbeat'
import { DescribeGroupsApi } from '@gregor/protocol/messages/describe-groups'
import { DescribeLogDirsApi } from '@gregor/protocol/messages/describe-log-dirs'
import { DescribeProducersApi } from '@gregor/protocol/messages/describe-producers'
import { DescribeQuorumApi } from '@gregor/protocol/messages/describe-quorum'
import { DescribeTopicPartitionsApi } from '@gregor/protocol/messages/describe-topic-partitions'
import { DescribeTransactionsApi } from '@gregor/protocol/messages/describe-transactions'
import { ElectLeadersApi } from '@gregor/protocol/messages/elect-leaders'
import { EndTxnApi } from '@gregor/protocol/messages/end-txn'
import { FetchApi } from '@gregor/protocol/messages/fetch'
import { FindCoordinatorApi } from '@gregor/protocol/messages/find-coordinator'
import { HeartbeatApi } from '@gregor/protocol/messages/heartbeat'
import { IncrementalAlterConfigsApi } from '@gregor/protocol/messages/incremental-alter-configs'
import { InitProducerIdApi } from '@gregor/protocol/messages/init-producer-id'
import { JoinGroupApi } from '@gregor/protocol/messages/join-group'
import { LeaveGroupApi } from '@gregor/protocol/messages/leave-group'
import { ListGroupsApi } from '@gregor/protocol/messages/list-groups'
import { ListOffsetsApi } from '@gregor/protocol/messages/list-offsets'
import { ListTransactionsApi } from '@gregor/protocol/messages/list-transactions'
import { MetadataApi } from '@gregor/protocol/messages/metadata'
import { OffsetCommitApi } from '@gregor/protocol/messages/offset-commit'
import { OffsetDeleteApi } from '@gregor/protocol/messages/offset-delete'
import { OffsetFetchApi } from '@gregor/protocol/messages/offset-fetch'
import { OffsetForLeaderEpochApi } from '@gregor/protocol/messages/offset-for-leader-epoch'
import { ProduceApi } from '@gregor/protocol/messages/produce'
import { RemoveRaftVoterApi } from '@gregor/protocol/messages/remove-raft-voter'
import { SyncGroupApi } from '@gregor/protocol/messages/sync-group'
import { TxnOffsetCommitApi } from '@gregor/protocol/messages/txn-offset-commit'
import { WriteTxnMarkersApi } from '@gregor/protocol/messages/write-txn-markers'
import { Harness } from './support/harness.ts'
import { batchOf } from './support/records.ts'

const ZERO = 'AAAAAAAAAAAAAAAAAAAAAA'

/** Sends a request of one API in one version. */
type Send = (harness: Harness, version: number, topicId: string) => Promise<unknown>

/** A request that goes well, of every API that is served. */
const requests = new Map<number, Send>()

function sends<Request, Input, Response, ResponseInput>(
  api: Api<Request, Input, Response, ResponseInput>,
  create: (version: number, topicId: string) => Input
): void {
  requests.set(api.key, (harness, version, topicId) => harness.call(api, version, create(version, topicId)))
}

const name = 'flights'
const group = { groupId: 'readers', memberId: 'nobody' }
const claim = { transactionalId: 'tx', producerId: 1, producerEpoch: 0 }
const batched = (version: number, from: number, topicId: string) =>
  version >= from ? { topicId } : { name, topicId: ZERO }
const resources = [{ resourceType: 2, resourceName: name, configs: [] }]

sends(ProduceApi, (version, topicId) => ({
  acks: 1,
  timeoutMs: 1,
  topicData: [{ ...batched(version, 13, topicId), partitionData: [{ index: 0, records: batchOf(['a']) }] }]
}))
sends(FetchApi, (version, topicId) => ({
  maxWaitMs: 0,
  minBytes: 0,
  ...(version >= 7 ? { sessionEpoch: 0 } : {}),
  topics: [
    {
      ...(version >= 13 ? { topicId } : { topic: name, topicId: ZERO }),
      partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }]
    }
  ]
}))
sends(ListOffsetsApi, () => ({
  replicaId: -1,
  timeoutMs: 0,
  topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }]
}))
sends(MetadataApi, (version, topicId) => ({
  topics: [version >= 12 ? { name: null, topicId } : { name, topicId: ZERO }, { name: 'bad/name', topicId: ZERO }]
}))
sends(OffsetCommitApi, (version, topicId) => ({
  groupId: 'readers',
  memberId: '',
  topics: [
    {
      ...batched(version, 10, topicId),
      partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: null }]
    }
  ]
}))
sends(OffsetFetchApi, (version, topicId) =>
  version >= 8
    ? { groups: [{ groupId: 'readers', topics: [{ ...batched(version, 10, topicId), partitionIndexes: [0] }] }] }
    : { groupId: 'readers', topics: [{ name, partitionIndexes: [0] }] }
)
sends(FindCoordinatorApi, (version) => (version >= 4 ? { coordinatorKeys: ['a', 'b'] } : { key: 'a' }))
sends(JoinGroupApi, () => ({
  ...group,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.alloc(0) }]
}))
sends(HeartbeatApi, () => ({ ...group, generationId: 1 }))
sends(LeaveGroupApi, (version) =>
  version >= 3 ? { groupId: 'readers', members: [{ memberId: 'nobody', groupInstanceId: null }] } : group
)
sends(SyncGroupApi, () => ({ ...group, generationId: 1, assignments: [] }))
sends(DescribeGroupsApi, () => ({ groups: ['readers', 'absent'] }))
sends(ListGroupsApi, () => ({}))
sends(ApiVersionsApi, () => ({ clientSoftwareName: 'test', clientSoftwareVersion: '1' }))
sends(CreateTopicsApi, () => ({
  topics: [{ name: 'other', numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }]
}))
sends(DeleteTopicsApi, (version) => ({
  timeoutMs: 1,
  ...(version >= 6 ? { topics: [{ name, topicId: ZERO }] } : { topicNames: [name] })
}))
sends(InitProducerIdApi, () => ({ transactionalId: null, transactionTimeoutMs: 0 }))
sends(AddPartitionsToTxnApi, (version) =>
  version >= 4
    ? { transactions: [{ ...claim, topics: [{ name, partitions: [0] }] }] }
    : {
        v3AndBelowTransactionalId: 'tx',
        v3AndBelowProducerId: 1,
        v3AndBelowProducerEpoch: 0,
        v3AndBelowTopics: [{ name, partitions: [0] }]
      }
)
sends(AddOffsetsToTxnApi, () => ({ ...claim, groupId: 'absent' }))
sends(EndTxnApi, () => ({ ...claim, committed: true }))
sends(WriteTxnMarkersApi, () => ({
  markers: [
    {
      producerId: 1,
      producerEpoch: 0,
      transactionResult: true,
      topics: [{ name, partitionIndexes: [0] }],
      coordinatorEpoch: 0
    }
  ]
}))
sends(TxnOffsetCommitApi, (version, topicId) => ({
  ...claim,
  groupId: 'readers',
  topics: [
    {
      ...batched(version, 6, topicId),
      partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: null }]
    }
  ]
}))
sends(DescribeTransactionsApi, () => ({ transactionalIds: ['tx'] }))
sends(ListTransactionsApi, () => ({ stateFilters: [], producerIdFilters: [] }))
sends(OffsetForLeaderEpochApi, () => ({ topics: [{ topic: name, partitions: [{ partition: 0, leaderEpoch: 0 }] }] }))
sends(DescribeConfigsApi, () => ({
  includeSynonyms: true,
  resources: [{ resourceType: 2, resourceName: name, configurationKeys: null }]
}))
sends(AlterConfigsApi, () => ({ resources, validateOnly: false }))
sends(CreatePartitionsApi, () => ({ topics: [], timeoutMs: 1, validateOnly: true }))
sends(DeleteGroupsApi, () => ({ groupsNames: ['absent'] }))
sends(ElectLeadersApi, () => ({ topicPartitions: [{ topic: name, partitions: [0] }] }))
sends(IncrementalAlterConfigsApi, () => ({ resources, validateOnly: false }))
sends(OffsetDeleteApi, () => ({ groupId: 'absent', topics: [] }))
sends(ConsumerGroupHeartbeatApi, (version) => ({
  groupId: 'consumers',
  memberId: version === 0 ? '' : 'member',
  memberEpoch: 0,
  rebalanceTimeoutMs: 10_000,
  subscribedTopicNames: [name],
  topicPartitions: []
}))
sends(ConsumerGroupDescribeApi, () => ({ groupIds: ['consumers', 'absent'], includeAuthorizedOperations: false }))
sends(DescribeClusterApi, () => ({ includeClusterAuthorizedOperations: true }))
sends(DescribeLogDirsApi, () => ({ topics: null }))
sends(DescribeProducersApi, () => ({ topics: [{ name, partitionIndexes: [0] }] }))
sends(DescribeTopicPartitionsApi, () => ({ topics: [] }))
sends(DescribeQuorumApi, () => ({
  topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }]
}))
const voter = { clusterId: null, voterId: 4, voterDirectoryId: 'uuuuuuuuuuuuuuuuuuuuug' }
sends(AddRaftVoterApi, () => ({ ...voter, timeoutMs: 1000, listeners: [] }))
sends(RemoveRaftVoterApi, () => voter)

async function setUp(): Promise<{ harness: Harness; topicId: string }> {
  const harness = new Harness()
  const topicId = harness.cluster.addTopic({ name, leaders: [1] })
  harness.cluster.addTopic({ name: '__consumer_offsets', leaders: [1] })
  const config = [{ errorCode: 0, errorMessage: null, resourceType: 2, resourceName: name }]
  harness.controller.answers.set(ApiKey.AlterConfigs, { throttleTimeMs: 0, responses: config })
  harness.controller.answers.set(ApiKey.IncrementalAlterConfigs, { throttleTimeMs: 0, responses: config })
  harness.controller.answers.set(ApiKey.CreatePartitions, { throttleTimeMs: 0, results: [] })
  harness.controller.answers.set(ApiKey.ElectLeaders, { throttleTimeMs: 0, errorCode: 0, replicaElectionResults: [] })
  const deleted = [{ name, topicId, errorCode: 3, errorMessage: 'gone' }]
  harness.controller.answers.set(ApiKey.DeleteTopics, { throttleTimeMs: 0, responses: deleted })
  const done = { throttleTimeMs: 0, errorCode: 0, errorMessage: null }
  harness.controller.answers.set(ApiKey.DescribeQuorum, { ...done, topics: [], nodes: [] })
  harness.controller.answers.set(ApiKey.AddRaftVoter, done)
  harness.controller.answers.set(ApiKey.RemoveRaftVoter, done)
  await new Promise(setImmediate)
  return { harness, topicId }
}

const served = [...new Harness().registry]

describe('every version that is advertised is answered', () => {
  test.each(served.map(({ api, handler }) => ({ name: api.name, key: api.key, versions: handler.versions })))(
    '$name v$versions.min-$versions.max',
    async ({ key, versions }) => {
      for (let version = versions.min; version <= versions.max; version++) {
        const { harness, topicId } = await setUp()
        await expect(requests.get(key)!(harness, version, topicId)).resolves.toBeDefined()
        expect(harness.logger.lines).toEqual([])
      }
    }
  )
})

describe('and with everything failing', () => {
  test.each(served.map(({ api, handler }) => ({ name: api.name, key: api.key, versions: handler.versions })))(
    '$name v$versions.min-$versions.max',
    async ({ key, versions }) => {
      for (let version = versions.min; version <= versions.max; version++) {
        const { harness, topicId } = await setUp()
        harness.controller.reachable = false
        harness.groups.close()
        const leaderHint = { leaderId: BrokerId(2), leaderEpoch: LeaderEpoch(9) }
        harness.replicas.refusals.set(`${topicId}-0`, { errorCode: 6, leaderHint })
        await expect(requests.get(key)!(harness, version, topicId)).resolves.toBeDefined()
      }
    }
  )
})

test('ApiVersions is the table: what is served, by key, Produce from 0', async () => {
  const { harness } = await setUp()
  const { apiKeys } = await harness.call(ApiVersionsApi, 4, { clientSoftwareName: 'test', clientSoftwareVersion: '1' })
  expect(apiKeys.map(({ apiKey, minVersion, maxVersion }) => `${apiKey}: ${minVersion}-${maxVersion}`)).toEqual([
    '0: 0-13',
    '1: 4-18',
    '2: 1-11',
    '3: 0-13',
    '8: 2-10',
    '9: 1-10',
    '10: 0-6',
    '11: 0-9',
    '12: 0-4',
    '13: 0-5',
    '14: 0-5',
    '15: 0-6',
    '16: 0-5',
    '18: 0-5',
    '19: 2-7',
    '20: 1-6',
    '22: 0-5',
    '23: 2-4',
    '24: 0-5',
    '25: 0-4',
    '26: 0-5',
    '27: 1-2',
    '28: 0-6',
    '32: 1-4',
    '33: 0-2',
    '35: 1-5',
    '37: 0-3',
    '42: 0-3',
    '43: 0-2',
    '44: 0-1',
    '47: 0-0',
    '55: 0-2',
    '60: 0-2',
    '61: 0-0',
    '65: 0-0',
    '66: 0-2',
    '68: 0-1',
    '69: 0-1',
    '75: 0-0',
    '80: 0-1',
    '81: 0-0'
  ])
})
