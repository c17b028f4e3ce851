// Generated from src/schema/messages/consumer-group-target-assignment-member-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupTargetAssignmentMemberKey {
  readonly groupId: string
  readonly memberId: string
}

export type ConsumerGroupTargetAssignmentMemberKeyInput = ConsumerGroupTargetAssignmentMemberKey

export function decodeConsumerGroupTargetAssignmentMemberKey(reader: Reader, version: number): ConsumerGroupTargetAssignmentMemberKey {
  checkVersion('ConsumerGroupTargetAssignmentMemberKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeConsumerGroupTargetAssignmentMemberKey(writer: Writer, message: ConsumerGroupTargetAssignmentMemberKeyInput, version: number): void {
  checkVersion('ConsumerGroupTargetAssignmentMemberKey', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
  const memberId = message.memberId
  writer.string(memberId)
}

export const ConsumerGroupTargetAssignmentMemberKeyVersions = { min: 0, max: 0 } as const
