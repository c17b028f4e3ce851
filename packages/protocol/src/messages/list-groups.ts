// Generated from src/schema/messages/list-groups.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListGroupsRequest {
  /** v4+ */
  readonly statesFilter: readonly string[]
  /** v5 */
  readonly typesFilter: readonly string[]
}

export interface ListGroupsRequestInput {
  readonly statesFilter?: readonly string[] | undefined
  readonly typesFilter?: readonly string[] | undefined
}

export interface ListGroupsResponse {
  /** v1+ */
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly groups: readonly ListedGroup[]
}

export interface ListGroupsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly groups: readonly ListedGroupInput[]
}

export interface ListedGroup {
  readonly groupId: string
  readonly protocolType: string
  /** v4+ */
  readonly groupState: string
  /** v5 */
  readonly groupType: string
}

export type ListedGroupInput = ListedGroup

export function decodeListGroupsRequest(reader: Reader, version: number): ListGroupsRequest {
  checkVersion('ListGroupsRequest', version, 0, 5)
  const flexible = version >= 3
  const statesFilter: string[] = []
  if (version >= 4) for (let left = reader.compactArrayCount(1); left > 0; left--) statesFilter.push(reader.compactString())
  const typesFilter: string[] = []
  if (version >= 5) for (let left = reader.compactArrayCount(1); left > 0; left--) typesFilter.push(reader.compactString())
  if (flexible) reader.skipTaggedFields()
  return { statesFilter, typesFilter }
}

export function encodeListGroupsRequest(writer: Writer, message: ListGroupsRequestInput, version: number): void {
  checkVersion('ListGroupsRequest', version, 0, 5)
  const flexible = version >= 3
  const statesFilter = message.statesFilter ?? []
  if (version >= 4) {
    writer.compactArrayCount(statesFilter.length)
    for (const element of statesFilter) writer.compactString(element)
  } else if (statesFilter.length !== 0) notInVersion('ListGroupsRequest.statesFilter', version)
  const typesFilter = message.typesFilter ?? []
  if (version >= 5) {
    writer.compactArrayCount(typesFilter.length)
    for (const element of typesFilter) writer.compactString(element)
  } else if (typesFilter.length !== 0) notInVersion('ListGroupsRequest.typesFilter', version)
  if (flexible) writer.uvarint(0)
}

export function decodeListGroupsResponse(reader: Reader, version: number): ListGroupsResponse {
  checkVersion('ListGroupsResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  const errorCode = reader.int16()
  const groups: ListedGroup[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) groups.push(decodeListedGroup(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, groups }
}

export function encodeListGroupsResponse(writer: Writer, message: ListGroupsResponseInput, version: number): void {
  checkVersion('ListGroupsResponse', version, 0, 5)
  const flexible = version >= 3
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const groups = message.groups
  if (flexible) writer.compactArrayCount(groups.length)
  else writer.arrayCount(groups.length)
  for (const element of groups) encodeListedGroup(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeListedGroup(reader: Reader, version: number): ListedGroup {
  const flexible = version >= 3
  const groupId = (flexible ? reader.compactString() : reader.string())
  const protocolType = (flexible ? reader.compactString() : reader.string())
  const groupState: string = version >= 4 ? reader.compactString() : ''
  const groupType: string = version >= 5 ? reader.compactString() : ''
  if (flexible) reader.skipTaggedFields()
  return { groupId, protocolType, groupState, groupType }
}

export function encodeListedGroup(writer: Writer, message: ListedGroupInput, version: number): void {
  const flexible = version >= 3
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const protocolType = message.protocolType
  if (flexible) writer.compactString(protocolType)
  else writer.string(protocolType)
  const groupState = message.groupState
  if (version >= 4) {
    writer.compactString(groupState)
  }
  const groupType = message.groupType
  if (version >= 5) {
    writer.compactString(groupType)
  }
  if (flexible) writer.uvarint(0)
}

export const ListGroupsApi: Api<ListGroupsRequest, ListGroupsRequestInput, ListGroupsResponse, ListGroupsResponseInput> = {
  key: 16,
  name: 'ListGroups',
  versions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: decodeListGroupsRequest,
  encodeRequest: encodeListGroupsRequest,
  decodeResponse: decodeListGroupsResponse,
  encodeResponse: encodeListGroupsResponse
}
