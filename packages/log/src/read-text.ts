import type { FileSystem } from '@gregor/base'
import { errorCode } from './errors.ts'

/** The text of a file; undefined when it is not there. */
export async function readText(fileSystem: FileSystem, path: string): Promise<string | undefined> {
  try {
    return (await fileSystem.readFile(path)).toString()
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined
    throw error
  }
}
