// Generated from src/schema/messages/describe-client-quotas.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeClientQuotasRequest {
  readonly components: readonly ComponentData[]
  readonly strict: boolean
}

export type DescribeClientQuotasRequestInput = DescribeClientQuotasRequest

export interface ComponentData {
  readonly entityType: string
  readonly matchType: number
  readonly match: string | null
}

export type ComponentDataInput = ComponentData

export interface DescribeClientQuotasResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly entries: readonly EntryData[] | null
}

export interface DescribeClientQuotasResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly entries: readonly EntryDataInput[] | null
}

export interface EntryData {
  readonly entity: readonly EntityData[]
  readonly values: readonly ValueData[]
}

export type EntryDataInput = EntryData

export interface EntityData {
  readonly entityType: string
  readonly entityName: string | null
}

export type EntityDataInput = EntityData

export interface ValueData {
  readonly key: string
  readonly value: number
}

export type ValueDataInput = ValueData

export function decodeDescribeClientQuotasRequest(reader: Reader, version: number): DescribeClientQuotasRequest {
  checkVersion('DescribeClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const components: ComponentData[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(5)); left > 0; left--) components.push(decodeComponentData(reader, version))
  const strict = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { components, strict }
}

export function encodeDescribeClientQuotasRequest(writer: Writer, message: DescribeClientQuotasRequestInput, version: number): void {
  checkVersion('DescribeClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const components = message.components
  if (flexible) writer.compactArrayCount(components.length)
  else writer.arrayCount(components.length)
  for (const element of components) encodeComponentData(writer, element, version)
  const strict = message.strict
  writer.bool(strict)
  if (flexible) writer.uvarint(0)
}

export function decodeComponentData(reader: Reader, version: number): ComponentData {
  const flexible = version >= 1
  const entityType = (flexible ? reader.compactString() : reader.string())
  const matchType = reader.int8()
  const match = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { entityType, matchType, match }
}

export function encodeComponentData(writer: Writer, message: ComponentDataInput, version: number): void {
  const flexible = version >= 1
  const entityType = message.entityType
  if (flexible) writer.compactString(entityType)
  else writer.string(entityType)
  const matchType = message.matchType
  writer.int8(matchType)
  const match = message.match
  if (flexible) writer.compactNullableString(match)
  else writer.nullableString(match)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeClientQuotasResponse(reader: Reader, version: number): DescribeClientQuotasResponse {
  checkVersion('DescribeClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  let entries: EntryData[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(3) : reader.nullableArrayCount(8))
    if (count < 0) entries = null
    else {
      entries = []
      for (let left = count; left > 0; left--) entries.push(decodeEntryData(reader, version))
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, entries }
}

export function encodeDescribeClientQuotasResponse(writer: Writer, message: DescribeClientQuotasResponseInput, version: number): void {
  checkVersion('DescribeClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const entries = message.entries
  if (flexible) writer.compactArrayCount(entries === null ? -1 : entries.length)
  else writer.arrayCount(entries === null ? -1 : entries.length)
  if (entries !== null) for (const element of entries) encodeEntryData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeEntryData(reader: Reader, version: number): EntryData {
  const flexible = version >= 1
  const entity: EntityData[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) entity.push(decodeEntityData(reader, version))
  const values: ValueData[] = []
  for (let left = (flexible ? reader.compactArrayCount(10) : reader.arrayCount(10)); left > 0; left--) values.push(decodeValueData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { entity, values }
}

export function encodeEntryData(writer: Writer, message: EntryDataInput, version: number): void {
  const flexible = version >= 1
  const entity = message.entity
  if (flexible) writer.compactArrayCount(entity.length)
  else writer.arrayCount(entity.length)
  for (const element of entity) encodeEntityData(writer, element, version)
  const values = message.values
  if (flexible) writer.compactArrayCount(values.length)
  else writer.arrayCount(values.length)
  for (const element of values) encodeValueData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeEntityData(reader: Reader, version: number): EntityData {
  const flexible = version >= 1
  const entityType = (flexible ? reader.compactString() : reader.string())
  const entityName = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { entityType, entityName }
}

export function encodeEntityData(writer: Writer, message: EntityDataInput, version: number): void {
  const flexible = version >= 1
  const entityType = message.entityType
  if (flexible) writer.compactString(entityType)
  else writer.string(entityType)
  const entityName = message.entityName
  if (flexible) writer.compactNullableString(entityName)
  else writer.nullableString(entityName)
  if (flexible) writer.uvarint(0)
}

export function decodeValueData(reader: Reader, version: number): ValueData {
  const flexible = version >= 1
  const key = (flexible ? reader.compactString() : reader.string())
  const value = reader.float64()
  if (flexible) reader.skipTaggedFields()
  return { key, value }
}

export function encodeValueData(writer: Writer, message: ValueDataInput, version: number): void {
  const flexible = version >= 1
  const key = message.key
  if (flexible) writer.compactString(key)
  else writer.string(key)
  const value = message.value
  writer.float64(value)
  if (flexible) writer.uvarint(0)
}

export const DescribeClientQuotasApi: Api<DescribeClientQuotasRequest, DescribeClientQuotasRequestInput, DescribeClientQuotasResponse, DescribeClientQuotasResponseInput> = {
  key: 48,
  name: 'DescribeClientQuotas',
  versions: { min: 0, max: 1 },
  flexibleFrom: 1,
  decodeRequest: decodeDescribeClientQuotasRequest,
  encodeRequest: encodeDescribeClientQuotasRequest,
  decodeResponse: decodeDescribeClientQuotasResponse,
  encodeResponse: encodeDescribeClientQuotasResponse
}
