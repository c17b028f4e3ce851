import { decodeVersioned, encodeVersioned, ProtocolError } from '@gregor/protocol'
import {
  decodeConsumerGroupCurrentMemberAssignmentKey,
  encodeConsumerGroupCurrentMemberAssignmentKey
} from '@gregor/protocol/messages/consumer-group-current-member-assignment-key'
import {
  decodeConsumerGroupCurrentMemberAssignmentValue,
  encodeConsumerGroupCurrentMemberAssignmentValue
} from '@gregor/protocol/messages/consumer-group-current-member-assignment-value'
import {
  decodeConsumerGroupMemberMetadataKey,
  encodeConsumerGroupMemberMetadataKey
} from '@gregor/protocol/messages/consumer-group-member-metadata-key'
import {
  decodeConsumerGroupMemberMetadataValue,
  encodeConsumerGroupMemberMetadataValue
} from '@gregor/protocol/messages/consumer-group-member-metadata-value'
import {
  decodeConsumerGroupMetadataKey,
  encodeConsumerGroupMetadataKey
} from '@gregor/protocol/messages/consumer-group-metadata-key'
import {
  decodeConsumerGroupMetadataValue,
  encodeConsumerGroupMetadataValue
} from '@gregor/protocol/messages/consumer-group-metadata-value'
import {
  decodeConsumerGroupRegularExpressionKey,
  encodeConsumerGroupRegularExpressionKey
} from '@gregor/protocol/messages/consumer-group-regular-expression-key'
import {
  decodeConsumerGroupRegularExpressionValue,
  encodeConsumerGroupRegularExpressionValue
} from '@gregor/protocol/messages/consumer-group-regular-expression-value'
import {
  decodeConsumerGroupTargetAssignmentMemberKey,
  encodeConsumerGroupTargetAssignmentMemberKey
} from '@gregor/protocol/messages/consumer-group-target-assignment-member-key'
import {
  decodeConsumerGroupTargetAssignmentMemberValue,
  encodeConsumerGroupTargetAssignmentMemberValue
} from '@gregor/protocol/messages/consumer-group-target-assignment-member-value'
import {
  decodeConsumerGroupTargetAssignmentMetadataKey,
  encodeConsumerGroupTargetAssignmentMetadataKey
} from '@gregor/protocol/messages/consumer-group-target-assignment-metadata-key'
import {
  decodeConsumerGroupTargetAssignmentMetadataValue,
  encodeConsumerGroupTargetAssignmentMetadataValue
} from '@gregor/protocol/messages/consumer-group-target-assignment-metadata-value'
import { assignmentLists, assignmentOf } from './assignment.ts'
import type { ConsumerGroupValue, ConsumerMember, ConsumerRecord, MemberAssignment } from './records.ts'

/** The int16 at the front of the keys of a consumer group's records. Key 4 is of Kafka 4.0, which the hash replaced. */
export const ConsumerKeyType = { group: 3, member: 5, targetEpoch: 6, target: 7, current: 8, regex: 16 } as const

const VALUE = { version: 0 } as const

interface Encoded {
  readonly key: Buffer
  readonly value: Buffer | null
}

/** Kafka's formats of a consumer group's records. */
export function encodeConsumerRecord(record: ConsumerRecord): Encoded {
  const { group: groupId } = record
  switch (record.type) {
    case 'consumer-group':
      return {
        key: encodeVersioned(encodeConsumerGroupMetadataKey, { groupId }, keyOf(ConsumerKeyType.group)),
        value: record.value && encodeVersioned(encodeConsumerGroupMetadataValue, defined(record.value), VALUE)
      }
    case 'consumer-member': {
      const key = { groupId, memberId: record.member }
      return {
        key: encodeVersioned(encodeConsumerGroupMemberMetadataKey, key, keyOf(ConsumerKeyType.member)),
        value: record.value && encodeVersioned(encodeConsumerGroupMemberMetadataValue, record.value, VALUE)
      }
    }
    case 'consumer-target-epoch': {
      const key = keyOf(ConsumerKeyType.targetEpoch)
      const value = record.value === null ? null : { assignmentEpoch: record.value }
      return {
        key: encodeVersioned(encodeConsumerGroupTargetAssignmentMetadataKey, { groupId }, key),
        value: value && encodeVersioned(encodeConsumerGroupTargetAssignmentMetadataValue, value, VALUE)
      }
    }
    case 'consumer-target': {
      const key = { groupId, memberId: record.member }
      const value = record.value && { topicPartitions: assignmentLists(record.value) }
      return {
        key: encodeVersioned(encodeConsumerGroupTargetAssignmentMemberKey, key, keyOf(ConsumerKeyType.target)),
        value: value && encodeVersioned(encodeConsumerGroupTargetAssignmentMemberValue, value, VALUE)
      }
    }
    case 'consumer-current': {
      const key = { groupId, memberId: record.member }
      return {
        key: encodeVersioned(encodeConsumerGroupCurrentMemberAssignmentKey, key, keyOf(ConsumerKeyType.current)),
        value: record.value && encodeCurrent(record.value)
      }
    }
    case 'consumer-regex': {
      const key = { groupId, regularExpression: record.regex }
      return {
        key: encodeVersioned(encodeConsumerGroupRegularExpressionKey, key, keyOf(ConsumerKeyType.regex)),
        value: record.value && encodeVersioned(encodeConsumerGroupRegularExpressionValue, record.value, VALUE)
      }
    }
  }
}

