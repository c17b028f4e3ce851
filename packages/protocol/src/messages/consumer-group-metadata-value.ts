// Generated from src/schema/messages/consumer-group-metadata-value.ts by `npm run generate`; edit that and generate again.

import { checkVersion } from '../wire/checks.ts'
import type { Reader } from '../wire/reader.ts'
import type { Writer } from '../wire/writer.ts'

export interface ConsumerGroupMetadataValue {
  readonly epoch: number
  /** tag 0 */
  readonly metadataHash: number
}

export interface ConsumerGroupMetadataValueInput {
  readonly epoch: number
  readonly metadataHash?: number | undefined
}

export function decodeConsumerGroupMetadataValue(reader: Reader, version: number): ConsumerGroupMetadataValue {
  checkVersion('ConsumerGroupMetadataValue', version, 0, 0)
  const epoch = reader.int32()
  let metadataHash: number = 0
  for (let left = reader.taggedFieldCount(), tag = -1; left > 0; left--) {
    tag = reader.tag(tag)
    const end = reader.taggedFieldEnd()
    switch (tag) {
      case 0: {
        metadataHash = reader.int64()
        reader.finishTaggedField(end)
        break
      }
      default:
        reader.skipTaggedField(end)
    }
  }
  return { epoch, metadataHash }
}

export function encodeConsumerGroupMetadataValue(writer: Writer, message: ConsumerGroupMetadataValueInput, version: number): void {
  checkVersion('ConsumerGroupMetadataValue', version, 0, 0)
  const epoch = message.epoch
  writer.int32(epoch)
  const metadataHash = message.metadataHash ?? 0
  {
    const hasMetadataHash = metadataHash !== 0
    writer.uvarint((hasMetadataHash ? 1 : 0))
    if (hasMetadataHash) {
      const start = writer.beginTaggedField(0)
      writer.int64(metadataHash)
      writer.finishTaggedField(start)
    }
  }
}

export const ConsumerGroupMetadataValueVersions = { min: 0, max: 0 } as const
