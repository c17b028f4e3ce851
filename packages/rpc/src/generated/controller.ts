// Generated from proto/controller.proto by `npm run -w @gregor/rpc generate`. Do not edit.
import type { Reader } from 'protobufjs/minimal.js'
import { codec, type Codec } from '../wire/codec.ts'
import { checkEnd, noBytes, readBytes, readEnd, readSint64 } from '../wire/wire-reader.ts'
import { sizeBytes, sizeInt32, sizeNested, sizePacked, sizeSint32, sizeSint64, sizeString, sizeUint32, type WireWriter } from '../wire/wire-writer.ts'

export interface BrokerMessage {
  readonly register: Register | undefined
  readonly heartbeat: Heartbeat | undefined
}
export interface BrokerMessageInput {
  readonly register?: RegisterInput | undefined
  readonly heartbeat?: HeartbeatInput | undefined
}
function sizeBrokerMessage(message: BrokerMessageInput): number {
  let size = 0
  if (message.register !== undefined) size += 1 + sizeNested(sizeRegister(message.register))
  if (message.heartbeat !== undefined) size += 1 + sizeNested(sizeHeartbeat(message.heartbeat))
  return size
}
function writeBrokerMessage(message: BrokerMessageInput, writer: WireWriter): void {
  if (message.register !== undefined) {
    writer.uint32(10).uint32(sizeRegister(message.register))
    writeRegister(message.register, writer)
  }
  if (message.heartbeat !== undefined) {
    writer.uint32(18).uint32(sizeHeartbeat(message.heartbeat))
    writeHeartbeat(message.heartbeat, writer)
  }
}
function readBrokerMessage(reader: Reader, end: number): BrokerMessage {
  let register: Register | undefined
  let heartbeat: Heartbeat | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        register = readRegister(reader, readEnd(reader))
        heartbeat = undefined
        break
      case 18:
        heartbeat = readHeartbeat(reader, readEnd(reader))
        register = undefined
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { register, heartbeat }
}
export const BrokerMessage: Codec<BrokerMessage, BrokerMessageInput> = codec({ size: sizeBrokerMessage, write: writeBrokerMessage, read: readBrokerMessage })

export interface Listener {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly securityProtocol: string
}
export interface ListenerInput {
  readonly name?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly securityProtocol?: string | undefined
}
function sizeListener(message: ListenerInput): number {
  let size = 0
  if (message.name !== undefined && message.name !== '') size += 1 + sizeString(message.name)
  if (message.host !== undefined && message.host !== '') size += 1 + sizeString(message.host)
  if (message.port !== undefined && message.port !== 0) size += 1 + sizeUint32(message.port)
  if (message.securityProtocol !== undefined && message.securityProtocol !== '') size += 1 + sizeString(message.securityProtocol)
  return size
}
function writeListener(message: ListenerInput, writer: WireWriter): void {
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
function readListener(reader: Reader, end: number): Listener {
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
export const Listener: Codec<Listener, ListenerInput> = codec({ size: sizeListener, write: writeListener, read: readListener })

export interface Register {
  readonly brokerId: number
  /** Uuid of this process start, 22 characters of URL-safe base64. */
  readonly incarnationId: string
  /** Address of this broker's gRPC server. */
  readonly rpcHost: string
  readonly rpcPort: number
  readonly listeners: readonly Listener[]
  /** Empty = none. */
  readonly rack: string
  /** Epoch of the previous incarnation when its shutdown was clean (its logs can be trusted), else -1 (KIP-966). */
  readonly previousBrokerEpoch: number
  /**
   * Identity of the data folder (directory.id of meta.properties): another one than before means that the old data are gone.
   * Empty = unknown.
   */
  readonly storageId: string
}
export interface RegisterInput {
  readonly brokerId?: number | undefined
  readonly incarnationId?: string | undefined
  readonly rpcHost?: string | undefined
  readonly rpcPort?: number | undefined
  readonly listeners?: readonly ListenerInput[] | undefined
  readonly rack?: string | undefined
  readonly previousBrokerEpoch?: number | undefined
  readonly storageId?: string | undefined
}
function sizeRegister(message: RegisterInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.incarnationId !== undefined && message.incarnationId !== '') size += 1 + sizeString(message.incarnationId)
  if (message.rpcHost !== undefined && message.rpcHost !== '') size += 1 + sizeString(message.rpcHost)
  if (message.rpcPort !== undefined && message.rpcPort !== 0) size += 1 + sizeUint32(message.rpcPort)
  for (const one of message.listeners ?? []) size += 1 + sizeNested(sizeListener(one))
  if (message.rack !== undefined && message.rack !== '') size += 1 + sizeString(message.rack)
  if (message.previousBrokerEpoch !== undefined && message.previousBrokerEpoch !== 0) size += 1 + sizeSint64(message.previousBrokerEpoch)
  if (message.storageId !== undefined && message.storageId !== '') size += 1 + sizeString(message.storageId)
  return size
}
function writeRegister(message: RegisterInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.incarnationId !== undefined && message.incarnationId !== '') {
    writer.uint32(18).string(message.incarnationId)
  }
  if (message.rpcHost !== undefined && message.rpcHost !== '') {
    writer.uint32(26).string(message.rpcHost)
  }
  if (message.rpcPort !== undefined && message.rpcPort !== 0) {
    writer.uint32(32).uint32(message.rpcPort)
  }
  for (const one of message.listeners ?? []) {
    writer.uint32(42).uint32(sizeListener(one))
    writeListener(one, writer)
  }
  if (message.rack !== undefined && message.rack !== '') {
    writer.uint32(50).string(message.rack)
  }
  if (message.previousBrokerEpoch !== undefined && message.previousBrokerEpoch !== 0) {
    writer.uint32(56).sint64(message.previousBrokerEpoch)
  }
  if (message.storageId !== undefined && message.storageId !== '') {
    writer.uint32(66).string(message.storageId)
  }
}
function readRegister(reader: Reader, end: number): Register {
  let brokerId = 0
  let incarnationId = ''
  let rpcHost = ''
  let rpcPort = 0
  const listeners: Listener[] = []
  let rack = ''
  let previousBrokerEpoch = 0
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
      case 26:
        rpcHost = reader.string()
        break
      case 32:
        rpcPort = reader.uint32()
        break
      case 42:
        listeners.push(readListener(reader, readEnd(reader)))
        break
      case 50:
        rack = reader.string()
        break
      case 56:
        previousBrokerEpoch = readSint64(reader)
        break
      case 66:
        storageId = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerId, incarnationId, rpcHost, rpcPort, listeners, rack, previousBrokerEpoch, storageId }
}
export const Register: Codec<Register, RegisterInput> = codec({ size: sizeRegister, write: writeRegister, read: readRegister })

