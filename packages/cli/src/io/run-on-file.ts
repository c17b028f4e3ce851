import { basename, resolve } from 'node:path'
import { nodeFileSystem } from '@gregor/log'
import type { DumpedFile } from '../commands/log/dumped-file.ts'
import { CommandError } from '../faults.ts'

export { run } from './run.ts'

/** Opens a file for reading; a CommandError says why it cannot be. */
export async function openFile(path: string): Promise<DumpedFile> {
  if ((await nodeFileSystem.stat(resolve(path)))?.folder === true)
    throw new CommandError(`${path} is a folder: name one of its files`)
  try {
    const file = await nodeFileSystem.open(resolve(path), 'read')
    return { path, name: basename(path), file, sizeBytes: await file.size() }
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`
    throw new CommandError(`${path}: ${why}`, { cause })
  }
}
