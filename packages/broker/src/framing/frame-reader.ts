import { FRAME_SIZE_BYTES } from '@gregor/protocol'

/** The shortest request that can be one: api key, version and correlation id. */
const REQUEST_BYTES_MIN = 8

/** What must be there to tell what comes: the size and the API key. */
const HEAD_BYTES = FRAME_SIZE_BYTES + 2

/** Below this many pieces a partial frame is never merged early. */
const PIECES_MIN = 64
/** A partial frame is merged when its pieces are smaller than this on average. */
const PIECE_BYTES_MIN = 1024

/** A frame whose size no request may have. The connection cannot go on: where the next frame begins is unknown. */
export interface FrameRefusal {
  readonly size: number
  /** The four bytes of the size, as they came. */
  readonly sizeBytes: Buffer
}

/**
 * Cuts what arrives on a connection into frames: a size of four bytes, then as many bytes. (Kafka protocol guide,
 * "Common request and response structure".)
 *
 * A frame that lies within one chunk is a view on it. One that spans chunks is gathered as its bytes arrive and copied
 * once when it is complete: memory grows with what a client sent, never with the size that it claims.
 */
export class FrameReader {
  readonly frameBytesMax: number
  private pieces: Buffer[] = []
  /** Sum of the lengths of `pieces`. */
  private bytes = 0

  constructor(frameBytesMax: number) {
    this.frameBytesMax = frameBytesMax
  }

  /** Bytes that arrived and were not given out yet. */
  get bufferedBytes(): number {
    return this.bytes
  }

  /** Bytes of the frame that comes next, with its size; undefined while that is unknown, or when it will be refused. */
  get nextBytes(): number | undefined {
    const size = this.claimedSize(HEAD_BYTES)
    return size === undefined || this.refuses(size) ? undefined : FRAME_SIZE_BYTES + size
  }

  /** API key of the frame that comes next, when `nextBytes` is known. */
  get nextApiKey(): number {
    return this.pieces[0]!.readInt16BE(FRAME_SIZE_BYTES)
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    this.pieces.push(chunk)
    this.bytes += chunk.length
    if (this.pieces.length > PIECES_MIN + this.bytes / PIECE_BYTES_MIN) this.merge()
  }

  /** The next frame without its size, or what is wrong with it; undefined when more bytes must arrive first. */
  next(): Buffer | FrameRefusal | undefined {
    const size = this.claimedSize(FRAME_SIZE_BYTES)
    if (size === undefined) return undefined
    if (this.refuses(size)) return { size, sizeBytes: this.pieces[0]!.subarray(0, FRAME_SIZE_BYTES) }
    const length = FRAME_SIZE_BYTES + size
    return this.bytes < length ? undefined : this.take(length).subarray(FRAME_SIZE_BYTES)
  }

  /** What the next frame says of its size, once its first `headBytes` are there; they are in one piece then. */
  private claimedSize(headBytes: number): number | undefined {
    if (this.bytes < headBytes) return undefined
    if (this.pieces[0]!.length < headBytes) this.merge()
    return this.pieces[0]!.readInt32BE(0)
  }

  private refuses(size: number): boolean {
    return size < REQUEST_BYTES_MIN || size > this.frameBytesMax
  }

  private take(length: number): Buffer {
    this.bytes -= length
    const first = this.pieces[0]!
    if (first.length < length) return this.gather(length)
    if (first.length === length) this.pieces.shift()
    else this.pieces[0] = first.subarray(length)
    return first.subarray(0, length)
  }

  /** Copies `length` bytes out of several pieces; what is left of the last one stays a view on it. */
  private gather(length: number): Buffer {
    const frame = Buffer.allocUnsafe(length)
    let filled = 0
    let used = 0
    for (let piece = this.pieces[0]!; filled < length; piece = this.pieces[used]!) {
      const wanted = Math.min(piece.length, length - filled)
      piece.copy(frame, filled, 0, wanted)
      filled += wanted
      if (wanted < piece.length) this.pieces[used] = piece.subarray(wanted)
      else used++
    }
    this.pieces.splice(0, used)
    return frame
  }

  private merge(): void {
    this.pieces = [Buffer.concat(this.pieces, this.bytes)]
  }
}
