// Generated from proto/metadata.proto by `npm run -w @gregor/rpc generate`. Do not edit.
import type { Reader } from 'protobufjs/minimal.js'
import { codec, type Codec } from '../wire/codec.ts'
import { checkEnd, readEnd, readSint64 } from '../wire/wire-reader.ts'
import { sizeInt32, sizeNested, sizePacked, sizeSint32, sizeSint64, sizeString, sizeUint32, type WireWriter } from '../wire/wire-writer.ts'

/**
 * The records of the metadata log: each is one change, and all of them replayed in order are the cluster's metadata.
 * Field numbers are for ever.
 */
export interface MetadataRecord {
  readonly cluster: ClusterRecord | undefined
  readonly registerBroker: RegisterBrokerRecord | undefined
  readonly brokerFencing: BrokerFencingRecord | undefined
  readonly unregisterBroker: UnregisterBrokerRecord | undefined
  readonly topic: TopicRecord | undefined
  readonly removeTopic: RemoveTopicRecord | undefined
  readonly partition: PartitionRecord | undefined
  readonly config: ConfigRecord | undefined
  readonly producerIds: ProducerIdsRecord | undefined
  readonly quorumMember: QuorumMemberRecord | undefined
  readonly removeQuorumMember: RemoveQuorumMemberRecord | undefined
}
export interface MetadataRecordInput {
  readonly cluster?: ClusterRecordInput | undefined
  readonly registerBroker?: RegisterBrokerRecordInput | undefined
  readonly brokerFencing?: BrokerFencingRecordInput | undefined
  readonly unregisterBroker?: UnregisterBrokerRecordInput | undefined
  readonly topic?: TopicRecordInput | undefined
  readonly removeTopic?: RemoveTopicRecordInput | undefined
  readonly partition?: PartitionRecordInput | undefined
  readonly config?: ConfigRecordInput | undefined
  readonly producerIds?: ProducerIdsRecordInput | undefined
  readonly quorumMember?: QuorumMemberRecordInput | undefined
  readonly removeQuorumMember?: RemoveQuorumMemberRecordInput | undefined
}
function sizeMetadataRecord(message: MetadataRecordInput): number {
  let size = 0
  if (message.cluster !== undefined) size += 1 + sizeNested(sizeClusterRecord(message.cluster))
  if (message.registerBroker !== undefined) size += 1 + sizeNested(sizeRegisterBrokerRecord(message.registerBroker))
  if (message.brokerFencing !== undefined) size += 1 + sizeNested(sizeBrokerFencingRecord(message.brokerFencing))
  if (message.unregisterBroker !== undefined) size += 1 + sizeNested(sizeUnregisterBrokerRecord(message.unregisterBroker))
  if (message.topic !== undefined) size += 1 + sizeNested(sizeTopicRecord(message.topic))
  if (message.removeTopic !== undefined) size += 1 + sizeNested(sizeRemoveTopicRecord(message.removeTopic))
  if (message.partition !== undefined) size += 1 + sizeNested(sizePartitionRecord(message.partition))
  if (message.config !== undefined) size += 1 + sizeNested(sizeConfigRecord(message.config))
  if (message.producerIds !== undefined) size += 1 + sizeNested(sizeProducerIdsRecord(message.producerIds))
  if (message.quorumMember !== undefined) size += 1 + sizeNested(sizeQuorumMemberRecord(message.quorumMember))
  if (message.removeQuorumMember !== undefined) size += 1 + sizeNested(sizeRemoveQuorumMemberRecord(message.removeQuorumMember))
  return size
}
function writeMetadataRecord(message: MetadataRecordInput, writer: WireWriter): void {
  if (message.cluster !== undefined) {
    writer.uint32(10).uint32(sizeClusterRecord(message.cluster))
    writeClusterRecord(message.cluster, writer)
  }
  if (message.registerBroker !== undefined) {
    writer.uint32(18).uint32(sizeRegisterBrokerRecord(message.registerBroker))
    writeRegisterBrokerRecord(message.registerBroker, writer)
  }
  if (message.brokerFencing !== undefined) {
    writer.uint32(26).uint32(sizeBrokerFencingRecord(message.brokerFencing))
    writeBrokerFencingRecord(message.brokerFencing, writer)
  }
  if (message.unregisterBroker !== undefined) {
    writer.uint32(34).uint32(sizeUnregisterBrokerRecord(message.unregisterBroker))
    writeUnregisterBrokerRecord(message.unregisterBroker, writer)
  }
  if (message.topic !== undefined) {
    writer.uint32(42).uint32(sizeTopicRecord(message.topic))
    writeTopicRecord(message.topic, writer)
  }
  if (message.removeTopic !== undefined) {
    writer.uint32(50).uint32(sizeRemoveTopicRecord(message.removeTopic))
    writeRemoveTopicRecord(message.removeTopic, writer)
  }
  if (message.partition !== undefined) {
    writer.uint32(58).uint32(sizePartitionRecord(message.partition))
    writePartitionRecord(message.partition, writer)
  }
  if (message.config !== undefined) {
    writer.uint32(66).uint32(sizeConfigRecord(message.config))
    writeConfigRecord(message.config, writer)
  }
  if (message.producerIds !== undefined) {
    writer.uint32(74).uint32(sizeProducerIdsRecord(message.producerIds))
    writeProducerIdsRecord(message.producerIds, writer)
  }
  if (message.quorumMember !== undefined) {
    writer.uint32(82).uint32(sizeQuorumMemberRecord(message.quorumMember))
    writeQuorumMemberRecord(message.quorumMember, writer)
  }
  if (message.removeQuorumMember !== undefined) {
    writer.uint32(90).uint32(sizeRemoveQuorumMemberRecord(message.removeQuorumMember))
    writeRemoveQuorumMemberRecord(message.removeQuorumMember, writer)
  }
}
function readMetadataRecord(reader: Reader, end: number): MetadataRecord {
  let cluster: ClusterRecord | undefined
  let registerBroker: RegisterBrokerRecord | undefined
  let brokerFencing: BrokerFencingRecord | undefined
  let unregisterBroker: UnregisterBrokerRecord | undefined
  let topic: TopicRecord | undefined
  let removeTopic: RemoveTopicRecord | undefined
  let partition: PartitionRecord | undefined
  let config: ConfigRecord | undefined
  let producerIds: ProducerIdsRecord | undefined
  let quorumMember: QuorumMemberRecord | undefined
  let removeQuorumMember: RemoveQuorumMemberRecord | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        cluster = readClusterRecord(reader, readEnd(reader))
        registerBroker = brokerFencing = unregisterBroker = topic = removeTopic = partition = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 18:
        registerBroker = readRegisterBrokerRecord(reader, readEnd(reader))
        cluster = brokerFencing = unregisterBroker = topic = removeTopic = partition = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 26:
        brokerFencing = readBrokerFencingRecord(reader, readEnd(reader))
        cluster = registerBroker = unregisterBroker = topic = removeTopic = partition = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 34:
        unregisterBroker = readUnregisterBrokerRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = topic = removeTopic = partition = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 42:
        topic = readTopicRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = removeTopic = partition = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 50:
        removeTopic = readRemoveTopicRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = topic = partition = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 58:
        partition = readPartitionRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = topic = removeTopic = config = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 66:
        config = readConfigRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = topic = removeTopic = partition = producerIds = quorumMember = removeQuorumMember = undefined
        break
      case 74:
        producerIds = readProducerIdsRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = topic = removeTopic = partition = config = quorumMember = removeQuorumMember = undefined
        break
      case 82:
        quorumMember = readQuorumMemberRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = topic = removeTopic = partition = config = producerIds = removeQuorumMember = undefined
        break
      case 90:
        removeQuorumMember = readRemoveQuorumMemberRecord(reader, readEnd(reader))
        cluster = registerBroker = brokerFencing = unregisterBroker = topic = removeTopic = partition = config = producerIds = quorumMember = undefined
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { cluster, registerBroker, brokerFencing, unregisterBroker, topic, removeTopic, partition, config, producerIds, quorumMember, removeQuorumMember }
}
export const MetadataRecord: Codec<MetadataRecord, MetadataRecordInput> = codec({ size: sizeMetadataRecord, write: writeMetadataRecord, read: readMetadataRecord })

