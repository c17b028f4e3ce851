import type { BrokerId } from '@gregor/base'
import type { BrokerConfig } from '@gregor/metadata'
import { Departures } from '../departures.ts'
import { FetchSessionCache } from '../fetch/session-cache.ts'
import { keepFetchSessionMetrics } from '../metrics.ts'
import type { BrokerPorts } from '../ports.ts'
import { ProducerIds } from '../producer-ids.ts'
import { ApiRegistry, type ServedApi } from '../registry.ts'
import type { Suspects } from '../suspects.ts'
import { createTopicCreator } from '../topic-creator.ts'
import { createTransactionVerifier } from '../transactions/transaction-verifier.ts'
import type { VerificationPorts } from '../transactions/verification.ts'
import { createTxnMarkerWriter, type OffsetsMarkers } from '../txn-markers.ts'
import { produceHandler } from './00-produce.ts'
import { fetchHandler } from './01-fetch.ts'
import { listOffsetsHandler } from './02-list-offsets.ts'
import { metadataHandler } from './03-metadata.ts'
import { offsetCommitHandler } from './08-offset-commit.ts'
import { offsetFetchHandler } from './09-offset-fetch.ts'
import { findCoordinatorHandler } from './10-find-coordinator.ts'
import { joinGroupHandler } from './11-join-group.ts'
import { heartbeatHandler } from './12-heartbeat.ts'
import { leaveGroupHandler } from './13-leave-group.ts'
import { syncGroupHandler } from './14-sync-group.ts'
import { describeGroupsHandler } from './15-describe-groups.ts'
import { listGroupsHandler } from './16-list-groups.ts'
import { apiVersionsHandler } from './18-api-versions.ts'
import { createTopicsHandler } from './19-create-topics.ts'
import { deleteTopicsHandler } from './20-delete-topics.ts'
import { initProducerIdHandler } from './22-init-producer-id.ts'
import { offsetForLeaderEpochHandler } from './23-offset-for-leader-epoch.ts'
import { addPartitionsToTxnHandler } from './24-add-partitions-to-txn.ts'
import { addOffsetsToTxnHandler } from './25-add-offsets-to-txn.ts'
import { endTxnHandler } from './26-end-txn.ts'
import { writeTxnMarkersHandler } from './27-write-txn-markers.ts'
import { txnOffsetCommitHandler } from './28-txn-offset-commit.ts'
import { describeConfigsHandler } from './32-describe-configs.ts'
import { alterConfigsHandler } from './33-alter-configs.ts'
import { describeLogDirsHandler } from './35-describe-log-dirs.ts'
import { createPartitionsHandler } from './37-create-partitions.ts'
import { deleteGroupsHandler } from './42-delete-groups.ts'
import { electLeadersHandler } from './43-elect-leaders.ts'
import { incrementalAlterConfigsHandler } from './44-incremental-alter-configs.ts'
import { offsetDeleteHandler } from './47-offset-delete.ts'
import { describeQuorumHandler } from './55-describe-quorum.ts'
import { describeClusterHandler } from './60-describe-cluster.ts'
import { describeProducersHandler } from './61-describe-producers.ts'
import { describeTransactionsHandler } from './65-describe-transactions.ts'
import { listTransactionsHandler } from './66-list-transactions.ts'
import { consumerGroupHeartbeatHandler } from './68-consumer-group-heartbeat.ts'
import { consumerGroupDescribeHandler } from './69-consumer-group-describe.ts'
import { describeTopicPartitionsHandler } from './75-describe-topic-partitions.ts'
import { addRaftVoterHandler } from './80-add-raft-voter.ts'
import { removeRaftVoterHandler } from './81-remove-raft-voter.ts'

/** A coordinator that does not answer in that time may be frozen: the producer is to ask its successor. */
const verifyMsMax = 3_000

/** The table of all APIs that this broker serves: what is not in it is not advertised. */
export function createApiRegistry(options: {
  readonly nodeId: BrokerId
  readonly config: BrokerConfig
  readonly ports: BrokerPorts
  readonly suspects: Suspects
}): ApiRegistry {
  const { nodeId, config, ports, suspects } = options
  const settings = config.values
  const shared = {
    ...ports,
    nodeId,
    config,
    suspects,
    departures: new Departures(ports),
    timeoutMsMax: settings['request.timeout.ms'],
    topicCreator: createTopicCreator({ ...ports, settings }),
    producerIds: new ProducerIds(ports.controller),
    sessions: new FetchSessionCache(settings['max.incremental.fetch.session.cache.slots'])
  }
  keepFetchSessionMetrics(ports.metrics, shared.sessions)
  // Groups learn by the marker what becomes of offsets, in order with their own records.
  const offsetsMarkers: OffsetsMarkers = {
    complete: ({ partition, ...end }) => ports.groups.endTransaction(partition, end)
  }
  const verifies = settings['transaction.partition.verification.enable']
  const verification: VerificationPorts = {
    ...ports,
    verifier: createTransactionVerifier({ ...ports, timeoutMs: Math.min(settings['request.timeout.ms'], verifyMsMax) }),
    retryMs: settings['add.partitions.to.txn.retry.backoff.ms'],
    retryMsMax: settings['add.partitions.to.txn.retry.backoff.max.ms']
  }
  const apis: readonly ServedApi[] = [
    produceHandler({ ...shared, verification, verifies }),
    fetchHandler({ ...shared, bytesMax: settings['fetch.max.bytes'] }),
    listOffsetsHandler(shared),
    metadataHandler({ ...shared, autoCreates: settings['auto.create.topics.enable'] }),
    offsetCommitHandler(shared),
    offsetFetchHandler(shared),
    findCoordinatorHandler(shared),
    joinGroupHandler(shared),
    heartbeatHandler(shared),
    leaveGroupHandler(shared),
    syncGroupHandler(shared),
    describeGroupsHandler(shared),
    listGroupsHandler(shared),
    apiVersionsHandler({ ...shared, advertised: () => registry.advertised }),
    createTopicsHandler(shared),
    deleteTopicsHandler({ ...shared, deletes: settings['delete.topic.enable'] }),
    initProducerIdHandler(shared),
    offsetForLeaderEpochHandler(shared),
    addPartitionsToTxnHandler(shared),
    addOffsetsToTxnHandler(shared),
    endTxnHandler(shared),
    writeTxnMarkersHandler({ writeTxnMarkers: createTxnMarkerWriter({ ...shared, offsetsMarkers }) }),
    txnOffsetCommitHandler({ ...shared, verification, verifies }),
    describeConfigsHandler(shared),
    alterConfigsHandler(shared),
    describeLogDirsHandler(shared),
    createPartitionsHandler(shared),
    deleteGroupsHandler(shared),
    electLeadersHandler(shared),
    incrementalAlterConfigsHandler(shared),
    offsetDeleteHandler(shared),
    describeQuorumHandler(shared),
    describeClusterHandler(shared),
    describeProducersHandler(shared),
    describeTransactionsHandler(shared),
    listTransactionsHandler(shared),
    consumerGroupHeartbeatHandler(shared),
    consumerGroupDescribeHandler(shared),
    describeTopicPartitionsHandler(shared),
    addRaftVoterHandler(shared),
    removeRaftVoterHandler(shared)
  ]
  const registry = new ApiRegistry(apis)
  return registry
}
