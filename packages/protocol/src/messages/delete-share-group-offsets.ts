// Generated from src/schema/messages/delete-share-group-offsets.ts by `npm run generate`; edit that and generate again.

import type { Api } from '../api.ts'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface DeleteShareGroupOffsetsRequest {
  readonly groupId: string
  readonly topics: readonly DeleteShareGroupOffsetsRequestTopic[]
}

export type DeleteShareGroupOffsetsRequestInput = DeleteShareGroupOffsetsRequest

export interface DeleteShareGroupOffsetsRequestTopic {
  readonly topicName: string
}

export type DeleteShareGroupOffsetsRequestTopicInput = DeleteShareGroupOffsetsRequestTopic

export interface DeleteShareGroupOffsetsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly DeleteShareGroupOffsetsResponseTopic[]
}

export interface DeleteShareGroupOffsetsResponseInput {
  readonly throttleTimeMs?: number | undefined
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
  readonly responses: readonly DeleteShareGroupOffsetsResponseTopicInput[]
}

export interface DeleteShareGroupOffsetsResponseTopic {
  readonly topicName: string
  readonly topicId: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

export interface DeleteShareGroupOffsetsResponseTopicInput {
  readonly topicName: string
  readonly topicId: string
  readonly errorCode: number
  readonly errorMessage?: string | null | undefined
}

export function decodeDeleteShareGroupOffsetsRequest(reader: Reader, version: number): DeleteShareGroupOffsetsRequest {
  checkVersion('DeleteShareGroupOffsetsRequest', version, 0, 0)
  const groupId = reader.compactString()
  const topics: DeleteShareGroupOffsetsRequestTopic[] = []
  for (let left = reader.compactArrayCount(2); left > 0; left--) topics.push(decodeDeleteShareGroupOffsetsRequestTopic(reader, version))
  reader.skipTaggedFields()
  return { groupId, topics }
}

export function encodeDeleteShareGroupOffsetsRequest(writer: Writer, message: DeleteShareGroupOffsetsRequestInput, version: number): void {
  checkVersion('DeleteShareGroupOffsetsRequest', version, 0, 0)
  const groupId = message.groupId
  writer.compactString(groupId)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) encodeDeleteShareGroupOffsetsRequestTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeDeleteShareGroupOffsetsRequestTopic(reader: Reader, _version: number): DeleteShareGroupOffsetsRequestTopic {
  const topicName = reader.compactString()
  reader.skipTaggedFields()
  return { topicName }
}

export function encodeDeleteShareGroupOffsetsRequestTopic(writer: Writer, message: DeleteShareGroupOffsetsRequestTopicInput, _version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  writer.uvarint(0)
}

export function decodeDeleteShareGroupOffsetsResponse(reader: Reader, version: number): DeleteShareGroupOffsetsResponse {
  checkVersion('DeleteShareGroupOffsetsResponse', version, 0, 0)
  const throttleTimeMs = reader.int32()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  const responses: DeleteShareGroupOffsetsResponseTopic[] = []
  for (let left = reader.compactArrayCount(21); left > 0; left--) responses.push(decodeDeleteShareGroupOffsetsResponseTopic(reader, version))
  reader.skipTaggedFields()
  return { throttleTimeMs, errorCode, errorMessage, responses }
}

export function encodeDeleteShareGroupOffsetsResponse(writer: Writer, message: DeleteShareGroupOffsetsResponseInput, version: number): void {
  checkVersion('DeleteShareGroupOffsetsResponse', version, 0, 0)
  const throttleTimeMs = message.throttleTimeMs ?? 0
  writer.int32(throttleTimeMs)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  const responses = message.responses
  writer.compactArrayCount(responses.length)
  for (const element of responses) encodeDeleteShareGroupOffsetsResponseTopic(writer, element, version)
  writer.uvarint(0)
}

export function decodeDeleteShareGroupOffsetsResponseTopic(reader: Reader, _version: number): DeleteShareGroupOffsetsResponseTopic {
  const topicName = reader.compactString()
  const topicId = reader.uuid()
  const errorCode = reader.int16()
  const errorMessage = reader.compactNullableString()
  reader.skipTaggedFields()
  return { topicName, topicId, errorCode, errorMessage }
}

export function encodeDeleteShareGroupOffsetsResponseTopic(writer: Writer, message: DeleteShareGroupOffsetsResponseTopicInput, _version: number): void {
  const topicName = message.topicName
  writer.compactString(topicName)
  const topicId = message.topicId
  writer.uuid(topicId)
  const errorCode = message.errorCode
  writer.int16(errorCode)
  const errorMessage = message.errorMessage ?? null
  writer.compactNullableString(errorMessage)
  writer.uvarint(0)
}

export const DeleteShareGroupOffsetsApi: Api<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsRequestInput, DeleteShareGroupOffsetsResponse, DeleteShareGroupOffsetsResponseInput> = {
  key: 92,
  name: 'DeleteShareGroupOffsets',
  versions: { min: 0, max: 0 },
  flexibleFrom: 0,
  decodeRequest: decodeDeleteShareGroupOffsetsRequest,
  encodeRequest: encodeDeleteShareGroupOffsetsRequest,
  decodeResponse: decodeDeleteShareGroupOffsetsResponse,
  encodeResponse: encodeDeleteShareGroupOffsetsResponse
}
