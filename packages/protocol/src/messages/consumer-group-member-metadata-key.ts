// Generated from src/schema/messages/consumer-group-member-metadata-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupMemberMetadataKey {
  readonly groupId: string
  readonly memberId: string
}

export type ConsumerGroupMemberMetadataKeyInput = ConsumerGroupMemberMetadataKey

export function decodeConsumerGroupMemberMetadataKey(reader: Reader, version: number): ConsumerGroupMemberMetadataKey {
  checkVersion('ConsumerGroupMemberMetadataKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeConsumerGroupMemberMetadataKey(writer: Writer, message: ConsumerGroupMemberMetadataKeyInput, version: number): void {
  checkVersion('ConsumerGroupMemberMetadataKey', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
  const memberId = message.memberId
  writer.string(memberId)
}

export const ConsumerGroupMemberMetadataKeyVersions = { min: 0, max: 0 } as const