/** One Raft entry's payload: its records take effect together. */
export interface MetadataBatch {
  readonly records: readonly MetadataRecord[]
}
export interface MetadataBatchInput {
  readonly records?: readonly MetadataRecordInput[] | undefined
}
function sizeMetadataBatch(message: MetadataBatchInput): number {
  let size = 0
  for (const one of message.records ?? []) size += 1 + sizeNested(sizeMetadataRecord(one))
  return size
}
function writeMetadataBatch(message: MetadataBatchInput, writer: WireWriter): void {
  for (const one of message.records ?? []) {
    writer.uint32(10).uint32(sizeMetadataRecord(one))
    writeMetadataRecord(one, writer)
  }
}
function readMetadataBatch(reader: Reader, end: number): MetadataBatch {
  const records: MetadataRecord[] = []
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        records.push(readMetadataRecord(reader, readEnd(reader)))
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { records }
}
export const MetadataBatch: Codec<MetadataBatch, MetadataBatchInput> = codec({ size: sizeMetadataBatch, write: writeMetadataBatch, read: readMetadataBatch })

export interface ClusterRecord {
  readonly clusterId: string
}
export interface ClusterRecordInput {
  readonly clusterId?: string | undefined
}
function sizeClusterRecord(message: ClusterRecordInput): number {
  let size = 0
  if (message.clusterId !== undefined && message.clusterId !== '') size += 1 + sizeString(message.clusterId)
  return size
}
function writeClusterRecord(message: ClusterRecordInput, writer: WireWriter): void {
  if (message.clusterId !== undefined && message.clusterId !== '') {
    writer.uint32(10).string(message.clusterId)
  }
}
function readClusterRecord(reader: Reader, end: number): ClusterRecord {
  let clusterId = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        clusterId = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { clusterId }
}
export const ClusterRecord: Codec<ClusterRecord, ClusterRecordInput> = codec({ size: sizeClusterRecord, write: writeClusterRecord, read: readClusterRecord })

