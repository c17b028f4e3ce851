// Generated from src/schema/messages/consumer-group-target-assignment-metadata-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupTargetAssignmentMetadataKey {
  readonly groupId: string
}

export type ConsumerGroupTargetAssignmentMetadataKeyInput = ConsumerGroupTargetAssignmentMetadataKey

export function decodeConsumerGroupTargetAssignmentMetadataKey(reader: Reader, version: number): ConsumerGroupTargetAssignmentMetadataKey {
  checkVersion('ConsumerGroupTargetAssignmentMetadataKey', version, 0, 0)
  const groupId = reader.string()
  return { groupId }
}

export function encodeConsumerGroupTargetAssignmentMetadataKey(writer: Writer, message: ConsumerGroupTargetAssignmentMetadataKeyInput, version: number): void {
  checkVersion('ConsumerGroupTargetAssignmentMetadataKey', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
}

export const ConsumerGroupTargetAssignmentMetadataKeyVersions = { min: 0, max: 0 } as const
