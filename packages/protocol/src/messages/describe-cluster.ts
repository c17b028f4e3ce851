// Generated from src/schema/messages/describe-cluster.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeClusterRequest {
  readonly includeClusterAuthorizedOperations: boolean
  /** v1+ */
  readonly endpointType: number
  /** v2 */
  readonly includeFencedBrokers: boolean
}

export interface DescribeClusterRequestInput {
  readonly includeClusterAuthorizedOperations: boolean
  readonly endpointType?: number | undefined
  readonly includeFencedBrokers?: boolean | undefined
}

export interface DescribeClusterResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  /** v1+ */
  readonly endpointType: number
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly DescribeClusterBroker[]
  readonly clusterAuthorizedOperations: number
}

export interface DescribeClusterResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly endpointType?: number | undefined
  readonly clusterId: string
  readonly controllerId?: number | undefined
  readonly brokers: readonly DescribeClusterBrokerInput[]
  readonly clusterAuthorizedOperations?: number | undefined
}

export interface DescribeClusterBroker {
  readonly brokerId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
  /** v2 */
  readonly isFenced: boolean
}

export interface DescribeClusterBrokerInput {
  readonly brokerId: number
  readonly host: string
  readonly port: number
  readonly rack?: string | null | undefined
  readonly isFenced?: boolean | undefined
}

export function decodeDescribeClusterRequest(reader: Reader, version: number): DescribeClusterRequest {
  checkVersion('DescribeClusterRequest', version, 0, 2)
  const includeClusterAuthorizedOperations = reader.bool()
  const endpointType: number = version >= 1 ? reader.int8() : 1
  const includeFencedBrokers: boolean = version >= 2 ? reader.bool() : false
  reader.skipTaggedFields()
  return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers }
}

export function encodeDescribeClusterRequest(writer: Writer, message: DescribeClusterRequestInput, version: number): void {
  checkVersion('DescribeClusterRequest', version, 0, 2)
  const includeClusterAuthorizedOperations = message.includeClusterAuthorizedOperations
  writer.bool(includeClusterAuthorizedOperations)
  const endpointType = message.endpointType ?? 1
  if (version >= 1) {
    writer.int8(endpointType)
  } else if (endpointType !== 1) notInVersion('DescribeClusterRequest.endpointType', version)
  const includeFencedBrokers = message.includeFencedBrokers ?? false
  if (version >= 2) {
    writer.bool(includeFencedBrokers)
  } else if (includeFencedBrokers !== false) notInVersion('DescribeClusterRequest.includeFencedBrokers', version)
  writer.uvarint(0)
}

export function decodeDescribeClusterResponse(reader: Reader, version: number): DescribeClusterResponse {
  checkVersion('DescribeClusterResponse', version, 0, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const endpointType: number = version >= 1 ? reader.int8() : 1
  const clusterId = reader.compactString()
  const controllerId = reader.int32()
  const brokers: DescribeClusterBroker[] = []
  for (let left = reader.compactArrayCount(11); left > 0; left--) brokers.push(decodeDescribeClusterBroker(reader, version))
  const clusterAuthorizedOperations = reader.int32()
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, endpointType, clusterId, controllerId, brokers, clusterAuthorizedOperations }
}

export function encodeDescribeClusterResponse(writer: Writer, message: DescribeClusterResponseInput, version: number): void {
  checkVersion('DescribeClusterResponse', version, 0, 2)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const endpointType = message.endpointType ?? 1
  if (version >= 1) {
    writer.int8(endpointType)
  } else if (endpointType !== 1) notInVersion('DescribeClusterResponse.endpointType', version)
  const clusterId = message.clusterId
  writer.compactString(clusterId)
  const controllerId = message.controllerId ?? -1
  writer.int32(controllerId)
  const brokers = message.brokers
  writer.compactArrayCount(brokers.length)
  for (const element of brokers) encodeDescribeClusterBroker(writer, element, version)
  const clusterAuthorizedOperations = message.clusterAuthorizedOperations ?? -2147483648
  writer.int32(clusterAuthorizedOperations)
  writer.uvarint(0)
}

export function decodeDescribeClusterBroker(reader: Reader, version: number): DescribeClusterBroker {
  const brokerId = reader.int32()
  const host = reader.compactString()
  const port = reader.int32()
  const rack = reader.compactNullableString()
  const isFenced: boolean = version >= 2 ? reader.bool() : false
  reader.skipTaggedFields()
  return { brokerId, host, port, rack, isFenced }
}

export function encodeDescribeClusterBroker(writer: Writer, message: DescribeClusterBrokerInput, version: number): void {
  const brokerId = message.brokerId
  writer.int32(brokerId)
  const host = message.host
  writer.compactString(host)
  const port = message.port
  writer.int32(port)
  const rack = message.rack ?? null
  writer.compactNullableString(rack)
  const isFenced = message.isFenced ?? false
  if (version >= 2) {
    writer.bool(isFenced)
  } else if (isFenced !== false) notInVersion('DescribeClusterBroker.isFenced', version)
  writer.uvarint(0)
}

export const DescribeClusterApi: Api<DescribeClusterRequest, DescribeClusterRequestInput, DescribeClusterResponse, DescribeClusterResponseInput> = {
  key: 60,
  name: 'DescribeCluster',
  versions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeClusterRequest,
  encodeRequest: encodeDescribeClusterRequest,
  decodeResponse: decodeDescribeClusterResponse,
  encodeResponse: encodeDescribeClusterResponse
}
