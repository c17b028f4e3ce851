import { join } from 'node:path'
import { Offset, TimestampMs } from '@gregor/base'
import { IndexFile } from './index-file.ts'
import {
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  offsetFileName,
  SNAPSHOT_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX
} from './layout.ts'
import { OFFSET_INDEX_ENTRY_BYTES, pushOffsetEntry } from './offset-index.ts'
import { pushTimeEntry, TIME_INDEX_ENTRY_BYTES } from './time-index.ts'
import { TRANSACTION_INDEX_ENTRY_BYTES } from './transaction-index.ts'
import type { LogConfig } from './types.ts'

/** Largest offset less base that the indexes can hold. */
const RELATIVE_OFFSET_MAX = 2 ** 31 - 1
export const NO_TIMESTAMP = TimestampMs(-1)
const NO_MAX_TIMESTAMP = { timestampMs: NO_TIMESTAMP, offset: Offset(-1) }

const OFFSET_INDEX = { suffix: OFFSET_INDEX_SUFFIX, entryBytes: OFFSET_INDEX_ENTRY_BYTES }
const TIME_INDEX = { suffix: TIME_INDEX_SUFFIX, entryBytes: TIME_INDEX_ENTRY_BYTES }
const TRANSACTION_INDEX = { suffix: TRANSACTION_INDEX_SUFFIX, entryBytes: TRANSACTION_INDEX_ENTRY_BYTES }

/** What placing a batch in a segment needs to know of it. */
export interface PlacedBatch {
  readonly sizeBytes: number
  readonly baseOffset: Offset
  readonly lastOffset: Offset
  readonly maxTimestampMs: TimestampMs
}

export interface SegmentFiles {
  readonly folder: string
  readonly baseOffset: Offset
  readonly createdMs: TimestampMs
  /** Of the file of batches; 0 = there is none yet, or nothing in it. */
  readonly sizeBytes?: number
  readonly offsetEntries?: number
  readonly timeEntries?: number
  readonly transactionEntries?: number
}

/**
 * One stretch of a log: a file of record batches and its indexes.
 * Invariant: writtenBytes and durableBytes <= sizeBytes, and what lies between writtenBytes and sizeBytes is in memory.
 */
export class Segment {
  readonly baseOffset: Offset
  readonly folder: string
  readonly offsetIndex: IndexFile
  readonly timeIndex: IndexFile
  readonly transactionIndex: IndexFile
  /** The transaction index may lack aborted transactions: it is to be built anew, from the batches. */
  transactionsLost = false
  /** Bytes appended, those included that are not in the file yet. */
  sizeBytes: number
  /** Bytes that the file has. */
  writtenBytes: number
  /** Bytes that survive a power cut: in the file, or in the journal of the log dir. */
  durableBytes: number
  /** Offset after the last batch. */
  nextOffset: Offset
  /** Whether the name of the file is durable in the folder. */
  nameDurable: boolean
  /** Largest timestamp of the first batch, from which the age of the segment counts; -1 = unknown or empty. */
  firstTimestampMs = NO_TIMESTAMP
  /** Wall clock when the segment began here, for the age when records have no timestamps. */
  readonly createdMs: TimestampMs
  /** Largest timestamp and last offset of the batch that has it; undefined = look into the time index. */
  maxTimestamp: { readonly timestampMs: TimestampMs; readonly offset: Offset } | undefined
  /** Timestamp of the last entry of the time index. */
  indexedTimestampMs = NO_TIMESTAMP
  bytesSinceIndexEntry = 0
  /** Size at the last recovery mark. */
  markedBytes = 0

  /** As its files are; the caller fills in what it knows of offsets and timestamps. Without sizes: nothing in it yet. */
  constructor(files: SegmentFiles) {
    const { sizeBytes = 0 } = files
    this.baseOffset = files.baseOffset
    this.folder = files.folder
    this.createdMs = files.createdMs
    this.offsetIndex = new IndexFile(files, OFFSET_INDEX, files.offsetEntries)
    this.timeIndex = new IndexFile(files, TIME_INDEX, files.timeEntries)
    this.transactionIndex = new IndexFile(files, TRANSACTION_INDEX, files.transactionEntries)
    this.sizeBytes = this.writtenBytes = this.durableBytes = sizeBytes
    this.nextOffset = files.baseOffset
    this.nameDurable = sizeBytes > 0
    this.maxTimestamp = sizeBytes === 0 ? NO_MAX_TIMESTAMP : undefined
  }

