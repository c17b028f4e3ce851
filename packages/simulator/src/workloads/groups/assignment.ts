import { decodeVersioned, encodeVersioned } from '@gregor/protocol'
import {
  decodeConsumerProtocolAssignment,
  encodeConsumerProtocolAssignment
} from '@gregor/protocol/messages/consumer-protocol-assignment'
import { encodeConsumerProtocolSubscription } from '@gregor/protocol/messages/consumer-protocol-subscription'

const VERSION = { version: 1 }

/** What a member says of itself as it joins. */
export function encodeSubscription(topics: readonly string[]): Buffer {
  return encodeVersioned(encodeConsumerProtocolSubscription, { topics, ownedPartitions: [] }, VERSION)
}

/** The leader's work: all partitions, one after the other, to the members by turns. */
export function assign(
  memberIds: readonly string[],
  partitions: readonly string[]
): { readonly memberId: string; readonly assignment: Buffer }[] {
  return memberIds.map((memberId, turn) => {
    const own = partitions.filter((_, index) => index % memberIds.length === turn)
    const assignedPartitions = own.map((name) => {
      const dash = name.lastIndexOf('-')
      return { topic: name.slice(0, dash), partitions: [Number(name.slice(dash + 1))] }
    })
    return { memberId, assignment: encodeVersioned(encodeConsumerProtocolAssignment, { assignedPartitions }, VERSION) }
  })
}

/** Names of the partitions in an assignment; none when it is empty, as for a member that the leader forgot. */
export function decodeAssignment(assignment: Buffer): string[] {
  if (assignment.length === 0) return []
  const { assignedPartitions } = decodeVersioned(decodeConsumerProtocolAssignment, assignment)
  return assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((index) => `${topic}-${index}`))
}