export interface Heartbeat {
  readonly brokerEpoch: number
  /** Metadata log index up to which this broker has applied. */
  readonly appliedIndex: number
  /** Moves leaderships away and asks to be let go (controlled shutdown). */
  readonly wantShutdown: boolean
}
export interface HeartbeatInput {
  readonly brokerEpoch?: number | undefined
  readonly appliedIndex?: number | undefined
  readonly wantShutdown?: boolean | undefined
}
function sizeHeartbeat(message: HeartbeatInput): number {
  let size = 0
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  if (message.appliedIndex !== undefined && message.appliedIndex !== 0) size += 1 + sizeSint64(message.appliedIndex)
  if (message.wantShutdown !== undefined && message.wantShutdown !== false) size += 1 + 1
  return size
}
function writeHeartbeat(message: HeartbeatInput, writer: WireWriter): void {
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(8).sint64(message.brokerEpoch)
  }
  if (message.appliedIndex !== undefined && message.appliedIndex !== 0) {
    writer.uint32(16).sint64(message.appliedIndex)
  }
  if (message.wantShutdown !== undefined && message.wantShutdown !== false) {
    writer.uint32(24).bool(message.wantShutdown)
  }
}
function readHeartbeat(reader: Reader, end: number): Heartbeat {
  let brokerEpoch = 0
  let appliedIndex = 0
  let wantShutdown = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        brokerEpoch = readSint64(reader)
        break
      case 16:
        appliedIndex = readSint64(reader)
        break
      case 24:
        wantShutdown = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerEpoch, appliedIndex, wantShutdown }
}
export const Heartbeat: Codec<Heartbeat, HeartbeatInput> = codec({ size: sizeHeartbeat, write: writeHeartbeat, read: readHeartbeat })

export interface ControllerMessage {
  readonly registered: Registered | undefined
  readonly heartbeat: HeartbeatReply | undefined
  readonly refused: Refused | undefined
}
export interface ControllerMessageInput {
  readonly registered?: RegisteredInput | undefined
  readonly heartbeat?: HeartbeatReplyInput | undefined
  readonly refused?: RefusedInput | undefined
}
function sizeControllerMessage(message: ControllerMessageInput): number {
  let size = 0
  if (message.registered !== undefined) size += 1 + sizeNested(sizeRegistered(message.registered))
  if (message.heartbeat !== undefined) size += 1 + sizeNested(sizeHeartbeatReply(message.heartbeat))
  if (message.refused !== undefined) size += 1 + sizeNested(sizeRefused(message.refused))
  return size
}
function writeControllerMessage(message: ControllerMessageInput, writer: WireWriter): void {
  if (message.registered !== undefined) {
    writer.uint32(10).uint32(sizeRegistered(message.registered))
    writeRegistered(message.registered, writer)
  }
  if (message.heartbeat !== undefined) {
    writer.uint32(18).uint32(sizeHeartbeatReply(message.heartbeat))
    writeHeartbeatReply(message.heartbeat, writer)
  }
  if (message.refused !== undefined) {
    writer.uint32(26).uint32(sizeRefused(message.refused))
    writeRefused(message.refused, writer)
  }
}
function readControllerMessage(reader: Reader, end: number): ControllerMessage {
  let registered: Registered | undefined
  let heartbeat: HeartbeatReply | undefined
  let refused: Refused | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        registered = readRegistered(reader, readEnd(reader))
        heartbeat = refused = undefined
        break
      case 18:
        heartbeat = readHeartbeatReply(reader, readEnd(reader))
        registered = refused = undefined
        break
      case 26:
        refused = readRefused(reader, readEnd(reader))
        registered = heartbeat = undefined
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { registered, heartbeat, refused }
}
export const ControllerMessage: Codec<ControllerMessage, ControllerMessageInput> = codec({ size: sizeControllerMessage, write: writeControllerMessage, read: readControllerMessage })

export interface Registered {
  readonly brokerEpoch: number
}
export interface RegisteredInput {
  readonly brokerEpoch?: number | undefined
}
function sizeRegistered(message: RegisteredInput): number {
  let size = 0
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  return size
}
function writeRegistered(message: RegisteredInput, writer: WireWriter): void {
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(8).sint64(message.brokerEpoch)
  }
}
function readRegistered(reader: Reader, end: number): Registered {
  let brokerEpoch = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        brokerEpoch = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerEpoch }
}
export const Registered: Codec<Registered, RegisteredInput> = codec({ size: sizeRegistered, write: writeRegistered, read: readRegistered })

export interface HeartbeatReply {
  readonly fenced: boolean
  /** Controlled shutdown: no leadership is left here; the broker may stop. */
  readonly mayShutDown: boolean
  /** The controller's clock, milliseconds since 1970: brokers warn of clocks that are far apart. 0 = not told. */
  readonly wallMs: number
}
export interface HeartbeatReplyInput {
  readonly fenced?: boolean | undefined
  readonly mayShutDown?: boolean | undefined
  readonly wallMs?: number | undefined
}
function sizeHeartbeatReply(message: HeartbeatReplyInput): number {
  let size = 0
  if (message.fenced !== undefined && message.fenced !== false) size += 1 + 1
  if (message.mayShutDown !== undefined && message.mayShutDown !== false) size += 1 + 1
  if (message.wallMs !== undefined && message.wallMs !== 0) size += 1 + sizeSint64(message.wallMs)
  return size
}
function writeHeartbeatReply(message: HeartbeatReplyInput, writer: WireWriter): void {
  if (message.fenced !== undefined && message.fenced !== false) {
    writer.uint32(8).bool(message.fenced)
  }
  if (message.mayShutDown !== undefined && message.mayShutDown !== false) {
    writer.uint32(16).bool(message.mayShutDown)
  }
  if (message.wallMs !== undefined && message.wallMs !== 0) {
    writer.uint32(24).sint64(message.wallMs)
  }
}
function readHeartbeatReply(reader: Reader, end: number): HeartbeatReply {
  let fenced = false
  let mayShutDown = false
  let wallMs = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        fenced = reader.bool()
        break
      case 16:
        mayShutDown = reader.bool()
        break
      case 24:
        wallMs = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { fenced, mayShutDown, wallMs }
}
export const HeartbeatReply: Codec<HeartbeatReply, HeartbeatReplyInput> = codec({ size: sizeHeartbeatReply, write: writeHeartbeatReply, read: readHeartbeatReply })

/** The session ends after it. */
export interface Refused {
  readonly errorCode: number
  readonly errorMessage: string
  /** The active controller as far as known; -1 = unknown. */
  readonly leaderId: number
}
export interface RefusedInput {
  readonly errorCode?: number | undefined
  readonly errorMessage?: string | undefined
  readonly leaderId?: number | undefined
}
function sizeRefused(message: RefusedInput): number {
  let size = 0
  if (message.errorCode !== undefined && message.errorCode !== 0) size += 1 + sizeInt32(message.errorCode)
  if (message.errorMessage !== undefined && message.errorMessage !== '') size += 1 + sizeString(message.errorMessage)
  if (message.leaderId !== undefined && message.leaderId !== 0) size += 1 + sizeSint32(message.leaderId)
  return size
}
function writeRefused(message: RefusedInput, writer: WireWriter): void {
  if (message.errorCode !== undefined && message.errorCode !== 0) {
    writer.uint32(8).int32(message.errorCode)
  }
  if (message.errorMessage !== undefined && message.errorMessage !== '') {
    writer.uint32(18).string(message.errorMessage)
  }
  if (message.leaderId !== undefined && message.leaderId !== 0) {
    writer.uint32(24).sint32(message.leaderId)
  }
}
function readRefused(reader: Reader, end: number): Refused {
  let errorCode = 0
  let errorMessage = ''
  let leaderId = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        errorCode = reader.int32()
        break
      case 18:
        errorMessage = reader.string()
        break
      case 24:
        leaderId = reader.sint32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { errorCode, errorMessage, leaderId }
}
export const Refused: Codec<Refused, RefusedInput> = codec({ size: sizeRefused, write: writeRefused, read: readRefused })

