// Generated from src/schema/messages/api-versions.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ApiVersionsRequest {
  /** v3+ */
  readonly clientSoftwareName: string
  /** v3+ */
  readonly clientSoftwareVersion: string
  /** v5 */
  readonly clusterId: string | null
  /** v5 */
  readonly nodeId: number
}

export interface ApiVersionsRequestInput {
  readonly clientSoftwareName: string
  readonly clientSoftwareVersion: string
  readonly clusterId?: string | null | undefined
  readonly nodeId?: number | undefined
}

export interface ApiVersionsResponse {
  readonly errorCode: number
  readonly apiKeys: readonly ApiVersion[]
  /** v1+ */
  readonly throttleTimeMs: number
  /** v3+, tag 0 */
  readonly supportedFeatures: readonly SupportedFeatureKey[]
  /** v3+, tag 1 */
  readonly finalizedFeaturesEpoch: number
  /** v3+, tag 2 */
  readonly finalizedFeatures: readonly FinalizedFeatureKey[]
  /** v3+, tag 3 */
  readonly zkMigrationReady: boolean
}

export interface ApiVersionsResponseInput {
  readonly errorCode: number
  readonly apiKeys: readonly ApiVersionInput[]
  readonly throttleTimeMs?: number | undefined
  readonly supportedFeatures?: readonly SupportedFeatureKeyInput[] | undefined
  readonly finalizedFeaturesEpoch?: number | undefined
  readonly finalizedFeatures?: readonly FinalizedFeatureKeyInput[] | undefined
  readonly zkMigrationReady?: boolean | undefined
}

