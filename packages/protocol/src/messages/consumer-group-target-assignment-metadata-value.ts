// Generated from src/schema/messages/consumer-group-target-assignment-metadata-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupTargetAssignmentMetadataValue {
  readonly assignmentEpoch: number
  /** tag 0 */
  readonly assignmentTimestamp: number
}

export interface ConsumerGroupTargetAssignmentMetadataValueInput {
  readonly assignmentEpoch: number
  readonly assignmentTimestamp?: number | undefined
}

export function decodeConsumerGroupTargetAssignmentMetadataValue(reader: Reader, version: number): ConsumerGroupTargetAssignmentMetadataValue {
  checkVersion('ConsumerGroupTargetAssignmentMetadataValue', version, 0, 0)
  const assignmentEpoch = reader.int32()
  let assignmentTimestamp: number = 0
  for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        assignmentTimestamp = reader.int64()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { assignmentEpoch, assignmentTimestamp }
}

export function encodeConsumerGroupTargetAssignmentMetadataValue(writer: Writer, message: ConsumerGroupTargetAssignmentMetadataValueInput, version: number): void {
  checkVersion('ConsumerGroupTargetAssignmentMetadataValue', version, 0, 0)
  const assignmentEpoch = message.assignmentEpoch
  writer.int32(assignmentEpoch)
  const assignmentTimestamp = message.assignmentTimestamp ?? 0
  {
    const hasAssignmentTimestamp = assignmentTimestamp !== 0
    writer.uvarint((hasAssignmentTimestamp ? 1 : 0))
    if (hasAssignmentTimestamp) {
      const start = writer.beginTaggedField(0)
      writer.int64(assignmentTimestamp)
      writer.finishTaggedField(start)
    }
  }
}

export const ConsumerGroupTargetAssignmentMetadataValueVersions = { min: 0, max: 0 } as const
