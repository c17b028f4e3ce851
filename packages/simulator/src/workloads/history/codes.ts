import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { MetadataResponse } from '@gregor/protocol/messages/metadata'
import { Violation } from '../../types.ts'

/**
 * The codes with which a broker may answer a client that makes no mistake, per API. Clients have a way on from each of
 * these; UNKNOWN_SERVER_ERROR, and what an API does not document, they mishandle (B24).
 */
const E = ErrorCode
const COORDINATOR = [E.COORDINATOR_LOAD_IN_PROGRESS, E.COORDINATOR_NOT_AVAILABLE, E.NOT_COORDINATOR]
const LEADER = [
  E.UNKNOWN_TOPIC_OR_PARTITION,
  E.UNKNOWN_TOPIC_ID,
  E.LEADER_NOT_AVAILABLE,
  E.NOT_LEADER_OR_FOLLOWER,
  E.KAFKA_STORAGE_ERROR
]
const FENCED = [E.PRODUCER_FENCED, E.INVALID_PRODUCER_EPOCH]
const MEMBER = [E.UNKNOWN_MEMBER_ID, E.FENCED_INSTANCE_ID, E.ILLEGAL_GENERATION, E.REBALANCE_IN_PROGRESS]

export const EXPECTED_CODES = {
  Metadata: new Set<number>([E.NONE, E.UNKNOWN_TOPIC_OR_PARTITION, E.LEADER_NOT_AVAILABLE]),
  MetadataPartition: new Set<number>([E.NONE, E.LEADER_NOT_AVAILABLE, E.REPLICA_NOT_AVAILABLE, E.LISTENER_NOT_FOUND]),
  CreateTopics: new Set<number>([
    E.NONE,
    E.TOPIC_ALREADY_EXISTS,
    E.NOT_CONTROLLER,
    E.REQUEST_TIMED_OUT,
    E.INVALID_REPLICATION_FACTOR
  ]),
  IncrementalAlterConfigs: new Set<number>([E.NONE, E.NOT_CONTROLLER, E.REQUEST_TIMED_OUT]),
  Produce: new Set<number>([
    E.NONE,
    ...LEADER,
    E.REQUEST_TIMED_OUT,
    E.NOT_ENOUGH_REPLICAS,
    E.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
    E.OUT_OF_ORDER_SEQUENCE_NUMBER,
    // The clock of the broker has jumped back.
    E.INVALID_TIMESTAMP
  ]),
  FetchTop: new Set<number>([
    E.NONE,
    E.FETCH_SESSION_ID_NOT_FOUND,
    E.INVALID_FETCH_SESSION_EPOCH,
    E.KAFKA_STORAGE_ERROR
  ]),
  Fetch: new Set<number>([
    E.NONE,
    ...LEADER,
    E.REPLICA_NOT_AVAILABLE,
    E.FENCED_LEADER_EPOCH,
    E.UNKNOWN_LEADER_EPOCH,
    E.OFFSET_NOT_AVAILABLE,
    E.OFFSET_OUT_OF_RANGE
  ]),
  ListOffsets: new Set<number>([
    E.NONE,
    ...LEADER,
    E.FENCED_LEADER_EPOCH,
    E.UNKNOWN_LEADER_EPOCH,
    E.OFFSET_NOT_AVAILABLE
  ]),
  InitProducerId: new Set<number>([E.NONE, ...COORDINATOR, E.REQUEST_TIMED_OUT]),
  InitTransactions: new Set<number>([E.NONE, ...COORDINATOR, E.CONCURRENT_TRANSACTIONS, E.PRODUCER_FENCED]),
  AddPartitionsToTxn: new Set<number>([
    E.NONE,
    ...COORDINATOR,
    E.CONCURRENT_TRANSACTIONS,
    E.UNKNOWN_TOPIC_OR_PARTITION,
    E.OPERATION_NOT_ATTEMPTED,
    E.PRODUCER_FENCED
  ]),
  AddOffsetsToTxn: new Set<number>([E.NONE, ...COORDINATOR, E.CONCURRENT_TRANSACTIONS, E.PRODUCER_FENCED]),
  ProduceInTransaction: new Set<number>([
    E.NONE,
    ...LEADER,
    E.REQUEST_TIMED_OUT,
    E.NOT_ENOUGH_REPLICAS,
    E.NOT_ENOUGH_REPLICAS_AFTER_APPEND,
    E.CONCURRENT_TRANSACTIONS,
    E.INVALID_PRODUCER_EPOCH,
    E.TRANSACTION_ABORTABLE,
    // What TRANSACTION_ABORTABLE is for older clients.
    E.INVALID_TXN_STATE,
    E.OUT_OF_ORDER_SEQUENCE_NUMBER,
    E.INVALID_TIMESTAMP
  ]),
  TxnOffsetCommit: new Set<number>([
    E.NONE,
    ...COORDINATOR,
    ...FENCED,
    E.CONCURRENT_TRANSACTIONS,
    E.TRANSACTION_ABORTABLE,
    E.INVALID_TXN_STATE,
    E.UNKNOWN_TOPIC_OR_PARTITION,
    E.UNKNOWN_TOPIC_ID,
    E.REQUEST_TIMED_OUT
  ]),
  EndTxn: new Set<number>([E.NONE, ...COORDINATOR, E.CONCURRENT_TRANSACTIONS, E.PRODUCER_FENCED, E.INVALID_TXN_STATE]),
  ListTransactions: new Set<number>([E.NONE, E.COORDINATOR_LOAD_IN_PROGRESS, E.COORDINATOR_NOT_AVAILABLE]),
  FindCoordinator: new Set<number>([E.NONE, E.COORDINATOR_NOT_AVAILABLE]),
  JoinGroup: new Set<number>([
    E.NONE,
    ...COORDINATOR,
    E.UNKNOWN_MEMBER_ID,
    E.FENCED_INSTANCE_ID,
    E.MEMBER_ID_REQUIRED,
    E.REBALANCE_IN_PROGRESS
  ]),
  SyncGroup: new Set<number>([E.NONE, ...COORDINATOR, ...MEMBER]),
  Heartbeat: new Set<number>([E.NONE, ...COORDINATOR, ...MEMBER]),
  LeaveGroup: new Set<number>([E.NONE, ...COORDINATOR, E.UNKNOWN_MEMBER_ID]),
  OffsetCommit: new Set<number>([
    E.NONE,
    ...COORDINATOR,
    ...MEMBER,
    E.UNKNOWN_TOPIC_OR_PARTITION,
    E.UNKNOWN_TOPIC_ID,
    E.REQUEST_TIMED_OUT
  ]),
  ConsumerGroupHeartbeat: new Set<number>([
    E.NONE,
    ...COORDINATOR,
    E.UNKNOWN_MEMBER_ID,
    E.FENCED_MEMBER_EPOCH,
    E.UNRELEASED_INSTANCE_ID,
    E.FENCED_INSTANCE_ID
  ]),
  ConsumerGroupDescribe: new Set<number>([E.NONE, ...COORDINATOR]),
  OffsetCommitOfMember: new Set<number>([
    E.NONE,
    ...COORDINATOR,
    E.UNKNOWN_MEMBER_ID,
    E.STALE_MEMBER_EPOCH,
    E.UNKNOWN_TOPIC_OR_PARTITION,
    E.REQUEST_TIMED_OUT
  ]),
  OffsetFetchOfMember: new Set<number>([E.NONE, ...COORDINATOR, E.UNKNOWN_MEMBER_ID, E.STALE_MEMBER_EPOCH]),
  OffsetFetch: new Set<number>([E.NONE, ...COORDINATOR, E.UNKNOWN_TOPIC_ID, E.UNSTABLE_OFFSET_COMMIT])
} as const

/** Throws a Violation of B24 when a well-behaved client must not get this code. `where` says who asked for what. */
export function checkCode(api: keyof typeof EXPECTED_CODES, code: number, where: string): void {
  if (EXPECTED_CODES[api].has(code)) return
  throw new Violation('B24', `${where}: ${api} was answered with ${errorInfo(code).name} (${code})`)
}

export function checkMetadataCodes(where: string, { topics }: MetadataResponse): void {
  for (const { name, errorCode, partitions } of topics) {
    checkCode('Metadata', errorCode, `${where}, ${name}`)
    for (const partition of partitions) {
      checkCode('MetadataPartition', partition.errorCode, `${where}, ${name}-${partition.partitionIndex}`)
    }
  }
}
