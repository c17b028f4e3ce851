import type { Offset } from '@gregor/base'
import { lastOffsetOf } from '@gregor/protocol'
import { scanBatches } from './batch-scan.ts'
import { CorruptLogError } from './errors.ts'
import type { LogServices, LogState } from './log-state.ts'
import { mendIndexes } from './mend-indexes.ts'
import { canLocate, entryFor, isAscending } from './offset-index.ts'
import type { Segment } from './segment.ts'

/** Where the batch that holds `from`, or the first one after it, begins; undefined when the segment ends before. */
export async function positionOf(
  state: LogState,
  services: LogServices,
  segment: Segment,
  from: Offset
): Promise<number | undefined> {
  const known = state.readAhead.get(from)
  if (known !== undefined && known.segment === segment && known.position < segment.writtenBytes) return known.position
  const { offsetIndex, baseOffset } = segment
  if (!canLocate(offsetIndex, from, baseOffset)) {
    const isNew = await offsetIndex.load(services.files)
    if (isNew && !isAscending(offsetIndex)) await mendIndexes(services, segment)
    services.indexMemory.touch(offsetIndex)
  }
  let found = await locate(services, segment, from)
  if (found === 'misled') {
    await mendIndexes(services, segment)
    found = await locate(services, segment, from)
  }
  if (found === 'misled') throw new CorruptLogError(`${segment.path} and its offset index do not fit together`)
  return found
}

/**
 * The same with what the index says now. An entry that does not fit what is in the file misleads: no such batch, or one
 * that ends after the offset that the entry names, so that batches before it would be passed over.
 */
async function locate(services: LogServices, segment: Segment, from: Offset): Promise<number | undefined | 'misled'> {
  const entry = entryFor(segment.offsetIndex, from, segment.baseOffset)
  const start = entry?.position ?? 0
  const to = segment.writtenBytes
  if (start < 0 || (start > 0 && start >= segment.sizeBytes)) return 'misled'
  if (start >= to) return undefined
  let misled = false
  const visit = (buffer: Buffer, at: number, position: number): boolean => {
    const lastOffset = lastOffsetOf(buffer, at)
    if (position === start && entry !== undefined && lastOffset > entry.lastOffset) misled = true
    return !misled && lastOffset < from
  }
  const end = await services.files.use(segment.path, 'write', (file) =>
    scanBatches(file, { from: start, to, chunkBytes: 16_384, visit })
  )
  if (misled || (end.reason === 'broken' && start > 0)) return 'misled'
  if (end.reason === 'broken')
    throw new CorruptLogError(`${segment.path} has no record batch at position ${end.position}`)
  return end.reason === 'end' ? undefined : end.position
}
