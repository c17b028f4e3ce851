import { LeaderEpoch, Offset } from '@gregor/base'
import { isControl } from '@gregor/protocol'
import type { EpochCache } from './epoch-cache.ts'
import { DAMAGE_ADVICE } from './damage.ts'
import { CorruptLogError } from './errors.ts'
import { replaceIndexes } from './save-log.ts'
import type { LogServices } from './log-state.ts'
import { type ResumedSegment, resumeAtMark } from './resume-mark.ts'
import { checkSegment, type SegmentCheck } from './recover-segment.ts'
import { emptiedSegment, indexBatch } from './scan-segment.ts'
import { forgetIndexes, removeSegment } from './remove-segment.ts'
import { indexMaxTimestamp, type Segment } from './segment.ts'

export interface Recovery {
  readonly name: string
  readonly folder: string
  readonly epochs: EpochCache
  readonly indexIntervalBytes: number
  /** Whether offsets may be missing between segments. */
  readonly gaps: boolean
  /** Everything below it was durable. */
  readonly recoveryPoint: Offset
  /** End offsets of the producer snapshots: those within the last segment are recovery marks. */
  readonly marks: readonly number[]
  /** Nothing below it is needed. */
  readonly logStartOffset: Offset
}

/**
 * Checks the segments from the one that holds the recovery point, cuts a torn tail, and builds their indexes and epochs
 * anew. Resolves with what is durable then.
 */
export async function recoverSegments(
  services: LogServices,
  segments: readonly Segment[],
  recovery: Recovery
): Promise<Segment[]> {
  const first = firstToCheck(segments, recovery.recoveryPoint)
  const recovered = segments.slice(0, first)
  for (const [index, segment] of segments.entries()) {
    if (index < first) continue
    const previous = recovered.at(-1)
    if (index > first && previous !== undefined) checkAdjacent(previous, segment, recovery)
    const resumed = index === first ? await resume(services, segment, recovery) : undefined
    // The file may tell of leaderships that a crash undid: from here on the batches say.
    recovery.epochs.truncateFromEnd(resumed?.nextOffset ?? segment.baseOffset)
    const { checked, check } = await checkAndIndex(services, segment, { ...recovery, resumed })
    if (check.rest !== 'none') await cut(services, { segments, index, check, recovery })
    recovered.push(checked)
    if (check.rest !== 'none') break
  }
  checkNothingDurableIsMissing(recovered, recovery)
  await makeDurable(services, recovered.slice(first), recovery.folder)
  return recovered
}

/** What is durable of the segment by a mark below the recovery point. */
async function resume(
  services: LogServices,
  segment: Segment,
  recovery: Recovery
): Promise<ResumedSegment | undefined> {
  const mark = recovery.marks.findLast((offset) => offset > segment.baseOffset && offset <= recovery.recoveryPoint)
  return mark === undefined ? undefined : resumeAtMark(services, segment, Offset(mark))
}

/** Number of the last segment that begins at or before the recovery point. */
export function firstToCheck(segments: readonly Segment[], recoveryPoint: Offset): number {
  const after = segments.findIndex((segment) => segment.baseOffset > recoveryPoint)
  return Math.max((after === -1 ? segments.length : after) - 1, 0)
}

async function checkAndIndex(
  services: LogServices,
  segment: Segment,
  recovery: Recovery & { readonly resumed: ResumedSegment | undefined }
): Promise<{ readonly checked: Segment; readonly check: SegmentCheck }> {
  forgetIndexes(services, segment)
  const { resumed } = recovery
  const checked = resumed?.segment ?? emptiedSegment(segment)
  const check = await services.files.use(segment.path, 'write', (file) =>
    checkSegment(file, {
      baseOffset: segment.baseOffset,
      sizeBytes: segment.sizeBytes,
      gaps: recovery.gaps,
      ...(resumed === undefined ? {} : { from: resumed }),
      onBatch: (_, header) => {
        indexBatch(checked, header, recovery.indexIntervalBytes)
        // Behind a mark the batches tell it to those who load the producers.
        if (resumed === undefined && isControl(header.attributes)) checked.transactionsLost = true
        if (header.leaderEpoch >= 0) recovery.epochs.assign(LeaderEpoch(header.leaderEpoch), Offset(header.baseOffset))
      }
    })
  )
  return { checked, check }
}

function checkAdjacent(previous: Segment, segment: Segment, recovery: Recovery): void {
  const { nextOffset } = previous
  if (segment.baseOffset === nextOffset || (recovery.gaps && segment.baseOffset > nextOffset)) return
  throw new CorruptLogError(
    `the log ${recovery.name} is damaged: ${previous.path} ends before offset ${nextOffset} and ${segment.path} follows. ${DAMAGE_ADVICE}`
  )
}

/** Cuts what a crash tore off; anything else is damage, which is not for the broker to decide about. */
async function cut(
  services: LogServices,
  torn: {
    readonly segments: readonly Segment[]
    readonly index: number
    readonly check: SegmentCheck
    readonly recovery: Recovery
  }
): Promise<void> {
  const { segments, index, check, recovery } = torn
  const segment = segments[index]!
  const later = segments.slice(index + 1)
  const damaged = check.rest === 'damaged' || later.some(({ sizeBytes }) => sizeBytes > 0)
  if (damaged || isDurableMissing(check.nextOffset, recovery)) {
    throw new CorruptLogError(
      `the log ${recovery.name} is damaged: no good record batch at position ${check.position} of ${segment.path} (offset ${check.nextOffset}), and what follows or was durable is more than a crash can tear. ${DAMAGE_ADVICE}`
    )
  }
  services.logger.warn(
    { log: recovery.name, offset: check.nextOffset, bytes: segment.sizeBytes - check.position },
    'cutting a torn tail that the last crash left'
  )
  for (const empty of later.toReversed()) await removeSegment(services, empty)
  await services.files.use(segment.path, 'write', (file) => file.truncate(check.position))
}

function isDurableMissing(endOffset: number, recovery: Recovery): boolean {
  return endOffset < recovery.recoveryPoint && recovery.recoveryPoint > recovery.logStartOffset
}

function checkNothingDurableIsMissing(recovered: readonly Segment[], recovery: Recovery): void {
  const end = recovered.at(-1)
  if (end === undefined || !isDurableMissing(end.nextOffset, recovery)) return
  throw new CorruptLogError(
    `the log ${recovery.name} is damaged: it ends at offset ${end.nextOffset}, but was durable up to ${recovery.recoveryPoint}. ${DAMAGE_ADVICE}`
  )
}

/** What the last process wrote may still be in the page cache only. Indexes go with it: the next start may need them. */
async function makeDurable(services: LogServices, segments: readonly Segment[], folder: string): Promise<void> {
  for (const [index, segment] of segments.entries()) {
    await services.files.use(segment.path, 'write', (file) => file.sync())
    if (index < segments.length - 1) indexMaxTimestamp(segment)
    // As long as what was aborted is not known, the next start must not find two of them good and miss nothing.
    if (!segment.transactionsLost) await replaceIndexes(segment, services)
  }
  await services.fileSystem.syncFolder(folder)
}
