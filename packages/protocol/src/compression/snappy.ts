import { compressSync, uncompressSync } from 'snappy'
import { corrupt, tooLarge } from './faults.ts'

/**
 * The framing of snappy-java, which Java producers write: this header with version 1 twice, then blocks, each after
 * its length as int32. Others (librdkafka) write one bare block. We write the framing, which all readers know.
 */
const JAVA_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00])
const JAVA_HEADER = Buffer.concat([JAVA_MAGIC, Buffer.from([0, 0, 0, 1, 0, 0, 0, 1])])
const BLOCK_BYTES = 32 * 1024

export function snappyCompress(data: Uint8Array): Buffer {
  const parts: Uint8Array[] = [JAVA_HEADER]
  for (let at = 0; at < data.length; at += BLOCK_BYTES) {
    const block = compressSync(data.subarray(at, at + BLOCK_BYTES))
    const length = Buffer.allocUnsafe(4)
    length.writeInt32BE(block.length)
    parts.push(length, block)
  }
  return Buffer.concat(parts)
}

export function snappyDecompress(data: Buffer, bytesMax: number): Buffer {
  const framed = data.length >= JAVA_HEADER.length && data.subarray(0, JAVA_MAGIC.length).equals(JAVA_MAGIC)
  return framed ? decompressFramed(data, bytesMax) : decompressBlock(data, bytesMax, bytesMax)
}

function decompressFramed(data: Buffer, bytesMax: number): Buffer {
  const blocks: Buffer[] = []
  let bytesLeft = bytesMax
  let at = JAVA_HEADER.length
  while (at < data.length) {
    const length = at + 4 <= data.length ? data.readInt32BE(at) : -1
    if (length < 0 || length > data.length - at - 4) throw corrupt('snappy', `block at byte ${at} is cut off`)
    const block = decompressBlock(data.subarray(at + 4, at + 4 + length), bytesLeft, bytesMax)
    blocks.push(block)
    bytesLeft -= block.length
    at += 4 + length
  }
  return blocks.length === 1 ? blocks[0]! : Buffer.concat(blocks)
}

/** A bare block begins with its uncompressed length; the library allocates that much, so look first. */
function decompressBlock(block: Buffer, bytesLeft: number, bytesMax: number): Buffer {
  if (uncompressedLength(block) > bytesLeft) throw tooLarge('snappy', bytesMax)
  try {
    return uncompressSync(block, { asBuffer: true }) as Buffer
  } catch (cause) {
    throw corrupt('snappy', 'block cannot be decompressed', cause)
  }
}

function uncompressedLength(block: Buffer): number {
  let length = 0
  for (let index = 0; index < 5 && index < block.length; index++) {
    const byte = block[index]!
    length += (byte & 0x7f) * 2 ** (7 * index)
    if (byte < 0x80) return length
  }
  throw corrupt('snappy', 'block has no length')
}
