// Generated from src/schema/messages/describe-groups.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeGroupsRequest {
  readonly groups: readonly string[]
  /** v3+ */
  readonly includeAuthorizedOperations: boolean
}

export interface DescribeGroupsRequestInput {
  readonly groups: readonly string[]
  readonly includeAuthorizedOperations?: boolean | undefined
}

export interface DescribeGroupsResponse {
  /** v1+ */
  readonly throttleTimeMs: number
  readonly groups: readonly DescribedGroup[]
}

export interface DescribeGroupsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly groups: readonly DescribedGroupInput[]
}

export interface DescribedGroup {
  readonly errorCode: number
  /** v6 */
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribedGroupMember[]
  /** v3+ */
  readonly authorizedOperations: number
}

export interface DescribedGroupInput {
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly groupId: string
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribedGroupMemberInput[]
  readonly authorizedOperations?: number | undefined
}

export interface DescribedGroupMember {
  readonly memberId: string
  /** v4+ */
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly memberMetadata: Buffer
  readonly memberAssignment: Buffer
}

export interface DescribedGroupMemberInput {
  readonly memberId: string
  readonly groupInstanceId?: string | null | undefined
  readonly clientId: string
  readonly clientHost: string
  readonly memberMetadata: Buffer
  readonly memberAssignment: Buffer
}

export function decodeDescribeGroupsRequest(reader: Reader, version: number): DescribeGroupsRequest {
  checkVersion('DescribeGroupsRequest', version, 0, 6)
  const flexible = version >= 5
  const groups: string[] = []
  for (let left = (flexible ? reader.compactArrayCount(1) : reader.arrayCount(2)); left > 0; left--) groups.push((flexible ? reader.compactString() : reader.string()))
  const includeAuthorizedOperations: boolean = version >= 3 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { groups, includeAuthorizedOperations }
}

export function encodeDescribeGroupsRequest(writer: Writer, message: DescribeGroupsRequestInput, version: number): void {
  checkVersion('DescribeGroupsRequest', version, 0, 6)
  const flexible = version >= 5
  const groups = message.groups
  if (flexible) writer.compactArrayCount(groups.length)
  else writer.arrayCount(groups.length)
  for (const element of groups) {
    if (flexible) writer.compactString(element)
    else writer.string(element)
  }
  const includeAuthorizedOperations = message.includeAuthorizedOperations ?? false
  if (version >= 3) {
    writer.bool(includeAuthorizedOperations)
  } else if (includeAuthorizedOperations !== false) notInVersion('DescribeGroupsRequest.includeAuthorizedOperations', version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeGroupsResponse(reader: Reader, version: number): DescribeGroupsResponse {
  checkVersion('DescribeGroupsResponse', version, 0, 6)
  const flexible = version >= 5
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  const groups: DescribedGroup[] = []
  for (let left = (flexible ? reader.compactArrayCount(12) : reader.arrayCount(14)); left > 0; left--) groups.push(decodeDescribedGroup(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, groups }
}

export function encodeDescribeGroupsResponse(writer: Writer, message: DescribeGroupsResponseInput, version: number): void {
  checkVersion('DescribeGroupsResponse', version, 0, 6)
  const flexible = version >= 5
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const groups = message.groups
  if (flexible) writer.compactArrayCount(groups.length)
  else writer.arrayCount(groups.length)
  for (const element of groups) encodeDescribedGroup(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribedGroup(reader: Reader, version: number): DescribedGroup {
  const flexible = version >= 5
  const errorCode = reader.int16()
  const errorMessage: string | null = version >= 6 ? reader.compactNullableString() : null
  const groupId = (flexible ? reader.compactString() : reader.string())
  const groupState = (flexible ? reader.compactString() : reader.string())
  const protocolType = (flexible ? reader.compactString() : reader.string())
  const protocolData = (flexible ? reader.compactString() : reader.string())
  const members: DescribedGroupMember[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(14)); left > 0; left--) members.push(decodeDescribedGroupMember(reader, version))
  const authorizedOperations: number = version >= 3 ? reader.int32() : -2147483648
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, groupId, groupState, protocolType, protocolData, members, authorizedOperations }
}

export function encodeDescribedGroup(writer: Writer, message: DescribedGroupInput, version: number): void {
  const flexible = version >= 5
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  if (version >= 6) {
    writer.compactNullableString(errorMessage)
  } else if (errorMessage !== null) notInVersion('DescribedGroup.errorMessage', version)
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const groupState = message.groupState
  if (flexible) writer.compactString(groupState)
  else writer.string(groupState)
  const protocolType = message.protocolType
  if (flexible) writer.compactString(protocolType)
  else writer.string(protocolType)
  const protocolData = message.protocolData
  if (flexible) writer.compactString(protocolData)
  else writer.string(protocolData)
  const members = message.members
  if (flexible) writer.compactArrayCount(members.length)
  else writer.arrayCount(members.length)
  for (const element of members) encodeDescribedGroupMember(writer, element, version)
  const authorizedOperations = message.authorizedOperations ?? -2147483648
  if (version >= 3) {
    writer.int32(authorizedOperations)
  } else if (authorizedOperations !== -2147483648) notInVersion('DescribedGroup.authorizedOperations', version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribedGroupMember(reader: Reader, version: number): DescribedGroupMember {
  const flexible = version >= 5
  const memberId = (flexible ? reader.compactString() : reader.string())
  const groupInstanceId: string | null = version >= 4 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : null
  const clientId = (flexible ? reader.compactString() : reader.string())
  const clientHost = (flexible ? reader.compactString() : reader.string())
  const memberMetadata = (flexible ? reader.compactBytes() : reader.bytes())
  const memberAssignment = (flexible ? reader.compactBytes() : reader.bytes())
  if (flexible) reader.skipTaggedFields()
  return { memberId, groupInstanceId, clientId, clientHost, memberMetadata, memberAssignment }
}

export function encodeDescribedGroupMember(writer: Writer, message: DescribedGroupMemberInput, version: number): void {
  const flexible = version >= 5
  const memberId = message.memberId
  if (flexible) writer.compactString(memberId)
  else writer.string(memberId)
  const groupInstanceId = message.groupInstanceId ?? null
  if (version >= 4) {
    if (flexible) writer.compactNullableString(groupInstanceId)
    else writer.nullableString(groupInstanceId)
  }
  const clientId = message.clientId
  if (flexible) writer.compactString(clientId)
  else writer.string(clientId)
  const clientHost = message.clientHost
  if (flexible) writer.compactString(clientHost)
  else writer.string(clientHost)
  const memberMetadata = message.memberMetadata
  if (flexible) writer.compactBytes(memberMetadata)
  else writer.bytes(memberMetadata)
  const memberAssignment = message.memberAssignment
  if (flexible) writer.compactBytes(memberAssignment)
  else writer.bytes(memberAssignment)
  if (flexible) writer.uvarint(0)
}

export const DescribeGroupsApi: Api<DescribeGroupsRequest, DescribeGroupsRequestInput, DescribeGroupsResponse, DescribeGroupsResponseInput> = {
  key: 15,
  name: 'DescribeGroups',
  versions: { min: 0, max: 6 },
  flexibleFrom: 5,
  decodeRequest: decodeDescribeGroupsRequest,
  encodeRequest: encodeDescribeGroupsRequest,
  decodeResponse: decodeDescribeGroupsResponse,
  encodeResponse: encodeDescribeGroupsResponse
}
