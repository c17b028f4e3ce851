// Generated from src/schema/messages/create-acls.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreateAclsRequest {
  readonly creations: readonly AclCreation[]
}

export interface CreateAclsRequestInput {
  readonly creations: readonly AclCreationInput[]
}

export interface AclCreation {
  readonly resourceType: number
  readonly resourceName: string
  readonly resourcePatternType: number
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

export interface AclCreationInput {
  readonly resourceType: number
  readonly resourceName: string
  readonly resourcePatternType?: number | undefined
  readonly principal: string
  readonly host: string
  readonly operation: number
  readonly permissionType: number
}

export interface CreateAclsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly AclCreationResult[]
}

export interface CreateAclsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly results: readonly AclCreationResultInput[]
}

export interface AclCreationResult {
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type AclCreationResultInput = AclCreationResult

export function decodeCreateAclsRequest(reader: Reader, version: number): CreateAclsRequest {
  checkVersion('CreateAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const creations: AclCreation[] = []
  for (let left = (flexible ? reader.compactArrayCount(8) : reader.arrayCount(10)); left > 0; left--) creations.push(decodeAclCreation(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { creations }
}

export function encodeCreateAclsRequest(writer: Writer, message: CreateAclsRequestInput, version: number): void {
  checkVersion('CreateAclsRequest', version, 1, 3)
  const flexible = version >= 2
  const creations = message.creations
  if (flexible) writer.compactArrayCount(creations.length)
  else writer.arrayCount(creations.length)
  for (const element of creations) encodeAclCreation(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAclCreation(reader: Reader, version: number): AclCreation {
  const flexible = version >= 2
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  const resourcePatternType = reader.int8()
  const principal = (flexible ? reader.compactString() : reader.string())
  const host = (flexible ? reader.compactString() : reader.string())
  const operation = reader.int8()
  const permissionType = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, resourcePatternType, principal, host, operation, permissionType }
}

export function encodeAclCreation(writer: Writer, message: AclCreationInput, version: number): void {
  const flexible = version >= 2
  const resourceType = message.resourceType
  writer.int8(resourceType)
  const resourceName = message.resourceName
  if (flexible) writer.compactString(resourceName)
  else writer.string(resourceName)
  const resourcePatternType = message.resourcePatternType ?? 3
  writer.int8(resourcePatternType)
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

export function decodeCreateAclsResponse(reader: Reader, version: number): CreateAclsResponse {
  checkVersion('CreateAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const results: AclCreationResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) results.push(decodeAclCreationResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeCreateAclsResponse(writer: Writer, message: CreateAclsResponseInput, version: number): void {
  checkVersion('CreateAclsResponse', version, 1, 3)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const results = message.results
  if (flexible) writer.compactArrayCount(results.length)
  else writer.arrayCount(results.length)
  for (const element of results) encodeAclCreationResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAclCreationResult(reader: Reader, version: number): AclCreationResult {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage }
}

export function encodeAclCreationResult(writer: Writer, message: AclCreationResultInput, version: number): void {
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  if (flexible) writer.uvarint(0)
}

export const CreateAclsApi: Api<CreateAclsRequest, CreateAclsRequestInput, CreateAclsResponse, CreateAclsResponseInput> = {
  key: 30,
  name: 'CreateAcls',
  versions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeCreateAclsRequest,
  encodeRequest: encodeCreateAclsRequest,
  decodeResponse: decodeCreateAclsResponse,
  encodeResponse: encodeCreateAclsResponse
}
