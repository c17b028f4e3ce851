import type { FileHandle } from '@gregor/base'

/** The same file, each write of which is durable when it resolves: where the system has no such files of its own. */
export function writingThrough(file: FileHandle): FileHandle {
  return {
    ...file,
    async write(chunks, position) {
      await file.write(chunks, position)
      await file.sync()
    }
  }
}
