// Generated from src/schema/messages/alter-client-quotas.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterClientQuotasRequest {
  readonly entries: readonly AlterClientQuotasRequestEntryData[]
  readonly validateOnly: boolean
}

export type AlterClientQuotasRequestInput = AlterClientQuotasRequest

export interface AlterClientQuotasRequestEntryData {
  readonly entity: readonly AlterClientQuotasRequestEntityData[]
  readonly ops: readonly OpData[]
}

export type AlterClientQuotasRequestEntryDataInput = AlterClientQuotasRequestEntryData

export interface AlterClientQuotasRequestEntityData {
  readonly entityType: string
  readonly entityName: string | null
}

export type AlterClientQuotasRequestEntityDataInput = AlterClientQuotasRequestEntityData

export interface OpData {
  readonly key: string
  readonly value: number
  readonly remove: boolean
}

export type OpDataInput = OpData

export interface AlterClientQuotasResponse {
  readonly throttleTimeMs: number
  readonly entries: readonly AlterClientQuotasResponseEntryData[]
}

export interface AlterClientQuotasResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly entries: readonly AlterClientQuotasResponseEntryDataInput[]
}

export interface AlterClientQuotasResponseEntryData {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly entity: readonly AlterClientQuotasResponseEntityData[]
}

export type AlterClientQuotasResponseEntryDataInput = AlterClientQuotasResponseEntryData

export interface AlterClientQuotasResponseEntityData {
  readonly entityType: string
  readonly entityName: string | null
}

export type AlterClientQuotasResponseEntityDataInput = AlterClientQuotasResponseEntityData