export interface BrokerEndpoint {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly securityProtocol: string
}
export interface BrokerEndpointInput {
  readonly name?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly securityProtocol?: string | undefined
}
function sizeBrokerEndpoint(message: BrokerEndpointInput): number {
  let size = 0
  if (message.name !== undefined && message.name !== '') size += 1 + sizeString(message.name)
  if (message.host !== undefined && message.host !== '') size += 1 + sizeString(message.host)
  if (message.port !== undefined && message.port !== 0) size += 1 + sizeUint32(message.port)
  if (message.securityProtocol !== undefined && message.securityProtocol !== '') size += 1 + sizeString(message.securityProtocol)
  return size
}
function writeBrokerEndpoint(message: BrokerEndpointInput, writer: WireWriter): void {
  if (message.name !== undefined && message.name !== '') {
    writer.uint32(10).string(message.name)
  }
  if (message.host !== undefined && message.host !== '') {
    writer.uint32(18).string(message.host)
  }
  if (message.port !== undefined && message.port !== 0) {
    writer.uint32(24).uint32(message.port)
  }
  if (message.securityProtocol !== undefined && message.securityProtocol !== '') {
    writer.uint32(34).string(message.securityProtocol)
  }
}
function readBrokerEndpoint(reader: Reader, end: number): BrokerEndpoint {
  let name = ''
  let host = ''
  let port = 0
  let securityProtocol = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        name = reader.string()
        break
      case 18:
        host = reader.string()
        break
      case 24:
        port = reader.uint32()
        break
      case 34:
        securityProtocol = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { name, host, port, securityProtocol }
}
export const BrokerEndpoint: Codec<BrokerEndpoint, BrokerEndpointInput> = codec({ size: sizeBrokerEndpoint, write: writeBrokerEndpoint, read: readBrokerEndpoint })

