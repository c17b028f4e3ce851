/** Compression of a record batch: the lower three bits of its attributes. */
export const CompressionCodec = { NONE: 0, GZIP: 1, SNAPPY: 2, LZ4: 3, ZSTD: 4 } as const
export type CompressionCodec = (typeof CompressionCodec)[keyof typeof CompressionCodec]

/** Whether the number is that of a codec. */
export const isCompressionCodec = (value: number): value is CompressionCodec =>
  value >= CompressionCodec.NONE && value <= CompressionCodec.ZSTD
