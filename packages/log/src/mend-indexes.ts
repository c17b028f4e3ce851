import { Offset } from '@gregor/base'
import { readBatchHeader } from '@gregor/protocol'
import type { LogServices } from './log-state.ts'
import { emptiedSegment, indexBatch, scanSegment } from './scan-segment.ts'
import { indexMaxTimestamp, type Segment } from './segment.ts'
import { readTimeEntry } from './time-index.ts'

/** Bytes between two entries: Kafka's default of index.interval.bytes. */
const INTERVAL_BYTES = 4096

/**
 * Builds the indexes of a segment anew, in memory only, from its batches: what their files say misleads. What is in
 * memory and not in the files yet is true and stays. Resolves with what the batches in the file tell of the segment;
 * rejects with a CorruptLogError when it is not the index that is damaged.
 */
export async function mendIndexes(services: LogServices, segment: Segment): Promise<Segment> {
  services.logger.warn({ segment: segment.path }, 'an index does not fit its segment, and is built anew in memory')
  const rebuilt = emptiedSegment(segment)
  await scanSegment(services, segment, {
    from: 0,
    visit: (buffer, at) => indexBatch(rebuilt, readBatchHeader(buffer, at), INTERVAL_BYTES)
  })
  indexMaxTimestamp(rebuilt)
  const position = segment.offsetIndex.pending.at(0)
  const time = segment.timeIndex.pending.at(0)
  const firstPosition = position === undefined ? Infinity : position.buffer.readInt32BE(position.at + 4)
  const firstOffset = time === undefined ? Infinity : readTimeEntry(time.buffer, time.at, segment.baseOffset).offset
  segment.offsetIndex.mend(rebuilt.offsetIndex, (buffer, at) => buffer.readInt32BE(at + 4) >= firstPosition)
  segment.timeIndex.mend(
    rebuilt.timeIndex,
    (buffer, at) => Offset(segment.baseOffset + buffer.readInt32BE(at + 8)) >= firstOffset
  )
  return rebuilt
}
