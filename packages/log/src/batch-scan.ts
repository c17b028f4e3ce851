import type { FileHandle } from '@gregor/base'
import { BATCH_HEADER_BYTES, batchBytesOf, MAGIC_V2, magicOf } from '@gregor/protocol'

const SCAN_BYTES = 256 * 1024

export interface ScanOptions {
  /** Where a batch begins. */
  readonly from: number
  /** The end of what may be read. */
  readonly to: number
  /** Called with each whole batch: `at` in `buffer`, `position` in the file. False ends the scan before this batch. */
  readonly visit: (buffer: Buffer, at: number, position: number) => boolean
  readonly chunkBytes?: number
}

/** Where a scan ended, and why: at `to`, because the visitor wanted it, or because no whole batch begins there. */
export interface ScanEnd {
  readonly position: number
  readonly reason: 'end' | 'stopped' | 'broken'
}

/** Walks the batches of a file in large chunks, looking at no more than their headers. */
export async function scanBatches(file: FileHandle, options: ScanOptions): Promise<ScanEnd> {
  let position = options.from
  let buffer: Buffer = Buffer.alloc(0)
  let start = position
  while (position < options.to) {
    const needed = bytesNeeded(buffer, position - start, options.to - position)
    if (needed === 0) return { position, reason: 'broken' }
    if (needed > buffer.length - (position - start)) {
      const wanted = Math.max(needed, options.chunkBytes ?? SCAN_BYTES)
      buffer = await readExactly(file, position, Math.min(wanted, options.to - position))
      start = position
      if (buffer.length < needed) return { position, reason: 'broken' }
      continue
    }
    if (!options.visit(buffer, position - start, position)) return { position, reason: 'stopped' }
    position += needed
  }
  return { position, reason: 'end' }
}

/**
 * Bytes that must be in the buffer to go on: those of a header, or, when that is there, those of the whole batch. 0 =
 * what is there is no batch.
 */
function bytesNeeded(buffer: Buffer, at: number, left: number): number {
  if (left < BATCH_HEADER_BYTES) return 0
  if (buffer.length - at < BATCH_HEADER_BYTES) return BATCH_HEADER_BYTES
  const bytes = batchBytesOf(buffer, at)
  return bytes < BATCH_HEADER_BYTES || bytes > left || magicOf(buffer, at) !== MAGIC_V2 ? 0 : bytes
}

/** The bytes from `position`, fewer only at the end of the file. */
export async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length)
  const filled = await file.read(buffer, position)
  return filled === length ? buffer : buffer.subarray(0, filled)
}
