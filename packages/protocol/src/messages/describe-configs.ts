// Generated from src/schema/messages/describe-configs.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeConfigsRequest {
  readonly resources: readonly DescribeConfigsResource[]
  readonly includeSynonyms: boolean
  /** v3+ */
  readonly includeDocumentation: boolean
}

export interface DescribeConfigsRequestInput {
  readonly resources: readonly DescribeConfigsResourceInput[]
  readonly includeSynonyms?: boolean | undefined
  readonly includeDocumentation?: boolean | undefined
}

export interface DescribeConfigsResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly configurationKeys: readonly string[] | null
}

export type DescribeConfigsResourceInput = DescribeConfigsResource

export interface DescribeConfigsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly DescribeConfigsResult[]
}

export interface DescribeConfigsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly results: readonly DescribeConfigsResultInput[]
}

export interface DescribeConfigsResult {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly DescribeConfigsResourceResult[]
}

export interface DescribeConfigsResultInput {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly DescribeConfigsResourceResultInput[]
}

export interface DescribeConfigsResourceResult {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource: number
  readonly isSensitive: boolean
  readonly synonyms: readonly DescribeConfigsSynonym[]
  /** v3+ */
  readonly configType: number
  /** v3+ */
  readonly documentation: string | null
}

export interface DescribeConfigsResourceResultInput {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource?: number | undefined
  readonly isSensitive: boolean
  readonly synonyms: readonly DescribeConfigsSynonymInput[]
  readonly configType?: number | undefined
  readonly documentation: string | null
}

export interface DescribeConfigsSynonym {
  readonly name: string
  readonly value: string | null
  readonly source: number
}

export type DescribeConfigsSynonymInput = DescribeConfigsSynonym

export function decodeDescribeConfigsRequest(reader: Reader, version: number): DescribeConfigsRequest {
  checkVersion('DescribeConfigsRequest', version, 1, 4)
  const flexible = version >= 4
  const resources: DescribeConfigsResource[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(7)); left > 0; left--) resources.push(decodeDescribeConfigsResource(reader, version))
  const includeSynonyms = reader.bool()
  const includeDocumentation: boolean = version >= 3 ? reader.bool() : false
  if (flexible) reader.skipTaggedFields()
  return { resources, includeSynonyms, includeDocumentation }
}

