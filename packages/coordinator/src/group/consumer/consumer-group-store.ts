import type { Journal } from '../../runtime/journal.ts'
import { ConsumerGroup } from './consumer-group.ts'
import type { ConsumerRecord } from './records.ts'

/** The consumer groups of a coordinator partition. */
export class ConsumerGroupStore {
  private readonly journal: Journal
  private readonly groups = new Map<string, ConsumerGroup>()

  constructor(journal: Journal) {
    this.journal = journal
  }

  /** The group if there is one, by the newest state. */
  get(groupId: string): ConsumerGroup | undefined {
    const group = this.groups.get(groupId)
    return group?.exists === true ? group : undefined
  }

  /** The group if there is one as far as the log has committed. */
  committed(groupId: string): ConsumerGroup | undefined {
    const group = this.groups.get(groupId)
    return group?.existsCommitted === true ? group : undefined
  }

  /** All groups, by the newest state. */
  *[Symbol.iterator](): Generator<ConsumerGroup> {
    for (const group of this.groups.values()) if (group.exists) yield group
  }

  replay(record: ConsumerRecord): void {
    let group = this.groups.get(record.group)
    if (group === undefined) {
      // A tombstone of what is not there: compaction has removed the rest.
      if (record.value === null) return
      this.groups.set(record.group, (group = new ConsumerGroup(record.group, this.journal)))
    }
    group.replay(record)
  }

  /** Frees a group that deletions have left empty. */
  prune(groupId: string): void {
    if (this.groups.get(groupId)?.isVacant === true) this.groups.delete(groupId)
  }

  /** Frees all groups that deletions have left empty. */
  pruneAll(): void {
    for (const groupId of this.groups.keys()) this.prune(groupId)
  }
}
