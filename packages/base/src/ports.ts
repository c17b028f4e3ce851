/**
 * The ports through which drivers reach the world. Adapters in the `io/` folders implement them; the simulator has
 * implementations of its own. Nothing else may call Date.now, Math.random, setTimeout, node:fs, node:net …
 */

/** Time. */
export interface Clock {
  /** Milliseconds, with fraction, from an arbitrary start; never goes back. For durations and deadlines. */
  monotonicMs(): number
  /** Milliseconds since 1970; may jump. Only for timestamps that people or records carry, and for beats (`untilBeat`). */
  wallMs(): number
}

/** Chance. */
export interface Random {
  /** An integer in 0 … `below` - 1. */
  int(below: number): number
  /** `count` random bytes. */
  bytes(count: number): Uint8Array
}

/** A timer that has been set; `cancel` is idempotent. */
export interface Timer {
  cancel(): void
}

/** Later. */
export interface Scheduler {
  /** Calls `task` once, `delayMs` from now at the earliest. */
  after(delayMs: number, task: () => void): Timer
  /** Calls `task` after the work of the present turn of the event loop (setImmediate): the place to coalesce work. */
  defer(task: () => void): void
}

/** Structured log in the manner of pino: fields first, then the sentence. */
export interface Logger {
  trace(fields: object, message: string): void
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  /** A logger that adds `fields` to each line. */
  child(fields: object): Logger
}

/** An open file. Positions are absolute; concurrent calls on disjoint ranges are fine. Errors reject with Node's `code`. */
export interface FileHandle {
  /** Fills `target` from `position`; resolves with the bytes read, fewer only at the end of the file. */
  read(target: Uint8Array, position: number): Promise<number>
  /** Writes all of `chunks`, one after the other, at `position`. */
  write(chunks: readonly Uint8Array[], position: number): Promise<void>
  /** fdatasync: resolves when all completed writes are durable. */
  sync(): Promise<void>
  truncate(size: number): Promise<void>
  size(): Promise<number>
  close(): Promise<void>
}

/**
 * 'read' opens read-only, the others for reading and writing; 'create' makes the file when it is not there. 'durable' does
 * too, and each write is durable when it resolves (O_DSYNC): a write and a sync in one.
 */
export type OpenMode = 'read' | 'write' | 'create' | 'durable'

/** Files and folders. Paths are absolute. Errors reject with Node's `code` (ENOENT, ENOSPC, EIO …). */
export interface FileSystem {
  open(path: string, mode: OpenMode): Promise<FileHandle>
  readFile(path: string): Promise<Buffer>
  /** Replaces `path` with `content` whole or not at all, durably: temporary file, sync, rename, sync of the folder. */
  replaceFile(path: string, content: Uint8Array | string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Removes a file; resolves when it is not there. */
  remove(path: string): Promise<void>
  /** Removes a folder and all below; resolves when it is not there. */
  removeFolder(path: string): Promise<void>
  /** Makes a folder, and those above it that are missing, durably. */
  makeFolder(path: string): Promise<void>
  /** Names in a folder, sorted. */
  list(path: string): Promise<string[]>
  /** Size in bytes and kind, or undefined when nothing is there. */
  stat(
    path: string
  ): Promise<{ readonly size: number; readonly folder: boolean; readonly modifiedMs: number } | undefined>
  /** Makes creations, renames and removals in a folder durable. */
  syncFolder(path: string): Promise<void>
  /** Bytes that may still be written to the disk that holds a folder. */
  freeBytes(path: string): Promise<number>
}
