// Generated from src/schema/messages/update-features.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface UpdateFeaturesRequest {
  readonly timeoutMs: number
  readonly featureUpdates: readonly FeatureUpdateKey[]
  /** v1+ */
  readonly validateOnly: boolean
}

export interface UpdateFeaturesRequestInput {
  readonly timeoutMs?: number | undefined
  readonly featureUpdates: readonly FeatureUpdateKeyInput[]
  readonly validateOnly?: boolean | undefined
}

export interface FeatureUpdateKey {
  readonly feature: string
  readonly maxVersionLevel: number
  /** v0 */
  readonly allowDowngrade: boolean
  /** v1+ */
  readonly upgradeType: number
}

export interface FeatureUpdateKeyInput {
  readonly feature: string
  readonly maxVersionLevel: number
  readonly allowDowngrade?: boolean | undefined
  readonly upgradeType?: number | undefined
}

export interface UpdateFeaturesResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  /** v0-1 */
  readonly results: readonly UpdatableFeatureResult[]
}

export interface UpdateFeaturesResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly results?: readonly UpdatableFeatureResultInput[] | undefined
}

export interface UpdatableFeatureResult {
  readonly feature: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type UpdatableFeatureResultInput = UpdatableFeatureResult

export function decodeUpdateFeaturesRequest(reader: Reader, version: number): UpdateFeaturesRequest {
  checkVersion('UpdateFeaturesRequest', version, 0, 2)
  const timeoutMs = reader.int32()
  const featureUpdates: FeatureUpdateKey[] = []
  for (let left = reader.compactArrayCount(5); left > 0; left--) featureUpdates.push(decodeFeatureUpdateKey(reader, version))
  const validateOnly: boolean = version >= 1 ? reader.bool() : false
  reader.skipTaggedFields()
  return { timeoutMs, featureUpdates, validateOnly }
}

export function encodeUpdateFeaturesRequest(writer: Writer, message: UpdateFeaturesRequestInput, version: number): void {
  checkVersion('UpdateFeaturesRequest', version, 0, 2)
  const timeoutMs = message.timeoutMs ?? 60000
  writer.int32(timeoutMs)
  const featureUpdates = message.featureUpdates
  writer.compactArrayCount(featureUpdates.length)
  for (const element of featureUpdates) encodeFeatureUpdateKey(writer, element, version)
  const validateOnly = message.validateOnly ?? false
  if (version >= 1) {
    writer.bool(validateOnly)
  } else if (validateOnly !== false) notInVersion('UpdateFeaturesRequest.validateOnly', version)
  writer.uvarint(0)
}

export function decodeFeatureUpdateKey(reader: Reader, version: number): FeatureUpdateKey {
  const feature = reader.compactString()
  const maxVersionLevel = reader.int16()
  const allowDowngrade: boolean = version <= 0 ? reader.bool() : false
  const upgradeType: number = version >= 1 ? reader.int8() : 1
  reader.skipTaggedFields()
  return { feature, maxVersionLevel, allowDowngrade, upgradeType }
}

export function encodeFeatureUpdateKey(writer: Writer, message: FeatureUpdateKeyInput, version: number): void {
  const feature = message.feature
  writer.compactString(feature)
  const maxVersionLevel = message.maxVersionLevel
  writer.int16(maxVersionLevel)
  const allowDowngrade = message.allowDowngrade ?? false
  if (version <= 0) {
    writer.bool(allowDowngrade)
  } else if (allowDowngrade !== false) notInVersion('FeatureUpdateKey.allowDowngrade', version)
  const upgradeType = message.upgradeType ?? 1
  if (version >= 1) {
    writer.int8(upgradeType)
  } else if (upgradeType !== 1) notInVersion('FeatureUpdateKey.upgradeType', version)
  writer.uvarint(0)
}

export function decodeUpdateFeaturesResponse(reader: Reader, version: number): UpdateFeaturesResponse {
  checkVersion('UpdateFeaturesResponse', version, 0, 2)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const results: UpdatableFeatureResult[] = []
  if (version <= 1) for (let left = reader.compactArrayCount(5); left > 0; left--) results.push(decodeUpdatableFeatureResult(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, results }
}

export function encodeUpdateFeaturesResponse(writer: Writer, message: UpdateFeaturesResponseInput, version: number): void {
  checkVersion('UpdateFeaturesResponse', version, 0, 2)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  const results = message.results ?? []
  if (version <= 1) {
    writer.compactArrayCount(results.length)
    for (const element of results) encodeUpdatableFeatureResult(writer, element, version)
  }
  writer.uvarint(0)
}

export function decodeUpdatableFeatureResult(reader: Reader, _version: number): UpdatableFeatureResult {
  const feature = reader.compactString()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { feature, errorCode, errorMessage }
}

export function encodeUpdatableFeatureResult(writer: Writer, message: UpdatableFeatureResultInput, _version: number): void {
  const feature = message.feature
  writer.compactString(feature)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const UpdateFeaturesApi: Api<UpdateFeaturesRequest, UpdateFeaturesRequestInput, UpdateFeaturesResponse, UpdateFeaturesResponseInput> = {
  key: 57,
  name: 'UpdateFeatures',
  versions: { min: 0, max: 2 },
  flexibleFrom: 0,
  decodeRequest: decodeUpdateFeaturesRequest,
  encodeRequest: encodeUpdateFeaturesRequest,
  decodeResponse: decodeUpdateFeaturesResponse,
  encodeResponse: encodeUpdateFeaturesResponse
}
