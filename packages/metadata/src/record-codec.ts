import {
  BrokerEpoch,
  BrokerId,
  invariant,
  LeaderEpoch,
  PartitionEpoch,
  PartitionIndex,
  TopicId,
  unreachable
} from '@gregor/base'
import {
  MetadataBatch,
  type BrokerFencingRecord as WireFencing,
  type MetadataRecord as WireRecord,
  type MetadataRecordInput,
  type PartitionRecord as WirePartition,
  type RegisterBrokerRecord as WireRegistration,
  type RegisterBrokerRecordInput
} from '@gregor/rpc'
import type { BrokerFencingRecord, MetadataRecord, PartitionRecord, RegisterBrokerRecord } from './records.ts'
import type { BrokerRegistration } from './types.ts'

/** Records that take effect together, as the payload of one Raft entry or of a snapshot. */
export function encodeMetadataBatch(records: readonly MetadataRecord[]): Buffer {
  return MetadataBatch.encode({ records: records.map(toWire) })
}

/** Throws an Error on bytes that are no batch of records: the metadata log is corrupt, or of a newer version. */
export function decodeMetadataBatch(bytes: Uint8Array): MetadataRecord[] {
  return MetadataBatch.decode(bytes).records.map(fromWire)
}

function toWire(record: MetadataRecord): MetadataRecordInput {
  switch (record.type) {
    case 'cluster':
      return { cluster: record }
    case 'registerBroker':
      return { registerBroker: registrationToWire(record.registration) }
    case 'brokerFencing':
      return { brokerFencing: record }
    case 'unregisterBroker':
      return { unregisterBroker: record }
    case 'topic':
      return { topic: record }
    case 'removeTopic':
      return { removeTopic: record }
    case 'partition':
      return { partition: record }
    case 'config':
      return { config: record }
    case 'producerIds':
      return { producerIds: record }
    case 'quorumMember':
      return { quorumMember: record.member }
    case 'removeQuorumMember':
      return { removeQuorumMember: record }
    default:
      return unreachable(record)
  }
}

function registrationToWire({ id, epoch, rack, ...rest }: BrokerRegistration): RegisterBrokerRecordInput {
  return { ...rest, brokerId: id, brokerEpoch: epoch, rack: rack ?? '' }
}

function fromWire(record: WireRecord): MetadataRecord {
  if (record.partition !== undefined) return partitionFromWire(record.partition)
  if (record.registerBroker !== undefined) return registrationFromWire(record.registerBroker)
  if (record.brokerFencing !== undefined) return fencingFromWire(record.brokerFencing)
  if (record.topic !== undefined) {
    return { type: 'topic', topicId: TopicId(record.topic.topicId), name: record.topic.name }
  }
  if (record.removeTopic !== undefined) return { type: 'removeTopic', topicId: TopicId(record.removeTopic.topicId) }
  if (record.config !== undefined) return { type: 'config', ...record.config }
  if (record.producerIds !== undefined) return { type: 'producerIds', ...record.producerIds }
  if (record.cluster !== undefined) return { type: 'cluster', clusterId: record.cluster.clusterId }
  if (record.quorumMember !== undefined) {
    const { nodeId, ...member } = record.quorumMember
    return { type: 'quorumMember', member: { ...member, nodeId: BrokerId(nodeId) } }
  }
  if (record.removeQuorumMember !== undefined) {
    return { type: 'removeQuorumMember', nodeId: BrokerId(record.removeQuorumMember.nodeId) }
  }
  const { unregisterBroker } = record
  invariant(unregisterBroker !== undefined, 'a metadata record of a kind that this version does not know')
  const { brokerId, brokerEpoch } = unregisterBroker
  return { type: 'unregisterBroker', brokerId: BrokerId(brokerId), brokerEpoch: BrokerEpoch(brokerEpoch) }
}

function partitionFromWire(record: WirePartition): PartitionRecord {
  return {
    type: 'partition',
    topicId: TopicId(record.topicId),
    partition: PartitionIndex(record.partition),
    replicas: brokersFromWire(record.replicas),
    isr: brokersFromWire(record.isr),
    elr: brokersFromWire(record.elr),
    lastKnownElr: brokersFromWire(record.lastKnownElr),
    leader: BrokerId(record.leader),
    leaderEpoch: LeaderEpoch(record.leaderEpoch),
    partitionEpoch: PartitionEpoch(record.partitionEpoch)
  }
}

const nobody: readonly BrokerId[] = []

/** They are kept for long, and what a decoder pushed to has room for 17. */
function brokersFromWire(brokers: readonly number[]): readonly BrokerId[] {
  return brokers.length === 0 ? nobody : (brokers.slice() as BrokerId[])
}

function registrationFromWire({ brokerId, brokerEpoch, rack, ...rest }: WireRegistration): RegisterBrokerRecord {
  return {
    type: 'registerBroker',
    registration: {
      ...rest,
      id: BrokerId(brokerId),
      epoch: BrokerEpoch(brokerEpoch),
      rack: rack === '' ? undefined : rack
    }
  }
}

function fencingFromWire({ brokerId, brokerEpoch, ...state }: WireFencing): BrokerFencingRecord {
  return { type: 'brokerFencing', brokerId: BrokerId(brokerId), brokerEpoch: BrokerEpoch(brokerEpoch), ...state }
}