export interface RegisterBrokerRecord {
  readonly brokerId: number
  readonly incarnationId: string
  /** Index in the metadata log; identifies this incarnation. */
  readonly brokerEpoch: number
  readonly endpoints: readonly BrokerEndpoint[]
  readonly rpcHost: string
  readonly rpcPort: number
  readonly rack: string
  readonly fenced: boolean
  readonly inControlledShutdown: boolean
  /** Identity of the data folder; empty = unknown. */
  readonly storageId: string
}
export interface RegisterBrokerRecordInput {
  readonly brokerId?: number | undefined
  readonly incarnationId?: string | undefined
  readonly brokerEpoch?: number | undefined
  readonly endpoints?: readonly BrokerEndpointInput[] | undefined
  readonly rpcHost?: string | undefined
  readonly rpcPort?: number | undefined
  readonly rack?: string | undefined
  readonly fenced?: boolean | undefined
  readonly inControlledShutdown?: boolean | undefined
  readonly storageId?: string | undefined
}
function sizeRegisterBrokerRecord(message: RegisterBrokerRecordInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.incarnationId !== undefined && message.incarnationId !== '') size += 1 + sizeString(message.incarnationId)
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  for (const one of message.endpoints ?? []) size += 1 + sizeNested(sizeBrokerEndpoint(one))
  if (message.rpcHost !== undefined && message.rpcHost !== '') size += 1 + sizeString(message.rpcHost)
  if (message.rpcPort !== undefined && message.rpcPort !== 0) size += 1 + sizeUint32(message.rpcPort)
  if (message.rack !== undefined && message.rack !== '') size += 1 + sizeString(message.rack)
  if (message.fenced !== undefined && message.fenced !== false) size += 1 + 1
  if (message.inControlledShutdown !== undefined && message.inControlledShutdown !== false) size += 1 + 1
  if (message.storageId !== undefined && message.storageId !== '') size += 1 + sizeString(message.storageId)
  return size
}
function writeRegisterBrokerRecord(message: RegisterBrokerRecordInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.incarnationId !== undefined && message.incarnationId !== '') {
    writer.uint32(18).string(message.incarnationId)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(24).sint64(message.brokerEpoch)
  }
  for (const one of message.endpoints ?? []) {
    writer.uint32(34).uint32(sizeBrokerEndpoint(one))
    writeBrokerEndpoint(one, writer)
  }
  if (message.rpcHost !== undefined && message.rpcHost !== '') {
    writer.uint32(42).string(message.rpcHost)
  }
  if (message.rpcPort !== undefined && message.rpcPort !== 0) {
    writer.uint32(48).uint32(message.rpcPort)
  }
  if (message.rack !== undefined && message.rack !== '') {
    writer.uint32(58).string(message.rack)
  }
  if (message.fenced !== undefined && message.fenced !== false) {
    writer.uint32(64).bool(message.fenced)
  }
  if (message.inControlledShutdown !== undefined && message.inControlledShutdown !== false) {
    writer.uint32(72).bool(message.inControlledShutdown)
  }
  if (message.storageId !== undefined && message.storageId !== '') {
    writer.uint32(82).string(message.storageId)
  }
}
function readRegisterBrokerRecord(reader: Reader, end: number): RegisterBrokerRecord {
  let brokerId = 0
  let incarnationId = ''
  let brokerEpoch = 0
  const endpoints: BrokerEndpoint[] = []
  let rpcHost = ''
  let rpcPort = 0
  let rack = ''
  let fenced = false
  let inControlledShutdown = false
  let storageId = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        brokerId = reader.int32()
        break
      case 18:
        incarnationId = reader.string()
        break
      case 24:
        brokerEpoch = readSint64(reader)
        break
      case 34:
        endpoints.push(readBrokerEndpoint(reader, readEnd(reader)))
        break
      case 42:
        rpcHost = reader.string()
        break
      case 48:
        rpcPort = reader.uint32()
        break
      case 58:
        rack = reader.string()
        break
      case 64:
        fenced = reader.bool()
        break
      case 72:
        inControlledShutdown = reader.bool()
        break
      case 82:
        storageId = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerId, incarnationId, brokerEpoch, endpoints, rpcHost, rpcPort, rack, fenced, inControlledShutdown, storageId }
}
export const RegisterBrokerRecord: Codec<RegisterBrokerRecord, RegisterBrokerRecordInput> = codec({ size: sizeRegisterBrokerRecord, write: writeRegisterBrokerRecord, read: readRegisterBrokerRecord })

