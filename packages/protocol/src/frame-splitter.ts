import { FRAME_SIZE_BYTES } from './frames.ts'

/** The shortest answer: a correlation id. */
const FRAME_BYTES_MIN = 4
/** More than any answer to what our clients ask for; what is no Kafka broker claims more with its first bytes. */
const FRAME_BYTES_MAX = 256 << 20

/**
 * Cuts what arrives on a client's connection into frames, without the sizes before them. (A server, which must not take
 * what it has no room for, reads its requests one at a time instead.)
 */
export class FrameSplitter {
  #pieces: Buffer[] = []
  #bytes = 0

  /** The frames that are whole now. Throws a RangeError when a size is impossible. */
  push(chunk: Buffer): Buffer[] {
    this.#pieces.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes < FRAME_SIZE_BYTES) return []
    if (this.#pieces[0]!.length < FRAME_SIZE_BYTES) this.#pieces = [Buffer.concat(this.#pieces)]
    const size = this.#pieces[0]!.readInt32BE()
    if (size < FRAME_BYTES_MIN || size > FRAME_BYTES_MAX) throw new RangeError(`a frame of ${size} bytes`)
    if (this.#bytes < FRAME_SIZE_BYTES + size) return []
    return this.#cut(Buffer.concat(this.#pieces))
  }

  #cut(bytes: Buffer): Buffer[] {
    const frames: Buffer[] = []
    let at = 0
    while (bytes.length - at >= FRAME_SIZE_BYTES) {
      const size = bytes.readInt32BE(at)
      if (size < FRAME_BYTES_MIN || size > FRAME_BYTES_MAX) throw new RangeError(`a frame of ${size} bytes`)
      if (bytes.length - at < FRAME_SIZE_BYTES + size) break
      frames.push(bytes.subarray(at + FRAME_SIZE_BYTES, at + FRAME_SIZE_BYTES + size))
      at += FRAME_SIZE_BYTES + size
    }
    const rest = bytes.subarray(at)
    this.#pieces = rest.length === 0 ? [] : [rest]
    this.#bytes = rest.length
    return frames
  }
}
