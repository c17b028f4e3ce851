import type { Journal } from '../runtime/journal.ts'
import { VersionedMap } from '../runtime/versioned-map.ts'
import type { CommittedOffset, OffsetKey } from './records.ts'

type Partitions = VersionedMap<number, CommittedOffset>
type Topics = Map<string, Partitions>

/** The offsets of all groups of a coordinator partition. */
export class OffsetStore {
  private readonly journal: Journal
  private readonly groups = new Map<string, Topics>()

  constructor(journal: Journal) {
    this.journal = journal
  }

  groupIds(): MapIterator<string> {
    return this.groups.keys()
  }

  /** The newest offset, committed or not. */
  get({ group, topic, partition }: OffsetKey): CommittedOffset | undefined {
    return this.groups.get(group)?.get(topic)?.get(partition)
  }

  committed({ group, topic, partition }: OffsetKey): CommittedOffset | undefined {
    return this.groups.get(group)?.get(topic)?.committed(partition)
  }

  /** Whether the group has offsets, by the newest state. */
  hasAny(group: string): boolean {
    for (const partitions of this.topicsOf(group).values()) if (partitions.size > 0) return true
    return false
  }

  /** The newest offsets of a group, by topic. */
  *topics(group: string): Generator<[topic: string, partitions: Partitions]> {
    for (const entry of this.topicsOf(group)) if (entry[1].size > 0) yield entry
  }

  /** What OffsetFetch of all topics answers. */
  *committedTopics(group: string): Generator<[topic: string, offsets: [number, CommittedOffset][]]> {
    for (const [topic, partitions] of this.topicsOf(group)) {
      const offsets = [...partitions.committedEntries()]
      if (offsets.length > 0) yield [topic, offsets]
    }
  }

  count(): number {
    let count = 0
    for (const topics of this.groups.values()) for (const partitions of topics.values()) count += partitions.size
    return count
  }

  set({ group, topic, partition }: OffsetKey, value: CommittedOffset): void {
    let topics = this.groups.get(group)
    if (topics === undefined) this.groups.set(group, (topics = new Map()))
    let partitions = topics.get(topic)
    if (partitions === undefined) topics.set(topic, (partitions = new VersionedMap(this.journal)))
    partitions.set(partition, value)
  }

  delete({ group, topic, partition }: OffsetKey): void {
    this.groups.get(group)?.get(topic)?.delete(partition)
  }

  /** Frees what deletions have left empty. */
  prune(group: string): void {
    const topics = this.groups.get(group)
    if (topics === undefined) return
    for (const [topic, partitions] of topics) if (partitions.isVacant) topics.delete(topic)
    if (topics.size === 0) this.groups.delete(group)
  }

  private topicsOf(group: string): ReadonlyMap<string, Partitions> {
    return this.groups.get(group) ?? NO_TOPICS
  }
}

const NO_TOPICS: ReadonlyMap<string, Partitions> = new Map()