export interface BrokerFencingRecord {
  readonly brokerId: number
  readonly brokerEpoch: number
  readonly fenced: boolean
  readonly inControlledShutdown: boolean
}
export interface BrokerFencingRecordInput {
  readonly brokerId?: number | undefined
  readonly brokerEpoch?: number | undefined
  readonly fenced?: boolean | undefined
  readonly inControlledShutdown?: boolean | undefined
}
function sizeBrokerFencingRecord(message: BrokerFencingRecordInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  if (message.fenced !== undefined && message.fenced !== false) size += 1 + 1
  if (message.inControlledShutdown !== undefined && message.inControlledShutdown !== false) size += 1 + 1
  return size
}
function writeBrokerFencingRecord(message: BrokerFencingRecordInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(16).sint64(message.brokerEpoch)
  }
  if (message.fenced !== undefined && message.fenced !== false) {
    writer.uint32(24).bool(message.fenced)
  }
  if (message.inControlledShutdown !== undefined && message.inControlledShutdown !== false) {
    writer.uint32(32).bool(message.inControlledShutdown)
  }
}
function readBrokerFencingRecord(reader: Reader, end: number): BrokerFencingRecord {
  let brokerId = 0
  let brokerEpoch = 0
  let fenced = false
  let inControlledShutdown = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        brokerId = reader.int32()
        break
      case 16:
        brokerEpoch = readSint64(reader)
        break
      case 24:
        fenced = reader.bool()
        break
      case 32:
        inControlledShutdown = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerId, brokerEpoch, fenced, inControlledShutdown }
}
export const BrokerFencingRecord: Codec<BrokerFencingRecord, BrokerFencingRecordInput> = codec({ size: sizeBrokerFencingRecord, write: writeBrokerFencingRecord, read: readBrokerFencingRecord })

export interface UnregisterBrokerRecord {
  readonly brokerId: number
  readonly brokerEpoch: number
}
export interface UnregisterBrokerRecordInput {
  readonly brokerId?: number | undefined
  readonly brokerEpoch?: number | undefined
}
function sizeUnregisterBrokerRecord(message: UnregisterBrokerRecordInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  return size
}
function writeUnregisterBrokerRecord(message: UnregisterBrokerRecordInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(16).sint64(message.brokerEpoch)
  }
}
function readUnregisterBrokerRecord(reader: Reader, end: number): UnregisterBrokerRecord {
  let brokerId = 0
  let brokerEpoch = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        brokerId = reader.int32()
        break
      case 16:
        brokerEpoch = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerId, brokerEpoch }
}
export const UnregisterBrokerRecord: Codec<UnregisterBrokerRecord, UnregisterBrokerRecordInput> = codec({ size: sizeUnregisterBrokerRecord, write: writeUnregisterBrokerRecord, read: readUnregisterBrokerRecord })

export interface TopicRecord {
  readonly topicId: string
  readonly name: string
}
export interface TopicRecordInput {
  readonly topicId?: string | undefined
  readonly name?: string | undefined
}
function sizeTopicRecord(message: TopicRecordInput): number {
  let size = 0
  if (message.topicId !== undefined && message.topicId !== '') size += 1 + sizeString(message.topicId)
  if (message.name !== undefined && message.name !== '') size += 1 + sizeString(message.name)
  return size
}
function writeTopicRecord(message: TopicRecordInput, writer: WireWriter): void {
  if (message.topicId !== undefined && message.topicId !== '') {
    writer.uint32(10).string(message.topicId)
  }
  if (message.name !== undefined && message.name !== '') {
    writer.uint32(18).string(message.name)
  }
}
function readTopicRecord(reader: Reader, end: number): TopicRecord {
  let topicId = ''
  let name = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        topicId = reader.string()
        break
      case 18:
        name = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { topicId, name }
}
export const TopicRecord: Codec<TopicRecord, TopicRecordInput> = codec({ size: sizeTopicRecord, write: writeTopicRecord, read: readTopicRecord })

