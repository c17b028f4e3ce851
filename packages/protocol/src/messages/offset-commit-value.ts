// Generated from src/schema/messages/offset-commit-value.ts by `npm run generate`; edit that and generate again.

import { ZERO_TOPIC_ID } from '@gregor/base'
import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetCommitValue {
  readonly offset: number
  /** v3+ */
  readonly leaderEpoch: number
  readonly metadata: string
  readonly commitTimestamp: number
  /** v1 */
  readonly expireTimestamp: number
  /** v4, tag 0 */
  readonly topicId: string
}

export interface OffsetCommitValueInput {
  readonly offset: number
  readonly leaderEpoch?: number | undefined
  readonly metadata: string
  readonly commitTimestamp: number
  readonly expireTimestamp?: number | undefined
  readonly topicId?: string | undefined
}

export function decodeOffsetCommitValue(reader: Reader, version: number): OffsetCommitValue {
  checkVersion('OffsetCommitValue', version, 0, 4)
  const flexible = version >= 4
  const offset = reader.int64()
  const leaderEpoch: number = version >= 3 ? reader.int32() : -1
  const metadata = (flexible ? reader.compactString() : reader.string())
  const commitTimestamp = reader.int64()
  const expireTimestamp: number = version >= 1 && version <= 1 ? reader.int64() : -1
  let topicId: string = ZERO_TOPIC_ID
  if (flexible) for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        topicId = reader.uuid()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp, topicId }
}

export function encodeOffsetCommitValue(writer: Writer, message: OffsetCommitValueInput, version: number): void {
  checkVersion('OffsetCommitValue', version, 0, 4)
  const flexible = version >= 4
  const offset = message.offset
  writer.int64(offset)
  const leaderEpoch = message.leaderEpoch ?? -1
  if (version >= 3) {
    writer.int32(leaderEpoch)
  }
  const metadata = message.metadata
  if (flexible) writer.compactString(metadata)
  else writer.string(metadata)
  const commitTimestamp = message.commitTimestamp
  writer.int64(commitTimestamp)
  const expireTimestamp = message.expireTimestamp ?? -1
  if (version >= 1 && version <= 1) {
    writer.int64(expireTimestamp)
  }
  const topicId = message.topicId ?? ZERO_TOPIC_ID
  if (flexible) {
    const hasTopicId = topicId !== ZERO_TOPIC_ID
    writer.uvarint((hasTopicId ? 1 : 0))
    if (hasTopicId) {
      const start = writer.beginTaggedField(0)
      writer.uuid(topicId)
      writer.finishTaggedField(start)
    }
  }
}

export const OffsetCommitValueVersions = { min: 0, max: 4 } as const
