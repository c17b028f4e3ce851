import { invariant, type Offset } from '@gregor/base'
import type { Segment } from './segment.ts'

const FIRST_SLAB_BYTES = 4096
const SLAB_BYTES_MAX = 256 * 1024
/** A batch of this size or more becomes a slab of its own, without a copy, when it fills most of its buffer. */
const ADOPT_BYTES_MIN = 64 * 1024
/** What a batch costs beside its bytes, for the accounts. */
const BATCH_OVERHEAD_BYTES = 32

/** A stretch of recent batches of one segment, back to back as in its file. */
interface Slab {
  readonly segment: Segment
  /** Where the first byte lies in the segment's file. */
  readonly filePosition: number
  readonly bytes: Buffer
  usedBytes: number
  /** Of each batch: base offset, offset after the last record, position in `bytes`. */
  readonly baseOffsets: Offset[]
  readonly nextOffsets: Offset[]
  readonly positions: number[]
}

/** A batch on its way into the cache: `size` bytes at `at` of `source`. */
export interface CachedBatch {
  readonly source: Buffer
  readonly at: number
  readonly sizeBytes: number
  readonly baseOffset: Offset
  readonly nextOffset: Offset
}

export interface TailRead {
  readonly from: Offset
  readonly maxBytes: number
  readonly upTo: Offset
  readonly minOneBatch: boolean
}

/**
 * The newest batches of a log in memory. What is not in the file yet is always here; what is, stays as long as there is
 * room, so that followers and consumers at the tail are served without I/O.
 *
 * Batches are copied into slabs. A view on the network's buffer would cost no copy, but would keep a whole request with
 * the batches of many partitions in memory as long as the quietest of them, and would have to be copied for each read
 * that takes several; from a slab every reader gets one view on adjacent batches. A large batch that fills its buffer
 * is taken over as it is. Slabs start small and double, so a quiet log holds little.
 */
export class TailCache {
  #slabs: Slab[] = []
  #memoryBytes = 0
  #nextSlabBytes = FIRST_SLAB_BYTES

  /** Memory held. */
  get memoryBytes(): number {
    return this.#memoryBytes
  }

  /** First offset that is here; undefined when nothing is. */
  get startOffset(): Offset | undefined {
    return this.#slabs[0]?.baseOffsets[0]
  }

  /** Adds a batch at the end of `segment`. Returns the memory that it took. */
  append(segment: Segment, filePosition: number, batch: CachedBatch): number {
    const before = this.#memoryBytes
    const slab = this.#slabFor(segment, filePosition, batch)
    if (!isAdopted(slab, batch)) {
      batch.source.copy(slab.bytes, slab.usedBytes, batch.at, batch.at + batch.sizeBytes)
    }
    slab.baseOffsets.push(batch.baseOffset)
    slab.nextOffsets.push(batch.nextOffset)
    slab.positions.push(slab.usedBytes)
    slab.usedBytes += batch.sizeBytes
    this.#memoryBytes += BATCH_OVERHEAD_BYTES
    return this.#memoryBytes - before
  }

  /** Whole batches from the one that holds `from`; undefined when they are not all here. `from` is below the log's end. */
  read(wanted: TailRead): { readonly records: Buffer; readonly nextOffset: Offset } | undefined {
    let index = this.#slabIndexOf(wanted.from)
    if (index < 0) return undefined
    const parts: Buffer[] = []
    let room = wanted.maxBytes
    let nextOffset = wanted.from
    for (; index < this.#slabs.length; index++) {
      const slab = this.#slabs[index]!
      const must = wanted.minOneBatch && parts.length === 0
      const taken = takeBatches(slab, { from: nextOffset, upTo: wanted.upTo, maxBytes: room, must })
      if (taken === undefined) break
      parts.push(slab.bytes.subarray(taken.start, taken.end))
      room -= taken.end - taken.start
      nextOffset = taken.nextOffset
      if (taken.end < slab.usedBytes) break
    }
    return { records: parts.length === 1 ? parts[0]! : Buffer.concat(parts), nextOffset }
  }

  /** Views on the bytes of `segment` from position `from` in its file up to `to`; what is not in the file yet is all here. */
  bytesOf(segment: Segment, from: number, to: number): Buffer[] {
    const chunks: Buffer[] = []
    for (const slab of this.#slabs) {
      const start = Math.max(from - slab.filePosition, 0)
      const end = Math.min(to - slab.filePosition, slab.usedBytes)
      if (slab.segment === segment && start < end) chunks.push(slab.bytes.subarray(start, end))
    }
    return chunks
  }

