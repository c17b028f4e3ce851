import type { Logger } from '@gregor/base'
import { attributesOf, batchesOf, isControl, isTransactional, recordsOf } from '@gregor/protocol'
import type { RecordCodec } from './core.ts'

/** A batch of coordinator records never decompresses to more. */
const DECOMPRESSED_BYTES_MAX = 256 * 1024 * 1024

/**
 * Hands the records of whole batches to `replay`; returns how many it read. A record that cannot be decoded is logged
 * and passed over, so that one bad record does not take all groups of its partition away; a corrupt batch throws.
 * Batches of transactions are passed over: this coordinator accepts no transactional offsets.
 */
export function replayBatches<Record>(
  records: Buffer,
  target: { readonly codec: RecordCodec<Record>; readonly replay: (record: Record) => void; readonly logger: Logger }
): number {
  let count = 0
  for (const { position } of batchesOf(records)) {
    const attributes = attributesOf(records, position)
    if (isControl(attributes) || isTransactional(attributes)) continue
    for (const { key, value, offset } of recordsOf(records, {
      at: position,
      decompressedBytesMax: DECOMPRESSED_BYTES_MAX
    })) {
      count++
      if (key === null) continue
      const record = decodeOrWarn(target, { key, value, offset })
      if (record !== undefined) target.replay(record)
    }
  }
  return count
}

function decodeOrWarn<Record>(
  { codec, logger }: { readonly codec: RecordCodec<Record>; readonly logger: Logger },
  { key, value, offset }: { readonly key: Buffer; readonly value: Buffer | null; readonly offset: number }
): Record | undefined {
  try {
    return codec.decode(key, value)
  } catch (error) {
    logger.warn({ offset, err: error }, 'Passed over a coordinator record that cannot be read')
    return undefined
  }
}
