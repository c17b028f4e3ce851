// Generated from src/schema/messages/describe-delegation-token.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion, notInVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DescribeDelegationTokenRequest {
  readonly owners: readonly DescribeDelegationTokenOwner[] | null
}

export type DescribeDelegationTokenRequestInput = DescribeDelegationTokenRequest

export interface DescribeDelegationTokenOwner {
  readonly principalType: string
  readonly principalName: string
}

export type DescribeDelegationTokenOwnerInput = DescribeDelegationTokenOwner

export interface DescribeDelegationTokenResponse {
  readonly errorCode: number
  readonly tokens: readonly DescribedDelegationToken[]
  readonly throttleTimeMs: number
}

export interface DescribeDelegationTokenResponseInput {
  readonly errorCode: number
  readonly tokens: readonly DescribedDelegationTokenInput[]
  readonly throttleTimeMs?: number | undefined
}

export interface DescribedDelegationToken {
  readonly principalType: string
  readonly principalName: string
  /** v3 */
  readonly tokenRequesterPrincipalType: string
  /** v3 */
  readonly tokenRequesterPrincipalName: string
  readonly issueTimestamp: number
  readonly expiryTimestamp: number
  readonly maxTimestamp: number
  readonly tokenId: string
  readonly hmac: Buffer
  readonly renewers: readonly DescribedDelegationTokenRenewer[]
}

export interface DescribedDelegationTokenInput {
  readonly principalType: string
  readonly principalName: string
  readonly tokenRequesterPrincipalType?: string | undefined
  readonly tokenRequesterPrincipalName?: string | undefined
  readonly issueTimestamp: number
  readonly expiryTimestamp: number
  readonly maxTimestamp: number
  readonly tokenId: string
  readonly hmac: Buffer
  readonly renewers: readonly DescribedDelegationTokenRenewerInput[]
}

export interface DescribedDelegationTokenRenewer {
  readonly principalType: string
  readonly principalName: string
}

export type DescribedDelegationTokenRenewerInput = DescribedDelegationTokenRenewer

