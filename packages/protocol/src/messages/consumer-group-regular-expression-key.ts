// Generated from src/schema/messages/consumer-group-regular-expression-key.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupRegularExpressionKey {
  readonly groupId: string
  readonly regularExpression: string
}

export type ConsumerGroupRegularExpressionKeyInput = ConsumerGroupRegularExpressionKey

export function decodeConsumerGroupRegularExpressionKey(reader: Reader, version: number): ConsumerGroupRegularExpressionKey {
  checkVersion('ConsumerGroupRegularExpressionKey', version, 0, 0)
  const groupId = reader.string()
  const regularExpression = reader.string()
  return { groupId, regularExpression }
}

export function encodeConsumerGroupRegularExpressionKey(writer: Writer, message: ConsumerGroupRegularExpressionKeyInput, version: number): void {
  checkVersion('ConsumerGroupRegularExpressionKey', version, 0, 0)
  const groupId = message.groupId
  writer.string(groupId)
  const regularExpression = message.regularExpression
  writer.string(regularExpression)
}

export const ConsumerGroupRegularExpressionKeyVersions = { min: 0, max: 0 } as const
