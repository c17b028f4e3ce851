import { produce } from './messages/produce.ts'
import { fetch } from './messages/fetch.ts'
import { listOffsets } from './messages/list-offsets.ts'
import { metadata } from './messages/metadata.ts'
import { offsetCommit } from './messages/offset-commit.ts'
import { offsetFetch } from './messages/offset-fetch.ts'
import { findCoordinator } from './messages/find-coordinator.ts'
import { joinGroup } from './messages/join-group.ts'
import { heartbeat } from './messages/heartbeat.ts'
import { leaveGroup } from './messages/leave-group.ts'
import { syncGroup } from './messages/sync-group.ts'
import { describeGroups } from './messages/describe-groups.ts'
import { listGroups } from './messages/list-groups.ts'
import { saslHandshake } from './messages/sasl-handshake.ts'
import { apiVersions } from './messages/api-versions.ts'
import { createTopics } from './messages/create-topics.ts'
import { deleteTopics } from './messages/delete-topics.ts'
import { deleteRecords } from './messages/delete-records.ts'
import { initProducerId } from './messages/init-producer-id.ts'
import { offsetForLeaderEpoch } from './messages/offset-for-leader-epoch.ts'
import { addPartitionsToTxn } from './messages/add-partitions-to-txn.ts'
import { addOffsetsToTxn } from './messages/add-offsets-to-txn.ts'
import { endTxn } from './messages/end-txn.ts'
import { writeTxnMarkers } from './messages/write-txn-markers.ts'
import { txnOffsetCommit } from './messages/txn-offset-commit.ts'
import { describeAcls } from './messages/describe-acls.ts'
import { createAcls } from './messages/create-acls.ts'
import { deleteAcls } from './messages/delete-acls.ts'
import { describeConfigs } from './messages/describe-configs.ts'
import { alterConfigs } from './messages/alter-configs.ts'
import { alterReplicaLogDirs } from './messages/alter-replica-log-dirs.ts'
import { describeLogDirs } from './messages/describe-log-dirs.ts'
import { saslAuthenticate } from './messages/sasl-authenticate.ts'
import { createPartitions } from './messages/create-partitions.ts'
import { createDelegationToken } from './messages/create-delegation-token.ts'
import { renewDelegationToken } from './messages/renew-delegation-token.ts'
import { expireDelegationToken } from './messages/expire-delegation-token.ts'
import { describeDelegationToken } from './messages/describe-delegation-token.ts'
import { deleteGroups } from './messages/delete-groups.ts'
import { electLeaders } from './messages/elect-leaders.ts'
import { incrementalAlterConfigs } from './messages/incremental-alter-configs.ts'
import { alterPartitionReassignments } from './messages/alter-partition-reassignments.ts'
import { listPartitionReassignments } from './messages/list-partition-reassignments.ts'
import { offsetDelete } from './messages/offset-delete.ts'
import { describeClientQuotas } from './messages/describe-client-quotas.ts'
import { alterClientQuotas } from './messages/alter-client-quotas.ts'
import { describeUserScramCredentials } from './messages/describe-user-scram-credentials.ts'
import { alterUserScramCredentials } from './messages/alter-user-scram-credentials.ts'
import { describeQuorum } from './messages/describe-quorum.ts'
import { updateFeatures } from './messages/update-features.ts'
import { describeCluster } from './messages/describe-cluster.ts'
import { describeProducers } from './messages/describe-producers.ts'
import { unregisterBroker } from './messages/unregister-broker.ts'
import { describeTransactions } from './messages/describe-transactions.ts'
import { listTransactions } from './messages/list-transactions.ts'
import { consumerGroupHeartbeat } from './messages/consumer-group-heartbeat.ts'
import { consumerGroupDescribe } from './messages/consumer-group-describe.ts'
import { getTelemetrySubscriptions } from './messages/get-telemetry-subscriptions.ts'
import { pushTelemetry } from './messages/push-telemetry.ts'
import { listConfigResources } from './messages/list-config-resources.ts'
import { describeTopicPartitions } from './messages/describe-topic-partitions.ts'
import { shareGroupHeartbeat } from './messages/share-group-heartbeat.ts'
import { shareGroupDescribe } from './messages/share-group-describe.ts'
import { shareFetch } from './messages/share-fetch.ts'
import { shareAcknowledge } from './messages/share-acknowledge.ts'
import { addRaftVoter } from './messages/add-raft-voter.ts'
import { removeRaftVoter } from './messages/remove-raft-voter.ts'
import { initializeShareGroupState } from './messages/initialize-share-group-state.ts'
import { readShareGroupState } from './messages/read-share-group-state.ts'
import { writeShareGroupState } from './messages/write-share-group-state.ts'
import { deleteShareGroupState } from './messages/delete-share-group-state.ts'
import { readShareGroupStateSummary } from './messages/read-share-group-state-summary.ts'
import { streamsGroupHeartbeat } from './messages/streams-group-heartbeat.ts'
import { streamsGroupDescribe } from './messages/streams-group-describe.ts'
import { describeShareGroupOffsets } from './messages/describe-share-group-offsets.ts'
import { alterShareGroupOffsets } from './messages/alter-share-group-offsets.ts'
import { deleteShareGroupOffsets } from './messages/delete-share-group-offsets.ts'
import { streamsGroupTopologyDescriptionUpdate } from './messages/streams-group-topology-description-update.ts'
import { unregisterController } from './messages/unregister-controller.ts'
import { requestHeader } from './messages/request-header.ts'
import { responseHeader } from './messages/response-header.ts'
import { consumerProtocolSubscription } from './messages/consumer-protocol-subscription.ts'
import { consumerProtocolAssignment } from './messages/consumer-protocol-assignment.ts'
import { endTxnMarker } from './messages/end-txn-marker.ts'
import { offsetCommitKey } from './messages/offset-commit-key.ts'
import { offsetCommitValue } from './messages/offset-commit-value.ts'
import { groupMetadataKey } from './messages/group-metadata-key.ts'
import { groupMetadataValue } from './messages/group-metadata-value.ts'
import { consumerGroupMetadataKey } from './messages/consumer-group-metadata-key.ts'
import { consumerGroupMetadataValue } from './messages/consumer-group-metadata-value.ts'
import { consumerGroupMemberMetadataKey } from './messages/consumer-group-member-metadata-key.ts'
import { consumerGroupMemberMetadataValue } from './messages/consumer-group-member-metadata-value.ts'
import { consumerGroupTargetAssignmentMetadataKey } from './messages/consumer-group-target-assignment-metadata-key.ts'
import { consumerGroupTargetAssignmentMetadataValue } from './messages/consumer-group-target-assignment-metadata-value.ts'
import { consumerGroupTargetAssignmentMemberKey } from './messages/consumer-group-target-assignment-member-key.ts'
import { consumerGroupTargetAssignmentMemberValue } from './messages/consumer-group-target-assignment-member-value.ts'
import { consumerGroupCurrentMemberAssignmentKey } from './messages/consumer-group-current-member-assignment-key.ts'
import { consumerGroupCurrentMemberAssignmentValue } from './messages/consumer-group-current-member-assignment-value.ts'
import { consumerGroupRegularExpressionKey } from './messages/consumer-group-regular-expression-key.ts'
import { consumerGroupRegularExpressionValue } from './messages/consumer-group-regular-expression-value.ts'
import { transactionLogKey } from './messages/transaction-log-key.ts'
import { transactionLogValue } from './messages/transaction-log-value.ts'
import type { ApiSchema, DataSchema } from './schema.ts'

