export { type ScanEnd, scanBatches } from './batch-scan.ts'
export {
  CorruptLogError,
  FolderLockedError,
  LogDirOfflineError,
  LogUnusableError,
  OffsetOutOfRangeError
} from './errors.ts'
export { isDiskFailure } from './log-dir-failure.ts'
export { nodeFileSystem } from './io/node-file-system.ts'
export { nodeFolderLocks } from './io/node-folder-locks.ts'
export {
  LOG_SUFFIX,
  OFFSET_INDEX_SUFFIX,
  parseOffsetFileName,
  SNAPSHOT_SUFFIX,
  TIME_INDEX_SUFFIX,
  TRANSACTION_INDEX_SUFFIX
} from './layout.ts'
export { type FolderLocks, noFolderLocks } from './locks.ts'
export { type LogManagerOptions, openLogManager } from './log-manager.ts'
export {
  type CrashOptions,
  type FileOperation,
  type MemoryFileSystem,
  memoryFileSystem,
  type MemoryFileSystemOptions
} from './memory-file-system.ts'
export { logMetrics } from './metrics.ts'
export { OFFSET_INDEX_ENTRY_BYTES, readOffsetEntry } from './offset-index.ts'
export { decodeProducerSnapshot } from './producer-snapshot.ts'
export { readTimeEntry, TIME_INDEX_ENTRY_BYTES } from './time-index.ts'
export type * from './types.ts'