export interface CallRequest {
  readonly alterPartition: AlterPartitionRequest | undefined
  readonly allocateProducerIds: AllocateProducerIdsRequest | undefined
  /** An admin request of a Kafka client, as it came, for the active controller. */
  readonly forward: ForwardRequest | undefined
  readonly peerDown: PeerDownRequest | undefined
  /** Answered by every node, active or not, and before its Raft runs. */
  readonly quorumState: QuorumStateRequest | undefined
  readonly joinQuorum: JoinQuorumRequest | undefined
  /** Answered by every broker, active controller or not. */
  readonly brokerRequest: BrokerRequest | undefined
}
export interface CallRequestInput {
  readonly alterPartition?: AlterPartitionRequestInput | undefined
  readonly allocateProducerIds?: AllocateProducerIdsRequestInput | undefined
  readonly forward?: ForwardRequestInput | undefined
  readonly peerDown?: PeerDownRequestInput | undefined
  readonly quorumState?: QuorumStateRequestInput | undefined
  readonly joinQuorum?: JoinQuorumRequestInput | undefined
  readonly brokerRequest?: BrokerRequestInput | undefined
}
function sizeCallRequest(message: CallRequestInput): number {
  let size = 0
  if (message.alterPartition !== undefined) size += 1 + sizeNested(sizeAlterPartitionRequest(message.alterPartition))
  if (message.allocateProducerIds !== undefined) size += 1 + sizeNested(sizeAllocateProducerIdsRequest(message.allocateProducerIds))
  if (message.forward !== undefined) size += 1 + sizeNested(sizeForwardRequest(message.forward))
  if (message.peerDown !== undefined) size += 1 + sizeNested(sizePeerDownRequest(message.peerDown))
  if (message.quorumState !== undefined) size += 1 + sizeNested(sizeQuorumStateRequest(message.quorumState))
  if (message.joinQuorum !== undefined) size += 1 + sizeNested(sizeJoinQuorumRequest(message.joinQuorum))
  if (message.brokerRequest !== undefined) size += 1 + sizeNested(sizeBrokerRequest(message.brokerRequest))
  return size
}
function writeCallRequest(message: CallRequestInput, writer: WireWriter): void {
  if (message.alterPartition !== undefined) {
    writer.uint32(10).uint32(sizeAlterPartitionRequest(message.alterPartition))
    writeAlterPartitionRequest(message.alterPartition, writer)
  }
  if (message.allocateProducerIds !== undefined) {
    writer.uint32(18).uint32(sizeAllocateProducerIdsRequest(message.allocateProducerIds))
    writeAllocateProducerIdsRequest(message.allocateProducerIds, writer)
  }
  if (message.forward !== undefined) {
    writer.uint32(26).uint32(sizeForwardRequest(message.forward))
    writeForwardRequest(message.forward, writer)
  }
  if (message.peerDown !== undefined) {
    writer.uint32(34).uint32(sizePeerDownRequest(message.peerDown))
    writePeerDownRequest(message.peerDown, writer)
  }
  if (message.quorumState !== undefined) {
    writer.uint32(42).uint32(sizeQuorumStateRequest(message.quorumState))
    writeQuorumStateRequest(message.quorumState, writer)
  }
  if (message.joinQuorum !== undefined) {
    writer.uint32(50).uint32(sizeJoinQuorumRequest(message.joinQuorum))
    writeJoinQuorumRequest(message.joinQuorum, writer)
  }
  if (message.brokerRequest !== undefined) {
    writer.uint32(58).uint32(sizeBrokerRequest(message.brokerRequest))
    writeBrokerRequest(message.brokerRequest, writer)
  }
}
function readCallRequest(reader: Reader, end: number): CallRequest {
  let alterPartition: AlterPartitionRequest | undefined
  let allocateProducerIds: AllocateProducerIdsRequest | undefined
  let forward: ForwardRequest | undefined
  let peerDown: PeerDownRequest | undefined
  let quorumState: QuorumStateRequest | undefined
  let joinQuorum: JoinQuorumRequest | undefined
  let brokerRequest: BrokerRequest | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        alterPartition = readAlterPartitionRequest(reader, readEnd(reader))
        allocateProducerIds = forward = peerDown = quorumState = joinQuorum = brokerRequest = undefined
        break
      case 18:
        allocateProducerIds = readAllocateProducerIdsRequest(reader, readEnd(reader))
        alterPartition = forward = peerDown = quorumState = joinQuorum = brokerRequest = undefined
        break
      case 26:
        forward = readForwardRequest(reader, readEnd(reader))
        alterPartition = allocateProducerIds = peerDown = quorumState = joinQuorum = brokerRequest = undefined
        break
      case 34:
        peerDown = readPeerDownRequest(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = quorumState = joinQuorum = brokerRequest = undefined
        break
      case 42:
        quorumState = readQuorumStateRequest(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = peerDown = joinQuorum = brokerRequest = undefined
        break
      case 50:
        joinQuorum = readJoinQuorumRequest(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = peerDown = quorumState = brokerRequest = undefined
        break
      case 58:
        brokerRequest = readBrokerRequest(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = peerDown = quorumState = joinQuorum = undefined
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { alterPartition, allocateProducerIds, forward, peerDown, quorumState, joinQuorum, brokerRequest }
}
export const CallRequest: Codec<CallRequest, CallRequestInput> = codec({ size: sizeCallRequest, write: writeCallRequest, read: readCallRequest })

export interface CallResponse {
  /** Kafka error code of the whole call; 0 = none. NOT_CONTROLLER (41): ask leader_id. */
  readonly errorCode: number
  readonly errorMessage: string
  readonly leaderId: number
  readonly alterPartition: AlterPartitionResponse | undefined
  readonly allocateProducerIds: AllocateProducerIdsResponse | undefined
  readonly forward: ForwardResponse | undefined
  readonly quorumState: QuorumStateResponse | undefined
  readonly joinQuorum: JoinQuorumResponse | undefined
  readonly peerDown: PeerDownResponse | undefined
  readonly brokerResponse: BrokerResponse | undefined
}
export interface CallResponseInput {
  readonly errorCode?: number | undefined
  readonly errorMessage?: string | undefined
  readonly leaderId?: number | undefined
  readonly alterPartition?: AlterPartitionResponseInput | undefined
  readonly allocateProducerIds?: AllocateProducerIdsResponseInput | undefined
  readonly forward?: ForwardResponseInput | undefined
  readonly quorumState?: QuorumStateResponseInput | undefined
  readonly joinQuorum?: JoinQuorumResponseInput | undefined
  readonly peerDown?: PeerDownResponseInput | undefined
  readonly brokerResponse?: BrokerResponseInput | undefined
}
function sizeCallResponse(message: CallResponseInput): number {
  let size = 0
  if (message.errorCode !== undefined && message.errorCode !== 0) size += 1 + sizeInt32(message.errorCode)
  if (message.errorMessage !== undefined && message.errorMessage !== '') size += 1 + sizeString(message.errorMessage)
  if (message.leaderId !== undefined && message.leaderId !== 0) size += 1 + sizeSint32(message.leaderId)
  if (message.alterPartition !== undefined) size += 1 + sizeNested(sizeAlterPartitionResponse(message.alterPartition))
  if (message.allocateProducerIds !== undefined) size += 1 + sizeNested(sizeAllocateProducerIdsResponse(message.allocateProducerIds))
  if (message.forward !== undefined) size += 1 + sizeNested(sizeForwardResponse(message.forward))
  if (message.quorumState !== undefined) size += 1 + sizeNested(sizeQuorumStateResponse(message.quorumState))
  if (message.joinQuorum !== undefined) size += 1 + sizeNested(sizeJoinQuorumResponse(message.joinQuorum))
  if (message.peerDown !== undefined) size += 1 + sizeNested(sizePeerDownResponse(message.peerDown))
  if (message.brokerResponse !== undefined) size += 1 + sizeNested(sizeBrokerResponse(message.brokerResponse))
  return size
}
function writeCallResponse(message: CallResponseInput, writer: WireWriter): void {
  if (message.errorCode !== undefined && message.errorCode !== 0) {
    writer.uint32(8).int32(message.errorCode)
  }
  if (message.errorMessage !== undefined && message.errorMessage !== '') {
    writer.uint32(18).string(message.errorMessage)
  }
  if (message.leaderId !== undefined && message.leaderId !== 0) {
    writer.uint32(24).sint32(message.leaderId)
  }
  if (message.alterPartition !== undefined) {
    writer.uint32(34).uint32(sizeAlterPartitionResponse(message.alterPartition))
    writeAlterPartitionResponse(message.alterPartition, writer)
  }
  if (message.allocateProducerIds !== undefined) {
    writer.uint32(42).uint32(sizeAllocateProducerIdsResponse(message.allocateProducerIds))
    writeAllocateProducerIdsResponse(message.allocateProducerIds, writer)
  }
  if (message.forward !== undefined) {
    writer.uint32(50).uint32(sizeForwardResponse(message.forward))
    writeForwardResponse(message.forward, writer)
  }
  if (message.quorumState !== undefined) {
    writer.uint32(58).uint32(sizeQuorumStateResponse(message.quorumState))
    writeQuorumStateResponse(message.quorumState, writer)
  }
  if (message.joinQuorum !== undefined) {
    writer.uint32(66).uint32(sizeJoinQuorumResponse(message.joinQuorum))
    writeJoinQuorumResponse(message.joinQuorum, writer)
  }
  if (message.peerDown !== undefined) {
    writer.uint32(74).uint32(sizePeerDownResponse(message.peerDown))
    writePeerDownResponse(message.peerDown, writer)
  }
  if (message.brokerResponse !== undefined) {
    writer.uint32(82).uint32(sizeBrokerResponse(message.brokerResponse))
    writeBrokerResponse(message.brokerResponse, writer)
  }
}
function readCallResponse(reader: Reader, end: number): CallResponse {
  let errorCode = 0
  let errorMessage = ''
  let leaderId = 0
  let alterPartition: AlterPartitionResponse | undefined
  let allocateProducerIds: AllocateProducerIdsResponse | undefined
  let forward: ForwardResponse | undefined
  let quorumState: QuorumStateResponse | undefined
  let joinQuorum: JoinQuorumResponse | undefined
  let peerDown: PeerDownResponse | undefined
  let brokerResponse: BrokerResponse | undefined
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        errorCode = reader.int32()
        break
      case 18:
        errorMessage = reader.string()
        break
      case 24:
        leaderId = reader.sint32()
        break
      case 34:
        alterPartition = readAlterPartitionResponse(reader, readEnd(reader))
        allocateProducerIds = forward = quorumState = joinQuorum = peerDown = brokerResponse = undefined
        break
      case 42:
        allocateProducerIds = readAllocateProducerIdsResponse(reader, readEnd(reader))
        alterPartition = forward = quorumState = joinQuorum = peerDown = brokerResponse = undefined
        break
      case 50:
        forward = readForwardResponse(reader, readEnd(reader))
        alterPartition = allocateProducerIds = quorumState = joinQuorum = peerDown = brokerResponse = undefined
        break
      case 58:
        quorumState = readQuorumStateResponse(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = joinQuorum = peerDown = brokerResponse = undefined
        break
      case 66:
        joinQuorum = readJoinQuorumResponse(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = quorumState = peerDown = brokerResponse = undefined
        break
      case 74:
        peerDown = readPeerDownResponse(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = quorumState = joinQuorum = brokerResponse = undefined
        break
      case 82:
        brokerResponse = readBrokerResponse(reader, readEnd(reader))
        alterPartition = allocateProducerIds = forward = quorumState = joinQuorum = peerDown = undefined
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { errorCode, errorMessage, leaderId, alterPartition, allocateProducerIds, forward, quorumState, joinQuorum, peerDown, brokerResponse }
}
export const CallResponse: Codec<CallResponse, CallResponseInput> = codec({ size: sizeCallResponse, write: writeCallResponse, read: readCallResponse })

/**
 * A leader asks for other in-sync replicas, or any replica to be counted out because its log is damaged. Broker epochs keep
 * a replica out that restarted since (KIP-903).
 */
export interface AlterPartitionRequest {
  readonly brokerId: number
  readonly brokerEpoch: number
  readonly partitions: readonly PartitionChange[]
}
export interface AlterPartitionRequestInput {
  readonly brokerId?: number | undefined
  readonly brokerEpoch?: number | undefined
  readonly partitions?: readonly PartitionChangeInput[] | undefined
}
function sizeAlterPartitionRequest(message: AlterPartitionRequestInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  for (const one of message.partitions ?? []) size += 1 + sizeNested(sizePartitionChange(one))
  return size
}
function writeAlterPartitionRequest(message: AlterPartitionRequestInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(16).sint64(message.brokerEpoch)
  }
  for (const one of message.partitions ?? []) {
    writer.uint32(26).uint32(sizePartitionChange(one))
    writePartitionChange(one, writer)
  }
}
function readAlterPartitionRequest(reader: Reader, end: number): AlterPartitionRequest {
  let brokerId = 0
  let brokerEpoch = 0
  const partitions: PartitionChange[] = []
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        brokerId = reader.int32()
        break
      case 16:
        brokerEpoch = readSint64(reader)
        break
      case 26:
        partitions.push(readPartitionChange(reader, readEnd(reader)))
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { brokerId, brokerEpoch, partitions }
}
export const AlterPartitionRequest: Codec<AlterPartitionRequest, AlterPartitionRequestInput> = codec({ size: sizeAlterPartitionRequest, write: writeAlterPartitionRequest, read: readAlterPartitionRequest })

export interface PartitionChange {
  readonly topicId: string
  readonly partition: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  /** The members wanted; none of a withdrawal. */
  readonly isr: readonly IsrMember[]
  /** The sender's own replica cannot be used, and must not lead before it has caught up with another leader. */
  readonly withdraw: boolean
}
export interface PartitionChangeInput {
  readonly topicId?: string | undefined
  readonly partition?: number | undefined
  readonly leaderEpoch?: number | undefined
  readonly partitionEpoch?: number | undefined
  readonly isr?: readonly IsrMemberInput[] | undefined
  readonly withdraw?: boolean | undefined
}
function sizePartitionChange(message: PartitionChangeInput): number {
  let size = 0
  if (message.topicId !== undefined && message.topicId !== '') size += 1 + sizeString(message.topicId)
  if (message.partition !== undefined && message.partition !== 0) size += 1 + sizeInt32(message.partition)
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) size += 1 + sizeSint32(message.leaderEpoch)
  if (message.partitionEpoch !== undefined && message.partitionEpoch !== 0) size += 1 + sizeSint32(message.partitionEpoch)
  for (const one of message.isr ?? []) size += 1 + sizeNested(sizeIsrMember(one))
  if (message.withdraw !== undefined && message.withdraw !== false) size += 1 + 1
  return size
}
function writePartitionChange(message: PartitionChangeInput, writer: WireWriter): void {
  if (message.topicId !== undefined && message.topicId !== '') {
    writer.uint32(10).string(message.topicId)
  }
  if (message.partition !== undefined && message.partition !== 0) {
    writer.uint32(16).int32(message.partition)
  }
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) {
    writer.uint32(24).sint32(message.leaderEpoch)
  }
  if (message.partitionEpoch !== undefined && message.partitionEpoch !== 0) {
    writer.uint32(32).sint32(message.partitionEpoch)
  }
  for (const one of message.isr ?? []) {
    writer.uint32(42).uint32(sizeIsrMember(one))
    writeIsrMember(one, writer)
  }
  if (message.withdraw !== undefined && message.withdraw !== false) {
    writer.uint32(48).bool(message.withdraw)
  }
}
function readPartitionChange(reader: Reader, end: number): PartitionChange {
  let topicId = ''
  let partition = 0
  let leaderEpoch = 0
  let partitionEpoch = 0
  const isr: IsrMember[] = []
  let withdraw = false
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
        leaderEpoch = reader.sint32()
        break
      case 32:
        partitionEpoch = reader.sint32()
        break
      case 42:
        isr.push(readIsrMember(reader, readEnd(reader)))
        break
      case 48:
        withdraw = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { topicId, partition, leaderEpoch, partitionEpoch, isr, withdraw }
}
export const PartitionChange: Codec<PartitionChange, PartitionChangeInput> = codec({ size: sizePartitionChange, write: writePartitionChange, read: readPartitionChange })

export interface IsrMember {
  readonly brokerId: number
  readonly brokerEpoch: number
}
export interface IsrMemberInput {
  readonly brokerId?: number | undefined
  readonly brokerEpoch?: number | undefined
}
function sizeIsrMember(message: IsrMemberInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  return size
}
function writeIsrMember(message: IsrMemberInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(16).sint64(message.brokerEpoch)
  }
}
function readIsrMember(reader: Reader, end: number): IsrMember {
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
export const IsrMember: Codec<IsrMember, IsrMemberInput> = codec({ size: sizeIsrMember, write: writeIsrMember, read: readIsrMember })

export interface AlterPartitionResponse {
  readonly partitions: readonly PartitionChangeResult[]
}
export interface AlterPartitionResponseInput {
  readonly partitions?: readonly PartitionChangeResultInput[] | undefined
}
function sizeAlterPartitionResponse(message: AlterPartitionResponseInput): number {
  let size = 0
  for (const one of message.partitions ?? []) size += 1 + sizeNested(sizePartitionChangeResult(one))
  return size
}
function writeAlterPartitionResponse(message: AlterPartitionResponseInput, writer: WireWriter): void {
  for (const one of message.partitions ?? []) {
    writer.uint32(10).uint32(sizePartitionChangeResult(one))
    writePartitionChangeResult(one, writer)
  }
}
function readAlterPartitionResponse(reader: Reader, end: number): AlterPartitionResponse {
  const partitions: PartitionChangeResult[] = []
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        partitions.push(readPartitionChangeResult(reader, readEnd(reader)))
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { partitions }
}
export const AlterPartitionResponse: Codec<AlterPartitionResponse, AlterPartitionResponseInput> = codec({ size: sizeAlterPartitionResponse, write: writeAlterPartitionResponse, read: readAlterPartitionResponse })

export interface PartitionChangeResult {
  readonly topicId: string
  readonly partition: number
  readonly errorCode: number
  readonly leader: number
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  readonly isr: readonly number[]
}
export interface PartitionChangeResultInput {
  readonly topicId?: string | undefined
  readonly partition?: number | undefined
  readonly errorCode?: number | undefined
  readonly leader?: number | undefined
  readonly leaderEpoch?: number | undefined
  readonly partitionEpoch?: number | undefined
  readonly isr?: readonly number[] | undefined
}
function sizePartitionChangeResult(message: PartitionChangeResultInput): number {
  let size = 0
  if (message.topicId !== undefined && message.topicId !== '') size += 1 + sizeString(message.topicId)
  if (message.partition !== undefined && message.partition !== 0) size += 1 + sizeInt32(message.partition)
  if (message.errorCode !== undefined && message.errorCode !== 0) size += 1 + sizeInt32(message.errorCode)
  if (message.leader !== undefined && message.leader !== 0) size += 1 + sizeSint32(message.leader)
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) size += 1 + sizeSint32(message.leaderEpoch)
  if (message.partitionEpoch !== undefined && message.partitionEpoch !== 0) size += 1 + sizeSint32(message.partitionEpoch)
  if (message.isr !== undefined && message.isr.length > 0) size += 1 + sizeNested(sizePacked(message.isr, sizeInt32))
  return size
}
function writePartitionChangeResult(message: PartitionChangeResultInput, writer: WireWriter): void {
  if (message.topicId !== undefined && message.topicId !== '') {
    writer.uint32(10).string(message.topicId)
  }
  if (message.partition !== undefined && message.partition !== 0) {
    writer.uint32(16).int32(message.partition)
  }
  if (message.errorCode !== undefined && message.errorCode !== 0) {
    writer.uint32(24).int32(message.errorCode)
  }
  if (message.leader !== undefined && message.leader !== 0) {
    writer.uint32(32).sint32(message.leader)
  }
  if (message.leaderEpoch !== undefined && message.leaderEpoch !== 0) {
    writer.uint32(40).sint32(message.leaderEpoch)
  }
  if (message.partitionEpoch !== undefined && message.partitionEpoch !== 0) {
    writer.uint32(48).sint32(message.partitionEpoch)
  }
  if (message.isr !== undefined && message.isr.length > 0) {
    writer.uint32(58).uint32(sizePacked(message.isr, sizeInt32))
    for (const one of message.isr) writer.int32(one)
  }
}
function readPartitionChangeResult(reader: Reader, end: number): PartitionChangeResult {
  let topicId = ''
  let partition = 0
  let errorCode = 0
  let leader = 0
  let leaderEpoch = 0
  let partitionEpoch = 0
  const isr: number[] = []
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
        errorCode = reader.int32()
        break
      case 32:
        leader = reader.sint32()
        break
      case 40:
        leaderEpoch = reader.sint32()
        break
      case 48:
        partitionEpoch = reader.sint32()
        break
      case 56:
        isr.push(reader.int32())
        break
      case 58:
        for (const stop = readEnd(reader); reader.pos < stop; ) isr.push(reader.int32())
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { topicId, partition, errorCode, leader, leaderEpoch, partitionEpoch, isr }
}
export const PartitionChangeResult: Codec<PartitionChangeResult, PartitionChangeResultInput> = codec({ size: sizePartitionChangeResult, write: writePartitionChangeResult, read: readPartitionChangeResult })

export interface AllocateProducerIdsRequest {
  readonly brokerId: number
  readonly brokerEpoch: number
}
export interface AllocateProducerIdsRequestInput {
  readonly brokerId?: number | undefined
  readonly brokerEpoch?: number | undefined
}
function sizeAllocateProducerIdsRequest(message: AllocateProducerIdsRequestInput): number {
  let size = 0
  if (message.brokerId !== undefined && message.brokerId !== 0) size += 1 + sizeInt32(message.brokerId)
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) size += 1 + sizeSint64(message.brokerEpoch)
  return size
}
function writeAllocateProducerIdsRequest(message: AllocateProducerIdsRequestInput, writer: WireWriter): void {
  if (message.brokerId !== undefined && message.brokerId !== 0) {
    writer.uint32(8).int32(message.brokerId)
  }
  if (message.brokerEpoch !== undefined && message.brokerEpoch !== 0) {
    writer.uint32(16).sint64(message.brokerEpoch)
  }
}
function readAllocateProducerIdsRequest(reader: Reader, end: number): AllocateProducerIdsRequest {
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
export const AllocateProducerIdsRequest: Codec<AllocateProducerIdsRequest, AllocateProducerIdsRequestInput> = codec({ size: sizeAllocateProducerIdsRequest, write: writeAllocateProducerIdsRequest, read: readAllocateProducerIdsRequest })

export interface AllocateProducerIdsResponse {
  readonly firstId: number
  readonly count: number
}
export interface AllocateProducerIdsResponseInput {
  readonly firstId?: number | undefined
  readonly count?: number | undefined
}
function sizeAllocateProducerIdsResponse(message: AllocateProducerIdsResponseInput): number {
  let size = 0
  if (message.firstId !== undefined && message.firstId !== 0) size += 1 + sizeSint64(message.firstId)
  if (message.count !== undefined && message.count !== 0) size += 1 + sizeInt32(message.count)
  return size
}
function writeAllocateProducerIdsResponse(message: AllocateProducerIdsResponseInput, writer: WireWriter): void {
  if (message.firstId !== undefined && message.firstId !== 0) {
    writer.uint32(8).sint64(message.firstId)
  }
  if (message.count !== undefined && message.count !== 0) {
    writer.uint32(16).int32(message.count)
  }
}
function readAllocateProducerIdsResponse(reader: Reader, end: number): AllocateProducerIdsResponse {
  let firstId = 0
  let count = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        firstId = readSint64(reader)
        break
      case 16:
        count = reader.int32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { firstId, count }
}
export const AllocateProducerIdsResponse: Codec<AllocateProducerIdsResponse, AllocateProducerIdsResponseInput> = codec({ size: sizeAllocateProducerIdsResponse, write: writeAllocateProducerIdsResponse, read: readAllocateProducerIdsResponse })

export interface ForwardRequest {
  readonly apiKey: number
  readonly apiVersion: number
  /** The request body, without its header. */
  readonly body: Buffer
  readonly principal: string
  readonly clientId: string
}
export interface ForwardRequestInput {
  readonly apiKey?: number | undefined
  readonly apiVersion?: number | undefined
  readonly body?: Uint8Array | undefined
  readonly principal?: string | undefined
  readonly clientId?: string | undefined
}
function sizeForwardRequest(message: ForwardRequestInput): number {
  let size = 0
  if (message.apiKey !== undefined && message.apiKey !== 0) size += 1 + sizeInt32(message.apiKey)
  if (message.apiVersion !== undefined && message.apiVersion !== 0) size += 1 + sizeInt32(message.apiVersion)
  if (message.body !== undefined && message.body.length > 0) size += 1 + sizeBytes(message.body)
  if (message.principal !== undefined && message.principal !== '') size += 1 + sizeString(message.principal)
  if (message.clientId !== undefined && message.clientId !== '') size += 1 + sizeString(message.clientId)
  return size
}
function writeForwardRequest(message: ForwardRequestInput, writer: WireWriter): void {
  if (message.apiKey !== undefined && message.apiKey !== 0) {
    writer.uint32(8).int32(message.apiKey)
  }
  if (message.apiVersion !== undefined && message.apiVersion !== 0) {
    writer.uint32(16).int32(message.apiVersion)
  }
  if (message.body !== undefined && message.body.length > 0) {
    writer.uint32(26).bytes(message.body)
  }
  if (message.principal !== undefined && message.principal !== '') {
    writer.uint32(34).string(message.principal)
  }
  if (message.clientId !== undefined && message.clientId !== '') {
    writer.uint32(42).string(message.clientId)
  }
}
function readForwardRequest(reader: Reader, end: number): ForwardRequest {
  let apiKey = 0
  let apiVersion = 0
  let body: Buffer = noBytes
  let principal = ''
  let clientId = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        apiKey = reader.int32()
        break
      case 16:
        apiVersion = reader.int32()
        break
      case 26:
        body = readBytes(reader)
        break
      case 34:
        principal = reader.string()
        break
      case 42:
        clientId = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { apiKey, apiVersion, body, principal, clientId }
}
export const ForwardRequest: Codec<ForwardRequest, ForwardRequestInput> = codec({ size: sizeForwardRequest, write: writeForwardRequest, read: readForwardRequest })

export interface ForwardResponse {
  /** The response body, without its header. */
  readonly body: Buffer
}
export interface ForwardResponseInput {
  readonly body?: Uint8Array | undefined
}
function sizeForwardResponse(message: ForwardResponseInput): number {
  let size = 0
  if (message.body !== undefined && message.body.length > 0) size += 1 + sizeBytes(message.body)
  return size
}
function writeForwardResponse(message: ForwardResponseInput, writer: WireWriter): void {
  if (message.body !== undefined && message.body.length > 0) {
    writer.uint32(10).bytes(message.body)
  }
}
function readForwardResponse(reader: Reader, end: number): ForwardResponse {
  let body: Buffer = noBytes
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        body = readBytes(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { body }
}
export const ForwardResponse: Codec<ForwardResponse, ForwardResponseInput> = codec({ size: sizeForwardResponse, write: writeForwardResponse, read: readForwardResponse })

/** A hint: the connection to `peer_id` broke. The controller tries that broker at once. */
export interface PeerDownRequest {
  readonly reporterId: number
  readonly peerId: number
}
export interface PeerDownRequestInput {
  readonly reporterId?: number | undefined
  readonly peerId?: number | undefined
}
function sizePeerDownRequest(message: PeerDownRequestInput): number {
  let size = 0
  if (message.reporterId !== undefined && message.reporterId !== 0) size += 1 + sizeInt32(message.reporterId)
  if (message.peerId !== undefined && message.peerId !== 0) size += 1 + sizeInt32(message.peerId)
  return size
}
function writePeerDownRequest(message: PeerDownRequestInput, writer: WireWriter): void {
  if (message.reporterId !== undefined && message.reporterId !== 0) {
    writer.uint32(8).int32(message.reporterId)
  }
  if (message.peerId !== undefined && message.peerId !== 0) {
    writer.uint32(16).int32(message.peerId)
  }
}
function readPeerDownRequest(reader: Reader, end: number): PeerDownRequest {
  let reporterId = 0
  let peerId = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        reporterId = reader.int32()
        break
      case 16:
        peerId = reader.int32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { reporterId, peerId }
}
export const PeerDownRequest: Codec<PeerDownRequest, PeerDownRequestInput> = codec({ size: sizePeerDownRequest, write: writePeerDownRequest, read: readPeerDownRequest })

export interface PeerDownResponse {
  /** The broker answered the controller: only the reporter cannot reach it. */
  readonly alive: boolean
}
export interface PeerDownResponseInput {
  readonly alive?: boolean | undefined
}
function sizePeerDownResponse(message: PeerDownResponseInput): number {
  let size = 0
  if (message.alive !== undefined && message.alive !== false) size += 1 + 1
  return size
}
function writePeerDownResponse(message: PeerDownResponseInput, writer: WireWriter): void {
  if (message.alive !== undefined && message.alive !== false) {
    writer.uint32(8).bool(message.alive)
  }
}
function readPeerDownResponse(reader: Reader, end: number): PeerDownResponse {
  let alive = false
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        alive = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { alive }
}
export const PeerDownResponse: Codec<PeerDownResponse, PeerDownResponseInput> = codec({ size: sizePeerDownResponse, write: writePeerDownResponse, read: readPeerDownResponse })

/** What do you hold of the metadata log? Asked by a node whose own folder is empty, and by one that nobody leads. */
export interface QuorumStateRequest {
  /** The folder that asks, and the address of its node's gRPC server: the one asked may not know it yet. */
  readonly directoryId: string
  readonly host: string
  readonly port: number
}
export interface QuorumStateRequestInput {
  readonly directoryId?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
}
function sizeQuorumStateRequest(message: QuorumStateRequestInput): number {
  let size = 0
  if (message.directoryId !== undefined && message.directoryId !== '') size += 1 + sizeString(message.directoryId)
  if (message.host !== undefined && message.host !== '') size += 1 + sizeString(message.host)
  if (message.port !== undefined && message.port !== 0) size += 1 + sizeUint32(message.port)
  return size
}
function writeQuorumStateRequest(message: QuorumStateRequestInput, writer: WireWriter): void {
  if (message.directoryId !== undefined && message.directoryId !== '') {
    writer.uint32(10).string(message.directoryId)
  }
  if (message.host !== undefined && message.host !== '') {
    writer.uint32(18).string(message.host)
  }
  if (message.port !== undefined && message.port !== 0) {
    writer.uint32(24).uint32(message.port)
  }
}
function readQuorumStateRequest(reader: Reader, end: number): QuorumStateRequest {
  let directoryId = ''
  let host = ''
  let port = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        directoryId = reader.string()
        break
      case 18:
        host = reader.string()
        break
      case 24:
        port = reader.uint32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { directoryId, host, port }
}
export const QuorumStateRequest: Codec<QuorumStateRequest, QuorumStateRequestInput> = codec({ size: sizeQuorumStateRequest, write: writeQuorumStateRequest, read: readQuorumStateRequest })

export interface QuorumNode {
  readonly nodeId: number
  /** Empty = unknown. */
  readonly directoryId: string
  readonly host: string
  readonly port: number
  /** Votes at present. */
  readonly voter: boolean
}
export interface QuorumNodeInput {
  readonly nodeId?: number | undefined
  readonly directoryId?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly voter?: boolean | undefined
}
function sizeQuorumNode(message: QuorumNodeInput): number {
  let size = 0
  if (message.nodeId !== undefined && message.nodeId !== 0) size += 1 + sizeInt32(message.nodeId)
  if (message.directoryId !== undefined && message.directoryId !== '') size += 1 + sizeString(message.directoryId)
  if (message.host !== undefined && message.host !== '') size += 1 + sizeString(message.host)
  if (message.port !== undefined && message.port !== 0) size += 1 + sizeUint32(message.port)
  if (message.voter !== undefined && message.voter !== false) size += 1 + 1
  return size
}
function writeQuorumNode(message: QuorumNodeInput, writer: WireWriter): void {
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
function readQuorumNode(reader: Reader, end: number): QuorumNode {
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
export const QuorumNode: Codec<QuorumNode, QuorumNodeInput> = codec({ size: sizeQuorumNode, write: writeQuorumNode, read: readQuorumNode })

export interface QuorumStateResponse {
  /** Nothing is stored here: this folder has taken part in no quorum. */
  readonly empty: boolean
  readonly directoryId: string
  /** The voters that the quorum began with; none when this node came later. */
  readonly firstVoters: readonly QuorumNode[]
  /** The members as applied here; none when nothing is applied yet. */
  readonly members: readonly QuorumNode[]
  readonly nodeId: number
}
export interface QuorumStateResponseInput {
  readonly empty?: boolean | undefined
  readonly directoryId?: string | undefined
  readonly firstVoters?: readonly QuorumNodeInput[] | undefined
  readonly members?: readonly QuorumNodeInput[] | undefined
  readonly nodeId?: number | undefined
}
function sizeQuorumStateResponse(message: QuorumStateResponseInput): number {
  let size = 0
  if (message.empty !== undefined && message.empty !== false) size += 1 + 1
  if (message.directoryId !== undefined && message.directoryId !== '') size += 1 + sizeString(message.directoryId)
  for (const one of message.firstVoters ?? []) size += 1 + sizeNested(sizeQuorumNode(one))
  for (const one of message.members ?? []) size += 1 + sizeNested(sizeQuorumNode(one))
  if (message.nodeId !== undefined && message.nodeId !== 0) size += 1 + sizeInt32(message.nodeId)
  return size
}
function writeQuorumStateResponse(message: QuorumStateResponseInput, writer: WireWriter): void {
  if (message.empty !== undefined && message.empty !== false) {
    writer.uint32(8).bool(message.empty)
  }
  if (message.directoryId !== undefined && message.directoryId !== '') {
    writer.uint32(18).string(message.directoryId)
  }
  for (const one of message.firstVoters ?? []) {
    writer.uint32(26).uint32(sizeQuorumNode(one))
    writeQuorumNode(one, writer)
  }
  for (const one of message.members ?? []) {
    writer.uint32(34).uint32(sizeQuorumNode(one))
    writeQuorumNode(one, writer)
  }
  if (message.nodeId !== undefined && message.nodeId !== 0) {
    writer.uint32(40).int32(message.nodeId)
  }
}
function readQuorumStateResponse(reader: Reader, end: number): QuorumStateResponse {
  let empty = false
  let directoryId = ''
  const firstVoters: QuorumNode[] = []
  const members: QuorumNode[] = []
  let nodeId = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        empty = reader.bool()
        break
      case 18:
        directoryId = reader.string()
        break
      case 26:
        firstVoters.push(readQuorumNode(reader, readEnd(reader)))
        break
      case 34:
        members.push(readQuorumNode(reader, readEnd(reader)))
        break
      case 40:
        nodeId = reader.int32()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { empty, directoryId, firstVoters, members, nodeId }
}
export const QuorumStateResponse: Codec<QuorumStateResponse, QuorumStateResponseInput> = codec({ size: sizeQuorumStateResponse, write: writeQuorumStateResponse, read: readQuorumStateResponse })

/**
 * A node asks the active controller to become a member, with the folder that it has now. What another folder of the same
 * node promised is forgotten: that one is taken out of the membership first.
 */
export interface JoinQuorumRequest {
  readonly nodeId: number
  readonly directoryId: string
  readonly host: string
  readonly port: number
  /** It has applied the record that names this folder: everything that an earlier folder may have confirmed is in this one. */
  readonly caughtUp: boolean
}
export interface JoinQuorumRequestInput {
  readonly nodeId?: number | undefined
  readonly directoryId?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly caughtUp?: boolean | undefined
}
function sizeJoinQuorumRequest(message: JoinQuorumRequestInput): number {
  let size = 0
  if (message.nodeId !== undefined && message.nodeId !== 0) size += 1 + sizeInt32(message.nodeId)
  if (message.directoryId !== undefined && message.directoryId !== '') size += 1 + sizeString(message.directoryId)
  if (message.host !== undefined && message.host !== '') size += 1 + sizeString(message.host)
  if (message.port !== undefined && message.port !== 0) size += 1 + sizeUint32(message.port)
  if (message.caughtUp !== undefined && message.caughtUp !== false) size += 1 + 1
  return size
}
function writeJoinQuorumRequest(message: JoinQuorumRequestInput, writer: WireWriter): void {
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
  if (message.caughtUp !== undefined && message.caughtUp !== false) {
    writer.uint32(40).bool(message.caughtUp)
  }
}
function readJoinQuorumRequest(reader: Reader, end: number): JoinQuorumRequest {
  let nodeId = 0
  let directoryId = ''
  let host = ''
  let port = 0
  let caughtUp = false
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
        caughtUp = reader.bool()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { nodeId, directoryId, host, port, caughtUp }
}
export const JoinQuorumRequest: Codec<JoinQuorumRequest, JoinQuorumRequestInput> = codec({ size: sizeJoinQuorumRequest, write: writeJoinQuorumRequest, read: readJoinQuorumRequest })

export interface JoinQuorumResponse {
  /** The active controller's term. Nothing of a lower term may count the new member. */
  readonly term: number
}
export interface JoinQuorumResponseInput {
  readonly term?: number | undefined
}
function sizeJoinQuorumResponse(message: JoinQuorumResponseInput): number {
  let size = 0
  if (message.term !== undefined && message.term !== 0) size += 1 + sizeSint64(message.term)
  return size
}
function writeJoinQuorumResponse(message: JoinQuorumResponseInput, writer: WireWriter): void {
  if (message.term !== undefined && message.term !== 0) {
    writer.uint32(8).sint64(message.term)
  }
}
function readJoinQuorumResponse(reader: Reader, end: number): JoinQuorumResponse {
  let term = 0
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        term = readSint64(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { term }
}
export const JoinQuorumResponse: Codec<JoinQuorumResponse, JoinQuorumResponseInput> = codec({ size: sizeJoinQuorumResponse, write: writeJoinQuorumResponse, read: readJoinQuorumResponse })

/**
 * What one broker asks of another as such, in the messages of Kafka: the markers of transactions (WriteTxnMarkers), and partitions
 * for a transaction (AddPartitionsToTxn).
 */
export interface BrokerRequest {
  readonly apiKey: number
  readonly apiVersion: number
  /** The request body, without its header. */
  readonly body: Buffer
}
export interface BrokerRequestInput {
  readonly apiKey?: number | undefined
  readonly apiVersion?: number | undefined
  readonly body?: Uint8Array | undefined
}
function sizeBrokerRequest(message: BrokerRequestInput): number {
  let size = 0
  if (message.apiKey !== undefined && message.apiKey !== 0) size += 1 + sizeInt32(message.apiKey)
  if (message.apiVersion !== undefined && message.apiVersion !== 0) size += 1 + sizeInt32(message.apiVersion)
  if (message.body !== undefined && message.body.length > 0) size += 1 + sizeBytes(message.body)
  return size
}
function writeBrokerRequest(message: BrokerRequestInput, writer: WireWriter): void {
  if (message.apiKey !== undefined && message.apiKey !== 0) {
    writer.uint32(8).int32(message.apiKey)
  }
  if (message.apiVersion !== undefined && message.apiVersion !== 0) {
    writer.uint32(16).int32(message.apiVersion)
  }
  if (message.body !== undefined && message.body.length > 0) {
    writer.uint32(26).bytes(message.body)
  }
}
function readBrokerRequest(reader: Reader, end: number): BrokerRequest {
  let apiKey = 0
  let apiVersion = 0
  let body: Buffer = noBytes
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        apiKey = reader.int32()
        break
      case 16:
        apiVersion = reader.int32()
        break
      case 26:
        body = readBytes(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { apiKey, apiVersion, body }
}
export const BrokerRequest: Codec<BrokerRequest, BrokerRequestInput> = codec({ size: sizeBrokerRequest, write: writeBrokerRequest, read: readBrokerRequest })

export interface BrokerResponse {
  /** The response body, without its header. */
  readonly body: Buffer
}
export interface BrokerResponseInput {
  readonly body?: Uint8Array | undefined
}
function sizeBrokerResponse(message: BrokerResponseInput): number {
  let size = 0
  if (message.body !== undefined && message.body.length > 0) size += 1 + sizeBytes(message.body)
  return size
}
function writeBrokerResponse(message: BrokerResponseInput, writer: WireWriter): void {
  if (message.body !== undefined && message.body.length > 0) {
    writer.uint32(10).bytes(message.body)
  }
}
function readBrokerResponse(reader: Reader, end: number): BrokerResponse {
  let body: Buffer = noBytes
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 10:
        body = readBytes(reader)
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { body }
}
export const BrokerResponse: Codec<BrokerResponse, BrokerResponseInput> = codec({ size: sizeBrokerResponse, write: writeBrokerResponse, read: readBrokerResponse })

export type PingRequest = Readonly<Record<never, never>>
export type PingRequestInput = PingRequest
const sizePingRequest = (_message: PingRequestInput): number => 0
const writePingRequest = (_message: PingRequestInput, _writer: WireWriter): void => {}
function readPingRequest(reader: Reader, end: number): PingRequest {
  while (reader.pos < end) reader.skipType(reader.tag() & 7)
  checkEnd(reader, end)
  return {}
}
export const PingRequest: Codec<PingRequest, PingRequestInput> = codec({ size: sizePingRequest, write: writePingRequest, read: readPingRequest })

export interface PingResponse {
  readonly nodeId: number
  readonly incarnationId: string
}
export interface PingResponseInput {
  readonly nodeId?: number | undefined
  readonly incarnationId?: string | undefined
}
function sizePingResponse(message: PingResponseInput): number {
  let size = 0
  if (message.nodeId !== undefined && message.nodeId !== 0) size += 1 + sizeInt32(message.nodeId)
  if (message.incarnationId !== undefined && message.incarnationId !== '') size += 1 + sizeString(message.incarnationId)
  return size
}
function writePingResponse(message: PingResponseInput, writer: WireWriter): void {
  if (message.nodeId !== undefined && message.nodeId !== 0) {
    writer.uint32(8).int32(message.nodeId)
  }
  if (message.incarnationId !== undefined && message.incarnationId !== '') {
    writer.uint32(18).string(message.incarnationId)
  }
}
function readPingResponse(reader: Reader, end: number): PingResponse {
  let nodeId = 0
  let incarnationId = ''
  while (reader.pos < end) {
    const tag = reader.tag()
    switch (tag) {
      case 8:
        nodeId = reader.int32()
        break
      case 18:
        incarnationId = reader.string()
        break
      default:
        reader.skipType(tag & 7)
    }
  }
  checkEnd(reader, end)
  return { nodeId, incarnationId }
}
export const PingResponse: Codec<PingResponse, PingResponseInput> = codec({ size: sizePingResponse, write: writePingResponse, read: readPingResponse })

/**
 * What brokers ask of the active controller. A node that is not the active controller answers NOT_CONTROLLER (41) with
 * the id of the leader it knows.
 */
export const ControllerService = {
  /** A broker's life: it registers, then sends heartbeats; the stream breaking is a hint that it died. */
  session: {
    path: '/gregor.controller.Controller/Session',
    request: BrokerMessage,
    response: ControllerMessage
  },
  /** One question, one answer. */
  call: {
    path: '/gregor.controller.Controller/Call',
    request: CallRequest,
    response: CallResponse
  },
  /** Is this process there, and which incarnation is it? Asked before a broker is fenced on a hint. */
  ping: {
    path: '/gregor.controller.Controller/Ping',
    request: PingRequest,
    response: PingResponse
  }
} as const
