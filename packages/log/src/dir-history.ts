import { dirname } from 'node:path'
import { asError, type FileSystem, type Logger } from '@gregor/base'
import { readText } from './read-text.ts'

/** What is known of a log dir. */
type Mark =
  /** Logs were made in it. */
  | 'used'
  /** It was out of reach while logs may have begun anew in others. */
  | 'missed'
  /** What it held is gone: it was found empty after it had been used. */
  | 'lost'

/**
 * What became of the log dirs in the lives of this broker: which ones may hold a log that is not found, and which ones may
 * hold old copies of logs that began anew while they were away. No log dir can tell it by itself: the newer copy may lie in
 * one that is away in its turn. So it is written down where the metadata log is, without which the broker never runs:
 * a line for each mark, `used /path`, which a person may take out.
 */
export class DirHistory {
  readonly #fileSystem: FileSystem
  readonly #path: string
  #marks: ReadonlySet<string>
  #writing: Promise<void> = Promise.resolve()

  private constructor(fileSystem: FileSystem, path: string, marks: ReadonlySet<string>) {
    this.#fileSystem = fileSystem
    this.#path = path
    this.#marks = marks
  }

  /** Reads what earlier processes noted. */
  static async load(fileSystem: FileSystem, path: string): Promise<DirHistory> {
    return new DirHistory(fileSystem, path, new Set(await readLines(fileSystem, path)))
  }

  missed(dir: string): boolean {
    return this.#marks.has(lineOf('missed', dir))
  }

  /** Log dirs that have a mark, in the order in which they got it. */
  dirsWith(mark: Mark): string[] {
    return Array.from(this.#marks)
      .filter((line) => line.startsWith(`${mark} `))
      .map((line) => line.slice(mark.length + 1))
  }

  /** Notes log dirs as they are taken into use; `isEmpty` when nothing at all is in them. */
  begin(dirs: readonly { readonly path: string; readonly isEmpty: boolean }[]): Promise<void> {
    return this.#change((marks) => {
      for (const { path, isEmpty } of dirs) {
        if (isEmpty && (marks.has(lineOf('used', path)) || marks.has(lineOf('missed', path)))) {
          marks.add(lineOf('lost', path))
          marks.delete(lineOf('missed', path))
        }
        marks.add(lineOf('used', path))
      }
    })
  }

  /** Resolves when it is durable that these dirs are out of reach from now on. */
  noteMissed(dirs: readonly string[]): Promise<void> {
    return this.#change((marks) => {
      for (const dir of dirs) marks.add(lineOf('missed', dir))
    })
  }

  /** All are there, and no log has two copies. Never rejects: a note too many does little harm. */
  forgetMissed(logger: Logger): Promise<void> {
    const changing = this.#change((marks) => {
      for (const dir of this.dirsWith('missed')) marks.delete(lineOf('missed', dir))
    })
    return changing.catch((error: unknown) => {
      logger.warn({ path: this.#path, error: asError(error) }, 'cannot forget which log dirs were offline')
    })
  }

  /** One write after the other, each of the whole file, and none when nothing changed. */
  #change(edit: (marks: Set<string>) => void): Promise<void> {
    const change = async (): Promise<void> => {
      const marks = new Set(this.#marks)
      edit(marks)
      if (textOf(marks) === textOf(this.#marks)) return
      await this.#fileSystem.makeFolder(dirname(this.#path))
      await this.#fileSystem.replaceFile(this.#path, textOf(marks))
      this.#marks = marks
    }
    const changing = this.#writing.then(change)
    this.#writing = changing.catch(() => undefined)
    return changing
  }
}

function lineOf(mark: Mark, dir: string): string {
  return `${mark} ${dir}`
}

function textOf(lines: ReadonlySet<string>): string {
  return Array.from(lines, (line) => `${line}\n`).join('')
}

async function readLines(fileSystem: FileSystem, path: string): Promise<string[]> {
  const text = (await readText(fileSystem, path)) ?? ''
  return text.split('\n').filter((line) => line !== '')
}