export function decodeAlterClientQuotasRequest(reader: Reader, version: number): AlterClientQuotasRequest {
  checkVersion('AlterClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const entries: AlterClientQuotasRequestEntryData[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(8)); left > 0; left--) entries.push(decodeAlterClientQuotasRequestEntryData(reader, version))
  const validateOnly = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { entries, validateOnly }
}

export function encodeAlterClientQuotasRequest(writer: Writer, message: AlterClientQuotasRequestInput, version: number): void {
  checkVersion('AlterClientQuotasRequest', version, 0, 1)
  const flexible = version >= 1
  const entries = message.entries
  if (flexible) writer.compactArrayCount(entries.length)
  else writer.arrayCount(entries.length)
  for (const element of entries) encodeAlterClientQuotasRequestEntryData(writer, element, version)
  const validateOnly = message.validateOnly
  writer.bool(validateOnly)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterClientQuotasRequestEntryData(reader: Reader, version: number): AlterClientQuotasRequestEntryData {
  const flexible = version >= 1
  const entity: AlterClientQuotasRequestEntityData[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) entity.push(decodeAlterClientQuotasRequestEntityData(reader, version))
  const ops: OpData[] = []
  for (let left = (flexible ? reader.compactArrayCount(11) : reader.arrayCount(11)); left > 0; left--) ops.push(decodeOpData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { entity, ops }
}

export function encodeAlterClientQuotasRequestEntryData(writer: Writer, message: AlterClientQuotasRequestEntryDataInput, version: number): void {
  const flexible = version >= 1
  const entity = message.entity
  if (flexible) writer.compactArrayCount(entity.length)
  else writer.arrayCount(entity.length)
  for (const element of entity) encodeAlterClientQuotasRequestEntityData(writer, element, version)
  const ops = message.ops
  if (flexible) writer.compactArrayCount(ops.length)
  else writer.arrayCount(ops.length)
  for (const element of ops) encodeOpData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterClientQuotasRequestEntityData(reader: Reader, version: number): AlterClientQuotasRequestEntityData {
  const flexible = version >= 1
  const entityType = (flexible ? reader.compactString() : reader.string())
  const entityName = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { entityType, entityName }
}

export function encodeAlterClientQuotasRequestEntityData(writer: Writer, message: AlterClientQuotasRequestEntityDataInput, version: number): void {
  const flexible = version >= 1
  const entityType = message.entityType
  if (flexible) writer.compactString(entityType)
  else writer.string(entityType)
  const entityName = message.entityName
  if (flexible) writer.compactNullableString(entityName)
  else writer.nullableString(entityName)
  if (flexible) writer.uvarint(0)
}

export function decodeOpData(reader: Reader, version: number): OpData {
  const flexible = version >= 1
  const key = (flexible ? reader.compactString() : reader.string())
  const value = reader.float64()
  const remove = reader.bool()
  if (flexible) reader.skipTaggedFields()
  return { key, value, remove }
}

export function encodeOpData(writer: Writer, message: OpDataInput, version: number): void {
  const flexible = version >= 1
  const key = message.key
  if (flexible) writer.compactString(key)
  else writer.string(key)
  const value = message.value
  writer.float64(value)
  const remove = message.remove
  writer.bool(remove)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterClientQuotasResponse(reader: Reader, version: number): AlterClientQuotasResponse {
  checkVersion('AlterClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = reader.int32()
  const entries: AlterClientQuotasResponseEntryData[] = []
  for (let left = (flexible ? reader.compactArrayCount(5) : reader.arrayCount(8)); left > 0; left--) entries.push(decodeAlterClientQuotasResponseEntryData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, entries }
}

export function encodeAlterClientQuotasResponse(writer: Writer, message: AlterClientQuotasResponseInput, version: number): void {
  checkVersion('AlterClientQuotasResponse', version, 0, 1)
  const flexible = version >= 1
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const entries = message.entries
  if (flexible) writer.compactArrayCount(entries.length)
  else writer.arrayCount(entries.length)
  for (const element of entries) encodeAlterClientQuotasResponseEntryData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterClientQuotasResponseEntryData(reader: Reader, version: number): AlterClientQuotasResponseEntryData {
  const flexible = version >= 1
  const errorCode = reader.int16()
  const errorMessage = (flexible ? reader.compactNullableString() : reader.nullableString())
  const entity: AlterClientQuotasResponseEntityData[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) entity.push(decodeAlterClientQuotasResponseEntityData(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { errorCode, errorMessage, entity }
}

export function encodeAlterClientQuotasResponseEntryData(writer: Writer, message: AlterClientQuotasResponseEntryDataInput, version: number): void {
  const flexible = version >= 1
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  if (flexible) writer.compactNullableString(errorMessage)
  else writer.nullableString(errorMessage)
  const entity = message.entity
  if (flexible) writer.compactArrayCount(entity.length)
  else writer.arrayCount(entity.length)
  for (const element of entity) encodeAlterClientQuotasResponseEntityData(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeAlterClientQuotasResponseEntityData(reader: Reader, version: number): AlterClientQuotasResponseEntityData {
  const flexible = version >= 1
  const entityType = (flexible ? reader.compactString() : reader.string())
  const entityName = (flexible ? reader.compactNullableString() : reader.nullableString())
  if (flexible) reader.skipTaggedFields()
  return { entityType, entityName }
}

export function encodeAlterClientQuotasResponseEntityData(writer: Writer, message: AlterClientQuotasResponseEntityDataInput, version: number): void {
  const flexible = version >= 1
  const entityType = message.entityType
  if (flexible) writer.compactString(entityType)
  else writer.string(entityType)
  const entityName = message.entityName
  if (flexible) writer.compactNullableString(entityName)
  else writer.nullableString(entityName)
  if (flexible) writer.uvarint(0)
}

export const AlterClientQuotasApi: Api<AlterClientQuotasRequest, AlterClientQuotasRequestInput, AlterClientQuotasResponse, AlterClientQuotasResponseInput> = {
  key: 49,
  name: 'AlterClientQuotas',
  versions: { min: 0, max: 1 },
  flexibleFrom: 1,
  decodeRequest: decodeAlterClientQuotasRequest,
  encodeRequest: encodeAlterClientQuotasRequest,
  decodeResponse: decodeAlterClientQuotasResponse,
  encodeResponse: encodeAlterClientQuotasResponse
}
