/** More than any answer to what this client asks for; what is no Kafka broker claims more with its first bytes. */
const frameBytesMax = 256 << 20

/** Cuts what arrives on a connection into frames, without the sizes before them. */
export class FrameSplitter {
  #pieces: Buffer[] = []
  #bytes = 0

  /** The frames that are whole now. Throws a RangeError when a size is impossible. */
  push(chunk: Buffer): Buffer[] {
    this.#pieces.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes < 4) return []
    if (this.#pieces[0]!.length < 4) this.#pieces = [Buffer.concat(this.#pieces)]
    const size = this.#pieces[0]!.readInt32BE()
    if (size < 4 || size > frameBytesMax) throw new RangeError(`a frame of ${size} bytes`)
    if (this.#bytes < 4 + size) return []
    return this.#cut(Buffer.concat(this.#pieces))
  }

  #cut(bytes: Buffer): Buffer[] {
    const frames: Buffer[] = []
    let at = 0
    while (bytes.length - at >= 4) {
      const size = bytes.readInt32BE(at)
      if (size < 4 || size > frameBytesMax) throw new RangeError(`a frame of ${size} bytes`)
      if (bytes.length - at < 4 + size) break
      frames.push(bytes.subarray(at + 4, at + 4 + size))
      at += 4 + size
    }
    const rest = bytes.subarray(at)
    this.#pieces = rest.length === 0 ? [] : [rest]
    this.#bytes = rest.length
    return frames
  }
}
