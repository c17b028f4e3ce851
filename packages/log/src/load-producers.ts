import { join } from 'node:path'
import { Offset } from '@gregor/base'
import { lastOffsetOf, readBatchHeader } from '@gregor/protocol'
import { trackProducer } from './append-batch.ts'
import { offsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import { type LogServices, type LogState, segmentIndexOf } from './log-state.ts'
import { decodeProducerSnapshot } from './producer-snapshot.ts'
import { ProducerStates } from './producer-state.ts'
import { positionOf } from './read-log.ts'
import { scanSegment } from './scan-segment.ts'

/**
 * The producers of a log as they are at its end: the newest good snapshot and the batches after it. `snapshots` are the
 * end offsets of those on disk, ascending. All of the log must be in its files.
 */
export async function loadProducers(
  state: LogState,
  services: LogServices,
  snapshots: readonly number[]
): Promise<ProducerStates> {
  const producers = new ProducerStates()
  const usable = snapshots.filter((offset) => offset <= state.logEndOffset)
  let from = state.logStartOffset
  for (const offset of usable.toReversed()) {
    const entries = await readSnapshot(state, services, offset)
    if (entries === undefined) continue
    producers.restore(entries)
    state.snapshotOffset = offset
    from = Offset(Math.max(offset, state.logStartOffset))
    break
  }
  if (from > 0) producers.forgetful()
  await scanProducers(state, services, { producers, from })
  return producers
}

async function readSnapshot(
  state: LogState,
  services: LogServices,
  offset: number
): Promise<ReturnType<typeof decodeProducerSnapshot>> {
  const path = join(state.folder, offsetFileName(offset, SNAPSHOT_SUFFIX))
  if ((await services.fileSystem.stat(path)) === undefined) return undefined
  const entries = decodeProducerSnapshot(await services.fileSystem.readFile(path))
  if (entries === undefined) {
    services.logger.warn({ path }, 'a producer snapshot is damaged; an older one and the batches after it are used')
    await services.fileSystem.remove(path)
  }
  return entries
}

async function scanProducers(
  state: LogState,
  services: LogServices,
  scan: { readonly producers: ProducerStates; readonly from: Offset }
): Promise<void> {
  if (scan.from >= state.logEndOffset) return
  for (const segment of state.segments.slice(segmentIndexOf(state, scan.from))) {
    const position = await positionOf(state, services, segment, scan.from)
    if (position === undefined) continue
    const visit = (buffer: Buffer, at: number): void => {
      if (lastOffsetOf(buffer, at) >= scan.from) trackProducer(scan.producers, buffer, readBatchHeader(buffer, at))
    }
    await scanSegment(services, segment, { from: position, visit })
  }
}
