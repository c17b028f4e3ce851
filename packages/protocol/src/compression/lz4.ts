import { compressSync, uncompressSync } from 'lz4-napi'
import { corrupt, tooLarge } from './faults.ts'

/**
 * The LZ4 frame format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md) around the block calls of the
 * library, whose own frame call has no bound on its output. Checksums are passed over: the CRC of the record batch
 * covers the same bytes.
 */
const FRAME_MAGIC = 0x184d2204
const SKIPPABLE_MAGIC = 0x184d2a50
const BLOCK_BYTES = 64 * 1024
const UNCOMPRESSED_FLAG = 0x80000000
/** No block expands by more: a longer match costs a byte for each 255. */
const RATIO_MAX = 255

/** Magic, version 1 with independent blocks and no checksums, blocks of 64 KiB, checksum of these two bytes. */
const FRAME_HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82])
const END_MARK = Buffer.alloc(4)

export function lz4Compress(data: Uint8Array): Buffer {
  const parts: Uint8Array[] = [FRAME_HEADER]
  for (let at = 0; at < data.length; at += BLOCK_BYTES) {
    const block = Buffer.from(data.buffer, data.byteOffset + at, Math.min(BLOCK_BYTES, data.length - at))
    const compressed = compressSync(block).subarray(4)
    const size = Buffer.allocUnsafe(4)
    if (compressed.length < block.length) size.writeUInt32LE(compressed.length)
    else size.writeUInt32LE(block.length + UNCOMPRESSED_FLAG)
    parts.push(size, compressed.length < block.length ? compressed : block)
  }
  parts.push(END_MARK)
  return Buffer.concat(parts)
}

export function lz4Decompress(data: Buffer, bytesMax: number): Buffer {
  const output: Output = { blocks: [], bytes: 0, bytesMax }
  let at = 0
  while (at < data.length) at = readFrame(data, at, output)
  return output.blocks.length === 1 ? output.blocks[0]! : Buffer.concat(output.blocks, output.bytes)
}

interface Output {
  readonly blocks: Buffer[]
  bytes: number
  readonly bytesMax: number
}

interface FrameHeader {
  readonly blockBytesMax: number
  readonly blockChecksums: boolean
  readonly contentChecksum: boolean
  /** Where the first block begins. */
  readonly end: number
}

/** Appends the content of the frame at `start` and returns where it ends. */
function readFrame(data: Buffer, start: number, output: Output): number {
  const magic = uint32(data, start)
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) return start + 8 + uint32(data, start + 4)
  const header = readHeader(data, start, magic)
  let at = header.end
  for (;;) {
    const word = uint32(data, at)
    at += 4
    if (word === 0) break
    const size = word % UNCOMPRESSED_FLAG
    if (size > header.blockBytesMax || at + size > data.length) throw corrupt('lz4', `block at byte ${at} is too long`)
    const block = data.subarray(at, at + size)
    append(output, word >= UNCOMPRESSED_FLAG ? block : decompressBlock(block, header, output))
    at += size + (header.blockChecksums ? 4 : 0)
  }
  return at + (header.contentChecksum ? 4 : 0)
}

function readHeader(data: Buffer, start: number, magic: number): FrameHeader {
  if (magic !== FRAME_MAGIC) throw corrupt('lz4', `no frame at byte ${start}`)
  const flags = data[start + 4] ?? 0
  const sizeCode = ((data[start + 5] ?? 0) >> 4) & 7
  if (flags >> 6 !== 1 || sizeCode < 4) throw corrupt('lz4', `frame at byte ${start} has an unknown form`)
  if (!(flags & 0x20)) throw corrupt('lz4', 'frames with dependent blocks are not allowed in record batches')
  if (flags & 0x01) throw corrupt('lz4', 'frames with a dictionary are not allowed in record batches')
  const contentSizeBytes = flags & 0x08 ? 8 : 0
  return {
    blockBytesMax: 1 << (8 + 2 * sizeCode),
    blockChecksums: (flags & 0x10) !== 0,
    contentChecksum: (flags & 0x04) !== 0,
    end: start + 7 + contentSizeBytes
  }
}

function append(output: Output, block: Buffer): void {
  output.bytes += block.length
  if (output.bytes > output.bytesMax) throw tooLarge('lz4', output.bytesMax)
  output.blocks.push(block)
}

/**
 * The library wants the size of its output before the block and allocates it: the bound of the frame, what the block
 * can expand to, or what is left, whichever is least.
 */
function decompressBlock(block: Buffer, header: FrameHeader, output: Output): Buffer {
  const blockBytesMax = Math.min(header.blockBytesMax, block.length * RATIO_MAX)
  const capacity = Math.min(blockBytesMax, output.bytesMax - output.bytes)
  const sized = Buffer.allocUnsafe(4 + block.length)
  sized.writeUInt32LE(capacity)
  block.copy(sized, 4)
  try {
    return uncompressSync(sized)
  } catch (cause) {
    if (capacity < blockBytesMax && /too small/.test(String(cause))) throw tooLarge('lz4', output.bytesMax)
    throw corrupt('lz4', 'block cannot be decompressed', cause)
  }
}

function uint32(data: Buffer, at: number): number {
  if (at + 4 > data.length) throw corrupt('lz4', `frame is cut off at byte ${data.length}`)
  return data.readUInt32LE(at)
}
