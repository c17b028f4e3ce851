import type { Offset } from '@gregor/base'
import { TimestampMs } from '@gregor/base'
import { roll } from './append-batch.ts'
import { flushLog } from './flush-log.ts'
import { DELETED_SUFFIX } from './layout.ts'
import { activeSegment, type LogServices, type LogState, logSizeBytes } from './log-state.ts'
import { forgetIndexes } from './remove-segment.ts'
import { loadMaxTimestamp } from './resume-segment.ts'
import { type Segment, segmentFiles } from './segment.ts'

/** Facts on which retention decides about a segment. */
export interface SegmentAge {
  readonly sizeBytes: number
  /** Base offset of the next segment, or the end of the log. */
  readonly endOffset: Offset
  readonly largestTimestampMs: TimestampMs
}

export interface RetentionRules {
  readonly highWatermark: Offset
  readonly logStartOffset: Offset
  /** Whether cleanup.policy has `delete`; else only what is below the start of the log goes. */
  readonly deletes: boolean
  readonly retentionMs: number
  readonly retentionBytes: number
  readonly nowMs: TimestampMs
}

/**
 * How many of the oldest segments go: those below the start of the log, those whose newest record is older than
 * retention.ms, and those without which the log still has retention.bytes. None that reaches the high watermark.
 */
export function countDeletable(segments: readonly SegmentAge[], rules: RetentionRules): number {
  let surplusBytes = segments.reduce((bytes, segment) => bytes + segment.sizeBytes, 0) - rules.retentionBytes
  let count = 0
  for (const [index, segment] of segments.entries()) {
    const isEmptyLast = segment.sizeBytes === 0 && index === segments.length - 1
    if (isEmptyLast || segment.endOffset > rules.highWatermark) break
    const below = segment.endOffset <= rules.logStartOffset
    const old = rules.retentionMs >= 0 && rules.nowMs - segment.largestTimestampMs > rules.retentionMs
    const surplus = rules.retentionBytes >= 0 && surplusBytes >= segment.sizeBytes
    if (!below && !(rules.deletes && (old || surplus))) break
    surplusBytes -= segment.sizeBytes
    count++
  }
  return count
}

/** Applies the rules: cuts the log's beginning in memory, and renames the files for a later removal. */
export async function retainLog(
  state: LogState,
  services: LogServices,
  options: {
    readonly saveCheckpoints: () => Promise<void>
    readonly onProgress: () => void
    readonly removeLater: (paths: readonly string[], delayMs: number) => void
  }
): Promise<number> {
  const nowMs = TimestampMs(services.clock.wallMs())
  state.producers.expire(services.clock.monotonicMs(), state.config.producerIdExpirationMs)
  if (!mayDelete(state)) return 0
  const ages = await agesOf(state, services)
  const { highWatermark, logStartOffset, config } = state
  const { deletes, retentionMs, retentionBytes } = config
  const rules = { highWatermark, logStartOffset, deletes, retentionMs, retentionBytes, nowMs }
  const count = countDeletable(ages, rules)
  if (count === 0) return 0
  if (count === state.segments.length) await beginEmptySegment(state, services)
  await flushLog(state, services, { sync: false, onProgress: options.onProgress })
  const removed = state.segments.splice(0, count)
  const first = state.segments[0]!
  if (first.baseOffset > state.logStartOffset) state.logStartOffset = first.baseOffset
  if (state.epochs.truncateFromStart(state.logStartOffset)) state.epochsChanged = true
  await options.saveCheckpoints()
  const renamed = await setAside(state, services, removed)
  options.removeLater(renamed, state.config.fileDeleteDelayMs)
  services.logger.info(
    { log: state.folder, segments: count, logStartOffset: state.logStartOffset },
    'retention removed segments'
  )
  return removed.reduce((bytes, segment) => bytes + segment.sizeBytes, 0)
}

/** The log goes on empty; its file is there from now on, for the name tells where. */
async function beginEmptySegment(state: LogState, services: LogServices): Promise<void> {
  roll(state, services, state.logEndOffset)
  const segment = activeSegment(state)
  await services.files.use(segment.path, 'create', (file) => file.sync())
  await services.fileSystem.syncFolder(state.folder)
  segment.nameDurable = true
}

async function agesOf(state: LogState, services: LogServices): Promise<SegmentAge[]> {
  const ages: SegmentAge[] = []
  const { segments } = state
  for (const [index, segment] of segments.entries()) {
    const next = segments[index + 1]
    const { sizeBytes } = segment
    const largestTimestampMs = sizeBytes === 0 ? segment.createdMs : await ageTimestamp(services, segment)
    ages.push({ sizeBytes, endOffset: next?.baseOffset ?? state.logEndOffset, largestTimestampMs })
  }
  return ages
}

/** The cheap question first: most logs have nothing to delete most of the time. */
function mayDelete(state: LogState): boolean {
  const { deletes, retentionMs, retentionBytes } = state.config
  const second = state.segments[1]
  if (second !== undefined && second.baseOffset <= state.logStartOffset) return true
  return deletes && (retentionMs >= 0 || (retentionBytes >= 0 && logSizeBytes(state) > retentionBytes))
}

/** Records without a timestamp are as old as their segment. */
async function ageTimestamp(services: LogServices, segment: Segment): Promise<TimestampMs> {
  const largest = await loadMaxTimestamp(services, segment)
  return largest >= 0 ? largest : segment.createdMs
}

async function setAside(state: LogState, services: LogServices, segments: readonly Segment[]): Promise<string[]> {
  const renamed: string[] = []
  for (const segment of segments) {
    forgetIndexes(services, segment)
    for (const path of segmentFiles(segment)) {
      await services.files.forget(path)
      if ((await services.fileSystem.stat(path)) === undefined) continue
      await services.fileSystem.rename(path, path + DELETED_SUFFIX)
      renamed.push(path + DELETED_SUFFIX)
    }
  }
  await services.fileSystem.syncFolder(state.folder)
  return renamed
}
