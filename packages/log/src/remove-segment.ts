import { dirname } from 'node:path'
import type { LogServices } from './log-state.ts'
import { indexesOf, type Segment, segmentFiles } from './segment.ts'

/** Removes a segment's files, durably, the batches first: indexes without a segment are harmless. */
export async function removeSegment(services: LogServices, segment: Segment): Promise<void> {
  forgetIndexes(services, segment)
  for (const path of segmentFiles(segment)) {
    await services.files.forget(path)
    await services.fileSystem.remove(path)
  }
  await services.fileSystem.syncFolder(dirname(segment.path))
}

export function forgetIndexes(services: LogServices, segment: Segment): void {
  for (const index of indexesOf(segment)) services.indexMemory.forget(index)
}
