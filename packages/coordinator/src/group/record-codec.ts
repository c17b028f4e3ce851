import { ZERO_TOPIC_ID } from '@gregor/base'
import { decodeVersioned, encodeVersioned, versionedPrefix } from '@gregor/protocol'
import { decodeGroupMetadataKey, encodeGroupMetadataKey } from '@gregor/protocol/messages/group-metadata-key'
import {
  decodeGroupMetadataValue,
  encodeGroupMetadataValue,
  type GroupMetadataValue
} from '@gregor/protocol/messages/group-metadata-value'
import { decodeOffsetCommitKey, encodeOffsetCommitKey } from '@gregor/protocol/messages/offset-commit-key'
import { decodeOffsetCommitValue, encodeOffsetCommitValue } from '@gregor/protocol/messages/offset-commit-value'
import type { RecordCodec } from '../runtime/core.ts'
import { decodeConsumerRecord, encodeConsumerRecord } from './consumer/record-codec.ts'
import type { CommittedOffset, GroupRecord } from './records.ts'

/** The int16 at the front of a key in __consumer_offsets. 0 is what Kafka before 0.9 wrote for offsets. */
const KeyType = { legacyOffset: 0, offset: 1, group: 2 } as const

/** Version 3 of both values is the newest that every Kafka since 2.1 reads; 4 adds the topic id. */
const GROUP_VALUE_VERSION = 3
const OFFSET_VALUE_VERSION = 3
const OFFSET_VALUE_VERSION_WITH_TOPIC_ID = 4
const OFFSET_VALUE_VERSION_WITH_EXPIRY = 1

/** Kafka's formats of offsets, classic groups and consumer groups. Other key types (share groups …) are passed over. */
export const groupRecordCodec: RecordCodec<GroupRecord> = {
  encode(record) {
    switch (record.type) {
      case 'offset': {
        const key = encodeVersioned(encodeOffsetCommitKey, record.key, { version: 0, prefix: KeyType.offset })
        return { key, value: record.value === null ? null : encodeOffset(record.value) }
      }
      case 'group': {
        const group = { group: record.group }
        const key = encodeVersioned(encodeGroupMetadataKey, group, { version: 0, prefix: KeyType.group })
        return { key, value: record.value === null ? null : encodeGroup(record.value) }
      }
      default:
        return encodeConsumerRecord(record)
    }
  },

  decode(key, value) {
    const type = versionedPrefix(key)
    switch (type) {
      case KeyType.legacyOffset:
      case KeyType.offset: {
        const offsetKey = decodeVersioned(decodeOffsetCommitKey, key, { version: 0 })
        return { type: 'offset', key: offsetKey, value: value === null ? null : decodeOffset(value) }
      }
      case KeyType.group: {
        const { group } = decodeVersioned(decodeGroupMetadataKey, key, { version: 0 })
        return { type: 'group', group, value: value === null ? null : decodeGroup(value) }
      }
      default:
        return decodeConsumerRecord(type, key, value)
    }
  }
}

function encodeOffset(value: CommittedOffset): Buffer {
  const { commitTimestampMs: commitTimestamp, expireTimestampMs: expireTimestamp } = value
  return encodeVersioned(
    encodeOffsetCommitValue,
    { ...value, commitTimestamp, expireTimestamp },
    { version: offsetVersion(value) }
  )
}

/** An expiry time fits into version 1 alone, a topic id into version 4 alone; the expiry matters more. */
function offsetVersion({ expireTimestampMs, topicId }: CommittedOffset): number {
  if (expireTimestampMs !== -1) return OFFSET_VALUE_VERSION_WITH_EXPIRY
  return topicId === ZERO_TOPIC_ID ? OFFSET_VALUE_VERSION : OFFSET_VALUE_VERSION_WITH_TOPIC_ID
}

function decodeOffset(value: Buffer): CommittedOffset {
  const decoded = decodeVersioned(decodeOffsetCommitValue, value)
  const { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId } = decoded
  return {
    offset,
    leaderEpoch,
    metadata,
    commitTimestampMs: commitTimestamp,
    expireTimestampMs: expireTimestamp,
    topicId
  }
}

function encodeGroup(value: GroupMetadataValue): Buffer {
  return encodeVersioned(encodeGroupMetadataValue, value, { version: GROUP_VALUE_VERSION })
}

/** Copies the members' bytes: as views they would keep the whole read buffer alive. */
function decodeGroup(value: Buffer): GroupMetadataValue {
  const decoded = decodeVersioned(decodeGroupMetadataValue, value)
  const members = decoded.members.map((member) => ({
    ...member,
    subscription: Buffer.from(member.subscription),
    assignment: Buffer.from(member.assignment)
  }))
  return { ...decoded, members }
}