export interface RemoveTopicRecord {
  readonly topicId: string
}
export interface RemoveTopicRecordInput {
  readonly topicId?: string | undefined
}
function sizeRemoveTopicRecord(message: RemoveTopicRecordInput): number {
  let size = 0
  if (message.topicId !== undefined && message.topicId !== '') size += 1 + sizeString(message.topicId)
  return size
}
function writeRemoveTopicRecord(message: RemoveTopicRecordInput, writer: WireWriter): void {
  if (message.topicId !== undefined && message.topicId !== '') {
    writer.uint32(10).string(message.topicId)
  }
}
function readRemoveTopicRecord(reader: Reader, end: number): RemoveTopicRecord {
  let topicId = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        topicId = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { topicId }
}
export const RemoveTopicRecord: Codec<RemoveTopicRecord, RemoveTopicRecordInput> = codec({ size: sizeRemoveTopicRecord, write: writeRemoveTopicRecord, read: readRemoveTopicRecord })

/**
 * The whole state of a partition, new or changed. partition_epoch grows by one with each change; leader_epoch with each that
 * changes the leader.
 */
export interface PartitionRecord {
  readonly topicId: string
  readonly partition: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly elr: readonly number[]
  readonly lastKnownElr: readonly number[]
  /** -1 = none */
  readonly leader: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
}
export interface PartitionRecordInput {
  readonly topicId?: string | undefined
  readonly partition?: number | undefined
  readonly replicas?: readonly number[] | undefined
  readonly isr?: readonly number[] | undefined
  readonly elr?: readonly number[] | undefined
  readonly lastKnownElr?: readonly number[] | undefined
  readonly leader?: number | undefined
  readonly leaderEpoch?: number | undefined
  readonly partitionEpoch?: number | undefined
}
function sizePartitionRecord(message: PartitionRecordInput): number {
  let size = 0
  if (message.topicId !== undefined && message.topicId !== '') size += 1 + sizeString(message.topicId)
  if (message.partition !== undefined && message.partition !== 0) size += 1 + sizeInt32(message.partition)
  if (message.replicas !== undefined && message.replicas.length > 0) size += 1 + sizeNested(sizePacked(message.replicas, sizeInt32))
  if (message.isr !== undefined && message.isr.length > 0) size += 1 + sizeNested(sizePacked(message.isr, sizeInt32))
  if (message.elr !== undefined && message.elr.length > 0) size += 1 + sizeNested(sizePacked(message.elr, sizeInt32))
  if (message.lastKnownElr !== undefined && message.lastKnownElr.length > 0) size += 1 + sizeNested(sizePacked(message.lastKnownElr, sizeInt32))
  if (message.leader !== undefined && message.leader !== 0) size += 1 + sizeSint32(message.leader)
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) size += 1 + sizeSint32(message.leaderEpoch)
  if (message.partitionEpoch !== undefined && message.partitionEpoch !== 0) size += 1 + sizeSint32(message.partitionEpoch)
  return size
}
function writePartitionRecord(message: PartitionRecordInput, writer: WireWriter): void {
  if (message.topicId !== undefined && message.topicId !== '') {
    writer.uint32(10).string(message.topicId)
  }
  if (message.partition !== undefined && message.partition !== 0) {
    writer.uint32(16).int32(message.partition)
  }
  if (message.replicas !== undefined && message.replicas.length > 0) {
    writer.uint32(26).uint32(sizePacked(message.replicas, sizeInt32))
    for (const one of message.replicas) writer.int32(one)
  }
  if (message.isr !== undefined && message.isr.length > 0) {
    writer.uint32(34).uint32(sizePacked(message.isr, sizeInt32))
    for (const one of message.isr) writer.int32(one)
  }
  if (message.elr !== undefined && message.elr.length > 0) {
    writer.uint32(42).uint32(sizePacked(message.elr, sizeInt32))
    for (const one of message.elr) writer.int32(one)
  }
  if (message.lastKnownElr !== undefined && message.lastKnownElr.length > 0) {
    writer.uint32(50).uint32(sizePacked(message.lastKnownElr, sizeInt32))
    for (const one of message.lastKnownElr) writer.int32(one)
  }
  if (message.leader !== undefined && message.leader !== 0) {
    writer.uint32(56).sint32(message.leader)
  }
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) {
    writer.uint32(64).sint32(message.leaderEpoch)
  }
  if (message.partitionEpoch !== undefined && message.partitionEpoch !== 0) {
    writer.uint32(72).sint32(message.partitionEpoch)
  }
}
function readPartitionRecord(reader: Reader, end: number): PartitionRecord {
  let topicId = ''
  let partition = 0
  const replicas: number[] = []
  const isr: number[] = []
  const elr: number[] = []
  const lastKnownElr: number[] = []
  let leader = 0
  let leaderEpoch = 0
  let partitionEpoch = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        topicId = reader.string()
        break
      case 16:
        partition = reader.int32()
        break
      case 24:
        replicas.push(reader.int32())
        break
      case 26:
        for (const stop = readEnd(reader); reader.pos < stop; ) replicas.push(reader.int32())
        break
      case 32:
        isr.push(reader.int32())
        break
      case 34:
        for (const stop = readEnd(reader); reader.pos < stop; ) isr.push(reader.int32())
        break
      case 40:
        elr.push(reader.int32())
        break
      case 42:
        for (const stop = readEnd(reader); reader.pos < stop; ) elr.push(reader.int32())
        break
      case 48:
        lastKnownElr.push(reader.int32())
        break
      case 50:
        for (const stop = readEnd(reader); reader.pos < stop; ) lastKnownElr.push(reader.int32())
        break
      case 56:
        leader = reader.sint32()
        break
      case 64:
        leaderEpoch = reader.sint32()
        break
      case 72:
        partitionEpoch = reader.sint32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { topicId, partition, replicas, isr, elr, lastKnownElr, leader, leaderEpoch, partitionEpoch }
}
export const PartitionRecord: Codec<PartitionRecord, PartitionRecordInput> = codec({ size: sizePartitionRecord, write: writePartitionRecord, read: readPartitionRecord })

