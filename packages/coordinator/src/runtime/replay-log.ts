import type { Logger } from '@gregor/base'
import {
  attributesOf,
  batchesOf,
  ControlRecordType,
  controlRecordTypeOf,
  isControl,
  isTransactional,
  producerIdOf,
  recordsOf
} from '@gregor/protocol'
import type { RecordCodec, ShardCore } from './core.ts'

/** A batch of coordinator records never decompresses to more. */
const DECOMPRESSED_BYTES_MAX = 256 * 1024 * 1024

export interface ReplayTarget<Record> {
  readonly codec: RecordCodec<Record>
  readonly core: Pick<ShardCore<Record, never, never, never>, 'replay' | 'replayTransactional' | 'replayEnd'>
  readonly logger: Logger
}

/**
 * Hands the records of whole batches to a core; returns how many it read. A record that cannot be decoded is logged
 * and passed over, so that one bad record does not take all groups of its partition away; a corrupt batch throws.
 */
export function replayBatches<Record>(records: Buffer, target: ReplayTarget<Record>): number {
  let count = 0
  for (const { position } of batchesOf(records)) {
    const attributes = attributesOf(records, position)
    const producerId = producerIdOf(records, position)
    for (const { key, value, offset } of recordsOf(records, {
      at: position,
      decompressedBytesMax: DECOMPRESSED_BYTES_MAX
    })) {
      count++
      if (isControl(attributes)) replayMarker(target, key, producerId)
      else if (key !== null) {
        const record = decodeOrWarn(target, { key, value, offset })
        if (record === undefined) continue
        if (isTransactional(attributes)) target.core.replayTransactional?.(record, producerId)
        else target.core.replay(record)
      }
    }
  }
  return count
}

function replayMarker<Record>({ core }: ReplayTarget<Record>, key: Buffer | null, producerId: number): void {
  const type = controlRecordTypeOf(key)
  if (type !== undefined) core.replayEnd?.(producerId, type === ControlRecordType.COMMIT)
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
