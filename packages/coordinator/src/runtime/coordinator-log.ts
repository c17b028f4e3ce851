export interface AppendOptions {
  readonly guard?: number | undefined
  readonly transactionVersion?: number | undefined
}

/**
 * Where a coordinator keeps its state: one internal topic, of which this broker leads some partitions. The server
 * implements it over the replicated log.
 */
export interface CoordinatorLog {
  /**
   * Appends one record batch as leader; `done` comes when all in-sync replicas have it, or with a Kafka error code.
   * The buffer is given away. A transactional batch may come with the `guard` that it was verified with, a marker with the
   * level of transaction.version by which it is judged.
   */
  append(
    partition: number,
    records: Buffer,
    done: (errorCode: number, baseOffset: number) => void,
    options?: AppendOptions
  ): void
  /**
   * Reads a partition from its start to its high watermark; `onRecords` gets whole record batches in order. Rejects
   * when this broker does not lead the partition any more, or cannot read it.
   */
  scan(partition: number, onRecords: (records: Buffer) => void): Promise<void>
}
