import type { CoordinatorLog } from '@gregor/coordinator'

/** __consumer_offsets in memory, always committed at once. */
export class MemoryCoordinatorLog implements CoordinatorLog {
  private readonly partitions = new Map<number, Buffer[]>()
  private readonly counts = new Map<number, number>()

  append(partition: number, records: Buffer, done: (errorCode: number, baseOffset: number) => void): void {
    const batches = this.partitions.get(partition) ?? []
    this.partitions.set(partition, [...batches, records])
    const baseOffset = this.counts.get(partition) ?? 0
    this.counts.set(partition, baseOffset + records.readInt32BE(57))
    setImmediate(() => done(0, baseOffset))
  }

  scan(partition: number, onRecords: (records: Buffer) => void): Promise<void> {
    for (const records of this.partitions.get(partition) ?? []) onRecords(records)
    return Promise.resolve()
  }
}
