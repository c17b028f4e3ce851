import { join } from 'node:path'
import type { Offset } from '@gregor/base'
import { offsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import { activeSegment, type LogServices, type LogState } from './log-state.ts'
import { encodeProducerSnapshot } from './producer-snapshot.ts'
import { persistIndexes, saveEpochs, writeSnapshot } from './save-log.ts'

/**
 * A point in the last segment up to which a start after a crash need not check it: batches, index entries and epochs
 * below it are durable, and a producer snapshot there says so, by being there. One is due every so many bytes, so that
 * the time to recover does not grow with segment.bytes.
 */
export interface RecoveryMark {
  readonly endOffset: Offset
  readonly sizeBytes: number
  /** The producers at that offset. */
  readonly snapshot: Buffer
}

export function isMarkDue(state: LogState, services: LogServices): boolean {
  const segment = activeSegment(state)
  const bytes = segment.sizeBytes - segment.markedBytes
  return bytes > 0 && (bytes >= services.markBytes || state.markRequested)
}

/** The mark that is due at the end of the log as it is now. */
export function dueMark(state: LogState, services: LogServices): RecoveryMark | undefined {
  if (!isMarkDue(state, services)) return undefined
  const segment = activeSegment(state)
  state.markRequested = false
  const snapshot = encodeProducerSnapshot([...state.producers.entries()])
  return { endOffset: segment.nextOffset, sizeBytes: segment.sizeBytes, snapshot }
}

/** Sets a mark when the batches below it are durable; the one before is of no more use. */
export async function placeMark(state: LogState, services: LogServices, mark: RecoveryMark): Promise<void> {
  const segment = state.segments.find(
    (other) => other.baseOffset < mark.endOffset && other.nextOffset >= mark.endOffset
  )
  if (segment === undefined) return
  await Promise.all([persistIndexes(segment, services, { sync: true }), saveEpochs(state, services)])
  await services.fileSystem.syncFolder(state.folder)
  await writeSnapshot(state, services, mark)
  const previous = state.markOffset
  segment.markedBytes = mark.sizeBytes
  state.markOffset = mark.endOffset
  if (previous < 0 || previous === mark.endOffset || state.segments.some(({ baseOffset }) => baseOffset === previous))
    return
  await services.fileSystem.remove(join(state.folder, offsetFileName(previous, SNAPSHOT_SUFFIX)))
}