export function encodeDescribeConfigsRequest(writer: Writer, message: DescribeConfigsRequestInput, version: number): void {
  checkVersion('DescribeConfigsRequest', version, 1, 4)
  const flexible = version >= 4
  const resources = message.resources
  if (flexible) writer.compactArrayCount(resources.length)
  else writer.arrayCount(resources.length)
  for (const element of resources) encodeDescribeConfigsResource(writer, element, version)
  const includeSynonyms = message.includeSynonyms ?? false
  writer.bool(includeSynonyms)
  const includeDocumentation = message.includeDocumentation ?? false
  if (version >= 3) {
    writer.bool(includeDocumentation)
  } else if (includeDocumentation !== false) notInVersion('DescribeConfigsRequest.includeDocumentation', version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeConfigsResource(reader: Reader, version: number): DescribeConfigsResource {
  const flexible = version >= 4
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  let configurationKeys: string[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(1) : reader.nullableArrayCount(2))
    if (count < 0) configurationKeys = null
    else {
      configurationKeys = []
      for (let left = count; left > 0; left--) configurationKeys.push((flexible ? reader.compactString() : reader.string()))
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { resourceType, resourceName, configurationKeys }
}

export function encodeDescribeConfigsResource(writer: Writer, message: DescribeConfigsResourceInput, version: number): void {
  const flexible = version >= 4
  const resourceType = message.resourceType
  writer.int8(resourceType)
  const resourceName = message.resourceName
  if (flexible) writer.compactString(resourceName)
  else writer.string(resourceName)
  const configurationKeys = message.configurationKeys
  if (flexible) writer.compactArrayCount(configurationKeys === null ? -1 : configurationKeys.length)
  else writer.arrayCount(configurationKeys === null ? -1 : configurationKeys.length)
  if (configurationKeys !== null) for (const element of configurationKeys) {
    if (flexible) writer.compactString(element)
    else writer.string(element)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeConfigsResponse(reader: Reader, version: number): DescribeConfigsResponse {
  checkVersion('DescribeConfigsResponse', version, 1, 4)
  const flexible = version >= 4
  const throttleTimeMs = reader.int32()
  const results: DescribeConfigsResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(11)); left > 0; left--) results.push(decodeDescribeConfigsResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeDescribeConfigsResponse(writer: Writer, message: DescribeConfigsResponseInput, version: number): void {
  checkVersion('DescribeConfigsResponse', version, 1, 4)
  const flexible = version >= 4
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const results = message.results
  if (flexible) writer.compactArrayCount(results.length)
  else writer.arrayCount(results.length)
  for (const element of results) encodeDescribeConfigsResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeConfigsResult(reader: Reader, version: number): DescribeConfigsResult {
  const flexible = version >= 4
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const resourceType = reader.int8()
  const resourceName = (flexible ? reader.compactString() : reader.string())
  const configs: DescribeConfigsResourceResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(9) : reader.arrayCount(11)); left > 0; left--) configs.push(decodeDescribeConfigsResourceResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, resourceType, resourceName, configs }
}

export function encodeDescribeConfigsResult(writer: Writer, message: DescribeConfigsResultInput, version: number): void {
  const flexible = version >= 4
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
  const configs = message.configs
  if (flexible) writer.compactArrayCount(configs.length)
  else writer.arrayCount(configs.length)
  for (const element of configs) encodeDescribeConfigsResourceResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeConfigsResourceResult(reader: Reader, version: number): DescribeConfigsResourceResult {
  const flexible = version >= 4
  const name = (flexible ? reader.compactString() : reader.string())
  const value = (flexible ? reader.compactNullableString() : reader.nullableString())
  const readOnly = reader.bool()
  const configSource = reader.int8()
  const isSensitive = reader.bool()
  const synonyms: DescribeConfigsSynonym[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(5)); left > 0; left--) synonyms.push(decodeDescribeConfigsSynonym(reader, version))
  const configType: number = version >= 3 ? reader.int8() : 0
  const documentation: string | null = version >= 3 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : ''
  if (flexible) reader.skipTaggedFields()
  return { name, value, readOnly, configSource, isSensitive, synonyms, configType, documentation }
}

export function encodeDescribeConfigsResourceResult(writer: Writer, message: DescribeConfigsResourceResultInput, version: number): void {
  const flexible = version >= 4
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const value = message.value
  if (flexible) writer.compactNullableString(value)
  else writer.nullableString(value)
  const readOnly = message.readOnly
  writer.bool(readOnly)
  const configSource = message.configSource ?? -1
  writer.int8(configSource)
  const isSensitive = message.isSensitive
  writer.bool(isSensitive)
  const synonyms = message.synonyms
  if (flexible) writer.compactArrayCount(synonyms.length)
  else writer.arrayCount(synonyms.length)
  for (const element of synonyms) encodeDescribeConfigsSynonym(writer, element, version)
  const configType = message.configType ?? 0
  if (version >= 3) {
    writer.int8(configType)
  }
  const documentation = message.documentation
  if (version >= 3) {
    if (flexible) writer.compactNullableString(documentation)
    else writer.nullableString(documentation)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeConfigsSynonym(reader: Reader, version: number): DescribeConfigsSynonym {
  const flexible = version >= 4
  const name = (flexible ? reader.compactString() : reader.string())
  const value = (flexible ? reader.compactNullableString() : reader.nullableString())
  const source = reader.int8()
  if (flexible) reader.skipTaggedFields()
  return { name, value, source }
}

export function encodeDescribeConfigsSynonym(writer: Writer, message: DescribeConfigsSynonymInput, version: number): void {
  const flexible = version >= 4
  const name = message.name
  if (flexible) writer.compactString(name)
  else writer.string(name)
  const value = message.value
  if (flexible) writer.compactNullableString(value)
  else writer.nullableString(value)
  const source = message.source
  writer.int8(source)
  if (flexible) writer.uvarint(0)
}

export const DescribeConfigsApi: Api<DescribeConfigsRequest, DescribeConfigsRequestInput, DescribeConfigsResponse, DescribeConfigsResponseInput> = {
  key: 32,
  name: 'DescribeConfigs',
  versions: { min: 1, max: 4 },
  flexibleFrom: 4,
  decodeRequest: decodeDescribeConfigsRequest,
  encodeRequest: encodeDescribeConfigsRequest,
  decodeResponse: decodeDescribeConfigsResponse,
  encodeResponse: encodeDescribeConfigsResponse
}
