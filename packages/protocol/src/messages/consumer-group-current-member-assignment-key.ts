// Generated from src/schema/messages/consumer-group-current-member-assignment-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupCurrentMemberAssignmentKey {
  readonly groupId: string
  readonly memberId: string
}

export type ConsumerGroupCurrentMemberAssignmentKeyInput = ConsumerGroupCurrentMemberAssignmentKey

export function decodeConsumerGroupCurrentMemberAssignmentKey(reader: Reader, version: number): ConsumerGroupCurrentMemberAssignmentKey {
  checkVersion('ConsumerGroupCurrentMemberAssignmentKey', version, 0, 0)
  const groupId = reader.string()
  const memberId = reader.string()
  return { groupId, memberId }
}

export function encodeConsumerGroupCurrentMemberAssignmentKey(writer: Writer, message: ConsumerGroupCurrentMemberAssignmentKeyInput, version: number): void {
  checkVersion('ConsumerGroupCurrentMemberAssignmentKey', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
  const memberId = message.memberId
  writer.string(memberId)
}

export const ConsumerGroupCurrentMemberAssignmentKeyVersions = { min: 0, max: 0 } as const
