import { decodeVersioned, encodeVersioned, ProtocolError, versionedPrefix } from '@gregor/protocol'
import {
  ConsumerProtocolAssignmentVersions,
  decodeConsumerProtocolAssignment,
  encodeConsumerProtocolAssignment
} from '@gregor/protocol/messages/consumer-protocol-assignment'
import {
  ConsumerProtocolSubscriptionVersions,
  decodeConsumerProtocolSubscription,
  type ConsumerProtocolSubscription
} from '@gregor/protocol/messages/consumer-protocol-subscription'
import { assignmentOf, NO_PARTITIONS, type Assignment } from '../consumer/assignment.ts'
import type { TopicsView } from '../topics-view.ts'

/** What a consumer tells of itself in JoinGroup; undefined when the bytes are no subscription. */
export function decodeSubscription(metadata: Buffer): ConsumerProtocolSubscription | undefined {
  const versionMax = ConsumerProtocolSubscriptionVersions.max
  return orUndefined(() => decodeVersioned(decodeConsumerProtocolSubscription, metadata, { versionMax }))
}

/** What the leader of a classic group assigned; undefined when the bytes are no assignment. No bytes are no partitions. */
export function decodeAssignment(bytes: Buffer, topics: TopicsView): Assignment | undefined {
  if (bytes.length === 0) return NO_PARTITIONS
  const versionMax = ConsumerProtocolAssignmentVersions.max
  const decoded = orUndefined(() => decodeVersioned(decodeConsumerProtocolAssignment, bytes, { versionMax }))
  return decoded && byTopicId(decoded.assignedPartitions, topics)
}

/** An assignment as SyncGroup hands it out, in the version of the member's own `metadata`. */
export function encodeAssignment(assignment: Assignment, metadata: Buffer, topics: TopicsView): Buffer {
  const assignedPartitions = Array.from(assignment).flatMap(([topicId, partitions]) => {
    const topic = topics.nameOf(topicId)
    return topic === undefined ? [] : [{ topic, partitions }]
  })
  const { min, max } = ConsumerProtocolAssignmentVersions
  const version = Math.min(Math.max(versionedPrefix(metadata), min), max)
  return encodeVersioned(encodeConsumerProtocolAssignment, { assignedPartitions, userData: null }, { version })
}

/** Partitions by topic id; topics that are gone are left out. */
export function byTopicId(
  lists: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
  topics: TopicsView
): Assignment {
  return assignmentOf(
    lists.flatMap(({ topic, partitions }) => {
      const topicId = topics.byName(topic)?.id
      return topicId === undefined ? [] : [{ topicId, partitions }]
    })
  )
}

function orUndefined<Message>(decode: () => Message): Message | undefined {
  try {
    return decode()
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}
