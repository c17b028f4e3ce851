import type { FileHandle } from '@gregor/base'

/** An open file that is dumped. */
export interface DumpedFile {
  /** As the user gave it. */
  readonly path: string
  /** Without its folder: it says what is in it. */
  readonly name: string
  readonly file: FileHandle
  readonly sizeBytes: number
}

/** All bytes of a file that is small by its nature. */
export async function readAll({ file, sizeBytes }: DumpedFile): Promise<Buffer> {
  const bytes = Buffer.alloc(sizeBytes)
  const filled = await file.read(bytes, 0)
  return bytes.subarray(0, filled)
}
