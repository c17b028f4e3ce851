import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** A source file of a package, without generated code. */
export interface SourceFile {
  /** From the root of the repository. */
  readonly path: string
  readonly package: string
  readonly text: string
}

const generated = [/^packages\/protocol\/src\/messages\//, /^packages\/rpc\/src\/generated\//]

/** Every hand-written TypeScript file below packages/<package>/src. */
export function sourceFiles(): SourceFile[] {
  return readdirSync(join(repository, 'packages')).flatMap((name) =>
    readdirSync(join(repository, 'packages', name, 'src'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(repository, join(entry.parentPath, entry.name)))
      .filter((path) => !generated.some((pattern) => pattern.test(path)))
      .map((path) => ({ path, package: name, text: readFileSync(join(repository, path), 'utf8') }))
  )
}