/** Every live API key that clients may send, in order of the keys. Kafka's own broker-to-controller keys are not ours. */
export const apiSchemas: readonly ApiSchema[] = [
  produce,
  fetch,
  listOffsets,
  metadata,
  offsetCommit,
  offsetFetch,
  findCoordinator,
  joinGroup,
  heartbeat,
  leaveGroup,
  syncGroup,
  describeGroups,
  listGroups,
  saslHandshake,
  apiVersions,
  createTopics,
  deleteTopics,
  deleteRecords,
  initProducerId,
  offsetForLeaderEpoch,
  addPartitionsToTxn,
  addOffsetsToTxn,
  endTxn,
  writeTxnMarkers,
  txnOffsetCommit,
  describeAcls,
  createAcls,
  deleteAcls,
  describeConfigs,
  alterConfigs,
  alterReplicaLogDirs,
  describeLogDirs,
  saslAuthenticate,
  createPartitions,
  createDelegationToken,
  renewDelegationToken,
  expireDelegationToken,
  describeDelegationToken,
  deleteGroups,
  electLeaders,
  incrementalAlterConfigs,
  alterPartitionReassignments,
  listPartitionReassignments,
  offsetDelete,
  describeClientQuotas,
  alterClientQuotas,
  describeUserScramCredentials,
  alterUserScramCredentials,
  describeQuorum,
  updateFeatures,
  describeCluster,
  describeProducers,
  unregisterBroker,
  describeTransactions,
  listTransactions,
  consumerGroupHeartbeat,
  consumerGroupDescribe,
  getTelemetrySubscriptions,
  pushTelemetry,
  listConfigResources,
  describeTopicPartitions,
  shareGroupHeartbeat,
  shareGroupDescribe,
  shareFetch,
  shareAcknowledge,
  addRaftVoter,
  removeRaftVoter,
  initializeShareGroupState,
  readShareGroupState,
  writeShareGroupState,
  deleteShareGroupState,
  readShareGroupStateSummary,
  streamsGroupHeartbeat,
  streamsGroupDescribe,
  describeShareGroupOffsets,
  alterShareGroupOffsets,
  deleteShareGroupOffsets,
  streamsGroupTopologyDescriptionUpdate,
  unregisterController
]

/** Headers and record formats. */
export const dataSchemas: readonly DataSchema[] = [
  requestHeader,
  responseHeader,
  consumerProtocolSubscription,
  consumerProtocolAssignment,
  endTxnMarker,
  offsetCommitKey,
  offsetCommitValue,
  groupMetadataKey,
  groupMetadataValue,
  consumerGroupMetadataKey,
  consumerGroupMetadataValue,
  consumerGroupMemberMetadataKey,
  consumerGroupMemberMetadataValue,
  consumerGroupTargetAssignmentMetadataKey,
  consumerGroupTargetAssignmentMetadataValue,
  consumerGroupTargetAssignmentMemberKey,
  consumerGroupTargetAssignmentMemberValue,
  consumerGroupCurrentMemberAssignmentKey,
  consumerGroupCurrentMemberAssignmentValue,
  consumerGroupRegularExpressionKey,
  consumerGroupRegularExpressionValue,
  transactionLogKey,
  transactionLogValue
]
