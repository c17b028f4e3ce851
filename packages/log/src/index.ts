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
export type * from './types.ts'
