// Generated from src/schema/messages/consumer-group-metadata-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupMetadataKey {
  readonly groupId: string
}

export type ConsumerGroupMetadataKeyInput = ConsumerGroupMetadataKey

export function decodeConsumerGroupMetadataKey(reader: Reader, version: number): ConsumerGroupMetadataKey {
  checkVersion('ConsumerGroupMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeConsumerGroupMetadataKey(writer: Writer, message: ConsumerGroupMetadataKeyInput, version: number): void {
  checkVersion('ConsumerGroupMetadataKey', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
}

export const ConsumerGroupMetadataKeyVersions = { min: 0, max: 0 } as const
