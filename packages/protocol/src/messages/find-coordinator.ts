// Generated from src/schema/messages/find-coordinator.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface FindCoordinatorRequest {
  /** v0-3 */
  readonly key: string
  /** v1+ */
  readonly keyType: number
  /** v4+ */
  readonly coordinatorKeys: readonly string[]
}

export interface FindCoordinatorRequestInput {
  readonly key?: string | undefined
  readonly keyType?: number | undefined
  readonly coordinatorKeys?: readonly string[] | undefined
}

export interface FindCoordinatorResponse {
  /** v1+ */
  readonly throttleTimeMs: number
  /** v0-3 */
  readonly errorCode: number
  /** v1-3 */
  readonly errorMessage: string | null
  /** v0-3 */
  readonly nodeId: number
  /** v0-3 */
  readonly host: string
  /** v0-3 */
  readonly port: number
  /** v4+ */
  readonly coordinators: readonly Coordinator[]
}

export interface FindCoordinatorResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode?: number | undefined
  readonly errorMessage?: string | null | undefined
  readonly nodeId?: number | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly coordinators?: readonly CoordinatorInput[] | undefined
}

export interface Coordinator {
  readonly key: string
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type CoordinatorInput = Coordinator

export function decodeFindCoordinatorRequest(reader: Reader, version: number): FindCoordinatorRequest {
  checkVersion('FindCoordinatorRequest', version, 0, 6)
  const flexible = version >= 3
  const key: string = version <= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const keyType: number = version >= 1 ? reader.int8() : 0
  const coordinatorKeys: string[] = []
  if (version >= 4) for (let left = reader.compactArrayCount(1); left > 0; left--) coordinatorKeys.push(reader.compactString())
  if (flexible) reader.skipTaggedFields()
  return { key, keyType, coordinatorKeys }
}

export function encodeFindCoordinatorRequest(writer: Writer, message: FindCoordinatorRequestInput, version: number): void {
  checkVersion('FindCoordinatorRequest', version, 0, 6)
  const flexible = version >= 3
  const key = message.key ?? ''
  if (version <= 3) {
    if (flexible) writer.compactString(key)
    else writer.string(key)
  } else if (key !== '') notInVersion('FindCoordinatorRequest.key', version)
  const keyType = message.keyType ?? 0
  if (version >= 1) {
    writer.int8(keyType)
  } else if (keyType !== 0) notInVersion('FindCoordinatorRequest.keyType', version)
  const coordinatorKeys = message.coordinatorKeys ?? []
  if (version >= 4) {
    writer.compactArrayCount(coordinatorKeys.length)
    for (const element of coordinatorKeys) writer.compactString(element)
  } else if (coordinatorKeys.length !== 0) notInVersion('FindCoordinatorRequest.coordinatorKeys', version)
  if (flexible) writer.uvarint(0)
}

export function decodeFindCoordinatorResponse(reader: Reader, version: number): FindCoordinatorResponse {
  checkVersion('FindCoordinatorResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  const errorCode: number = version <= 3 ? reader.int16() : 0
  const errorMessage: string | null = version >= 1 && version <= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : ''
  const nodeId: number = version <= 3 ? reader.int32() : 0
  const host: string = version <= 3 ? (flexible ? reader.compactString() : reader.string()) : ''
  const port: number = version <= 3 ? reader.int32() : 0
  const coordinators: Coordinator[] = []
  if (version >= 4) for (let left = reader.compactArrayCount(14); left > 0; left--) coordinators.push(decodeCoordinator(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, nodeId, host, port, coordinators }
}

export function encodeFindCoordinatorResponse(writer: Writer, message: FindCoordinatorResponseInput, version: number): void {
  checkVersion('FindCoordinatorResponse', version, 0, 6)
  const flexible = version >= 3
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = message.errorCode ?? 0
  if (version <= 3) {
    writer.int16(errorCode)
  } else if (errorCode !== 0) notInVersion('FindCoordinatorResponse.errorCode', version)
  const errorMessage = message.errorMessage === undefined ? '' : message.errorMessage
  if (version >= 1 && version <= 3) {
    if (flexible) writer.compactNullableString(errorMessage)
    else writer.nullableString(errorMessage)
  }
  const nodeId = message.nodeId ?? 0
  if (version <= 3) {
    writer.int32(nodeId)
  } else if (nodeId !== 0) notInVersion('FindCoordinatorResponse.nodeId', version)
  const host = message.host ?? ''
  if (version <= 3) {
    if (flexible) writer.compactString(host)
    else writer.string(host)
  } else if (host !== '') notInVersion('FindCoordinatorResponse.host', version)
  const port = message.port ?? 0
  if (version <= 3) {
    writer.int32(port)
  } else if (port !== 0) notInVersion('FindCoordinatorResponse.port', version)
  const coordinators = message.coordinators ?? []
  if (version >= 4) {
    writer.compactArrayCount(coordinators.length)
    for (const element of coordinators) encodeCoordinator(writer, element, version)
  } else if (coordinators.length !== 0) notInVersion('FindCoordinatorResponse.coordinators', version)
  if (flexible) writer.uvarint(0)
}

export function decodeCoordinator(reader: Reader, _version: number): Coordinator {
  const key = reader.compactString()
  const nodeId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { key, nodeId, host, port, errorCode, errorMessage }
}

export function encodeCoordinator(writer: Writer, message: CoordinatorInput, _version: number): void {
  const key = message.key
  writer.compactString(key)
  const nodeId = message.nodeId
  writer.int32(nodeId)
  const host = message.host
  writer.compactString(host)
  const port = message.port
  writer.int32(port)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const FindCoordinatorApi: Api<FindCoordinatorRequest, FindCoordinatorRequestInput, FindCoordinatorResponse, FindCoordinatorResponseInput> = {
  key: 10,
  name: 'FindCoordinator',
  versions: { min: 0, max: 6 },
  flexibleFrom: 3,
  decodeRequest: decodeFindCoordinatorRequest,
  encodeRequest: encodeFindCoordinatorRequest,
  decodeResponse: decodeFindCoordinatorResponse,
  encodeResponse: encodeFindCoordinatorResponse
}
