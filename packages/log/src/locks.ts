/** Keeps two processes from using one log dir. */
export interface FolderLocks {
  /** Rejects with a FolderLockedError when another live process has the folder. */
  acquire(folder: string): Promise<{ release(): Promise<void> }>
}

/** For file systems that only one process can see, as in tests. */
export const noFolderLocks: FolderLocks = {
  acquire: () => Promise.resolve({ release: () => Promise.resolve() })
}
