/**
 * Where a coordinator keeps its state: one internal topic, of which this broker leads some partitions. The server
 * implements it over the replicated log.
 */
export interface CoordinatorLog {
  /**
   * Appends one record batch as leader; `done` comes when all in-sync replicas have it, or with a Kafka error code.
   * The buffer is given away.
   */
  append(partition: number, records: Buffer, done: (errorCode: number, baseOffset: number) => void): void
  /**
   * Reads a partition from its start to its high watermark; `onRecords` gets whole record batches in order. Rejects
   * when this broker does not lead the partition any more, or cannot read it.
   */
  scan(partition: number, onRecords: (records: Buffer) => void): Promise<void>
}
