import type * as Wasm from '@bokuweb/zstd-wasm'
import * as zlib from 'node:zlib'
import { corrupt, isBeyondOutputMax, tooLarge } from './faults.ts'
import { zstdFrames } from './zstd-frames.ts'

/** The calls that node:zlib has from Node 22.15 on. */
interface ZstdOfNode {
  zstdCompressSync(data: Uint8Array): Buffer
  zstdDecompressSync(data: Uint8Array, options: { maxOutputLength: number }): Buffer
}

type ZstdOfWasm = typeof Wasm

const node: ZstdOfNode | undefined = 'zstdDecompressSync' in zlib ? (zlib as unknown as ZstdOfNode) : undefined
let wasm: ZstdOfWasm | undefined
let loading: Promise<void> | undefined

/**
 * Makes zstd usable on a Node that has none of its own; resolves at once on the others. A process that touches
 * records awaits this before it does.
 */
export function prepareZstd(): Promise<void> {
  if (node) return Promise.resolve()
  loading ??= load()
  return loading
}

async function load(): Promise<void> {
  const module = await import('@bokuweb/zstd-wasm')
  await module.init()
  wasm = module
}

export function zstdCompress(data: Uint8Array): Buffer {
  return node ? node.zstdCompressSync(data) : view(loadedWasm().compress(data))
}

export function zstdDecompress(data: Buffer, bytesMax: number): Buffer {
  const parts: Buffer[] = []
  let bytesLeft = bytesMax
  for (const frame of zstdFrames(data)) {
    const { start, end, contentBytes, contentBytesMax } = frame
    if (contentBytes !== undefined && contentBytes > bytesLeft) throw tooLarge('zstd', bytesMax)
    const part = decompressFrame(data.subarray(start, end), {
      capacity: contentBytes ?? Math.min(contentBytesMax, bytesLeft),
      cut: contentBytes === undefined && contentBytesMax > bytesLeft,
      bytesMax
    })
    parts.push(part)
    bytesLeft -= part.length
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts)
}

interface Bounds {
  /** Room for the content. */
  readonly capacity: number
  /** Whether that is less than the frame might need. */
  readonly cut: boolean
  readonly bytesMax: number
}

function decompressFrame(frame: Buffer, { capacity, cut, bytesMax }: Bounds): Buffer {
  try {
    if (node) return node.zstdDecompressSync(frame, { maxOutputLength: Math.max(capacity, 1) })
    return view(loadedWasm().decompress(frame, { defaultHeapSize: Math.max(capacity, 1) }))
  } catch (cause) {
    if (cut || isBeyondOutputMax(cause)) throw tooLarge('zstd', bytesMax)
    throw corrupt('zstd', 'frame cannot be decompressed', cause)
  }
}

function loadedWasm(): ZstdOfWasm {
  if (!wasm) throw new Error('zstd is used before prepareZstd() was awaited')
  return wasm
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
