import { LeaderEpoch, Offset, ProducerEpoch, ProducerId, TimestampMs } from '@gregor/base'
import {
  batchBytesOf,
  type BatchHeader,
  controlRecordTypeOf,
  isControl,
  isTransactional,
  recordsOf
} from '@gregor/protocol'
import { activeSegment, type LogServices, type LogState } from './log-state.ts'
import { encodeProducerSnapshot } from './producer-snapshot.ts'
import type { EndMarker, ProducedBatch, ProducerStates } from './producer-state.ts'
import { mustRoll, placeBatch, type PlacedBatch, Segment } from './segment.ts'
import { pushAborted } from './transaction-index.ts'
import type { AbortedTransaction } from './types.ts'

/** A control record is tiny, and never compressed. */
const CONTROL_BYTES_MAX = 4096

/**
 * Puts a batch, stamped and checked, at the end of the log: segment, indexes, cache, epochs, producers. Leaders,
 * followers and nobody else append by it, so their logs are the same.
 */
export function appendBatch(
  state: LogState,
  services: LogServices,
  batch: { readonly source: Buffer; readonly header: BatchHeader }
): void {
  const { source, header } = batch
  const baseOffset = Offset(header.baseOffset)
  const placed: PlacedBatch = {
    sizeBytes: header.sizeBytes,
    baseOffset,
    lastOffset: Offset(header.lastOffset),
    maxTimestampMs: TimestampMs(header.maxTimestamp)
  }
  const now = { config: state.config, wallMs: services.clock.wallMs() }
  if (mustRoll(activeSegment(state), placed, now)) roll(state, services, baseOffset)
  const segment = activeSegment(state)
  const filePosition = segment.sizeBytes
  placeBatch(segment, placed, state.config.indexIntervalBytes)
  const nextOffset = Offset(header.lastOffset + 1)
  const { sizeBytes } = header
  state.tail.append(segment, filePosition, { source, at: header.position, sizeBytes, baseOffset, nextOffset })
  services.backlog.unwrittenBytes += sizeBytes
  state.room.take(sizeBytes)
  services.cacheBudget.account(state.tail)
  const epochStart = Offset(Math.max(baseOffset, state.logStartOffset))
  if (state.epochs.assign(LeaderEpoch(header.leaderEpoch), epochStart)) state.epochsChanged = true
  const aborted = trackProducer(state.producers, source, header)
  if (aborted !== undefined) pushAborted(segment.transactionIndex, aborted)
  state.logEndOffset = nextOffset
}

/** Begins a new segment at `baseOffset`. The one before is completed by the next flush, ahead of the new one's bytes. */
export function roll(state: LogState, services: LogServices, baseOffset: Offset): void {
  const closed = activeSegment(state)
  const snapshot = encodeProducerSnapshot([...state.producers.entries()])
  state.closing.push({ segment: closed, snapshot, endOffset: baseOffset })
  const createdMs = TimestampMs(services.clock.wallMs())
  state.segments.push(new Segment({ folder: state.folder, baseOffset, createdMs }))
}

/**
 * Notes what a batch in the log means for its producer: on leaders, followers and in recovery alike. Returns the
 * transaction that it aborts, if it does.
 */
export function trackProducer(
  producers: ProducerStates,
  source: Buffer,
  header: BatchHeader
): AbortedTransaction | undefined {
  if (header.producerId < 0) return undefined
  if (!isControl(header.attributes)) {
    producers.append(producedBatch(header), Offset(header.baseOffset))
    return undefined
  }
  const marker = readEndMarker(source, header)
  return marker === undefined ? undefined : producers.appendMarker(marker, Offset(header.baseOffset))
}

export function producedBatch(header: BatchHeader): ProducedBatch {
  return {
    producerId: ProducerId(header.producerId),
    producerEpoch: ProducerEpoch(header.producerEpoch),
    baseSequence: header.baseSequence,
    lastOffsetDelta: header.lastOffset - header.baseOffset,
    maxTimestampMs: TimestampMs(header.maxTimestamp),
    transactional: isTransactional(header.attributes)
  }
}

/** What an end marker says; undefined for control batches about other things, and for one that compaction emptied. */
export function readEndMarker(source: Buffer, header: BatchHeader): EndMarker | undefined {
  if (header.count === 0) return undefined
  const bytes = source.subarray(header.position, header.position + batchBytesOf(source, header.position))
  for (const record of recordsOf(bytes, { decompressedBytesMax: CONTROL_BYTES_MAX })) {
    const type = controlRecordTypeOf(record.key)
    if (type === undefined || record.value === null || record.value.length < 6) return undefined
    return {
      type,
      producerId: ProducerId(header.producerId),
      producerEpoch: ProducerEpoch(header.producerEpoch),
      coordinatorEpoch: record.value.readInt32BE(2),
      timestampMs: TimestampMs(record.timestamp)
    }
  }
  return undefined
}