  /** Of the file of batches. Paths are put together when they are asked for: those of 5,000 logs at rest would take 10 MB. */
  get path(): string {
    return join(this.folder, offsetFileName(this.baseOffset, LOG_SUFFIX))
  }
}

/** All files that a segment may have, its producer snapshot included. */
export function segmentFiles(segment: Segment): string[] {
  const snapshot = join(segment.folder, offsetFileName(segment.baseOffset, SNAPSHOT_SUFFIX))
  return [segment.path, ...indexesOf(segment).map(({ path }) => path), snapshot]
}

export function indexesOf(segment: Segment): readonly IndexFile[] {
  return [segment.offsetIndex, segment.timeIndex, segment.transactionIndex]
}

/** Whether a new segment must begin before `batch` (segment.bytes, segment.ms, full indexes, offsets out of reach). */
export function mustRoll(
  segment: Segment,
  batch: PlacedBatch,
  now: { readonly config: LogConfig; readonly wallMs: number }
): boolean {
  const { config } = now
  if (batch.lastOffset - segment.baseOffset > RELATIVE_OFFSET_MAX) return true
  if (segment.sizeBytes === 0) return false
  if (segment.sizeBytes + batch.sizeBytes > config.segmentBytes) return true
  if (segmentAgeMs(segment, batch, now.wallMs) > config.segmentMs) return true
  return isIndexFull(segment, config)
}

/** How far a batch is from the beginning of the segment, in the time of the records where they have one. */
function segmentAgeMs(segment: Segment, batch: PlacedBatch, wallMs: number): number {
  if (segment.firstTimestampMs >= 0) return batch.maxTimestampMs - segment.firstTimestampMs
  return wallMs - segment.createdMs
}

function isIndexFull(segment: Segment, config: LogConfig): boolean {
  const entries = (entryBytes: number): number => Math.floor(config.segmentIndexBytes / entryBytes)
  return (
    segment.offsetIndex.count >= entries(OFFSET_INDEX_ENTRY_BYTES) ||
    segment.timeIndex.count >= entries(TIME_INDEX_ENTRY_BYTES) - 1
  )
}

/** Notes a batch that is placed at the end of the segment, and indexes it when it is time for an entry. */
export function placeBatch(segment: Segment, batch: PlacedBatch, indexIntervalBytes: number): void {
  if (segment.sizeBytes === 0) segment.firstTimestampMs = batch.maxTimestampMs
  if (segment.maxTimestamp === undefined || batch.maxTimestampMs > segment.maxTimestamp.timestampMs) {
    segment.maxTimestamp = { timestampMs: batch.maxTimestampMs, offset: batch.lastOffset }
  }
  if (segment.bytesSinceIndexEntry > indexIntervalBytes) {
    const relativeOffset = batch.lastOffset - segment.baseOffset
    pushOffsetEntry(segment.offsetIndex, { relativeOffset, position: segment.sizeBytes })
    indexMaxTimestamp(segment)
    segment.bytesSinceIndexEntry = 0
  }
  segment.bytesSinceIndexEntry += batch.sizeBytes
  segment.sizeBytes += batch.sizeBytes
  segment.nextOffset = Offset(batch.lastOffset + 1)
}

/** Puts the largest timestamp so far into the time index unless it is there; done last when the segment is closed. */
export function indexMaxTimestamp(segment: Segment): void {
  const max = segment.maxTimestamp
  if (max === undefined || max.timestampMs <= segment.indexedTimestampMs) return
  pushTimeEntry(segment.timeIndex, max, segment.baseOffset)
  segment.indexedTimestampMs = max.timestampMs
}
