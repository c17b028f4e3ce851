import { err, ok, type Result } from '@gregor/base'
import { CompressionCodec, isCompressionCodec } from '../compression/codec.ts'
import { ErrorCode } from '../errors.ts'
import {
  type BatchHeader,
  batchBytesOf,
  compressionOf,
  hasLogAppendTime,
  hasValidCrc,
  isControl,
  isTransactional,
  magicOf,
  readBatchHeader
} from './batch.ts'
import { ATTRIBUTE, BATCH_HEADER_BYTES, BATCH_OVERHEAD_BYTES, MAGIC_V2, RECORD_BYTES_MIN } from './layout.ts'

export interface ProduceLimits {
  /** max.message.bytes of the topic: bytes of one batch. */
  readonly batchBytesMax: number
  /** Version of the Produce request; zstd is allowed from 7 on (KIP-110). Default: the newest. */
  readonly apiVersion?: number
}

/** Why a batch is refused: the code of the answer and a sentence for its error_message. */
export interface RecordsFault {
  readonly code: ErrorCode
  readonly message: string
}

type Checked = Result<BatchHeader, RecordsFault>

/** Versions of Produce before this have no zstd. */
const ZSTD_VERSION_MIN = 7

/**
 * Checks what a client sent for one partition: exactly one batch, sound in all that its header says, and intact by
 * its CRC. The records themselves are not looked at.
 */
export function validateProduceBatch(records: Buffer | null, limits: ProduceLimits): Checked {
  if (records === null || records.length === 0) {
    return refuse(ErrorCode.INVALID_RECORD, 'There is no record batch for the partition.')
  }
  const shape = checkShape(records, limits.batchBytesMax)
  if (shape) return err(shape)
  if (!hasValidCrc(records)) return refuse(ErrorCode.CORRUPT_MESSAGE, 'The record batch does not match its CRC.')
  const header = readBatchHeader(records)
  const fault =
    checkCount(header) ?? checkAttributes(header, limits) ?? checkProducer(header) ?? checkTimestamps(header)
  return fault ? err(fault) : ok(header)
}

function checkShape(records: Buffer, batchBytesMax: number): RecordsFault | undefined {
  const { length } = records
  if (length > 16 && magicOf(records) !== MAGIC_V2) {
    const message = `The records have magic ${magicOf(records)}; only magic 2 is accepted.`
    return { code: ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT, message }
  }
  if (length < BATCH_HEADER_BYTES) {
    return { code: ErrorCode.CORRUPT_MESSAGE, message: `The record batch is cut off at ${length} bytes.` }
  }
  const bytes = batchBytesOf(records)
  if (bytes < BATCH_HEADER_BYTES || bytes > length) {
    const message = `The record batch says it has ${bytes - BATCH_OVERHEAD_BYTES} bytes after its length, but does not.`
    return { code: ErrorCode.CORRUPT_MESSAGE, message }
  }
  if (bytes < length) {
    return { code: ErrorCode.INVALID_RECORD, message: 'Only one record batch is allowed for each partition.' }
  }
  if (bytes > batchBytesMax) {
    const message = `The record batch has ${bytes} bytes; max.message.bytes of the topic is ${batchBytesMax}.`
    return { code: ErrorCode.MESSAGE_TOO_LARGE, message }
  }
  return undefined
}

function checkCount(header: BatchHeader): RecordsFault | undefined {
  const { count, baseOffset, lastOffset, sizeBytes, attributes } = header
  if (!Number.isSafeInteger(baseOffset)) return invalid('The base offset is out of range.')
  if (count <= 0) return invalid(`The record batch says it has ${count} records.`)
  if (lastOffset - baseOffset !== count - 1) {
    return invalid(`The record batch says it has ${count} records but spans ${lastOffset - baseOffset + 1} offsets.`)
  }
  const compressed = compressionOf(attributes) !== CompressionCodec.NONE
  if (!compressed && count * RECORD_BYTES_MIN > sizeBytes - BATCH_HEADER_BYTES) {
    return invalid(`The record batch says it has ${count} records, more than its bytes can hold.`)
  }
  return undefined
}

function checkAttributes({ attributes }: BatchHeader, { apiVersion }: ProduceLimits): RecordsFault | undefined {
  if (isControl(attributes)) return invalid('Clients may not write control records.')
  if (attributes & ATTRIBUTE.DELETE_HORIZON) return invalid('Clients may not set a delete horizon.')
  if (hasLogAppendTime(attributes)) {
    return { code: ErrorCode.INVALID_TIMESTAMP, message: 'Clients may not set the timestamp type LogAppendTime.' }
  }
  const codec = compressionOf(attributes)
  if (!isCompressionCodec(codec)) {
    return { code: ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, message: `Compression ${codec} is not known.` }
  }
  if (codec === CompressionCodec.ZSTD && apiVersion !== undefined && apiVersion < ZSTD_VERSION_MIN) {
    const message = `Produce version ${apiVersion} does not support zstd; version ${ZSTD_VERSION_MIN} does.`
    return { code: ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, message }
  }
  return undefined
}

function checkProducer(header: BatchHeader): RecordsFault | undefined {
  const { producerId, producerEpoch, baseSequence, attributes } = header
  if (!Number.isSafeInteger(producerId)) return invalid('The producer id is out of range.')
  if (producerId < 0) {
    return isTransactional(attributes) ? invalid('A transactional batch must have a producer id.') : undefined
  }
  if (producerEpoch < 0 || baseSequence < 0) {
    return invalid(`Producer ${producerId} sent epoch ${producerEpoch} and sequence ${baseSequence}.`)
  }
  return undefined
}

function checkTimestamps({ baseTimestamp, maxTimestamp }: BatchHeader): RecordsFault | undefined {
  if (Number.isSafeInteger(baseTimestamp) && Number.isSafeInteger(maxTimestamp)) return undefined
  return { code: ErrorCode.INVALID_TIMESTAMP, message: 'A timestamp is beyond 2^53 ms.' }
}

const invalid = (message: string): RecordsFault => ({ code: ErrorCode.INVALID_RECORD, message })
const refuse = (code: ErrorCode, message: string): Checked => err({ code, message })
