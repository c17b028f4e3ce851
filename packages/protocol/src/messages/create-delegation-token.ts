// Generated from src/schema/messages/create-delegation-token.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface CreateDelegationTokenRequest {
  /** v3 */
  readonly ownerPrincipalType: string | null
  /** v3 */
  readonly ownerPrincipalName: string | null
  readonly renewers: readonly CreatableRenewers[]
  readonly maxLifetimeMs: number
}

export interface CreateDelegationTokenRequestInput {
  readonly ownerPrincipalType?: string | null | undefined
  readonly ownerPrincipalName?: string | null | undefined
  readonly renewers: readonly CreatableRenewersInput[]
  readonly maxLifetimeMs: number
}

export interface CreatableRenewers {
  readonly principalType: string
  readonly principalName: string
}

export type CreatableRenewersInput = CreatableRenewers

export interface CreateDelegationTokenResponse {
  readonly errorCode: number
  readonly principalType: string
  readonly principalName: string
  /** v3 */
  readonly tokenRequesterPrincipalType: string
  /** v3 */
  readonly tokenRequesterPrincipalName: string
  readonly issueTimestampMs: number
  readonly expiryTimestampMs: number
  readonly maxTimestampMs: number
  readonly tokenId: string
  readonly hmac: Buffer
  readonly throttleTimeMs: number
}

export interface CreateDelegationTokenResponseInput {
  readonly errorCode: number
  readonly principalType: string
  readonly principalName: string
  readonly tokenRequesterPrincipalType?: string | undefined
  readonly tokenRequesterPrincipalName?: string | undefined
  readonly issueTimestampMs: number
  readonly expiryTimestampMs: number
  readonly maxTimestampMs: number
  readonly tokenId: string
  readonly hmac: Buffer
  readonly throttleTimeMs?: number | undefined
}

export function decodeCreateDelegationTokenRequest(reader: Reader, version: number): CreateDelegationTokenRequest {
  checkVersion('CreateDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  const ownerPrincipalType: string | null = version >= 3 ? reader.compactNullableString() : ''
  const ownerPrincipalName: string | null = version >= 3 ? reader.compactNullableString() : ''
  const renewers: CreatableRenewers[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) renewers.push(decodeCreatableRenewers(reader, version))
  const maxLifetimeMs = reader.int64()
  if (flexible) reader.skipTaggedFields()
  return { ownerPrincipalType, ownerPrincipalName, renewers, maxLifetimeMs }
}

export function encodeCreateDelegationTokenRequest(writer: Writer, message: CreateDelegationTokenRequestInput, version: number): void {
  checkVersion('CreateDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  const ownerPrincipalType = message.ownerPrincipalType === undefined ? '' : message.ownerPrincipalType
  if (version >= 3) {
    writer.compactNullableString(ownerPrincipalType)
  } else if (ownerPrincipalType !== '') notInVersion('CreateDelegationTokenRequest.ownerPrincipalType', version)
  const ownerPrincipalName = message.ownerPrincipalName === undefined ? '' : message.ownerPrincipalName
  if (version >= 3) {
    writer.compactNullableString(ownerPrincipalName)
  } else if (ownerPrincipalName !== '') notInVersion('CreateDelegationTokenRequest.ownerPrincipalName', version)
  const renewers = message.renewers
  if (flexible) writer.compactArrayCount(renewers.length)
  else writer.arrayCount(renewers.length)
  for (const element of renewers) encodeCreatableRenewers(writer, element, version)
  const maxLifetimeMs = message.maxLifetimeMs
  writer.int64(maxLifetimeMs)
  if (flexible) writer.uvarint(0)
}

export function decodeCreatableRenewers(reader: Reader, version: number): CreatableRenewers {
  const flexible = version >= 2
  const principalType = (flexible ? reader.compactString() : reader.string())
  const principalName = (flexible ? reader.compactString() : reader.string())
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName }
}

export function encodeCreatableRenewers(writer: Writer, message: CreatableRenewersInput, version: number): void {
  const flexible = version >= 2
  const principalType = message.principalType
  if (flexible) writer.compactString(principalType)
  else writer.string(principalType)
  const principalName = message.principalName
  if (flexible) writer.compactString(principalName)
  else writer.string(principalName)
  if (flexible) writer.uvarint(0)
}

export function decodeCreateDelegationTokenResponse(reader: Reader, version: number): CreateDelegationTokenResponse {
  checkVersion('CreateDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const principalType = (flexible ? reader.compactString() : reader.string())
  const principalName = (flexible ? reader.compactString() : reader.string())
  const tokenRequesterPrincipalType: string = version >= 3 ? reader.compactString() : ''
  const tokenRequesterPrincipalName: string = version >= 3 ? reader.compactString() : ''
  const issueTimestampMs = reader.int64()
  const expiryTimestampMs = reader.int64()
  const maxTimestampMs = reader.int64()
  const tokenId = (flexible ? reader.compactString() : reader.string())
  const hmac = (flexible ? reader.compactBytes() : reader.bytes())
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestampMs, expiryTimestampMs, maxTimestampMs, tokenId, hmac, throttleTimeMs }
}

export function encodeCreateDelegationTokenResponse(writer: Writer, message: CreateDelegationTokenResponseInput, version: number): void {
  checkVersion('CreateDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const principalType = message.principalType
  if (flexible) writer.compactString(principalType)
  else writer.string(principalType)
  const principalName = message.principalName
  if (flexible) writer.compactString(principalName)
  else writer.string(principalName)
  const tokenRequesterPrincipalType = message.tokenRequesterPrincipalType ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalType)
  } else if (tokenRequesterPrincipalType !== '') notInVersion('CreateDelegationTokenResponse.tokenRequesterPrincipalType', version)
  const tokenRequesterPrincipalName = message.tokenRequesterPrincipalName ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalName)
  } else if (tokenRequesterPrincipalName !== '') notInVersion('CreateDelegationTokenResponse.tokenRequesterPrincipalName', version)
  const issueTimestampMs = message.issueTimestampMs
  writer.int64(issueTimestampMs)
  const expiryTimestampMs = message.expiryTimestampMs
  writer.int64(expiryTimestampMs)
  const maxTimestampMs = message.maxTimestampMs
  writer.int64(maxTimestampMs)
  const tokenId = message.tokenId
  if (flexible) writer.compactString(tokenId)
  else writer.string(tokenId)
  const hmac = message.hmac
  if (flexible) writer.compactBytes(hmac)
  else writer.bytes(hmac)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  if (flexible) writer.uvarint(0)
}

export const CreateDelegationTokenApi: Api<CreateDelegationTokenRequest, CreateDelegationTokenRequestInput, CreateDelegationTokenResponse, CreateDelegationTokenResponseInput> = {
  key: 38,
  name: 'CreateDelegationToken',
  versions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeCreateDelegationTokenRequest,
  encodeRequest: encodeCreateDelegationTokenRequest,
  decodeResponse: decodeCreateDelegationTokenResponse,
  encodeResponse: encodeCreateDelegationTokenResponse
}