/** Undefined for a key of another type. Throws on bytes that are no such record. */
export function decodeConsumerRecord(type: number, key: Buffer, value: Buffer | null): ConsumerRecord | undefined {
  switch (type) {
    case ConsumerKeyType.group: {
      const { groupId: group } = decodeVersioned(decodeConsumerGroupMetadataKey, key, VALUE)
      return { type: 'consumer-group', group, value: value && decodeGroup(value) }
    }
    case ConsumerKeyType.member: {
      const { groupId: group, memberId: member } = decodeVersioned(decodeConsumerGroupMemberMetadataKey, key, VALUE)
      return { type: 'consumer-member', group, member, value: value && decodeMember(value) }
    }
    case ConsumerKeyType.targetEpoch: {
      const { groupId: group } = decodeVersioned(decodeConsumerGroupTargetAssignmentMetadataKey, key, VALUE)
      const decoded = value && decodeVersioned(decodeConsumerGroupTargetAssignmentMetadataValue, value)
      return { type: 'consumer-target-epoch', group, value: decoded && decoded.assignmentEpoch }
    }
    case ConsumerKeyType.target: {
      const decodedKey = decodeVersioned(decodeConsumerGroupTargetAssignmentMemberKey, key, VALUE)
      const { groupId: group, memberId: member } = decodedKey
      const decoded = value && decodeVersioned(decodeConsumerGroupTargetAssignmentMemberValue, value)
      return { type: 'consumer-target', group, member, value: decoded && assignmentOf(decoded.topicPartitions) }
    }
    case ConsumerKeyType.current: {
      const decodedKey = decodeVersioned(decodeConsumerGroupCurrentMemberAssignmentKey, key, VALUE)
      const { groupId: group, memberId: member } = decodedKey
      return { type: 'consumer-current', group, member, value: value && decodeCurrent(value) }
    }
    case ConsumerKeyType.regex: {
      const decodedKey = decodeVersioned(decodeConsumerGroupRegularExpressionKey, key, VALUE)
      const { groupId: group, regularExpression: regex } = decodedKey
      const resolved = value && decodeVersioned(decodeConsumerGroupRegularExpressionValue, value)
      return { type: 'consumer-regex', group, regex, value: resolved }
    }
    default:
      return undefined
  }
}

const keyOf = (prefix: number): { readonly version: number; readonly prefix: number } => ({ version: 0, prefix })

const defined = ({ epoch, metadataHash }: ConsumerGroupValue) =>
  metadataHash === undefined ? { epoch } : { epoch, metadataHash }

/** Where the epoch is, behind the version. */
const GROUP_EPOCH_POSITION = 2

/** Kafka's hash has 64 bits, which may not fit into a number: then only the epoch is taken, and topics are looked at. */
function decodeGroup(value: Buffer): ConsumerGroupValue {
  try {
    return decodeVersioned(decodeConsumerGroupMetadataValue, value)
  } catch (error) {
    if (!(error instanceof ProtocolError) || value.length < GROUP_EPOCH_POSITION + 4) throw error
    return { epoch: value.readInt32BE(GROUP_EPOCH_POSITION), metadataHash: undefined }
  }
}

/** Copies the bytes: as views they would keep the whole read buffer alive. */
function decodeMember(value: Buffer): ConsumerMember {
  const member = decodeVersioned(decodeConsumerGroupMemberMetadataValue, value)
  const classic = member.classicMemberMetadata
  if (classic === null) return member
  const supportedProtocols = classic.supportedProtocols.map(({ name, metadata }) => ({
    name,
    metadata: Buffer.from(metadata)
  }))
  return { ...member, classicMemberMetadata: { ...classic, supportedProtocols } }
}

function encodeCurrent({ assigned, pendingRevocation, ...rest }: MemberAssignment): Buffer {
  const value = {
    ...rest,
    assignedPartitions: assignmentLists(assigned),
    partitionsPendingRevocation: assignmentLists(pendingRevocation)
  }
  return encodeVersioned(encodeConsumerGroupCurrentMemberAssignmentValue, value, VALUE)
}

function decodeCurrent(value: Buffer): MemberAssignment {
  const decoded = decodeVersioned(decodeConsumerGroupCurrentMemberAssignmentValue, value)
  const { memberEpoch, previousMemberEpoch, state } = decoded
  return {
    memberEpoch,
    previousMemberEpoch,
    state,
    assigned: assignmentOf(decoded.assignedPartitions),
    pendingRevocation: assignmentOf(decoded.partitionsPendingRevocation)
  }
}
