import { Offset, type LeaderEpoch } from '@gregor/base'
import type { EpochEnd, PartitionLog } from '@gregor/log'
import { ErrorCode } from '@gregor/protocol'
import type { Led, NotLed, ReplicaTable } from '../replica-table.ts'
import type { FetchEntry, FetchOutcome } from '../types.ts'

export const noRecords: Buffer = Buffer.alloc(0)

const NO_OFFSET = Offset(-1)

/** What a fetch finds at one partition: something to read up to `limit`, or an answer without records. */
export type FetchLook =
  | { readonly kind: 'readable'; readonly led: Led; readonly limit: Offset; readonly bytes: number }
  | { readonly kind: 'answer'; readonly outcome: FetchOutcome }

/** The end of what a consumer may see. (P13) */
export function readableEnd(log: PartitionLog, readCommitted: boolean): Offset {
  return readCommitted ? log.lastStableOffset : log.highWatermark
}

/** Checks one entry of a fetch and tells how much there is to read, without reading. */
export function lookAt(table: ReplicaTable, entry: FetchEntry, readCommitted: boolean): FetchLook {
  const led = table.findLed(entry.topicId, entry.partition, entry.currentLeaderEpoch)
  if (!led.ok) return { kind: 'answer', outcome: refusedFetch(led) }
  const { log } = led
  const divergingEpoch = divergence(log, entry)
  if (divergingEpoch !== undefined) return { kind: 'answer', outcome: fetched(log, noRecords, divergingEpoch) }
  if (entry.fetchOffset < log.logStartOffset || entry.fetchOffset > log.logEndOffset) {
    return { kind: 'answer', outcome: outOfRange(led, entry.fetchOffset) }
  }
  const limit = readableEnd(log, readCommitted)
  return { kind: 'readable', led, limit, bytes: readableBytes(log, entry, limit) }
}

/** About how much of a partition a fetch would get; 0 only when there is nothing. */
export function readableBytes(
  log: PartitionLog,
  { fetchOffset, maxBytes }: Pick<FetchEntry, 'fetchOffset' | 'maxBytes'>,
  limit: Offset
): number {
  if (fetchOffset >= limit) return 0
  return Math.max(1, Math.min(maxBytes, log.bytesBetween(fetchOffset, limit)))
}

/** Where the client's history parts from ours: it read records of an epoch that ended earlier here. (KIP-320, KIP-595) */
function divergence(
  log: PartitionLog,
  entry: { fetchOffset: Offset; lastFetchedEpoch: LeaderEpoch }
): EpochEnd | undefined {
  if (entry.lastFetchedEpoch < 0) return undefined
  const known = log.endOffsetForEpoch(entry.lastFetchedEpoch)
  // Too old for our memory: the range check decides.
  if (known === undefined) return undefined
  return known.epoch < entry.lastFetchedEpoch || known.endOffset < entry.fetchOffset ? known : undefined
}

/**
 * The offset is not in the log. A consumer that hears so begins again at the earliest or latest offset, so a leader that may
 * have been replaced without its knowledge does not say it of what lies behind its end: the next one may have it.
 */
export function outOfRange({ log, leader }: Led, offset: Offset): FetchOutcome {
  if (offset > log.logEndOffset && !leader.isInTouch) {
    return refusedFetch({ errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, leaderHint: undefined })
  }
  return { ...fetched(log, noRecords), errorCode: ErrorCode.OFFSET_OUT_OF_RANGE }
}

/** An answer of a partition that this broker leads. */
export function fetched(log: PartitionLog, records: Buffer, divergingEpoch?: EpochEnd): FetchOutcome {
  return {
    errorCode: ErrorCode.NONE,
    highWatermark: log.highWatermark,
    lastStableOffset: log.lastStableOffset,
    logStartOffset: log.logStartOffset,
    records,
    aborted: undefined,
    divergingEpoch,
    leaderHint: undefined
  }
}

export function refusedFetch({ errorCode, leaderHint }: Omit<NotLed, 'ok'>): FetchOutcome {
  return {
    errorCode,
    highWatermark: NO_OFFSET,
    lastStableOffset: NO_OFFSET,
    logStartOffset: NO_OFFSET,
    records: noRecords,
    aborted: undefined,
    divergingEpoch: undefined,
    leaderHint
  }
}