export interface ConfigRecord {
  /** Kafka's ConfigResource type: 2 topic, 4 broker, 32 group. */
  readonly resourceType: number
  /** Empty for the cluster-wide broker default. */
  readonly resourceName: string
  readonly key: string
  readonly value: string | undefined
}
export interface ConfigRecordInput {
  readonly resourceType?: number | undefined
  readonly resourceName?: string | undefined
  readonly key?: string | undefined
  readonly value?: string | undefined
}
function sizeConfigRecord(message: ConfigRecordInput): number {
  let size = 0
  if (message.resourceType !== undefined && message.resourceType !== 0) size += 1 + sizeInt32(message.resourceType)
  if (message.resourceName !== undefined && message.resourceName !== '') size += 1 + sizeString(message.resourceName)
  if (message.key !== undefined && message.key !== '') size += 1 + sizeString(message.key)
  if (message.value !== undefined) size += 1 + sizeString(message.value)
  return size
}
function writeConfigRecord(message: ConfigRecordInput, writer: WireWriter): void {
  if (message.resourceType !== undefined && message.resourceType !== 0) {
    writer.uint32(8).int32(message.resourceType)
  }
  if (message.resourceName !== undefined && message.resourceName !== '') {
    writer.uint32(18).string(message.resourceName)
  }
  if (message.key !== undefined && message.key !== '') {
    writer.uint32(26).string(message.key)
  }
  if (message.value !== undefined) {
    writer.uint32(34).string(message.value)
  }
}
function readConfigRecord(reader: Reader, end: number): ConfigRecord {
  let resourceType = 0
  let resourceName = ''
  let key = ''
  let value: string | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        resourceType = reader.int32()
        break
      case 18:
        resourceName = reader.string()
        break
      case 26:
        key = reader.string()
        break
      case 34:
        value = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { resourceType, resourceName, key, value }
}
export const ConfigRecord: Codec<ConfigRecord, ConfigRecordInput> = codec({ size: sizeConfigRecord, write: writeConfigRecord, read: readConfigRecord })

/**
 * A node that holds a copy of the metadata log, as the data folder that it holds it in (KIP-853). Replaces what was known of
 * the node. Who votes at present is a matter of Raft's own membership.
 */
