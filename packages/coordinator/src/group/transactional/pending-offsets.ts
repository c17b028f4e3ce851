import type { Journal } from '../../runtime/journal.ts'
import { VersionedMap } from '../../runtime/versioned-map.ts'
import type { GroupRecord, OffsetKey } from '../records.ts'

type OffsetRecord = Extract<GroupRecord, { readonly type: 'offset' }>

interface PendingOffset {
  readonly record: OffsetRecord
  /** Grows in the order of the log. */
  readonly order: number
}

/**
 * Offsets of transactions that have not ended, by producer: nobody sees them until then.
 *
 * Invariant: what waits for a partition is younger in the log than the offset that it has. What is older would not count
 * even if its transaction were committed, and is dropped.
 */
export class PendingOffsets {
  private readonly byProducer: VersionedMap<number, readonly PendingOffset[]>
  /** How many offsets wait, by group, and there by partition: so that most commits look no further. */
  private readonly counts: VersionedMap<string, ReadonlyMap<string, number>>
  private nextOrder = 1

  constructor(journal: Journal) {
    this.byProducer = new VersionedMap(journal)
    this.counts = new VersionedMap(journal)
  }

  /** Producers with offsets that wait, by the newest state. */
  get producerCount(): number {
    return this.byProducer.size
  }

  /** Groups of which offsets wait. */
  groupIds(): MapIterator<string> {
    return this.counts.keys()
  }

  hasAny(group: string): boolean {
    return this.counts.has(group)
  }

  /** Whether a transaction may yet change an offset. */
  has(key: OffsetKey): boolean {
    return this.counts.get(key.group)?.has(partitionText(key)) === true
  }

  /**
   * Whether what is committed of a partition may yet change: an offset waits by the newest state, or its marker is not committed to
   * the log yet. The producer may have been told long ago that its transaction is committed.
   */
  isUndecided(key: OffsetKey): boolean {
    return this.has(key) || this.counts.committed(key.group)?.has(partitionText(key)) === true
  }

  /** The partitions of a group of which offsets wait, each once. */
  keysOf(group: string): readonly OffsetKey[] {
    return Array.from(this.counts.get(group)?.keys() ?? [], (text) => {
      const end = text.lastIndexOf(' ')
      return { group, topic: text.slice(0, end), partition: Number(text.slice(end + 1)) }
    })
  }

  add(producerId: number, record: OffsetRecord): void {
    const pending = { record, order: this.nextOrder++ }
    this.byProducer.set(producerId, [...(this.byProducer.get(producerId) ?? []), pending])
    this.count(record.key, 1)
  }

  /** Takes the offsets of a producer out, in the order in which they came; its transaction is aborted. */
  take(producerId: number): readonly OffsetRecord[] {
    const pending = this.byProducer.get(producerId)
    if (pending === undefined) return []
    this.byProducer.delete(producerId)
    for (const { record } of pending) this.count(record.key, -1)
    return pending.map(({ record }) => record)
  }

  /** As take, when the transaction is committed: what others have before these in the log counts no more. */
  takeCommitted(producerId: number): readonly OffsetRecord[] {
    const orders = new Map(this.byProducer.get(producerId)?.map(({ record, order }) => [record, order]))
    const records = this.take(producerId)
    for (const record of records) this.dropBefore(record.key, orders.get(record)!)
    return records
  }

  /** An offset was committed outside of any transaction, or deleted: what waits for the partition counts no more. */
  drop(key: OffsetKey): void {
    this.dropBefore(key, this.nextOrder)
  }

  private dropBefore(key: OffsetKey, before: number): void {
    if (!this.has(key)) return
    const isDropped = ({ record, order }: PendingOffset): boolean => order < before && sameKey(record.key, key)
    for (const [producerId, pending] of this.byProducer.entries()) {
      const kept = pending.filter((each) => !isDropped(each))
      if (kept.length === pending.length) continue
      this.count(key, kept.length - pending.length)
      if (kept.length === 0) this.byProducer.delete(producerId)
      else this.byProducer.set(producerId, kept)
    }
  }

  private count(key: OffsetKey, by: number): void {
    const partitions = new Map(this.counts.get(key.group))
    const text = partitionText(key)
    const count = (partitions.get(text) ?? 0) + by
    if (count === 0) partitions.delete(text)
    else partitions.set(text, count)
    if (partitions.size === 0) this.counts.delete(key.group)
    else this.counts.set(key.group, partitions)
  }
}

const partitionText = ({ topic, partition }: OffsetKey): string => `${topic} ${partition}`

const sameKey = (left: OffsetKey, right: OffsetKey): boolean =>
  left.partition === right.partition && left.topic === right.topic && left.group === right.group
