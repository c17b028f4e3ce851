// Generated from src/schema/messages/delete-groups.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteGroupsRequest {
  readonly groupsNames: readonly string[]
}

export type DeleteGroupsRequestInput = DeleteGroupsRequest

export interface DeleteGroupsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly DeletableGroupResult[]
}

export interface DeleteGroupsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly results: readonly DeletableGroupResultInput[]
}

export interface DeletableGroupResult {
  readonly groupId: string
  readonly errorCode: number
  /** v3 */
  readonly errorMessage: string | null
}

export interface DeletableGroupResultInput {
  readonly groupId: string
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeDeleteGroupsRequest(reader: Reader, version: number): DeleteGroupsRequest {
  checkVersion('DeleteGroupsRequest', version, 0, 3)
  const flexible = version >= 2
  const groupsNames: string[] = []
  for (let left = (flexible ? reader.compactArrayCount(1) : reader.arrayCount(2)); left > 0; left--) groupsNames.push((flexible ? reader.compactString() : reader.string()))
  if (flexible) reader.skipTaggedFields()
  return { groupsNames }
}

export function encodeDeleteGroupsRequest(writer: Writer, message: DeleteGroupsRequestInput, version: number): void {
  checkVersion('DeleteGroupsRequest', version, 0, 3)
  const flexible = version >= 2
  const groupsNames = message.groupsNames
  if (flexible) writer.compactArrayCount(groupsNames.length)
  else writer.arrayCount(groupsNames.length)
  for (const element of groupsNames) {
    if (flexible) writer.compactString(element)
    else writer.string(element)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteGroupsResponse(reader: Reader, version: number): DeleteGroupsResponse {
  checkVersion('DeleteGroupsResponse', version, 0, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: DeletableGroupResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) results.push(decodeDeletableGroupResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeDeleteGroupsResponse(writer: Writer, message: DeleteGroupsResponseInput, version: number): void {
  checkVersion('DeleteGroupsResponse', version, 0, 3)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const results = message.results
  if (flexible) writer.compactArrayCount(results.length)
  else writer.arrayCount(results.length)
  for (const element of results) encodeDeletableGroupResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeletableGroupResult(reader: Reader, version: number): DeletableGroupResult {
  const flexible = version >= 2
  const groupId = (flexible ? reader.compactString() : reader.string())
  const errorCode = reader.int16()
  const errorMessage: string | null = version >= 3 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { groupId, errorCode, errorMessage }
}

export function encodeDeletableGroupResult(writer: Writer, message: DeletableGroupResultInput, version: number): void {
  const flexible = version >= 2
  const groupId = message.groupId
  if (flexible) writer.compactString(groupId)
  else writer.string(groupId)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  if (version >= 3) {
    writer.compactNullableString(errorMessage)
  }
  if (flexible) writer.uvarint(0)
}

export const DeleteGroupsApi: Api<DeleteGroupsRequest, DeleteGroupsRequestInput, DeleteGroupsResponse, DeleteGroupsResponseInput> = {
  key: 42,
  name: 'DeleteGroups',
  versions: { min: 0, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeDeleteGroupsRequest,
  encodeRequest: encodeDeleteGroupsRequest,
  decodeResponse: decodeDeleteGroupsResponse,
  encodeResponse: encodeDeleteGroupsResponse
}
