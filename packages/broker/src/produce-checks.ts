import {
  attributesOf,
  BATCH_HEADER_BYTES,
  batchBytesOf,
  CompressionCodec,
  compressionOf,
  ErrorCode,
  isTransactional,
  MAGIC_V2,
  magicOf
} from '@gregor/protocol'

/** Why one partition of a Produce request is refused before it is tried. */
export interface ProduceFault {
  readonly errorCode: number
  readonly errorMessage: string
}

/** Versions of Produce before this have no zstd (KIP-110). */
const ZSTD_VERSION_MIN = 7

/**
 * What the request as such forbids: more or less than one batch, a codec that its version has not, and transactional batches
 * without a transactional id. Everything inside the batch is for the log to check, once.
 */
export function produceFault(
  records: Buffer | null,
  { version, transactionalId }: { readonly version: number; readonly transactionalId: string | null }
): ProduceFault | undefined {
  if (records === null || records.length === 0) {
    return { errorCode: ErrorCode.INVALID_RECORD, errorMessage: 'There is no record batch for the partition' }
  }
  // Too short, or of an old format: the log says what is wrong.
  if (records.length < BATCH_HEADER_BYTES || magicOf(records) !== MAGIC_V2) return undefined
  if (batchBytesOf(records) < records.length) {
    return { errorCode: ErrorCode.INVALID_RECORD, errorMessage: 'Only one record batch per partition is allowed' }
  }
  const attributes = attributesOf(records)
  if (isTransactional(attributes) && transactionalId === null) {
    const errorMessage = 'A transactional batch came in a request without a transactional id'
    return { errorCode: ErrorCode.INVALID_TXN_STATE, errorMessage }
  }
  if (compressionOf(attributes) === CompressionCodec.ZSTD && version < ZSTD_VERSION_MIN) {
    return {
      errorCode: ErrorCode.UNSUPPORTED_COMPRESSION_TYPE,
      errorMessage: `Produce version ${version} does not have zstd; version ${ZSTD_VERSION_MIN} does`
    }
  }
  return undefined
}
