import type { Clock, FileSystem, Logger, Offset, Random, Scheduler, SparseMap } from '@gregor/base'
import type { CacheBudget } from './cache-budget.ts'
import type { DiskRoom } from './disk-room.ts'
import type { EpochCache } from './epoch-cache.ts'
import type { FilePool } from './file-pool.ts'
import type { IndexMemory } from './index-memory.ts'
import type { ProducerStates } from './producer-state.ts'
import type { RecoveryBudget } from './recovery-budget.ts'
import type { Segment } from './segment.ts'
import type { TailCache } from './tail-cache.ts'
import type { LogConfig, LogIdentity } from './types.ts'

/** What the logs of a manager share. */
export interface LogServices {
  readonly fileSystem: FileSystem
  readonly files: FilePool
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  readonly indexMemory: IndexMemory
  readonly cacheBudget: CacheBudget
  /** Bytes of all logs that are appended and not in files yet, and how many may be. */
  readonly backlog: { unwrittenBytes: number; readonly bytesMax: number }
  /** `flush.before.ack`: flushedOffset follows the sync, not the write. */
  readonly flushBeforeAck: boolean
  /** Bytes of a segment after which its next recovery mark is due. */
  readonly markBytes: number
  readonly recoveryBudget: RecoveryBudget
}

/** A segment that takes no more appends, and whose files are not complete and durable yet. */
export interface ClosingSegment {
  readonly segment: Segment
  /** Where the next segment begins. */
  readonly endOffset: Offset
  /** The producers as they were there. */
  readonly snapshot: Buffer
}

/**
 * What a log is at this moment, in memory. The functions that append, flush, read, truncate and retain work on it.
 * Invariants: segments are ascending, adjacent or with gaps that compaction left, and never none; the last one takes
 * the appends. logStartOffset <= syncedOffset <= flushedOffset <= logEndOffset.
 */
export interface LogState {
  readonly identity: LogIdentity
  readonly folder: string
  /** Of the log dir that `folder` is in. */
  readonly room: DiskRoom
  config: LogConfig
  readonly segments: Segment[]
  /** Oldest first. All others but the last of `segments` are complete and durable. */
  readonly closing: ClosingSegment[]
  /** Empty segments that were replaced; their files go before another is written. */
  readonly obsolete: Segment[]
  readonly epochs: EpochCache
  producers: ProducerStates
  readonly tail: TailCache
  logStartOffset: Offset
  logEndOffset: Offset
  highWatermark: Offset
  /** What acknowledgements may count on. */
  flushedOffset: Offset
  /** What survives a power cut: where recovery may begin. */
  syncedOffset: Offset
  /** Whether the epoch cache differs from its file. */
  epochsChanged: boolean
  /** End offset of the newest producer snapshot on disk; -1 = none. */
  snapshotOffset: number
  /** Offset of the last recovery mark; -1 = none. */
  markOffset: number
  /** A recovery mark is due at the next flush, whatever the bytes since the last one. */
  markRequested: boolean
  /** Where sequential readers of the files will go on: position in a segment, by offset. */
  readonly readAhead: SparseMap<Offset, { readonly segment: Segment; readonly position: number }>
  /** Counts truncations: a read that one of them overtook begins anew. */
  generation: number
  /** Counts the segments that compaction put in the place of others. */
  swaps: number
  /** Resolves when the swap of a segment's files that is under way has ended. */
  swapping: Promise<void> | undefined
  /** A truncation or reset is under way: no appends. */
  truncating: boolean
  failure: Error | undefined
}

/** How messages call a log. */
export function logName(state: { readonly identity: LogIdentity; readonly folder: string }): string {
  return `${state.identity.topic}-${state.identity.partition} (${state.folder})`
}

export function activeSegment(state: LogState): Segment {
  return state.segments.at(-1)!
}

/** Index of the segment that holds `offset`, or of the first one when it is before all. */
export function segmentIndexOf(state: LogState, offset: Offset): number {
  let low = 0
  let high = state.segments.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (state.segments[middle]!.baseOffset > offset) high = middle
    else low = middle + 1
  }
  return Math.max(low - 1, 0)
}

export function logSizeBytes(state: LogState): number {
  return state.segments.reduce((bytes, segment) => bytes + segment.sizeBytes, 0)
}

/**
 * Runs a look into the files outside of the exclusive works on them, and runs it again when a truncation or a swap came
 * in between: what it saw, or failed to see, may then be of no log at all.
 */
export async function withStableFiles<Value>(state: LogState, look: () => Promise<Value>): Promise<Value> {
  for (;;) {
    await state.swapping
    if (state.failure !== undefined) throw state.failure
    const { generation, swaps } = state
    const isStable = (): boolean =>
      state.generation === generation && state.swaps === swaps && state.swapping === undefined
    try {
      const value = await look()
      if (isStable()) return value
    } catch (error) {
      if (isStable()) throw error
    }
  }
}
