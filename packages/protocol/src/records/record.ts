/** One header of a record. Keys may repeat. */
export interface RecordHeader {
  readonly key: string
  readonly value: Buffer | null
}

/** A record as read from a batch; key, value and header values are views. */
export interface KafkaRecord {
  readonly offset: number
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly RecordHeader[]
}

/** A record to put into a batch. */
export interface NewRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers?: readonly { readonly key: string; readonly value: Uint8Array | null }[]
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** Difference to the base offset; default: one more than that of the record before. Ascending. */
  readonly offsetDelta?: number
}
