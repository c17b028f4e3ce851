import { LeaderEpoch, Offset, TimestampMs } from '@gregor/base'
import { type BatchHeader, baseOffsetOf, isControl, leaderEpochOf, readBatchHeader } from '@gregor/protocol'
import { scanBatches } from './batch-scan.ts'
import type { EpochCache } from './epoch-cache.ts'
import { CorruptLogError } from './errors.ts'
import type { IndexFile } from './index-file.ts'
import type { LogServices } from './log-state.ts'
import { placeBatch, Segment } from './segment.ts'

/** The same segment with nothing known of its content: its indexes are to be built anew, from the batches. */
export function emptiedSegment(segment: Segment): Segment {
  const { folder, baseOffset, createdMs } = segment
  const emptied = new Segment({ folder, baseOffset, createdMs })
  emptied.nameDurable = segment.nameDurable
  return emptied
}

/** Puts a batch that is in the file into what is known of the segment. */
export function indexBatch(segment: Segment, header: BatchHeader, indexIntervalBytes: number): void {
  const placed = {
    sizeBytes: header.sizeBytes,
    baseOffset: Offset(header.baseOffset),
    lastOffset: Offset(header.lastOffset),
    maxTimestampMs: TimestampMs(header.maxTimestamp)
  }
  placeBatch(segment, placed, indexIntervalBytes)
  segment.writtenBytes = segment.sizeBytes
  segment.durableBytes = segment.sizeBytes
}

/** Builds a segment's indexes anew from the headers of its batches; whether a transaction was aborted they do not tell. */
export async function reindexSegment(
  services: LogServices,
  segment: Segment,
  options: { readonly indexIntervalBytes: number }
): Promise<Segment> {
  await removeIndexFiles(services, segment)
  const rebuilt = emptiedSegment(segment)
  await scanSegment(services, segment, {
    from: 0,
    visit: (buffer, at) => {
      const header = readBatchHeader(buffer, at)
      indexBatch(rebuilt, header, options.indexIntervalBytes)
      if (isControl(header.attributes)) rebuilt.transactionsLost = true
    }
  })
  return rebuilt
}

/** Puts the epochs of a segment's batches into the cache. */
export async function scanEpochs(services: LogServices, segment: Segment, epochs: EpochCache): Promise<void> {
  const visit = (buffer: Buffer, at: number): void => {
    const epoch = leaderEpochOf(buffer, at)
    if (epoch >= 0) epochs.assign(LeaderEpoch(epoch), Offset(baseOffsetOf(buffer, at)))
  }
  await scanSegment(services, segment, { from: 0, visit })
}

/** Visits the header of each batch in a segment's file from a position where one begins; the file must be sound. */
export async function scanSegment(
  services: LogServices,
  segment: Segment,
  scan: { readonly from: number; readonly visit: (buffer: Buffer, at: number) => void }
): Promise<void> {
  const visit = (buffer: Buffer, at: number): boolean => {
    scan.visit(buffer, at)
    return true
  }
  const end = await services.files.use(segment.path, 'write', (file) =>
    scanBatches(file, { from: scan.from, to: segment.writtenBytes, visit })
  )
  if (end.reason === 'broken')
    throw new CorruptLogError(`${segment.path} has no record batch at position ${end.position}`)
}

/** The index files of a segment go, so that nothing of them is taken for entries that are built anew. */
export async function removeIndexFiles(services: LogServices, segment: Segment): Promise<void> {
  const remove = async (index: IndexFile): Promise<void> => {
    services.indexMemory.forget(index)
    await services.files.forget(index.path)
    await services.fileSystem.remove(index.path)
  }
  for (const index of [segment.offsetIndex, segment.timeIndex]) await remove(index)
  if (segment.transactionIndex.count === 0 && !segment.transactionsLost) return
  // By the other two a start sees that the indexes are to be built anew, all of them.
  await services.fileSystem.syncFolder(segment.folder)
  await remove(segment.transactionIndex)
}
