import { join } from 'node:path'
import type { FileHandle, Offset } from '@gregor/base'
import { formatEpochCheckpoint } from './checkpoint.ts'
import type { IndexFile } from './index-file.ts'
import { LEADER_EPOCH_FILE, offsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import type { LogServices, LogState } from './log-state.ts'
import type { Segment } from './segment.ts'

/** Appends the index entries that are only in memory to their files. */
export async function persistIndexes(
  segment: Segment,
  services: LogServices,
  options: { readonly sync: boolean }
): Promise<void> {
  const persist = async (index: IndexFile): Promise<void> => {
    // Kafka's tools want both indexes of a segment that is complete, entries or not.
    if (index.count === 0 && (!options.sync || segment.sizeBytes === 0)) return
    await services.files.use(index.path, 'create', async (file: FileHandle) => {
      await index.persist(file)
      if (options.sync) await file.sync()
    })
    services.indexMemory.touch(index)
  }
  await Promise.all([persist(segment.offsetIndex), persist(segment.timeIndex)])
}

/**
 * Writes indexes of which all entries are only in memory, each whole or not at all, in the place of the files that are
 * there. A start after a crash trusts what the index files say below a recovery mark or the recovery point, so what
 * they have there must not be gone for a moment.
 */
export async function replaceIndexes(segment: Segment, services: LogServices): Promise<void> {
  for (const index of [segment.offsetIndex, segment.timeIndex]) {
    await services.files.forget(index.path)
    const write = (chunks: readonly Uint8Array[]): Promise<void> =>
      services.fileSystem.replaceFile(index.path, Buffer.concat(chunks))
    if (index.count === 0) await write([])
    else await index.persist({ write })
    services.indexMemory.touch(index)
  }
}

export async function writeSnapshot(
  state: LogState,
  services: LogServices,
  snapshot: { readonly endOffset: Offset; readonly snapshot: Buffer }
): Promise<void> {
  const path = join(state.folder, offsetFileName(snapshot.endOffset, SNAPSHOT_SUFFIX))
  await services.fileSystem.replaceFile(path, snapshot.snapshot)
  state.snapshotOffset = Math.max(state.snapshotOffset, snapshot.endOffset)
}

/** Writes the epoch cache when it differs from its file. */
export async function saveEpochs(state: LogState, services: LogServices): Promise<void> {
  if (!state.epochsChanged) return
  state.epochsChanged = false
  const path = join(state.folder, LEADER_EPOCH_FILE)
  await services.fileSystem.replaceFile(path, formatEpochCheckpoint(state.epochs.entries))
}
