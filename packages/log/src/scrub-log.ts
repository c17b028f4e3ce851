import type { FileHandle } from '@gregor/base'
import {
  BATCH_HEADER_BYTES,
  baseOffsetOf,
  batchBytesOf,
  hasValidCrc,
  hasWholeBatch,
  lastOffsetOf,
  MAGIC_V2,
  magicOf
} from '@gregor/protocol'
import { readExactly } from './batch-scan.ts'
import { DAMAGE_ADVICE } from './damage.ts'
import { CorruptLogError } from './errors.ts'
import { logName, type LogServices, type LogState } from './log-state.ts'
import type { Segment } from './segment.ts'

/** A segment that is being checked. What it held when the check began is what is checked. */
interface Place {
  readonly segment: Segment
  readonly endBytes: number
  readonly generation: number
  readonly swaps: number
  position: number
  nextOffset: number
}

/**
 * Checks what is in the files of a log, batch by batch: that each is whole, in order, and as its checksum says. It runs
 * beside all other work on the log; a segment that is truncated, removed or replaced meanwhile is left out.
 */
export class LogScrub {
  readonly #state: LogState
  readonly #services: LogServices
  #from: number
  #segments: number
  #place: Place | undefined

  /** Of all segments, or of so many from the one on that begins at `from`. */
  constructor(
    state: LogState,
    services: LogServices,
    options: { readonly from?: number; readonly segments?: number } = {}
  ) {
    this.#state = state
    this.#services = services
    this.#from = options.from ?? 0
    this.#segments = options.segments ?? Infinity
  }

  /**
   * Checks about `bytes` more, at least one batch. Resolves with the bytes that were read; undefined = there is nothing
   * more to check. Rejects with a CorruptLogError that tells of the first damaged batch.
   */
  async next(bytes: number): Promise<number | undefined> {
    for (;;) {
      await this.#state.swapping
      const place = this.#place ?? this.#nextSegment()
      if (place === undefined) return undefined
      const checked = await this.#check(place, bytes)
      this.#place = this.#isStable(place) && place.position < place.endBytes ? place : undefined
      if (checked > 0) return checked
    }
  }

  #nextSegment(): Place | undefined {
    const { segments, generation, swaps, failure, truncating } = this.#state
    if (failure !== undefined || truncating || this.#segments === 0) return undefined
    const segment = segments.find(({ baseOffset, writtenBytes }) => baseOffset >= this.#from && writtenBytes > 0)
    if (segment === undefined) return undefined
    this.#from = segment.baseOffset + 1
    this.#segments--
    const { writtenBytes: endBytes, baseOffset: nextOffset } = segment
    return { segment, endBytes, generation, swaps, position: 0, nextOffset }
  }

  /** Whether the file is still the one that the check began with. */
  #isStable({ segment, generation, swaps }: Place): boolean {
    const state = this.#state
    const isSame = state.generation === generation && state.swaps === swaps && state.segments.includes(segment)
    return isSame && state.failure === undefined && state.swapping === undefined && !state.truncating
  }

  /** Resolves with the bytes that were read; 0 when the segment is left out. */
  async #check(place: Place, bytes: number): Promise<number> {
    const { segment, position } = place
    let piece: Buffer
    try {
      piece = await this.#services.files.use(segment.path, 'write', (file) => readPiece(file, place, bytes))
    } catch (error) {
      if (this.#isStable(place)) {
        this.#services.logger.warn({ segment: segment.path, position, error }, 'cannot read a segment to check it')
      }
      place.position = place.endBytes
      return 0
    }
    const fault = this.#isStable(place) ? checkPiece(place, piece) : undefined
    if (fault !== undefined) throw this.#damage(place, fault)
    return piece.length
  }

  #damage({ segment, position, nextOffset }: Place, fault: string): CorruptLogError {
    const where = `at position ${position} of ${segment.path} (offset ${nextOffset})`
    return new CorruptLogError(`the log ${logName(this.#state)} is damaged: ${fault} ${where}. ${DAMAGE_ADVICE}`)
  }
}

/** Some bytes from where the check stands; at least the first batch, when its length makes sense. */
async function readPiece(file: FileHandle, place: Place, bytes: number): Promise<Buffer> {
  const left = place.endBytes - place.position
  const piece = await readExactly(file, place.position, Math.min(Math.max(bytes, BATCH_HEADER_BYTES), left))
  if (piece.length < BATCH_HEADER_BYTES) return piece
  const batchBytes = batchBytesOf(piece)
  return batchBytes > piece.length && batchBytes <= left ? readExactly(file, place.position, batchBytes) : piece
}

/** Checks the whole batches of a piece and moves the place behind them; what is wrong with the first bad one. */
function checkPiece(place: Place, piece: Buffer): string | undefined {
  const start = place.position
  const left = place.endBytes - start
  let at = 0
  while (at < left) {
    const isHead = hasWholeBatch(piece, at) && magicOf(piece, at) === MAGIC_V2
    if (!isHead) {
      // The rest of the piece may be a batch that goes on behind it.
      if (at > 0 && piece.length < left && mayGoOn(piece, at, left)) return undefined
      return 'no whole record batch'
    }
    if (baseOffsetOf(piece, at) < place.nextOffset) return 'a record batch with an offset that is out of order'
    if (lastOffsetOf(piece, at) >= place.segment.nextOffset) return 'a record batch with an offset of the next segment'
    if (!hasValidCrc(piece, at)) return 'a record batch with a wrong checksum'
    place.nextOffset = lastOffsetOf(piece, at) + 1
    at += batchBytesOf(piece, at)
    place.position = start + at
  }
  return undefined
}

function mayGoOn(piece: Buffer, at: number, left: number): boolean {
  if (piece.length - at < BATCH_HEADER_BYTES) return true
  const bytes = batchBytesOf(piece, at)
  return bytes >= BATCH_HEADER_BYTES && at + bytes <= left && magicOf(piece, at) === MAGIC_V2
}
