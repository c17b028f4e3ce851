import { unreachable } from '@gregor/base'
import { CompressionCodec } from './codec.ts'
import { tooLarge } from './faults.ts'
import { gzipCompress, gzipDecompress } from './gzip.ts'
import { lz4Compress, lz4Decompress } from './lz4.ts'
import { snappyCompress, snappyDecompress } from './snappy.ts'
import { zstdCompress, zstdDecompress } from './zstd.ts'

/** Compresses in the form that Kafka's Java producer writes. */
export function compress(codec: CompressionCodec, data: Buffer): Buffer {
  switch (codec) {
    case CompressionCodec.NONE:
      return data
    case CompressionCodec.GZIP:
      return gzipCompress(data)
    case CompressionCodec.SNAPPY:
      return snappyCompress(data)
    case CompressionCodec.LZ4:
      return lz4Compress(data)
    case CompressionCodec.ZSTD:
      return zstdCompress(data)
    default:
      return unreachable(codec)
  }
}

/**
 * Decompresses to at most `bytesMax` bytes and never allocates for more than that. Throws a ProtocolError:
 * MESSAGE_TOO_LARGE beyond the bound, CORRUPT_MESSAGE for what the codec cannot have written.
 */
export function decompress(codec: CompressionCodec, data: Buffer, bytesMax: number): Buffer {
  switch (codec) {
    case CompressionCodec.NONE:
      if (data.length > bytesMax) throw tooLarge('none', bytesMax)
      return data
    case CompressionCodec.GZIP:
      return gzipDecompress(data, bytesMax)
    case CompressionCodec.SNAPPY:
      return snappyDecompress(data, bytesMax)
    case CompressionCodec.LZ4:
      return lz4Decompress(data, bytesMax)
    case CompressionCodec.ZSTD:
      return zstdDecompress(data, bytesMax)
    default:
      return unreachable(codec)
  }
}
