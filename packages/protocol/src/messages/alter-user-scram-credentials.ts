// Generated from src/schema/messages/alter-user-scram-credentials.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface AlterUserScramCredentialsRequest {
  readonly deletions: readonly ScramCredentialDeletion[]
  readonly upsertions: readonly ScramCredentialUpsertion[]
}

export type AlterUserScramCredentialsRequestInput = AlterUserScramCredentialsRequest

export interface ScramCredentialDeletion {
  readonly name: string
  readonly mechanism: number
}

export type ScramCredentialDeletionInput = ScramCredentialDeletion

export interface ScramCredentialUpsertion {
  readonly name: string
  readonly mechanism: number
  readonly iterations: number
  readonly salt: Buffer
  readonly saltedPassword: Buffer
}

export type ScramCredentialUpsertionInput = ScramCredentialUpsertion

export interface AlterUserScramCredentialsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly AlterUserScramCredentialsResult[]
}

export interface AlterUserScramCredentialsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly results: readonly AlterUserScramCredentialsResultInput[]
}

export interface AlterUserScramCredentialsResult {
  readonly user: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

export type AlterUserScramCredentialsResultInput = AlterUserScramCredentialsResult

export function decodeAlterUserScramCredentialsRequest(reader: Reader, version: number): AlterUserScramCredentialsRequest {
  checkVersion('AlterUserScramCredentialsRequest', version, 0, 0)
  const deletions: ScramCredentialDeletion[] = []
  for (let left = reader.compactArrayCount(3); left > 0; left--) deletions.push(decodeScramCredentialDeletion(reader, version))
  const upsertions: ScramCredentialUpsertion[] = []
  for (let left = reader.compactArrayCount(9); left > 0; left--) upsertions.push(decodeScramCredentialUpsertion(reader, version))
  reader.skipTaggedFields()
  return { deletions, upsertions }
}

export function encodeAlterUserScramCredentialsRequest(writer: Writer, message: AlterUserScramCredentialsRequestInput, version: number): void {
  checkVersion('AlterUserScramCredentialsRequest', version, 0, 0)
  const deletions = message.deletions
  writer.compactArrayCount(deletions.length)
  for (const element of deletions) encodeScramCredentialDeletion(writer, element, version)
  const upsertions = message.upsertions
  writer.compactArrayCount(upsertions.length)
  for (const element of upsertions) encodeScramCredentialUpsertion(writer, element, version)
  writer.uvarint(0)
}

export function decodeScramCredentialDeletion(reader: Reader, _version: number): ScramCredentialDeletion {
  const name = reader.compactString()
  const mechanism = reader.int8()
  reader.skipTaggedFields()
  return { name, mechanism }
}

export function encodeScramCredentialDeletion(writer: Writer, message: ScramCredentialDeletionInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const mechanism = message.mechanism
  writer.int8(mechanism)
  writer.uvarint(0)
}

export function decodeScramCredentialUpsertion(reader: Reader, _version: number): ScramCredentialUpsertion {
  const name = reader.compactString()
  const mechanism = reader.int8()
  const iterations = reader.int32()
  const salt = reader.compactBytes()
  const saltedPassword = reader.compactBytes()
  reader.skipTaggedFields()
  return { name, mechanism, iterations, salt, saltedPassword }
}

export function encodeScramCredentialUpsertion(writer: Writer, message: ScramCredentialUpsertionInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  const mechanism = message.mechanism
  writer.int8(mechanism)
  const iterations = message.iterations
  writer.int32(iterations)
  const salt = message.salt
  writer.compactBytes(salt)
  const saltedPassword = message.saltedPassword
  writer.compactBytes(saltedPassword)
  writer.uvarint(0)
}

export function decodeAlterUserScramCredentialsResponse(reader: Reader, version: number): AlterUserScramCredentialsResponse {
  checkVersion('AlterUserScramCredentialsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const results: AlterUserScramCredentialsResult[] = []
  for (let left = reader.compactArrayCount(5); left > 0; left--) results.push(decodeAlterUserScramCredentialsResult(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, results }
}

export function encodeAlterUserScramCredentialsResponse(writer: Writer, message: AlterUserScramCredentialsResponseInput, version: number): void {
  checkVersion('AlterUserScramCredentialsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeAlterUserScramCredentialsResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeAlterUserScramCredentialsResult(reader: Reader, _version: number): AlterUserScramCredentialsResult {
  const user = reader.compactString()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { user, errorCode, errorMessage }
}

export function encodeAlterUserScramCredentialsResult(writer: Writer, message: AlterUserScramCredentialsResultInput, _version: number): void {
  const user = message.user
  writer.compactString(user)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const AlterUserScramCredentialsApi: Api<AlterUserScramCredentialsRequest, AlterUserScramCredentialsRequestInput, AlterUserScramCredentialsResponse, AlterUserScramCredentialsResponseInput> = {
  key: 51,
  name: 'AlterUserScramCredentials',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeAlterUserScramCredentialsRequest,
  encodeRequest: encodeAlterUserScramCredentialsRequest,
  decodeResponse: decodeAlterUserScramCredentialsResponse,
  encodeResponse: encodeAlterUserScramCredentialsResponse
}
