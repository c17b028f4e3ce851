import type { Offset } from '@gregor/base'

/** A read or look-up outside logStartOffset … logEndOffset; the client gets OFFSET_OUT_OF_RANGE. */
export class OffsetOutOfRangeError extends Error {
  override readonly name = 'OffsetOutOfRangeError'
  readonly offset: Offset
  readonly logStartOffset: Offset
  readonly logEndOffset: Offset

  constructor(
    where: string,
    offset: Offset,
    range: { readonly logStartOffset: Offset; readonly logEndOffset: Offset }
  ) {
    super(`offset ${offset} of ${where} is outside ${range.logStartOffset} … ${range.logEndOffset}`)
    this.offset = offset
    this.logStartOffset = range.logStartOffset
    this.logEndOffset = range.logEndOffset
  }
}

/**
 * What is on disk is damaged in a way that no crash explains. The log is not served: it is copied anew from another
 * replica, or waits for a person to decide.
 */
export class CorruptLogError extends Error {
  override readonly name = 'CorruptLogError'
}

/** Another live process has the folder. */
export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError'
}

/** The log cannot be used any more: its disk failed, it was deleted, or its manager was closed. */
export class LogUnusableError extends Error {
  override readonly name: string = 'LogUnusableError'
}

/**
 * The log is in a log dir whose disk failed, or may be in one: nothing there is read or written before a restart. What
 * was in it may be there again then, so nothing may begin in its place while somebody counts on it.
 */
export class LogDirOfflineError extends LogUnusableError {
  override readonly name = 'LogDirOfflineError'
  /** The log dir. */
  readonly dir: string
  readonly reason: string

  constructor(dir: string, reason: string, options?: ErrorOptions) {
    super(`the log dir ${dir} is offline: ${reason}`, options)
    this.dir = dir
    this.reason = reason
  }
}

/** The code of a file system error (ENOENT, ENOSPC …), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
