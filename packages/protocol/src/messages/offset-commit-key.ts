// Generated from src/schema/messages/offset-commit-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface OffsetCommitKey {
  readonly group: string
  readonly topic: string
  readonly partition: number
}

export type OffsetCommitKeyInput = OffsetCommitKey

export function decodeOffsetCommitKey(reader: Reader, version: number): OffsetCommitKey {
  checkVersion('OffsetCommitKey', version, 0, 0)
  const group = reader.string()
  const topic = reader.string()
  const partition = reader.int32()
  return { group, topic, partition }
}

export function encodeOffsetCommitKey(writer: Writer, message: OffsetCommitKeyInput, version: number): void {
  checkVersion('OffsetCommitKey', version, 0, 0)
  const group = message.group
  writer.string(group)
  const topic = message.topic
  writer.string(topic)
  const partition = message.partition
  writer.int32(partition)
}

export const OffsetCommitKeyVersions = { min: 0, max: 0 } as const
