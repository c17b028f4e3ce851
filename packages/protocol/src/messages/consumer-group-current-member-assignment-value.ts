// Generated from src/schema/messages/consumer-group-current-member-assignment-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupCurrentMemberAssignmentValue {
  readonly memberEpoch: number
  readonly previousMemberEpoch: number
  readonly state: number
  readonly assignedPartitions: readonly TopicPartitions[]
  readonly partitionsPendingRevocation: readonly TopicPartitions[]
}

export interface ConsumerGroupCurrentMemberAssignmentValueInput {
  readonly memberEpoch: number
  readonly previousMemberEpoch: number
  readonly state: number
  readonly assignedPartitions: readonly TopicPartitionsInput[]
  readonly partitionsPendingRevocation: readonly TopicPartitionsInput[]
}

export interface TopicPartitions {
  readonly topicId: string
  readonly partitions: readonly number[]
  /** tag 0 */
  readonly assignmentEpochs: readonly number[] | null
}

export interface TopicPartitionsInput {
  readonly topicId: string
  readonly partitions: readonly number[]
  readonly assignmentEpochs?: readonly number[] | null | undefined
}

export function decodeConsumerGroupCurrentMemberAssignmentValue(reader: Reader, version: number): ConsumerGroupCurrentMemberAssignmentValue {
  checkVersion('ConsumerGroupCurrentMemberAssignmentValue', version, 0, 0)
  const memberEpoch = reader.int32()
  const previousMemberEpoch = reader.int32()
  const state = reader.int8()
  const assignedPartitions: TopicPartitions[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) assignedPartitions.push(decodeTopicPartitions(reader, version))
  const partitionsPendingRevocation: TopicPartitions[] = []
  for (let left = reader.compactArrayCount(18); left > 0; left--) partitionsPendingRevocation.push(decodeTopicPartitions(reader, version))
  reader.skipTaggedFields()
  return { memberEpoch, previousMemberEpoch, state, assignedPartitions, partitionsPendingRevocation }
}

export function encodeConsumerGroupCurrentMemberAssignmentValue(writer: Writer, message: ConsumerGroupCurrentMemberAssignmentValueInput, version: number): void {
  checkVersion('ConsumerGroupCurrentMemberAssignmentValue', version, 0, 0)
  const memberEpoch = message.memberEpoch
  writer.int32(memberEpoch)
  const previousMemberEpoch = message.previousMemberEpoch
  writer.int32(previousMemberEpoch)
  const state = message.state
  writer.int8(state)
  const assignedPartitions = message.assignedPartitions
  writer.compactArrayCount(assignedPartitions.length)
  for (const element of assignedPartitions) encodeTopicPartitions(writer, element, version)
  const partitionsPendingRevocation = message.partitionsPendingRevocation
  writer.compactArrayCount(partitionsPendingRevocation.length)
  for (const element of partitionsPendingRevocation) encodeTopicPartitions(writer, element, version)
  writer.uvarint(0)
}

export function decodeTopicPartitions(reader: Reader, _version: number): TopicPartitions {
  const topicId = reader.uuid()
  const partitions: number[] = []
  for (let left = reader.compactArrayCount(4); left > 0; left--) partitions.push(reader.int32())
  let assignmentEpochs: number[] | null = null
  for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        {
          const count = reader.compactNullableArrayCount(4)
          if (count < 0) assignmentEpochs = null
          else {
            assignmentEpochs = []
            for (let left = count; left > 0; left--) assignmentEpochs.push(reader.int32())
          }
        }
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { topicId, partitions, assignmentEpochs }
}

export function encodeTopicPartitions(writer: Writer, message: TopicPartitionsInput, _version: number): void {
  const topicId = message.topicId
  writer.uuid(topicId)
  const partitions = message.partitions
  writer.compactArrayCount(partitions.length)
  for (const element of partitions) writer.int32(element)
  const assignmentEpochs = message.assignmentEpochs ?? null
  {
    const hasAssignmentEpochs = assignmentEpochs !== null
    writer.uvarint((hasAssignmentEpochs ? 1 : 0))
    if (hasAssignmentEpochs) {
      const start = writer.beginTaggedField(0)
      writer.compactArrayCount(assignmentEpochs === null ? -1 : assignmentEpochs.length)
      if (assignmentEpochs !== null) for (const element of assignmentEpochs) writer.int32(element)
      writer.finishTaggedField(start)
    }
  }
}

export const ConsumerGroupCurrentMemberAssignmentValueVersions = { min: 0, max: 0 } as const
