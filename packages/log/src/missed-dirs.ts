import { dirname } from 'node:path'
import { asError, type FileSystem, type Logger } from '@gregor/base'
import { errorCode } from './errors.ts'

/**
 * Which log dirs were offline while logs may have begun anew in others. When such a dir is back, a log in it may be an old
 * copy. The others cannot tell by themselves: the newer copy may lie in a dir that is offline in its turn. So it is
 * written down where the metadata log is, without which the broker never runs.
 */
export class MissedDirs {
  readonly #fileSystem: FileSystem
  readonly #path: string
  #dirs: ReadonlySet<string>
  #writing: Promise<void> = Promise.resolve()

  private constructor(fileSystem: FileSystem, path: string, dirs: ReadonlySet<string>) {
    this.#fileSystem = fileSystem
    this.#path = path
    this.#dirs = dirs
  }

  /** Reads what an earlier process noted. */
  static async load(fileSystem: FileSystem, path: string): Promise<MissedDirs> {
    return new MissedDirs(fileSystem, path, new Set(await readLines(fileSystem, path)))
  }

  has(dir: string): boolean {
    return this.#dirs.has(dir)
  }

  /** Resolves when it is durable that these dirs are offline. */
  note(dirs: readonly string[]): Promise<void> {
    return this.#change(() => (dirs.every((dir) => this.#dirs.has(dir)) ? undefined : [...this.#dirs, ...dirs]))
  }

  /** All are back, and no log has two copies: never rejects, since a note too many does no harm. */
  clear(logger: Logger): Promise<void> {
    return this.#change(() => (this.#dirs.size === 0 ? undefined : [])).catch((error: unknown) => {
      logger.warn({ path: this.#path, error: asError(error) }, 'cannot forget which log dirs were offline')
    })
  }

  /** One write after the other: each replaces the same file. */
  #change(next: () => readonly string[] | undefined): Promise<void> {
    const change = async (): Promise<void> => {
      const dirs = next()
      if (dirs === undefined) return
      await this.#fileSystem.makeFolder(dirname(this.#path))
      await this.#fileSystem.replaceFile(this.#path, Array.from(new Set(dirs), (dir) => `${dir}\n`).join(''))
      this.#dirs = new Set(dirs)
    }
    const changing = this.#writing.then(change)
    this.#writing = changing.catch(() => undefined)
    return changing
  }
}

async function readLines(fileSystem: FileSystem, path: string): Promise<string[]> {
  try {
    return (await fileSystem.readFile(path))
      .toString()
      .split('\n')
      .filter((line) => line !== '')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return []
    throw error
  }
}
