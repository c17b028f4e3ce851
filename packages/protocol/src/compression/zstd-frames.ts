import { corrupt } from './faults.ts'

/**
 * The outline of zstd frames (RFC 8878, 3.1): enough to bound what they decompress to before a decoder sees them.
 */
const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50
const BLOCK_BYTES_MAX = 128 * 1024

export interface ZstdFrame {
  readonly start: number
  readonly end: number
  /** What the frame says its content has, if it says so. */
  readonly contentBytes: number | undefined
  /** More the blocks cannot hold. */
  readonly contentBytesMax: number
}

/** The frames in `data`, skippable ones left out. */
export function zstdFrames(data: Buffer): ZstdFrame[] {
  const frames: ZstdFrame[] = []
  let at = 0
  while (at < data.length) {
    const magic = uint(data, at, 4)
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      at += 8 + uint(data, at + 4, 4)
      continue
    }
    if (magic !== FRAME_MAGIC) throw corrupt('zstd', `no frame at byte ${at}`)
    const frame = outline(data, at)
    frames.push(frame)
    at = frame.end
  }
  return frames
}

function outline(data: Buffer, start: number): ZstdFrame {
  const descriptor = uint(data, start + 4, 1)
  const singleSegment = (descriptor & 0x20) !== 0
  if (descriptor & 0x03) throw corrupt('zstd', 'frames with a dictionary are not allowed in record batches')
  const windowAt = start + 5
  const contentSizeAt = windowAt + (singleSegment ? 0 : 1)
  const contentSizeBytes = [singleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6]!
  const contentBytes = contentSize(data, contentSizeAt, contentSizeBytes)
  const windowBytes = singleSegment ? contentBytes! : windowSize(uint(data, windowAt, 1))
  const blocks = outlineBlocks(data, contentSizeAt + contentSizeBytes, Math.min(windowBytes, BLOCK_BYTES_MAX))
  const end = blocks.end + (descriptor & 0x04 ? 4 : 0)
  if (end > data.length) throw corrupt('zstd', 'frame is cut off')
  return { start, end, contentBytes, contentBytesMax: blocks.contentBytesMax }
}

function contentSize(data: Buffer, at: number, bytes: number): number | undefined {
  if (bytes === 0) return undefined
  return uint(data, at, bytes) + (bytes === 2 ? 256 : 0)
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3))
  return base + (base / 8) * (descriptor & 7)
}

function outlineBlocks(data: Buffer, start: number, blockBytesMax: number): { end: number; contentBytesMax: number } {
  let at = start
  let contentBytesMax = 0
  for (;;) {
    const header = uint(data, at, 3)
    const type = (header >> 1) & 3
    const size = header >> 3
    if (type === 3) throw corrupt('zstd', `block at byte ${at} has an unknown type`)
    // A raw or repeated block states the size of its content, a compressed one only that of its own bytes.
    contentBytesMax += type === 2 ? blockBytesMax : size
    at += 3 + (type === 1 ? 1 : size)
    if (at > data.length) throw corrupt('zstd', 'block is cut off')
    if (header & 1) return { end: at, contentBytesMax }
  }
}

function uint(data: Buffer, at: number, bytes: number): number {
  if (at + bytes > data.length) throw corrupt('zstd', `frame is cut off at byte ${data.length}`)
  return bytes === 8 ? data.readUInt32LE(at) + data.readUInt32LE(at + 4) * 2 ** 32 : data.readUIntLE(at, bytes)
}