export interface ApiVersion {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

export type ApiVersionInput = ApiVersion

export interface SupportedFeatureKey {
  readonly name: string
  readonly minVersion: number
  readonly maxVersion: number
}

export type SupportedFeatureKeyInput = SupportedFeatureKey

export interface FinalizedFeatureKey {
  readonly name: string
  readonly maxVersionLevel: number
  readonly minVersionLevel: number
}

export type FinalizedFeatureKeyInput = FinalizedFeatureKey

export function decodeApiVersionsRequest(reader: Reader, version: number): ApiVersionsRequest {
  checkVersion('ApiVersionsRequest', version, 0, 5)
  const flexible = version >= 3
  const clientSoftwareName: string = version >= 3 ? reader.compactString() : ''
  const clientSoftwareVersion: string = version >= 3 ? reader.compactString() : ''
  const clusterId: string | null = version >= 5 ? reader.compactNullableString() : null
  const nodeId: number = version >= 5 ? reader.int32() : -1
  if (flexible) reader.skipTaggedFields()
  return { clientSoftwareName, clientSoftwareVersion, clusterId, nodeId }
}

export function encodeApiVersionsRequest(writer: Writer, message: ApiVersionsRequestInput, version: number): void {
  checkVersion('ApiVersionsRequest', version, 0, 5)
  const flexible = version >= 3
  const clientSoftwareName = message.clientSoftwareName
  if (version >= 3) {
    writer.compactString(clientSoftwareName)
  }
  const clientSoftwareVersion = message.clientSoftwareVersion
  if (version >= 3) {
    writer.compactString(clientSoftwareVersion)
  }
  const clusterId = message.clusterId ?? null
  if (version >= 5) {
    writer.compactNullableString(clusterId)
  }
  const nodeId = message.nodeId ?? -1
  if (version >= 5) {
    writer.int32(nodeId)
  }
  if (flexible) writer.uvarint(0)
}

export function decodeApiVersionsResponse(reader: Reader, version: number): ApiVersionsResponse {
  checkVersion('ApiVersionsResponse', version, 0, 5)
  const flexible = version >= 3
  const errorCode = reader.int16()
  const apiKeys: ApiVersion[] = []
  for (let left = (flexible ? reader.compactArrayCount(7) : reader.arrayCount(6)); left > 0; left--) apiKeys.push(decodeApiVersion(reader, version))
  const throttleTimeMs: number = version >= 1 ? reader.int32() : 0
  let supportedFeatures: SupportedFeatureKey[] = []
  let finalizedFeaturesEpoch: number = -1
  let finalizedFeatures: FinalizedFeatureKey[] = []
  let zkMigrationReady: boolean = false
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        supportedFeatures = []
        for (let left = reader.compactArrayCount(6); left > 0; left--) supportedFeatures.push(decodeSupportedFeatureKey(reader, version))
        reader.finishTaggedField(end)
        break
      }
      case 1: {
        finalizedFeaturesEpoch = reader.int64()
        reader.finishTaggedField(end)
        break
      }
      case 2: {
        finalizedFeatures = []
        for (let left = reader.compactArrayCount(6); left > 0; left--) finalizedFeatures.push(decodeFinalizedFeatureKey(reader, version))
        reader.finishTaggedField(end)
        break
      }
      case 3: {
        zkMigrationReady = reader.bool()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { errorCode, apiKeys, throttleTimeMs, supportedFeatures, finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady }
}

export function encodeApiVersionsResponse(writer: Writer, message: ApiVersionsResponseInput, version: number): void {
  checkVersion('ApiVersionsResponse', version, 0, 5)
  const flexible = version >= 3
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const apiKeys = message.apiKeys
  if (flexible) writer.compactArrayCount(apiKeys.length)
  else writer.arrayCount(apiKeys.length)
  for (const element of apiKeys) encodeApiVersion(writer, element, version)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  if (version >= 1) {
    writer.int32(throttleTimeMs)
  }
  const supportedFeatures = message.supportedFeatures ?? []
  const finalizedFeaturesEpoch = message.finalizedFeaturesEpoch ?? -1
  const finalizedFeatures = message.finalizedFeatures ?? []
  const zkMigrationReady = message.zkMigrationReady ?? false
  if (flexible) {
    const hasSupportedFeatures = supportedFeatures.length !== 0
    const hasFinalizedFeaturesEpoch = finalizedFeaturesEpoch !== -1
    const hasFinalizedFeatures = finalizedFeatures.length !== 0
    const hasZkMigrationReady = zkMigrationReady !== false
    writer.uvarint((hasSupportedFeatures ? 1 : 0) + (hasFinalizedFeaturesEpoch ? 1 : 0) + (hasFinalizedFeatures ? 1 : 0) + (hasZkMigrationReady ? 1 : 0))
    if (hasSupportedFeatures) {
      const start = writer.beginTaggedField(0)
      writer.compactArrayCount(supportedFeatures.length)
      for (const element of supportedFeatures) encodeSupportedFeatureKey(writer, element, version)
      writer.finishTaggedField(start)
    }
    if (hasFinalizedFeaturesEpoch) {
      const start = writer.beginTaggedField(1)
      writer.int64(finalizedFeaturesEpoch)
      writer.finishTaggedField(start)
    }
    if (hasFinalizedFeatures) {
      const start = writer.beginTaggedField(2)
      writer.compactArrayCount(finalizedFeatures.length)
      for (const element of finalizedFeatures) encodeFinalizedFeatureKey(writer, element, version)
      writer.finishTaggedField(start)
    }
    if (hasZkMigrationReady) {
      const start = writer.beginTaggedField(3)
      writer.bool(zkMigrationReady)
      writer.finishTaggedField(start)
    }
  }
}

export function decodeApiVersion(reader: Reader, version: number): ApiVersion {
  const flexible = version >= 3
  const apiKey = reader.int16()
  const minVersion = reader.int16()
  const maxVersion = reader.int16()
  if (flexible) reader.skipTaggedFields()
  return { apiKey, minVersion, maxVersion }
}

export function encodeApiVersion(writer: Writer, message: ApiVersionInput, version: number): void {
  const flexible = version >= 3
  const apiKey = message.apiKey
  writer.int16(apiKey)
  const minVersion = message.minVersion
  writer.int16(minVersion)
  const maxVersion = message.maxVersion
  writer.int16(maxVersion)
  if (flexible) writer.uvarint(0)
}

export function decodeSupportedFeatureKey(reader: Reader, _version: number): SupportedFeatureKey {
  const name = reader.compactString()
  const minVersion = reader.int16()
  const maxVersion = reader.int16()
  reader.skipTaggedFields()
  return { name, minVersion, maxVersion }
}

export function encodeSupportedFeatureKey(writer: Writer, message: SupportedFeatureKeyInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const minVersion = message.minVersion
  writer.int16(minVersion)
  const maxVersion = message.maxVersion
  writer.int16(maxVersion)
  writer.uvarint(0)
}

export function decodeFinalizedFeatureKey(reader: Reader, _version: number): FinalizedFeatureKey {
  const name = reader.compactString()
  const maxVersionLevel = reader.int16()
  const minVersionLevel = reader.int16()
  reader.skipTaggedFields()
  return { name, maxVersionLevel, minVersionLevel }
}

export function encodeFinalizedFeatureKey(writer: Writer, message: FinalizedFeatureKeyInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const maxVersionLevel = message.maxVersionLevel
  writer.int16(maxVersionLevel)
  const minVersionLevel = message.minVersionLevel
  writer.int16(minVersionLevel)
  writer.uvarint(0)
}

export const ApiVersionsApi: Api<ApiVersionsRequest, ApiVersionsRequestInput, ApiVersionsResponse, ApiVersionsResponseInput> = {
  key: 18,
  name: 'ApiVersions',
  versions: { min: 0, max: 5 },
  flexibleFrom: 3,
  decodeRequest: decodeApiVersionsRequest,
  encodeRequest: encodeApiVersionsRequest,
  decodeResponse: decodeApiVersionsResponse,
  encodeResponse: encodeApiVersionsResponse
}