export function decodeDescribeDelegationTokenRequest(reader: Reader, version: number): DescribeDelegationTokenRequest {
  checkVersion('DescribeDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  let owners: DescribeDelegationTokenOwner[] | null = []
  {
    const count = (flexible ? reader.compactNullableArrayCount(3) : reader.nullableArrayCount(4))
    if (count < 0) owners = null
    else {
      owners = []
      for (let left = count; left > 0; left--) owners.push(decodeDescribeDelegationTokenOwner(reader, version))
    }
  }
  if (flexible) reader.skipTaggedFields()
  return { owners }
}

export function encodeDescribeDelegationTokenRequest(writer: Writer, message: DescribeDelegationTokenRequestInput, version: number): void {
  checkVersion('DescribeDelegationTokenRequest', version, 1, 3)
  const flexible = version >= 2
  const owners = message.owners
  if (flexible) writer.compactArrayCount(owners === null ? -1 : owners.length)
  else writer.arrayCount(owners === null ? -1 : owners.length)
  if (owners !== null) for (const element of owners) encodeDescribeDelegationTokenOwner(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeDelegationTokenOwner(reader: Reader, version: number): DescribeDelegationTokenOwner {
  const flexible = version >= 2
  const principalType = (flexible ? reader.compactString() : reader.string())
  const principalName = (flexible ? reader.compactString() : reader.string())
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName }
}

export function encodeDescribeDelegationTokenOwner(writer: Writer, message: DescribeDelegationTokenOwnerInput, version: number): void {
  const flexible = version >= 2
  const principalType = message.principalType
  if (flexible) writer.compactString(principalType)
  else writer.string(principalType)
  const principalName = message.principalName
  if (flexible) writer.compactString(principalName)
  else writer.string(principalName)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribeDelegationTokenResponse(reader: Reader, version: number): DescribeDelegationTokenResponse {
  checkVersion('DescribeDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  const errorCode = reader.int16()
  const tokens: DescribedDelegationToken[] = []
  for (let left = (flexible ? reader.compactArrayCount(30) : reader.arrayCount(38)); left > 0; left--) tokens.push(decodeDescribedDelegationToken(reader, version))
  const throttleTimeMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { errorCode, tokens, throttleTimeMs }
}

export function encodeDescribeDelegationTokenResponse(writer: Writer, message: DescribeDelegationTokenResponseInput, version: number): void {
  checkVersion('DescribeDelegationTokenResponse', version, 1, 3)
  const flexible = version >= 2
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const tokens = message.tokens
  if (flexible) writer.compactArrayCount(tokens.length)
  else writer.arrayCount(tokens.length)
  for (const element of tokens) encodeDescribedDelegationToken(writer, element, version)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribedDelegationToken(reader: Reader, version: number): DescribedDelegationToken {
  const flexible = version >= 2
  const principalType = (flexible ? reader.compactString() : reader.string())
  const principalName = (flexible ? reader.compactString() : reader.string())
  const tokenRequesterPrincipalType: string = version >= 3 ? reader.compactString() : ''
  const tokenRequesterPrincipalName: string = version >= 3 ? reader.compactString() : ''
  const issueTimestamp = reader.int64()
  const expiryTimestamp = reader.int64()
  const maxTimestamp = reader.int64()
  const tokenId = (flexible ? reader.compactString() : reader.string())
  const hmac = (flexible ? reader.compactBytes() : reader.bytes())
  const renewers: DescribedDelegationTokenRenewer[] = []
  for (let left = (flexible ? reader.compactArrayCount(3) : reader.arrayCount(4)); left > 0; left--) renewers.push(decodeDescribedDelegationTokenRenewer(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName, tokenRequesterPrincipalType, tokenRequesterPrincipalName, issueTimestamp, expiryTimestamp, maxTimestamp, tokenId, hmac, renewers }
}

export function encodeDescribedDelegationToken(writer: Writer, message: DescribedDelegationTokenInput, version: number): void {
  const flexible = version >= 2
  const principalType = message.principalType
  if (flexible) writer.compactString(principalType)
  else writer.string(principalType)
  const principalName = message.principalName
  if (flexible) writer.compactString(principalName)
  else writer.string(principalName)
  const tokenRequesterPrincipalType = message.tokenRequesterPrincipalType ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalType)
  } else if (tokenRequesterPrincipalType !== '') notInVersion('DescribedDelegationToken.tokenRequesterPrincipalType', version)
  const tokenRequesterPrincipalName = message.tokenRequesterPrincipalName ?? ''
  if (version >= 3) {
    writer.compactString(tokenRequesterPrincipalName)
  } else if (tokenRequesterPrincipalName !== '') notInVersion('DescribedDelegationToken.tokenRequesterPrincipalName', version)
  const issueTimestamp = message.issueTimestamp
  writer.int64(issueTimestamp)
  const expiryTimestamp = message.expiryTimestamp
  writer.int64(expiryTimestamp)
  const maxTimestamp = message.maxTimestamp
  writer.int64(maxTimestamp)
  const tokenId = message.tokenId
  if (flexible) writer.compactString(tokenId)
  else writer.string(tokenId)
  const hmac = message.hmac
  if (flexible) writer.compactBytes(hmac)
  else writer.bytes(hmac)
  const renewers = message.renewers
  if (flexible) writer.compactArrayCount(renewers.length)
  else writer.arrayCount(renewers.length)
  for (const element of renewers) encodeDescribedDelegationTokenRenewer(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDescribedDelegationTokenRenewer(reader: Reader, version: number): DescribedDelegationTokenRenewer {
  const flexible = version >= 2
  const principalType = (flexible ? reader.compactString() : reader.string())
  const principalName = (flexible ? reader.compactString() : reader.string())
  if (flexible) reader.skipTaggedFields()
  return { principalType, principalName }
}

export function encodeDescribedDelegationTokenRenewer(writer: Writer, message: DescribedDelegationTokenRenewerInput, version: number): void {
  const flexible = version >= 2
  const principalType = message.principalType
  if (flexible) writer.compactString(principalType)
  else writer.string(principalType)
  const principalName = message.principalName
  if (flexible) writer.compactString(principalName)
  else writer.string(principalName)
  if (flexible) writer.uvarint(0)
}

export const DescribeDelegationTokenApi: Api<DescribeDelegationTokenRequest, DescribeDelegationTokenRequestInput, DescribeDelegationTokenResponse, DescribeDelegationTokenResponseInput> = {
  key: 41,
  name: 'DescribeDelegationToken',
  versions: { min: 1, max: 3 },
  flexibleFrom: 2,
  decodeRequest: decodeDescribeDelegationTokenRequest,
  encodeRequest: encodeDescribeDelegationTokenRequest,
  decodeResponse: decodeDescribeDelegationTokenResponse,
  encodeResponse: encodeDescribeDelegationTokenResponse
}
