import { err, Offset, ok, type Result, TimestampMs } from '@gregor/base'
import {
  batchBytesOf,
  type BatchHeader,
  ErrorCode,
  hasValidCrc,
  hasWholeBatch,
  MAGIC_V2,
  magicOf,
  readBatchHeader
} from '@gregor/protocol'
import { appendBatch } from './append-batch.ts'
import { checkReplicable } from './append-checks.ts'
import { activeSegment, logName, type LogServices, type LogState } from './log-state.ts'
import { Segment } from './segment.ts'
import type { AppendRefusal } from './types.ts'

/** Appends batches as the leader stamped them, up to the first that is not good; batches that are here are skipped. */
export function appendAsFollower(
  state: LogState,
  services: LogServices,
  records: Buffer
): Result<{ readonly nextOffset: Offset }, AppendRefusal> {
  const refusal = checkReplicable(state)
  if (refusal !== undefined) return err(refusal)
  for (let at = 0; at < records.length; at += batchBytesOf(records, at)) {
    if (!hasWholeBatch(records, at) || magicOf(records, at) !== MAGIC_V2) {
      return err(
        corrupt(state, `byte ${at} of ${records.length} of the leader's records does not begin a record batch`)
      )
    }
    const header = readBatchHeader(records, at)
    if (header.lastOffset < state.logEndOffset) continue
    const fault = checkReplicated(state, records, header)
    if (fault !== undefined) return err(fault)
    if (header.baseOffset < state.logEndOffset) rebase(state, services, Offset(header.baseOffset))
    appendBatch(state, services, { source: records, header })
  }
  return ok({ nextOffset: state.logEndOffset })
}

function checkReplicated(state: LogState, records: Buffer, header: BatchHeader): AppendRefusal | undefined {
  if (!hasValidCrc(records, header.position)) {
    return corrupt(state, `the leader's batch at offset ${header.baseOffset} does not match its CRC`)
  }
  if (header.lastOffset < header.baseOffset) {
    return corrupt(state, `the leader's batch at offset ${header.baseOffset} ends at ${header.lastOffset}`)
  }
  if (holdsStartOfEmptyLog(state, header)) return undefined
  // Compaction leaves gaps in what a leader has; without it a gap means that records were lost on the way.
  const follows = state.config.compacts
    ? header.baseOffset >= state.logEndOffset
    : header.baseOffset === state.logEndOffset
  if (!follows) {
    const message = `the leader's batch begins at offset ${header.baseOffset}, but ${logName(state)} ends at ${state.logEndOffset}`
    return { code: ErrorCode.OFFSET_OUT_OF_RANGE, message }
  }
  const { latestEpoch } = state.epochs
  if (header.leaderEpoch < latestEpoch || header.leaderEpoch < 0) {
    const message = `the leader's batch at offset ${header.baseOffset} is of epoch ${header.leaderEpoch}, but ${logName(state)} has epoch ${latestEpoch}`
    return { code: ErrorCode.FENCED_LEADER_EPOCH, message }
  }
  return undefined
}

/** The leader's log may start within a batch; a follower that begins there gets the whole batch. */
function holdsStartOfEmptyLog(state: LogState, header: BatchHeader): boolean {
  return isEmpty(state) && header.baseOffset < state.logEndOffset && header.lastOffset >= state.logEndOffset
}

function isEmpty(state: LogState): boolean {
  return (
    state.segments.length === 1 && activeSegment(state).sizeBytes === 0 && state.logStartOffset === state.logEndOffset
  )
}

/** Lets the only segment, which is empty, begin where the batch does: below the start of the log. */
function rebase(state: LogState, services: LogServices, baseOffset: Offset): void {
  const createdMs = TimestampMs(services.clock.wallMs())
  const [empty] = state.segments.splice(0, 1, new Segment({ folder: state.folder, baseOffset, createdMs }))
  if (empty !== undefined && empty.nameDurable) state.obsolete.push(empty)
}

function corrupt(state: LogState, what: string): AppendRefusal {
  return { code: ErrorCode.CORRUPT_MESSAGE, message: `${what} (${logName(state)})` }
}
