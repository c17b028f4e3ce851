import { gunzipSync, gzipSync } from 'node:zlib'
import { corrupt, isBeyondOutputMax, tooLarge } from './faults.ts'

export const gzipCompress = (data: Uint8Array): Buffer => gzipSync(data)

export function gzipDecompress(data: Uint8Array, bytesMax: number): Buffer {
  try {
    return gunzipSync(data, { maxOutputLength: Math.max(bytesMax, 1) })
  } catch (cause) {
    if (isBeyondOutputMax(cause)) throw tooLarge('gzip', bytesMax)
    throw corrupt('gzip', 'cannot be decompressed', cause)
  }
}
