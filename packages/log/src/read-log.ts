import { Offset } from '@gregor/base'
import {
  BATCH_HEADER_BYTES,
  batchBytesOf,
  hasValidCrc,
  hasWholeBatch,
  lastOffsetOf,
  MAGIC_V2,
  magicOf
} from '@gregor/protocol'
import { abortedBetween, cachedAborted } from './aborted-transactions.ts'
import { readExactly } from './batch-scan.ts'
import { CorruptLogError, OffsetOutOfRangeError } from './errors.ts'
import { positionOf } from './locate-batch.ts'
import { logName, segmentIndexOf, type LogServices, type LogState, withStableFiles } from './log-state.ts'
import type { Segment } from './segment.ts'
import type { LogRead } from './types.ts'

export interface ReadOptions {
  readonly maxBytes: number
  readonly upTo: Offset
  readonly minOneBatch: boolean
  readonly checkCrc?: boolean
  readonly withAborted?: boolean
}

const NOTHING = Buffer.alloc(0)
/** Sequential readers of the files of one log for which the next position is remembered. */
const READ_AHEAD_MAX = 16

/** From memory alone: undefined when the file must be asked, or when the offset is not in the log. */
export function readCached(state: LogState, from: Offset, options: ReadOptions): LogRead | undefined {
  if (from < state.logStartOffset || from > state.logEndOffset) return undefined
  if (from >= options.upTo || from === state.logEndOffset) return { records: NOTHING, nextOffset: from }
  const read = state.tail.read({ from, ...options })
  if (read === undefined || options.withAborted !== true) return read
  const aborted = cachedAborted(state, from, read.nextOffset)
  return aborted === undefined ? undefined : { ...read, aborted }
}

/** From memory or the files. */
export function readLog(state: LogState, services: LogServices, from: Offset, options: ReadOptions): Promise<LogRead> {
  return withStableFiles(state, async () => {
    checkRange(state, from)
    const cached = readCached(state, from, { ...options, withAborted: false })
    if (cached !== undefined && options.withAborted !== true) return cached
    try {
      const read = cached ?? (await readFiles(state, services, from, options))
      if (options.withAborted !== true) return read
      return { ...read, aborted: await abortedBetween(state, services, from, read.nextOffset) }
    } finally {
      // Retention may have removed the file under the reader: that is the reason then, whatever was seen.
      checkRange(state, from)
    }
  })
}

function checkRange(state: LogState, from: Offset): void {
  if (from < state.logStartOffset || from > state.logEndOffset) {
    throw new OffsetOutOfRangeError(logName(state), from, state)
  }
}

async function readFiles(state: LogState, services: LogServices, from: Offset, options: ReadOptions): Promise<LogRead> {
  for (const segment of state.segments.slice(segmentIndexOf(state, from))) {
    const position = await positionOf(state, services, segment, from)
    if (position === undefined) continue
    const to = segment.writtenBytes
    const records = await services.files.use(segment.path, 'write', (file) =>
      readWhole(file, { ...options, position, to })
    )
    if (records === undefined) throw new CorruptLogError(`${segment.path} has no record batch at position ${position}`)
    if (options.checkCrc === true) checkCrcs(records, { path: segment.path, position })
    return finishRead(state, segment, { from, position, records, where: segment.path })
  }
  return { records: NOTHING, nextOffset: from }
}

type ReadableFile = Parameters<typeof readExactly>[0]

/** Whole batches from `position`: within the limits, or one batch however large. Undefined when none begins there. */
async function readWhole(
  file: ReadableFile,
  options: ReadOptions & { readonly position: number; readonly to: number }
): Promise<Buffer | undefined> {
  const { position, to } = options
  const wanted = Math.min(Math.max(options.maxBytes, BATCH_HEADER_BYTES), to - position)
  let buffer = await readExactly(file, position, wanted)
  if (buffer.length < BATCH_HEADER_BYTES || magicOf(buffer) !== MAGIC_V2) return undefined
  const firstBytes = batchBytesOf(buffer)
  if (firstBytes < BATCH_HEADER_BYTES || firstBytes > to - position) return undefined
  if (options.minOneBatch && firstBytes > buffer.length) buffer = await readExactly(file, position, firstBytes)
  let end = 0
  while (hasWholeBatch(buffer, end) && magicOf(buffer, end) === MAGIC_V2) {
    if (lastOffsetOf(buffer, end) >= options.upTo) break
    const next = end + batchBytesOf(buffer, end)
    if (next > options.maxBytes && !(options.minOneBatch && end === 0)) break
    end = next
  }
  return buffer.subarray(0, end)
}

/** Throws a CorruptLogError when one of the batches does not match its checksum. */
export function checkCrcs(records: Buffer, where: { readonly path: string; readonly position: number }): void {
  for (let at = 0; at < records.length; at += batchBytesOf(records, at)) {
    if (hasValidCrc(records, at)) continue
    throw new CorruptLogError(
      `${where.path} has a record batch with a wrong checksum at position ${where.position + at}`
    )
  }
}

function finishRead(
  state: LogState,
  segment: Segment,
  read: { readonly from: Offset; readonly position: number; readonly records: Buffer; readonly where: string }
): LogRead {
  const { from, position, records } = read
  if (records.length === 0) return { records, nextOffset: from }
  let last = 0
  for (let at = 0; at < records.length; at += batchBytesOf(records, at)) last = at
  const nextOffset = Offset(lastOffsetOf(records, last) + 1)
  if (nextOffset <= from)
    throw new CorruptLogError(`${read.where} has offset ${nextOffset - 1} at position ${position + last}`)
  rememberPosition(state, nextOffset, { segment, position: position + records.length })
  state.readAhead.delete(from)
  return { records, nextOffset }
}

function rememberPosition(
  state: LogState,
  offset: Offset,
  place: { readonly segment: Segment; readonly position: number }
): void {
  state.readAhead.delete(offset)
  state.readAhead.set(offset, place)
  if (state.readAhead.size > READ_AHEAD_MAX) state.readAhead.delete(state.readAhead.keys().next().value!)
}