  /** Drops the oldest slabs that are wholly in the file until `keepBytes` are left. Returns the memory given back. */
  evict(keepBytes: number): number {
    const before = this.#memoryBytes
    while (this.#memoryBytes > keepBytes && this.#slabs.length > 0 && isWritten(this.#slabs[0]!)) this.#dropFirst()
    if (this.#slabs.length === 0) this.#nextSlabBytes = FIRST_SLAB_BYTES
    return before - this.#memoryBytes
  }

  /** Forgets everything, written or not. Returns the memory given back. */
  clear(): number {
    const before = this.#memoryBytes
    this.#slabs = []
    this.#memoryBytes = 0
    this.#nextSlabBytes = FIRST_SLAB_BYTES
    return before
  }

  #slabFor(segment: Segment, filePosition: number, batch: CachedBatch): Slab {
    const last = this.#slabs.at(-1)
    if (last !== undefined && last.segment === segment && last.bytes.length - last.usedBytes >= batch.sizeBytes) {
      invariant(last.filePosition + last.usedBytes === filePosition, 'a slab is contiguous', { filePosition })
      return last
    }
    const bytes = isWorthAdopting(batch)
      ? batch.source.subarray(batch.at, batch.at + batch.sizeBytes)
      : Buffer.allocUnsafeSlow(Math.max(this.#nextSlabBytes, batch.sizeBytes))
    this.#nextSlabBytes = Math.min(this.#nextSlabBytes * 2, SLAB_BYTES_MAX)
    const slab: Slab = { segment, filePosition, bytes, usedBytes: 0, baseOffsets: [], nextOffsets: [], positions: [] }
    this.#slabs.push(slab)
    this.#memoryBytes += bytes.length
    return slab
  }

  #slabIndexOf(offset: Offset): number {
    let low = 0
    let high = this.#slabs.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#slabs[middle]!.baseOffsets[0]! > offset) high = middle
      else low = middle + 1
    }
    return low - 1
  }

  #dropFirst(): void {
    const slab = this.#slabs.shift()!
    this.#memoryBytes -= slab.bytes.length + slab.positions.length * BATCH_OVERHEAD_BYTES
  }
}

function isWorthAdopting(batch: CachedBatch): boolean {
  return batch.sizeBytes >= ADOPT_BYTES_MIN && batch.sizeBytes * 2 >= batch.source.buffer.byteLength
}

/** Whether the slab is the batch itself. */
function isAdopted(slab: Slab, batch: CachedBatch): boolean {
  return slab.bytes.buffer === batch.source.buffer
}

function isWritten(slab: Slab): boolean {
  return slab.filePosition + slab.usedBytes <= slab.segment.writtenBytes
}

/** Number of the first batch whose records reach `offset` or beyond. */
function firstBatchWith(slab: Slab, offset: Offset): number {
  return countWhile(slab.nextOffsets, (next) => next <= offset)
}

/** The batches of a slab from the one that holds `from`, within `maxBytes`, ending at or before `upTo`. */
function takeBatches(
  slab: Slab,
  wanted: { readonly from: Offset; readonly upTo: Offset; readonly maxBytes: number; readonly must: boolean }
): { readonly start: number; readonly end: number; readonly nextOffset: Offset } | undefined {
  const first = firstBatchWith(slab, wanted.from)
  const ended = countWhile(slab.nextOffsets, (next) => next <= wanted.upTo)
  if (first >= ended) return undefined
  const start = slab.positions[first]!
  const fitting = countWhile(slab.positions, (position) => position <= start + wanted.maxBytes)
  // The last of these begins within the limit; it also ends there only when it is the slab's last and that fits.
  const whole = slab.usedBytes <= start + wanted.maxBytes ? fitting : fitting - 1
  const end = Math.min(ended, wanted.must ? Math.max(whole, first + 1) : whole)
  if (end <= first) return undefined
  return { start, end: slab.positions[end] ?? slab.usedBytes, nextOffset: slab.nextOffsets[end - 1]! }
}

/** How many of the ascending `values`, from the first, hold `test`. */
function countWhile<Value>(values: readonly Value[], test: (value: Value) => boolean): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (test(values[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
