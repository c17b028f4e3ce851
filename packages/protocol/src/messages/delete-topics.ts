// Generated from src/schema/messages/delete-topics.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import type { Api } from '../api.ts'
import { checkVersion, notInVersion, nullNotAllowed } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteTopicsRequest {
  /** v6 */
  readonly topics: readonly DeleteTopicState[]
  /** v1-5 */
  readonly topicNames: readonly string[]
  readonly timeoutMs: number
}

export interface DeleteTopicsRequestInput {
  readonly topics?: readonly DeleteTopicStateInput[] | undefined
  readonly topicNames?: readonly string[] | undefined
  readonly timeoutMs: number
}

export interface DeleteTopicState {
  readonly name: string | null
  readonly topicId: string
}

export interface DeleteTopicStateInput {
  readonly name?: string | null | undefined
  readonly topicId: string
}

export interface DeleteTopicsResponse {
  readonly throttleTimeMs: number
  readonly responses: readonly DeletableTopicResult[]
}

export interface DeleteTopicsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly responses: readonly DeletableTopicResultInput[]
}

export interface DeletableTopicResult {
  readonly name: string | null
  /** v6 */
  readonly topicId: string
  readonly errorCode: number
  /** v5+ */
  readonly errorMessage: string | null
}

export interface DeletableTopicResultInput {
  readonly name: string | null
  readonly topicId: string
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeDeleteTopicsRequest(reader: Reader, version: number): DeleteTopicsRequest {
  checkVersion('DeleteTopicsRequest', version, 1, 6)
  const flexible = version >= 4
  const topics: DeleteTopicState[] = []
  if (version >= 6) for (let left = reader.compactArrayCount(18); left > 0; left--) topics.push(decodeDeleteTopicState(reader, version))
  const topicNames: string[] = []
  if (version <= 5) for (let left = (flexible ? reader.compactArrayCount(1) : reader.arrayCount(2)); left > 0; left--) topicNames.push((flexible ? reader.compactString() : reader.string()))
  const timeoutMs = reader.int32()
  if (flexible) reader.skipTaggedFields()
  return { topics, topicNames, timeoutMs }
}

export function encodeDeleteTopicsRequest(writer: Writer, message: DeleteTopicsRequestInput, version: number): void {
  checkVersion('DeleteTopicsRequest', version, 1, 6)
  const flexible = version >= 4
  const topics = message.topics ?? []
  if (version >= 6) {
    writer.compactArrayCount(topics.length)
    for (const element of topics) encodeDeleteTopicState(writer, element, version)
  } else if (topics.length !== 0) notInVersion('DeleteTopicsRequest.topics', version)
  const topicNames = message.topicNames ?? []
  if (version <= 5) {
    if (flexible) writer.compactArrayCount(topicNames.length)
    else writer.arrayCount(topicNames.length)
    for (const element of topicNames) {
      if (flexible) writer.compactString(element)
      else writer.string(element)
    }
  }
  const timeoutMs = message.timeoutMs
  writer.int32(timeoutMs)
  if (flexible) writer.uvarint(0)
}

export function decodeDeleteTopicState(reader: Reader, _version: number): DeleteTopicState {
  const name = reader.compactNullableString()
  const topicId = reader.uuid()
  reader.skipTaggedFields()
  return { name, topicId }
}

export function encodeDeleteTopicState(writer: Writer, message: DeleteTopicStateInput, _version: number): void {
  const name = message.name ?? null
  writer.compactNullableString(name)
  const topicId = message.topicId
  writer.uuid(topicId)
  writer.uvarint(0)
}

export function decodeDeleteTopicsResponse(reader: Reader, version: number): DeleteTopicsResponse {
  checkVersion('DeleteTopicsResponse', version, 1, 6)
  const flexible = version >= 4
  const throttleTimeMs = reader.int32()
  const responses: DeletableTopicResult[] = []
  for (let left = (flexible ? reader.compactArrayCount(4) : reader.arrayCount(4)); left > 0; left--) responses.push(decodeDeletableTopicResult(reader, version))
  if (flexible) reader.skipTaggedFields()
  return { throttleTimeMs, responses }
}

export function encodeDeleteTopicsResponse(writer: Writer, message: DeleteTopicsResponseInput, version: number): void {
  checkVersion('DeleteTopicsResponse', version, 1, 6)
  const flexible = version >= 4
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const responses = message.responses
  if (flexible) writer.compactArrayCount(responses.length)
  else writer.arrayCount(responses.length)
  for (const element of responses) encodeDeletableTopicResult(writer, element, version)
  if (flexible) writer.uvarint(0)
}

export function decodeDeletableTopicResult(reader: Reader, version: number): DeletableTopicResult {
  const flexible = version >= 4
  const name = (version >= 6 ? (flexible ? reader.compactNullableString() : reader.nullableString()) : (flexible ? reader.compactString() : reader.string()))
  const topicId: string = version >= 6 ? reader.uuid() : ZERO_TOPIC_ID
  const errorCode = reader.int16()
  const errorMessage: string | null = version >= 5 ? reader.compactNullableString() : null
  if (flexible) reader.skipTaggedFields()
  return { name, topicId, errorCode, errorMessage }
}

export function encodeDeletableTopicResult(writer: Writer, message: DeletableTopicResultInput, version: number): void {
  const flexible = version >= 4
  const name = message.name
  if (name === null && !(version >= 6)) nullNotAllowed('DeletableTopicResult.name', version)
  if (flexible) writer.compactNullableString(name)
  else writer.nullableString(name)
  const topicId = message.topicId
  if (version >= 6) {
    writer.uuid(topicId)
  }
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  if (version >= 5) {
    writer.compactNullableString(errorMessage)
  }
  if (flexible) writer.uvarint(0)
}

export const DeleteTopicsApi: Api<DeleteTopicsRequest, DeleteTopicsRequestInput, DeleteTopicsResponse, DeleteTopicsResponseInput> = {
  key: 20,
  name: 'DeleteTopics',
  versions: { min: 1, max: 6 },
  flexibleFrom: 4,
  decodeRequest: decodeDeleteTopicsRequest,
  encodeRequest: encodeDeleteTopicsRequest,
  decodeResponse: decodeDeleteTopicsResponse,
  encodeResponse: encodeDeleteTopicsResponse
}
