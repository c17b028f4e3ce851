// Generated from src/schema/messages/describe-user-scram-credentials.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeUserScramCredentialsRequest {
  readonly users: readonly UserName[] | null
}

export type DescribeUserScramCredentialsRequestInput = DescribeUserScramCredentialsRequest

export interface UserName {
  readonly name: string
}

export type UserNameInput = UserName

export interface DescribeUserScramCredentialsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly results: readonly DescribeUserScramCredentialsResult[]
}

export interface DescribeUserScramCredentialsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly results: readonly DescribeUserScramCredentialsResultInput[]
}

export interface DescribeUserScramCredentialsResult {
  readonly user: string
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly credentialInfos: readonly CredentialInfo[]
}

export type DescribeUserScramCredentialsResultInput = DescribeUserScramCredentialsResult

export interface CredentialInfo {
  readonly mechanism: number
  readonly iterations: number
}

export type CredentialInfoInput = CredentialInfo

export function decodeDescribeUserScramCredentialsRequest(reader: Reader, version: number): DescribeUserScramCredentialsRequest {
  checkVersion('DescribeUserScramCredentialsRequest', version, 0, 0)
  let users: UserName[] | null = []
  {
    const count = reader.compactNullableArrayCount(2)
    if (count < 0) users = null
    else {
      users = []
      for (let left = count; left > 0; left--) users.push(decodeUserName(reader, version))
    }
  }
  reader.skipTaggedFields()
  return { users }
}

export function encodeDescribeUserScramCredentialsRequest(writer: Writer, message: DescribeUserScramCredentialsRequestInput, version: number): void {
  checkVersion('DescribeUserScramCredentialsRequest', version, 0, 0)
  const users = message.users
  writer.compactArrayCount(users === null ? -1 : users.length)
  if (users !== null) for (const element of users) encodeUserName(writer, element, version)
  writer.uvarint(0)
}

export function decodeUserName(reader: Reader, _version: number): UserName {
  const name = reader.compactString()
  reader.skipTaggedFields()
  return { name }
}

export function encodeUserName(writer: Writer, message: UserNameInput, _version: number): void {
  const name = message.name
  writer.compactString(name)
  writer.uvarint(0)
}

export function decodeDescribeUserScramCredentialsResponse(reader: Reader, version: number): DescribeUserScramCredentialsResponse {
  checkVersion('DescribeUserScramCredentialsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const results: DescribeUserScramCredentialsResult[] = []
  for (let left = reader.compactArrayCount(6); left > 0; left--) results.push(decodeDescribeUserScramCredentialsResult(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, results }
}

export function encodeDescribeUserScramCredentialsResponse(writer: Writer, message: DescribeUserScramCredentialsResponseInput, version: number): void {
  checkVersion('DescribeUserScramCredentialsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  const results = message.results
  writer.compactArrayCount(results.length)
  for (const element of results) encodeDescribeUserScramCredentialsResult(writer, element, version)
  writer.uvarint(0)
}

export function decodeDescribeUserScramCredentialsResult(reader: Reader, version: number): DescribeUserScramCredentialsResult {
  const user = reader.compactString()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const credentialInfos: CredentialInfo[] = []
  for (let left = reader.compactArrayCount(6); left > 0; left--) credentialInfos.push(decodeCredentialInfo(reader, version))
  reader.skipTaggedFields()
  return { user, errorCode, errorMessage, credentialInfos }
}

export function encodeDescribeUserScramCredentialsResult(writer: Writer, message: DescribeUserScramCredentialsResultInput, version: number): void {
  const user = message.user
  writer.compactString(user)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage
  writer.compactNullableString(errorMessage)
  const credentialInfos = message.credentialInfos
  writer.compactArrayCount(credentialInfos.length)
  for (const element of credentialInfos) encodeCredentialInfo(writer, element, version)
  writer.uvarint(0)
}

export function decodeCredentialInfo(reader: Reader, _version: number): CredentialInfo {
  const mechanism = reader.int8()
  const iterations = reader.int32()
  reader.skipTaggedFields()
  return { mechanism, iterations }
}

export function encodeCredentialInfo(writer: Writer, message: CredentialInfoInput, _version: number): void {
  const mechanism = message.mechanism
  writer.int8(mechanism)
  const iterations = message.iterations
  writer.int32(iterations)
  writer.uvarint(0)
}

export const DescribeUserScramCredentialsApi: Api<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsRequestInput, DescribeUserScramCredentialsResponse, DescribeUserScramCredentialsResponseInput> = {
  key: 50,
  name: 'DescribeUserScramCredentials',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeDescribeUserScramCredentialsRequest,
  encodeRequest: encodeDescribeUserScramCredentialsRequest,
  decodeResponse: decodeDescribeUserScramCredentialsResponse,
  encodeResponse: encodeDescribeUserScramCredentialsResponse
}
