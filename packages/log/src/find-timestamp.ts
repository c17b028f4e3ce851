import { LeaderEpoch, Offset, TimestampMs } from '@gregor/base'
import {
  baseOffsetOf,
  batchBytesOf,
  hasLogAppendTime,
  lastOffsetOf,
  leaderEpochOf,
  maxTimestampOf,
  readBatchHeader,
  recordsOf
} from '@gregor/protocol'
import { scanBatches } from './batch-scan.ts'
import { CorruptLogError } from './errors.ts'
import type { LogServices, LogState } from './log-state.ts'
import { mendIndexes } from './mend-indexes.ts'
import { positionOf } from './locate-batch.ts'
import { loadMaxTimestamp } from './resume-segment.ts'
import type { Segment } from './segment.ts'
import { entryBefore, isInOrder, type TimeEntry } from './time-index.ts'
import type { TimestampedOffset } from './types.ts'

/** A batch that unpacks to more is answered by its base offset: a look-up must not unpack without bound. */
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024

/** The first record at or after the time and below `upTo`. All of the log is in its files. */
export async function findTimestamp(
  state: LogState,
  services: LogServices,
  wanted: { readonly timestampMs: TimestampMs; readonly upTo: Offset }
): Promise<TimestampedOffset | undefined> {
  for (const segment of state.segments.slice()) {
    if (segment.sizeBytes === 0 || segment.nextOffset <= state.logStartOffset) continue
    if ((await loadMaxTimestamp(services, segment)) < wanted.timestampMs) continue
    const found = await searchSegment(state, services, segment, wanted)
    if (found !== undefined) return found.offset < wanted.upTo ? found : undefined
  }
  return undefined
}

async function searchSegment(
  state: LogState,
  services: LogServices,
  segment: Segment,
  wanted: { readonly timestampMs: TimestampMs }
): Promise<TimestampedOffset | undefined> {
  const isNew = await segment.timeIndex.load(services.files)
  if (isNew && !isInOrder(segment.timeIndex)) await mendIndexes(services, segment)
  services.indexMemory.touch(segment.timeIndex)
  let before = entryBefore(segment.timeIndex, wanted.timestampMs, segment.baseOffset)
  if (before !== undefined && !(await fits(state, services, segment, before))) {
    await mendIndexes(services, segment)
    before = entryBefore(segment.timeIndex, wanted.timestampMs, segment.baseOffset)
  }
  const from = Offset(Math.max(state.logStartOffset, before?.offset ?? segment.baseOffset))
  const position = await positionOf(state, services, segment, from)
  let found: TimestampedOffset | undefined
  await scanFrom(services, segment, position, (buffer, at) => {
    if (maxTimestampOf(buffer, at) < wanted.timestampMs) return true
    found = firstRecord(
      buffer,
      at,
      (timestamp, offset) => timestamp >= wanted.timestampMs && offset >= state.logStartOffset
    )
    return found === undefined
  })
  return found
}

/** Whether the batch that an entry of the time index names is there, and has the timestamp. */
async function fits(state: LogState, services: LogServices, segment: Segment, entry: TimeEntry): Promise<boolean> {
  if (entry.offset < segment.baseOffset || entry.offset >= segment.nextOffset) return false
  const position = await positionOf(state, services, segment, entry.offset)
  let matches = false
  await scanFrom(services, segment, position, (buffer, at) => {
    matches = maxTimestampOf(buffer, at) === entry.timestampMs
    return false
  })
  return matches
}

/** The first record that has the largest timestamp of the log below `upTo` (KIP-734). */
export async function findMaxTimestamp(
  state: LogState,
  services: LogServices,
  upTo: Offset
): Promise<TimestampedOffset | undefined> {
  let largest = -1
  for (const segment of segmentsBelow(state, upTo))
    largest = Math.max(largest, await loadMaxTimestamp(services, segment))
  if (largest < 0) return undefined
  const found = await findTimestamp(state, services, { timestampMs: TimestampMs(largest), upTo })
  // The record that has it may lie before the start of the log, or not below `upTo`.
  return found ?? findMaxWithin(state, services, upTo)
}

function segmentsBelow(state: LogState, upTo: Offset): Segment[] {
  return state.segments.filter(
    ({ sizeBytes, baseOffset, nextOffset }) => sizeBytes > 0 && nextOffset > state.logStartOffset && baseOffset < upTo
  )
}

/** The same by a look at the batches of those segments that are partly outside. */
async function findMaxWithin(
  state: LogState,
  services: LogServices,
  upTo: Offset
): Promise<TimestampedOffset | undefined> {
  const isWithin = (first: Offset, end: Offset): boolean => first >= state.logStartOffset && end <= upTo
  let largest = -1
  for (const segment of segmentsBelow(state, upTo)) {
    if (isWithin(segment.baseOffset, segment.nextOffset)) {
      largest = Math.max(largest, await loadMaxTimestamp(services, segment))
      continue
    }
    await scanFrom(services, segment, 0, (buffer, at) => {
      const end = Offset(lastOffsetOf(buffer, at) + 1)
      if (isWithin(Offset(baseOffsetOf(buffer, at)), end)) largest = Math.max(largest, maxTimestampOf(buffer, at))
      else if (end > state.logStartOffset && baseOffsetOf(buffer, at) < upTo) {
        firstRecord(buffer, at, (timestamp, offset) => {
          if (isWithin(Offset(offset), Offset(offset + 1))) largest = Math.max(largest, timestamp)
          return false
        })
      }
      return true
    })
  }
  return largest < 0 ? undefined : findTimestamp(state, services, { timestampMs: TimestampMs(largest), upTo })
}

async function scanFrom(
  services: LogServices,
  segment: Segment,
  position: number | undefined,
  visit: (buffer: Buffer, at: number) => boolean
): Promise<void> {
  if (position === undefined) return
  const to = segment.writtenBytes
  const end = await services.files.use(segment.path, 'write', (file) =>
    scanBatches(file, { from: position, to, visit })
  )
  if (end.reason === 'broken')
    throw new CorruptLogError(`${segment.path} has no record batch at position ${end.position}`)
}

function firstRecord(
  buffer: Buffer,
  at: number,
  test: (timestamp: number, offset: number) => boolean
): TimestampedOffset | undefined {
  const header = readBatchHeader(buffer, at)
  const epoch = LeaderEpoch(leaderEpochOf(buffer, at))
  const whole = buffer.subarray(at, at + batchBytesOf(buffer, at))
  const answer = (offset: number, timestamp: number): TimestampedOffset => ({
    offset: Offset(offset),
    timestampMs: TimestampMs(timestamp),
    epoch
  })
  if (hasLogAppendTime(header.attributes)) return answer(header.baseOffset, header.maxTimestamp)
  try {
    for (const record of recordsOf(whole, { decompressedBytesMax: UNPACKED_BYTES_MAX })) {
      if (test(record.timestamp, record.offset)) return answer(record.offset, record.timestamp)
    }
    return undefined
  } catch {
    // Records that cannot be unpacked here may be fine for the consumer; it then begins with the batch.
    return lastOffsetOf(buffer, at) < header.baseOffset ? undefined : answer(header.baseOffset, header.maxTimestamp)
  }
}
