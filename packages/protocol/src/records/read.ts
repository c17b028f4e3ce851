import { isCompressionCodec } from '../compression/codec.ts'
import { decompress } from '../compression/compression.ts'
import { ErrorCode } from '../errors.ts'
import { ProtocolError } from '../wire/protocol-error.ts'
import { Reader } from '../wire/reader.ts'
import { attributesOf, type BatchHeader, compressionOf, hasLogAppendTime, readBatchHeader } from './batch.ts'
import { BATCH_HEADER_BYTES, RECORD_BYTES_MIN } from './layout.ts'
import type { KafkaRecord, RecordHeader } from './record.ts'
import { readVarint, readVarlong } from './varint.ts'

/**
 * The records of the batch at `at`, decompressed where need be. For tools, replay of internal topics, compaction and
 * conversions only: what clients produce and fetch is never opened. A batch that is not sound throws a ProtocolError
 * with CORRUPT_MESSAGE, one that decompresses to more than `decompressedBytesMax` one with MESSAGE_TOO_LARGE.
 */
export function* recordsOf(
  buffer: Buffer,
  options: { readonly at?: number; readonly decompressedBytesMax: number }
): Generator<KafkaRecord> {
  const header = readBatchHeader(buffer, options.at)
  const reader = openRecords(buffer, header, options.decompressedBytesMax)
  for (let left = header.count; left > 0; left--) yield readRecord(reader, header)
  if (reader.remaining > 0) throw corrupt(header, `${reader.remaining} bytes follow the last record`)
}

function openRecords(buffer: Buffer, header: BatchHeader, bytesMax: number): Reader {
  const codec = compressionOf(attributesOf(buffer, header.position))
  if (!isCompressionCodec(codec)) throw corrupt(header, `compression ${codec} is not known`)
  const compressed = buffer.subarray(header.position + BATCH_HEADER_BYTES, header.position + header.sizeBytes)
  const reader = new Reader(decompress(codec, compressed, bytesMax))
  if (header.count < 0 || header.count * RECORD_BYTES_MIN > reader.remaining) {
    throw corrupt(header, `${header.count} records in ${reader.remaining} bytes`)
  }
  return reader
}

function readRecord(reader: Reader, header: BatchHeader): KafkaRecord {
  try {
    return parseRecord(reader, header)
  } catch (cause) {
    throw corrupt(header, 'a record cannot be read', cause)
  }
}

function parseRecord(reader: Reader, header: BatchHeader): KafkaRecord {
  const length = readVarint(reader)
  const end = reader.position + length
  reader.int8() // attributes of a record: none are defined
  const timestampDelta = readVarlong(reader)
  const offset = header.baseOffset + readVarint(reader)
  const timestamp = hasLogAppendTime(header.attributes) ? header.maxTimestamp : header.baseTimestamp + timestampDelta
  const key = readBytes(reader)
  const value = readBytes(reader)
  const headers = readHeaders(reader)
  if (reader.position !== end) throw corrupt(header, `record at offset ${offset} is not of its length`)
  return { offset, timestamp, key, value, headers }
}

const NO_HEADERS: readonly RecordHeader[] = []

function readHeaders(reader: Reader): readonly RecordHeader[] {
  const count = readVarint(reader)
  if (count === 0) return NO_HEADERS
  if (count < 0 || count * 2 > reader.remaining) throw new RangeError(`${count} headers in ${reader.remaining} bytes`)
  const headers: RecordHeader[] = []
  for (let left = count; left > 0; left--) {
    const key = readBytes(reader)
    if (key === null) throw new RangeError('the key of a header is null')
    headers.push({ key: key.toString('utf8'), value: readBytes(reader) })
  }
  return headers
}

function readBytes(reader: Reader): Buffer | null {
  const length = readVarint(reader)
  if (length === -1) return null
  if (length < 0) throw new RangeError(`length ${length}`)
  return reader.view(length)
}

function corrupt(header: BatchHeader, what: string, cause?: unknown): ProtocolError {
  if (cause instanceof ProtocolError && cause.code === ErrorCode.CORRUPT_MESSAGE) return cause
  const message = `record batch at offset ${header.baseOffset}: ${what}`
  return new ProtocolError(ErrorCode.CORRUPT_MESSAGE, message, cause === undefined ? undefined : { cause })
}
