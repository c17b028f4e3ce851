import type { Offset } from '@gregor/base'
import { OFFSET_INDEX_ENTRY_BYTES } from './offset-index.ts'
import type { Segment } from './segment.ts'
import type { LogConfig } from './types.ts'

const RELATIVE_OFFSET_MAX = 2 ** 31 - 1

/** Part of a log that must be uncleaned before it is cleaned (Kafka's default of min.cleanable.dirty.ratio). */
const DIRTY_RATIO_MIN = 0.5

/** Segments that may be compacted: all that end at or before `upTo`, from the oldest, without the last of the log. */
export function compactableSegments(segments: readonly Segment[], upTo: Offset): Segment[] {
  const blocked = segments.findIndex((_, index) => {
    const next = segments[index + 1]
    return next === undefined || next.baseOffset > upTo
  })
  return segments.slice(0, blocked)
}

/** Whether enough of them is new since the last pass, which ended at `cleanedOffset`. */
export function isWorthCompacting(segments: readonly Segment[], cleanedOffset: Offset): boolean {
  let dirtyBytes = 0
  let cleanBytes = 0
  for (const segment of segments) {
    if (segment.baseOffset >= cleanedOffset) dirtyBytes += segment.sizeBytes
    else cleanBytes += segment.sizeBytes
  }
  return dirtyBytes > 0 && dirtyBytes / (dirtyBytes + cleanBytes) >= DIRTY_RATIO_MIN
}

/** Adjacent segments that become one: as many as fit into a segment by bytes, offsets and index entries. */
export function groupSegments(segments: readonly Segment[], endOffset: Offset, config: LogConfig): Segment[][] {
  const groups: Segment[][] = []
  let [bytes, entries] = [0, 0]
  for (const [index, segment] of segments.entries()) {
    const group = groups.at(-1)
    bytes += segment.sizeBytes
    entries += segment.offsetIndex.count
    const next = segments[index + 1]?.baseOffset ?? endOffset
    const fits =
      bytes <= config.segmentBytes &&
      entries * OFFSET_INDEX_ENTRY_BYTES <= config.segmentIndexBytes &&
      group !== undefined &&
      next - group[0]!.baseOffset <= RELATIVE_OFFSET_MAX
    if (fits) {
      group.push(segment)
      continue
    }
    groups.push([segment])
    bytes = segment.sizeBytes
    entries = segment.offsetIndex.count
  }
  return groups
}
