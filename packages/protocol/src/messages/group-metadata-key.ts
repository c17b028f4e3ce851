// Generated from src/schema/messages/group-metadata-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface GroupMetadataKey {
  readonly group: string
}

export type GroupMetadataKeyInput = GroupMetadataKey

export function decodeGroupMetadataKey(reader: Reader, version: number): GroupMetadataKey {
  checkVersion('GroupMetadataKey', version, 0, 0)
  const group = reader.string()
  return { group }
}

export function encodeGroupMetadataKey(writer: Writer, message: GroupMetadataKeyInput, version: number): void {
  checkVersion('GroupMetadataKey', version, 0, 0)
  const group = message.group
  writer.string(group)
}

export const GroupMetadataKeyVersions = { min: 0, max: 0 } as const
