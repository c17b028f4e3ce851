// Generated from src/schema/messages/describe-acls.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeAclsRequest {
  readonly resourceTypeFilter: number
  readonly resourceNameFilter: string | null
  readonly patternTypeFilter: number
  readonly principalFilter: string | null
  readonly hostFilter: string | null
  readonly operation: number
  readonly permissionType: number
}

export interface DescribeAclsRequestInput {
  readonly resourceTypeFilter: number
  readonly resourceNameFilter: string | null
  readonly patternTypeFilter?: number | undefined
  readonly principalFilter: string | null
  readonly hostFilter: string | null
  readonly operation: number
  readonly permissionType: number
}

export interface DescribeAclsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resources: readonly DescribeAclsResource[]
}

export interface DescribeAclsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resources: readonly DescribeAclsResourceInput[]
}

export interface DescribeAclsResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType: number
  readonly acls: readonly AclDescription[]
}

export interface DescribeAclsResourceInput {
  readonly resourceType: number
  readonly resourceName: string
  readonly patternType?: number | undefined
  readonly acls: readonly AclDescriptionInput[]
}

export interface AclDescription {
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

export type AclDescriptionInput = AclDescription

export function decodeDescribeAclsRequest(reader: Reader, version: number): DescribeAclsRequest {
  checkVersion('DescribeAclsRequest', version, 1, 3)
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

export function encodeDescribeAclsRequest(writer: Writer, message: DescribeAclsRequestInput, version: number): void {
  checkVersion('DescribeAclsRequest', version, 1, 3)
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

export function decodeDescribeAclsResponse(reader: Reader, version: number): DescribeAclsResponse {
  checkVersion('DescribeAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const resources: DescribeAclsResource[] = []
  for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(8)); left > 0; left--) resources.push(decodeDescribeAclsResource(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, resources }
}

export function encodeDescribeAclsResponse(writer: Writer, message: DescribeAclsResponseInput, version: number): void {
  checkVersion('DescribeAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const resources = message.resources
  if (flexible) writer.compactArrayCount(resources.length)
  else writer.arrayCount(resources.length)
  for (const element of resources) encodeDescribeAclsResource(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeAclsResource(reader: Reader, version: number): DescribeAclsResource {
  const flexible = version >= 2
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  const patternType = reader.int8()
  const acls: AclDescription[] = []
  for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(6)); left > 0; left--) acls.push(decodeAclDescription(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, patternType, acls }
}

export function encodeDescribeAclsResource(writer: Writer, message: DescribeAclsResourceInput, version: number): void {
  const flexible = version >= 2
  const resourceType = message.resourceType
  writer.int8(resourceType)
  const resourceName = message.resourceName
  if (flexible) writer.compactString(resourceName)
  else writer.string(resourceName)
  const patternType = message.patternType ?? 3
  writer.int8(patternType)
  const acls = message.acls
  if (flexible) writer.compactArrayCount(acls.length)
  else writer.arrayCount(acls.length)
  for (const element of acls) encodeAclDescription(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAclDescription(reader: Reader, version: number): AclDescription {
  const flexible = version >= 2
  const principal = (flexible ? reader.compactString() : reader.string())
  const host = (flexible ? reader.compactString() : reader.string())
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { principal, host, operation, permissionType }
}

export function encodeAclDescription(writer: Writer, message: AclDescriptionInput, version: number): void {
  const flexible = version >= 2
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

export const DescribeAclsApi: Api<DescribeAclsRequest, DescribeAclsRequestInput, DescribeAclsResponse, DescribeAclsResponseInput> = {
  key: 29,
  name: 'DescribeAcls',
  versions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeDescribeAclsRequest,
  encodeRequest: encodeDescribeAclsRequest,
  decodeResponse: decodeDescribeAclsResponse,
  encodeResponse: encodeDescribeAclsResponse
}
