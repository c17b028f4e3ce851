// Generated from src/schema/messages/list-config-resources.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ListConfigResourcesRequest {
  /** v1 */
  readonly resourceTypes: readonly number[]
}

export interface ListConfigResourcesRequestInput {
  readonly resourceTypes?: readonly number[] | undefined
}

export interface ListConfigResourcesResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly configResources: readonly ConfigResource[]
}

export interface ListConfigResourcesResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly configResources: readonly ConfigResourceInput[]
}

export interface ConfigResource {
  readonly resourceName: string
  /** v1 */
  readonly resourceType: number
}

export interface ConfigResourceInput {
  readonly resourceName: string
  readonly resourceType?: number | undefined
}

export function decodeListConfigResourcesRequest(reader: Reader, version: number): ListConfigResourcesRequest {
  checkVersion('ListConfigResourcesRequest', version, 0, 1)
  const resourceTypes: number[] = []
  if (version >= 1) for (let left = reader.compactArrayCount(1); left > 0; left--) resourceTypes.push(reader.int8())
  reader.skipTaggedFields()
  return { resourceTypes }
}

export function encodeListConfigResourcesRequest(writer: Writer, message: ListConfigResourcesRequestInput, version: number): void {
  checkVersion('ListConfigResourcesRequest', version, 0, 1)
  const resourceTypes = message.resourceTypes ?? []
  if (version >= 1) {
    writer.compactArrayCount(resourceTypes.length)
    for (const element of resourceTypes) writer.int8(element)
  } else if (resourceTypes.length !== 0) notInVersion('ListConfigResourcesRequest.resourceTypes', version)
  writer.uvarint(0)
}

export function decodeListConfigResourcesResponse(reader: Reader, version: number): ListConfigResourcesResponse {
  checkVersion('ListConfigResourcesResponse', version, 0, 1)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const configResources: ConfigResource[] = []
  for (let left = reader.compactArrayCount(2); left > 0; left--) configResources.push(decodeConfigResource(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, configResources }
}

export function encodeListConfigResourcesResponse(writer: Writer, message: ListConfigResourcesResponseInput, version: number): void {
  checkVersion('ListConfigResourcesResponse', version, 0, 1)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const configResources = message.configResources
  writer.compactArrayCount(configResources.length)
  for (const element of configResources) encodeConfigResource(writer, element, version)
  writer.uvarint(0)
}

export function decodeConfigResource(reader: Reader, version: number): ConfigResource {
  const resourceName = reader.compactString()
  const resourceType: number = version >= 1 ? reader.int8() : 16
  reader.skipTaggedFields()
  return { resourceName, resourceType }
}

export function encodeConfigResource(writer: Writer, message: ConfigResourceInput, version: number): void {
  const resourceName = message.resourceName
  writer.compactString(resourceName)
  const resourceType = message.resourceType ?? 16
  if (version >= 1) {
    writer.int8(resourceType)
  }
  writer.uvarint(0)
}

export const ListConfigResourcesApi: Api<ListConfigResourcesRequest, ListConfigResourcesRequestInput, ListConfigResourcesResponse, ListConfigResourcesResponseInput> = {
  key: 74,
  name: 'ListConfigResources',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  decodeRequest: decodeListConfigResourcesRequest,
  encodeRequest: encodeListConfigResourcesRequest,
  decodeResponse: decodeListConfigResourcesResponse,
  encodeResponse: encodeListConfigResourcesResponse
}
