import type { Journal } from '../../runtime/journal.ts'
import { VersionedMap } from '../../runtime/versioned-map.ts'
import type { GroupRecord } from '../records.ts'

type OffsetRecord = Extract<GroupRecord, { readonly type: 'offset' }>

/** Offsets of transactions that have not ended, by producer: nobody sees them until then. */
export class PendingOffsets {
  private readonly byProducer: VersionedMap<number, readonly OffsetRecord[]>

  constructor(journal: Journal) {
    this.byProducer = new VersionedMap(journal)
  }

  /** Producers with offsets that wait, by the newest state. */
  get producerCount(): number {
    return this.byProducer.size
  }

  add(producerId: number, record: OffsetRecord): void {
    this.byProducer.set(producerId, [...(this.byProducer.get(producerId) ?? []), record])
  }

  /** Takes the offsets of a producer out, in the order in which they came. */
  take(producerId: number): readonly OffsetRecord[] {
    const records = this.byProducer.get(producerId)
    if (records === undefined) return []
    this.byProducer.delete(producerId)
    return records
  }

  /**
   * Tells which offsets of a group are undecided: those that wait by the newest state, and those whose marker the log has not
   * committed yet. The producer may have been told long ago that its transaction is committed. Looks at all that wait.
   */
  undecidedOf(groupId: string): (topic: string, partition: number) => boolean {
    const undecided = new Set<string>()
    const note = (entries: Iterable<[number, readonly OffsetRecord[]]>): void => {
      for (const [, records] of entries) {
        for (const { key } of records) if (key.group === groupId) undecided.add(`${key.topic} ${key.partition}`)
      }
    }
    note(this.byProducer.entries())
    note(this.byProducer.committedEntries())
    return (topic, partition) => undecided.has(`${topic} ${partition}`)
  }
}