export interface QuorumMemberRecord {
  readonly nodeId: number
  /** directory.id of its meta.properties; empty = unknown. */
  readonly directoryId: string
  /** Address of its gRPC server. */
  readonly host: string
  readonly port: number
  /** Votes, or shall as soon as it has caught up. */
  readonly voter: boolean
}
export interface QuorumMemberRecordInput {
  readonly nodeId?: number | undefined
  readonly directoryId?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly voter?: boolean | undefined
}
function sizeQuorumMemberRecord(message: QuorumMemberRecordInput): number {
  let size = 0
  if (message.nodeId !== undefined && message.nodeId !== 0) size += 1 + sizeInt32(message.nodeId)
  if (message.directoryId !== undefined && message.directoryId !== '') size += 1 + sizeString(message.directoryId)
  if (message.host !== undefined && message.host !== '') size += 1 + sizeString(message.host)
  if (message.port !== undefined && message.port !== 0) size += 1 + sizeUint32(message.port)
  if (message.voter !== undefined && message.voter !== false) size += 1 + 1
  return size
}
function writeQuorumMemberRecord(message: QuorumMemberRecordInput, writer: WireWriter): void {
  if (message.nodeId !== undefined && message.nodeId !== 0) {
    writer.uint32(8).int32(message.nodeId)
  }
  if (message.directoryId !== undefined && message.directoryId !== '') {
    writer.uint32(18).string(message.directoryId)
  }
  if (message.host !== undefined && message.host !== '') {
    writer.uint32(26).string(message.host)
  }
  if (message.port !== undefined && message.port !== 0) {
    writer.uint32(32).uint32(message.port)
  }
  if (message.voter !== undefined && message.voter !== false) {
    writer.uint32(40).bool(message.voter)
  }
}
function readQuorumMemberRecord(reader: Reader, end: number): QuorumMemberRecord {
  let nodeId = 0
  let directoryId = ''
  let host = ''
  let port = 0
  let voter = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        nodeId = reader.int32()
        break
      case 18:
        directoryId = reader.string()
        break
      case 26:
        host = reader.string()
        break
      case 32:
        port = reader.uint32()
        break
      case 40:
        voter = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { nodeId, directoryId, host, port, voter }
}
export const QuorumMemberRecord: Codec<QuorumMemberRecord, QuorumMemberRecordInput> = codec({ size: sizeQuorumMemberRecord, write: writeQuorumMemberRecord, read: readQuorumMemberRecord })

export interface RemoveQuorumMemberRecord {
  readonly nodeId: number
}
export interface RemoveQuorumMemberRecordInput {
  readonly nodeId?: number | undefined
}
function sizeRemoveQuorumMemberRecord(message: RemoveQuorumMemberRecordInput): number {
  let size = 0
  if (message.nodeId !== undefined && message.nodeId !== 0) size += 1 + sizeInt32(message.nodeId)
  return size
}
function writeRemoveQuorumMemberRecord(message: RemoveQuorumMemberRecordInput, writer: WireWriter): void {
  if (message.nodeId !== undefined && message.nodeId !== 0) {
    writer.uint32(8).int32(message.nodeId)
  }
}
function readRemoveQuorumMemberRecord(reader: Reader, end: number): RemoveQuorumMemberRecord {
  let nodeId = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        nodeId = reader.int32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { nodeId }
}
export const RemoveQuorumMemberRecord: Codec<RemoveQuorumMemberRecord, RemoveQuorumMemberRecordInput> = codec({ size: sizeRemoveQuorumMemberRecord, write: writeRemoveQuorumMemberRecord, read: readRemoveQuorumMemberRecord })

/** All producer ids below `next_producer_id` have been handed out in blocks. */
export interface ProducerIdsRecord {
  readonly nextProducerId: number
}
export interface ProducerIdsRecordInput {
  readonly nextProducerId?: number | undefined
}
function sizeProducerIdsRecord(message: ProducerIdsRecordInput): number {
  let size = 0
  if (message.nextProducerId !== undefined && message.nextProducerId !== 0) size += 1 + sizeSint64(message.nextProducerId)
  return size
}
function writeProducerIdsRecord(message: ProducerIdsRecordInput, writer: WireWriter): void {
  if (message.nextProducerId !== undefined && message.nextProducerId !== 0) {
    writer.uint32(8).sint64(message.nextProducerId)
  }
}
function readProducerIdsRecord(reader: Reader, end: number): ProducerIdsRecord {
  let nextProducerId = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        nextProducerId = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { nextProducerId }
}
export const ProducerIdsRecord: Codec<ProducerIdsRecord, ProducerIdsRecordInput> = codec({ size: sizeProducerIdsRecord, write: writeProducerIdsRecord, read: readProducerIdsRecord })
