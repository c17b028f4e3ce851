/** Cuts what arrives on a connection into frames, and gives each, without its size, to `onFrame`. */
export function frameSplitter(onFrame: (frame: Buffer) => void): (chunk: Buffer) => void {
  let pieces: Buffer[] = []
  let bytes = 0
  return (chunk) => {
    pieces.push(chunk)
    bytes += chunk.length
    if (bytes < 4) return
    if (pieces[0]!.length < 4) pieces = [Buffer.concat(pieces)]
    if (bytes < 4 + pieces[0]!.readInt32BE()) return
    let rest = Buffer.concat(pieces)
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE()) {
      const size = rest.readInt32BE()
      const frame = rest.subarray(4, 4 + size)
      rest = rest.subarray(4 + size)
      onFrame(frame)
    }
    pieces = rest.length === 0 ? [] : [rest]
    bytes = rest.length
  }
}
