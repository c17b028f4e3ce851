/**
 * Where the fields of a record batch lie (format 2, https://kafka.apache.org/documentation/#recordbatch). The CRC
 * covers all from the attributes on; base offset, length and leader epoch lie before it, so a broker sets them without
 * touching it.
 */
export const BATCH = {
  BASE_OFFSET: 0,
  LENGTH: 8,
  LEADER_EPOCH: 12,
  MAGIC: 16,
  CRC: 17,
  ATTRIBUTES: 21,
  LAST_OFFSET_DELTA: 23,
  BASE_TIMESTAMP: 27,
  MAX_TIMESTAMP: 35,
  PRODUCER_ID: 43,
  PRODUCER_EPOCH: 51,
  BASE_SEQUENCE: 53,
  COUNT: 57,
  RECORDS: 61
} as const

/** Bytes of a batch before its records. */
export const BATCH_HEADER_BYTES = BATCH.RECORDS

/** Bytes that the length field does not count: base offset and itself. */
export const BATCH_OVERHEAD_BYTES = 12

/** The least that one uncompressed record takes: length, attributes, two deltas, two lengths, count of headers. */
export const RECORD_BYTES_MIN = 7

export const MAGIC_V2 = 2

/** Bits of the attributes; the lower three hold the compression. */
export const ATTRIBUTE = {
  COMPRESSION_MASK: 0x07,
  LOG_APPEND_TIME: 0x08,
  TRANSACTIONAL: 0x10,
  CONTROL: 0x20,
  DELETE_HORIZON: 0x40
} as const

/** What stands for "none" in the producer fields. */
export const NO_PRODUCER_ID = -1
export const NO_PRODUCER_EPOCH = -1
export const NO_SEQUENCE = -1
