import { err, invariant, Offset, ok, type Result, TimestampMs } from '@gregor/base'
import {
  type BatchHeader,
  batchesOf,
  ErrorCode,
  hasValidCrc,
  isControl,
  readBatchHeader,
  setBaseOffset,
  setLeaderEpoch,
  setLogAppendTime,
  validateProduceBatch
} from '@gregor/protocol'
import { appendBatch, producedBatch, readEndMarker } from './append-batch.ts'
import { checkAppendable, checkTimestamps, checkVerified } from './append-checks.ts'
import type { LogServices, LogState } from './log-state.ts'
import type { AppendedBatch, AppendRefusal, LeaderAppendOptions } from './types.ts'

const NO_APPEND_TIME = TimestampMs(-1)

/** Checks, stamps and appends what a client or coordinator sent. Nothing is appended unless all of it is good. */
export function appendAsLeader(
  state: LogState,
  services: LogServices,
  append: LeaderAppendOptions & { readonly records: Buffer }
): Result<AppendedBatch, AppendRefusal> {
  const refusal = checkAppendable(state, services, append.origin)
  if (refusal !== undefined) return err(refusal)
  invariant(append.leaderEpoch >= state.epochs.latestEpoch, 'a leader appends in the newest epoch', {
    log: state.folder,
    leaderEpoch: append.leaderEpoch,
    latestEpoch: state.epochs.latestEpoch
  })
  return append.origin === 'client'
    ? appendClientBatch(state, services, append)
    : appendOwnBatches(state, services, append)
}

function appendClientBatch(
  state: LogState,
  services: LogServices,
  append: LeaderAppendOptions & { readonly records: Buffer }
): Result<AppendedBatch, AppendRefusal> {
  const checked = validateProduceBatch(append.records, { batchBytesMax: state.config.maxMessageBytes })
  if (!checked.ok) return checked
  const untimely = checkTimestamps(checked.value, state.config, services.clock.wallMs())
  if (untimely !== undefined) return err(untimely)
  if (checked.value.producerId >= 0) {
    const known = state.producers.check(producedBatch(checked.value))
    if (!known.ok) return known
    if (known.value !== undefined) {
      const { lastOffset, offsetDelta } = known.value
      const baseOffset = Offset(lastOffset - offsetDelta)
      return ok({
        baseOffset,
        lastOffset,
        logAppendTimeMs: appendTimeOf(state, known.value.timestampMs),
        duplicate: true
      })
    }
    const unverified = checkVerified(state, checked.value, append.transactionGuard)
    if (unverified !== undefined) return err(unverified)
  }
  return ok(stampAndAppend(state, services, { ...append, headers: [checked.value] }))
}

/** The answer to a repeat gives the time of the first append, as that answer did. */
function appendTimeOf(state: LogState, timestampMs: TimestampMs): TimestampMs {
  return state.config.logAppendTime ? timestampMs : NO_APPEND_TIME
}

function appendOwnBatches(
  state: LogState,
  services: LogServices,
  append: LeaderAppendOptions & { readonly records: Buffer }
): Result<AppendedBatch, AppendRefusal> {
  const headers = [...batchesOf(append.records)]
  const last = headers.at(-1)
  if (last === undefined || last.position + last.sizeBytes !== append.records.length) {
    return err({ code: ErrorCode.CORRUPT_MESSAGE, message: 'the records are not whole record batches' })
  }
  for (const header of headers) {
    const refusal = checkOwnBatch(state, append, header)
    if (refusal !== undefined) return err(refusal)
  }
  return ok(stampAndAppend(state, services, { ...append, headers }))
}

function checkOwnBatch(
  state: LogState,
  { records, transactionGuard, transactionVersion }: LeaderAppendOptions & { readonly records: Buffer },
  header: BatchHeader
): AppendRefusal | undefined {
  const { maxMessageBytes } = state.config
  // A marker that could not be written would hold up readers for ever.
  if (header.sizeBytes > maxMessageBytes && !isControl(header.attributes)) {
    const message = `the record batch has ${header.sizeBytes} bytes; max.message.bytes of the topic is ${maxMessageBytes}`
    return { code: ErrorCode.MESSAGE_TOO_LARGE, message }
  }
  if (!hasValidCrc(records, header.position)) {
    return { code: ErrorCode.CORRUPT_MESSAGE, message: 'the record batch does not match its CRC' }
  }
  if (header.producerId < 0) return undefined
  const marker = isControl(header.attributes) ? readEndMarker(records, header) : undefined
  if (marker !== undefined) return state.producers.checkMarker(marker, transactionVersion ?? 0)
  return state.producers.checkEpoch(producedBatch(header)) ?? checkVerified(state, header, transactionGuard)
}

function stampAndAppend(
  state: LogState,
  services: LogServices,
  append: LeaderAppendOptions & { readonly records: Buffer; readonly headers: readonly BatchHeader[] }
): AppendedBatch {
  const { records } = append
  const baseOffset = state.logEndOffset
  const logAppendTimeMs = state.config.logAppendTime ? TimestampMs(services.clock.wallMs()) : NO_APPEND_TIME
  for (const { position } of append.headers) {
    setBaseOffset(records, position, state.logEndOffset)
    setLeaderEpoch(records, position, append.leaderEpoch)
    if (state.config.logAppendTime) setLogAppendTime(records, position, logAppendTimeMs)
    const header = readBatchHeader(records, position)
    appendBatch(state, services, { source: records, header })
  }
  return { baseOffset, lastOffset: Offset(state.logEndOffset - 1), logAppendTimeMs, duplicate: false }
}
