// Generated from src/schema/messages/consumer-group-regular-expression-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupRegularExpressionValue {
  readonly topics: readonly string[]
  readonly version: number
  readonly timestamp: number
}

export type ConsumerGroupRegularExpressionValueInput = ConsumerGroupRegularExpressionValue

export function decodeConsumerGroupRegularExpressionValue(reader: Reader, version: number): ConsumerGroupRegularExpressionValue {
  checkVersion('ConsumerGroupRegularExpressionValue', version, 0, 0)
  const topics: string[] = []
  for (let left = reader.compactArrayCount(1); left > 0; left--) topics.push(reader.compactString())
  const versionField = reader.int64()
  const timestamp = reader.int64()
  reader.skipTaggedFields()
  return { topics, version: versionField, timestamp }
}

export function encodeConsumerGroupRegularExpressionValue(writer: Writer, message: ConsumerGroupRegularExpressionValueInput, version: number): void {
  checkVersion('ConsumerGroupRegularExpressionValue', version, 0, 0)
  const topics = message.topics
  writer.compactArrayCount(topics.length)
  for (const element of topics) writer.compactString(element)
  const versionField = message.version
  writer.int64(versionField)
  const timestamp = message.timestamp
  writer.int64(timestamp)
  writer.uvarint(0)
}

export const ConsumerGroupRegularExpressionValueVersions = { min: 0, max: 0 } as const
