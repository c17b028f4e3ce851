// Generated from src/schema/messages/alter-configs.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterConfigsRequest {
  readonly resources: readonly AlterConfigsResource[]
  readonly validateOnly: boolean
}

export type AlterConfigsRequestInput = AlterConfigsRequest

export interface AlterConfigsResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly AlterableConfig[]
}

export type AlterConfigsResourceInput = AlterConfigsResource

export interface AlterableConfig {
  readonly name: string
  readonly value: string | null
}

export type AlterableConfigInput = AlterableConfig

export interface AlterConfigsResponse {
  readonly throttleTimeMs: number
  readonly responses: readonly AlterConfigsResourceResponse[]
}

export interface AlterConfigsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly responses: readonly AlterConfigsResourceResponseInput[]
}

export interface AlterConfigsResourceResponse {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
}

export type AlterConfigsResourceResponseInput = AlterConfigsResourceResponse

export function decodeAlterConfigsRequest(reader: Reader, version: number): AlterConfigsRequest {
  checkVersion('AlterConfigsRequest', version, 0, 2)
  const flexible = version >= 2
  const resources: AlterConfigsResource[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(7)); left > 0; left--) resources.push(decodeAlterConfigsResource(reader, version))
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { resources, validateOnly }
}

export function encodeAlterConfigsRequest(writer: Writer, message: AlterConfigsRequestInput, version: number): void {
  checkVersion('AlterConfigsRequest', version, 0, 2)
  const flexible = version >= 2
  const resources = message.resources
  if (flexible) writer.compactArrayCount(resources.length)
  else writer.arrayCount(resources.length)
  for (const element of resources) encodeAlterConfigsResource(writer, element, version)
  const validateOnly = message.validateOnly
  writer.bool(validateOnly)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterConfigsResource(reader: Reader, version: number): AlterConfigsResource {
  const flexible = version >= 2
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  const configs: AlterableConfig[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) configs.push(decodeAlterableConfig(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, configs }
}

export function encodeAlterConfigsResource(writer: Writer, message: AlterConfigsResourceInput, version: number): void {
  const flexible = version >= 2
  const resourceType = message.resourceType
  writer.int8(resourceType)
  const resourceName = message.resourceName
  if (flexible) writer.compactString(resourceName)
  else writer.string(resourceName)
  const configs = message.configs
  if (flexible) writer.compactArrayCount(configs.length)
  else writer.arrayCount(configs.length)
  for (const element of configs) encodeAlterableConfig(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterableConfig(reader: Reader, version: number): AlterableConfig {
  const flexible = version >= 2
  const name = (flexible ? reader.compactString() : reader.string())
  const value = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { name, value }
}

export function encodeAlterableConfig(writer: Writer, message: AlterableConfigInput, version: number): void {
  const flexible = version >= 2
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const value = message.value
  if (flexible) writer.compactNullableString(value)
  else writer.nullableString(value)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterConfigsResponse(reader: Reader, version: number): AlterConfigsResponse {
  checkVersion('AlterConfigsResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = reader.int32()
  const responses: AlterConfigsResourceResponse[] = []
  for (let left = (flexible ? reader.compactArrayCount(6) : reader.arrayCount(7)); left > 0; left--) responses.push(decodeAlterConfigsResourceResponse(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, responses }
}

export function encodeAlterConfigsResponse(writer: Writer, message: AlterConfigsResponseInput, version: number): void {
  checkVersion('AlterConfigsResponse', version, 0, 2)
  const flexible = version >= 2
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const responses = message.responses
  if (flexible) writer.compactArrayCount(responses.length)
  else writer.arrayCount(responses.length)
  for (const element of responses) encodeAlterConfigsResourceResponse(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterConfigsResourceResponse(reader: Reader, version: number): AlterConfigsResourceResponse {
  const flexible = version >= 2
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName }
}

export function encodeAlterConfigsResourceResponse(writer: Writer, message: AlterConfigsResourceResponseInput, version: number): void {
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
  if (flexible) writer.uvarint(0)
}

export const AlterConfigsApi: Api<AlterConfigsRequest, AlterConfigsRequestInput, AlterConfigsResponse, AlterConfigsResponseInput> = {
  key: 33,
  name: 'AlterConfigs',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  decodeRequest: decodeAlterConfigsRequest,
  encodeRequest: encodeAlterConfigsRequest,
  decodeResponse: decodeAlterConfigsResponse,
  encodeResponse: encodeAlterConfigsResponse
}
