import { join } from 'node:path'
import type { FileHandle, Offset } from '@gregor/base'
import { formatEpochCheckpoint } from './checkpoint.ts'
import type { IndexFile } from './index-file.ts'
import { LEADER_EPOCH_FILE, offsetFileName, SNAPSHOT_SUFFIX } from './layout.ts'
import type { LogServices, LogState } from './log-state.ts'
import type { Segment } from './segment.ts'

/**
 * Appends the index entries that are only in memory to their files. After a sync the producers may be saved as they were at
 * the last entry: a start looks for aborted transactions behind them only, so their file must be there for certain.
 */
export async function persistIndexes(
  segment: Segment,
  services: LogServices,
  options: { readonly sync: boolean }
): Promise<void> {
  const { offsetIndex, timeIndex, transactionIndex } = segment
  const persist = async (index: IndexFile): Promise<void> => {
    // Kafka's tools want both indexes of a segment that is complete, entries or not.
    const mayBeMissing = index === transactionIndex || !options.sync || segment.sizeBytes === 0
    if (index.count === 0 && mayBeMissing) return
    await services.files.use(index.path, 'create', async (file: FileHandle) => {
      await index.persist(file)
      if (options.sync) await file.sync()
    })
    services.indexMemory.touch(index)
  }
  await Promise.all([persist(offsetIndex), persist(timeIndex), persist(transactionIndex)])
  if (options.sync && transactionIndex.count > 0) await services.fileSystem.syncFolder(segment.folder)
}

/**
 * Writes indexes anew, with all their entries, each whole or not at all, in the place of the files that are there. A start
 * after a crash trusts what the index files say below a recovery mark or the recovery point, so what they have there must
 * not be gone for a moment. The transaction index comes first: that it is missing nobody could tell.
 */
export async function replaceIndexes(segment: Segment, services: LogServices): Promise<void> {
  await replaceTransactionIndex(segment, services)
  for (const index of [segment.offsetIndex, segment.timeIndex]) await replaceIndex(index, services)
}

/** The same for one of them: without entries it has no file. */
export async function replaceTransactionIndex(segment: Segment, services: LogServices): Promise<void> {
  const index = segment.transactionIndex
  if (index.count > 0) return replaceIndex(index, services)
  await services.files.forget(index.path)
  if ((await services.fileSystem.stat(index.path)) === undefined) return
  await services.fileSystem.remove(index.path)
  await services.fileSystem.syncFolder(segment.folder)
}

async function replaceIndex(index: IndexFile, services: LogServices): Promise<void> {
  if (index.pendingCount < index.count) {
    // Others who load theirs may have taken the memory back.
    while (index.loaded === undefined) await index.load(services.files)
    index.recall()
  }
  await services.files.forget(index.path)
  const write = (chunks: readonly Uint8Array[]): Promise<void> =>
    services.fileSystem.replaceFile(index.path, Buffer.concat(chunks))
  if (index.count === 0) await write([])
  else await index.persist({ write })
  services.indexMemory.touch(index)
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
