// Generated from src/schema/messages/delete-acls.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteAclsRequest {
  readonly filters: readonly DeleteAclsFilter[]
}

export interface DeleteAclsRequestInput {
  readonly filters: readonly DeleteAclsFilterInput[]
}

export interface DeleteAclsFilter {
  readonly resourceTypeFilter: number
  readonly resourceNameFilter: string | null
  readonly patternTypeFilter: number
  readonly principalFilter: string | null
  readonly hostFilter: string | null
  readonly operation: number
  readonly permissionType: number
}

export interface DeleteAclsFilterInput {
  readonly resourceTypeFilter: number
  readonly resourceNameFilter: string | null
  readonly patternTypeFilter?: number | undefined
  readonly principalFilter: string | null
  readonly hostFilter: string | null
  readonly operation: number
  readonly permissionType: number
}

export interface DeleteAclsResponse {
  readonly throttleTimeMs: number
  readonly filterResults: readonly DeleteAclsFilterResult[]
}

export interface DeleteAclsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly filterResults: readonly DeleteAclsFilterResultInput[]
}

export interface DeleteAclsFilterResult {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly matchingAcls: readonly DeleteAclsMatchingAcl[]
}

export interface DeleteAclsFilterResultInput {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly matchingAcls: readonly DeleteAclsMatchingAclInput[]
}

export interface DeleteAclsMatchingAcl {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

export interface DeleteAclsMatchingAclInput {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType?: number | undefined
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

export function decodeDeleteAclsRequest(reader: Reader, version: number): DeleteAclsRequest {
  checkVersion('DeleteAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const filters: DeleteAclsFilter[] = []
  for (let left = (flexible ? reader.compactArrayCount(8) : reader.arrayCount(10)); left > 0; left--) filters.push(decodeDeleteAclsFilter(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { filters }
}

export function encodeDeleteAclsRequest(writer: Writer, message: DeleteAclsRequestInput, version: number): void {
  checkVersion('DeleteAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const filters = message.filters
  if (flexible) writer.compactArrayCount(filters.length)
  else writer.arrayCount(filters.length)
  for (const element of filters) encodeDeleteAclsFilter(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteAclsFilter(reader: Reader, version: number): DeleteAclsFilter {
  const flexible = version >= 2
  const resourceTypeFilter = reader.int8()
  const resourceNameFilter = (flexible ? reader.compactNullableString() : reader.nullableString())
  const patternTypeFilter = reader.int8()
  const principalFilter = (flexible ? reader.compactNullableString() : reader.nullableString())
  const hostFilter = (flexible ? reader.compactNullableString() : reader.nullableString())
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { resourceTypeFilter, resourceNameFilter, patternTypeFilter, principalFilter, hostFilter, operation, permissionType }
}

export function encodeDeleteAclsFilter(writer: Writer, message: DeleteAclsFilterInput, version: number): void {
  const flexible = version >= 2
  const resourceTypeFilter = message.resourceTypeFilter
  writer.int8(resourceTypeFilter)
  const resourceNameFilter = message.resourceNameFilter
  if (flexible) writer.compactNullableString(resourceNameFilter)
  else writer.nullableString(resourceNameFilter)
  const patternTypeFilter = message.patternTypeFilter ?? 3
  writer.int8(patternTypeFilter)
  const principalFilter = message.principalFilter
  if (flexible) writer.compactNullableString(principalFilter)
  else writer.nullableString(principalFilter)
  const hostFilter = message.hostFilter
  if (flexible) writer.compactNullableString(hostFilter)
  else writer.nullableString(hostFilter)
  const operation = message.operation
  writer.int8(operation)
  const permissionType = message.permissionType
  writer.int8(permissionType)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteAclsResponse(reader: Reader, version: number): DeleteAclsResponse {
  checkVersion('DeleteAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const filterResults: DeleteAclsFilterResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(8)); left > 0; left--) filterResults.push(decodeDeleteAclsFilterResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, filterResults }
}

export function encodeDeleteAclsResponse(writer: Writer, message: DeleteAclsResponseInput, version: number): void {
  checkVersion('DeleteAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const filterResults = message.filterResults
  if (flexible) writer.compactArrayCount(filterResults.length)
  else writer.arrayCount(filterResults.length)
  for (const element of filterResults) encodeDeleteAclsFilterResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteAclsFilterResult(reader: Reader, version: number): DeleteAclsFilterResult {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const matchingAcls: DeleteAclsMatchingAcl[] = []
  for (let left = (flexible ? reader.compactArrayCount(11) : reader.arrayCount(14)); left > 0; left--) matchingAcls.push(decodeDeleteAclsMatchingAcl(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, matchingAcls }
}

export function encodeDeleteAclsFilterResult(writer: Writer, message: DeleteAclsFilterResultInput, version: number): void {
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const matchingAcls = message.matchingAcls
  if (flexible) writer.compactArrayCount(matchingAcls.length)
  else writer.arrayCount(matchingAcls.length)
  for (const element of matchingAcls) encodeDeleteAclsMatchingAcl(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteAclsMatchingAcl(reader: Reader, version: number): DeleteAclsMatchingAcl {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  const patternType = reader.int8()
  const principal = (flexible ? reader.compactString() : reader.string())
  const host = (flexible ? reader.compactString() : reader.string())
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName, patternType, principal, host, operation, permissionType }
}

export function encodeDeleteAclsMatchingAcl(writer: Writer, message: DeleteAclsMatchingAclInput, version: number): void {
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const resourceType = message.resourceType
  writer.int8(resourceType)
  const resourceName = message.resourceName
  if (flexible) writer.compactString(resourceName)
  else writer.string(resourceName)
  const patternType = message.patternType ?? 3
  writer.int8(patternType)
  const principal = message.principal
  if (flexible) writer.compactString(principal)
  else writer.string(principal)
  const host = message.host
  if (flexible) writer.compactString(host)
  else writer.string(host)
  const operation = message.operation
  writer.int8(operation)
  const permissionType = message.permissionType
  writer.int8(permissionType)
  if (flexible) writer.uvarint(0)
}

export const DeleteAclsApi: Api<DeleteAclsRequest, DeleteAclsRequestInput, DeleteAclsResponse, DeleteAclsResponseInput> = {
  key: 31,
  name: 'DeleteAcls',
  versions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeDeleteAclsRequest,
  encodeRequest: encodeDeleteAclsRequest,
  decodeResponse: decodeDeleteAclsResponse,
  encodeResponse: encodeDeleteAclsResponse
}
