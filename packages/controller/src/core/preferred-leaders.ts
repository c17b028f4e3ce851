import type { BrokerId } from '@gregor/base'
import type { MetadataRecord, PartitionImage } from '@gregor/metadata'
import { requestRecordsMax } from './outcome.ts'
import { changePartition } from './partition-change.ts'
import { canLead, type ControllerState } from './state.ts'
import { partitionRules, topicRules } from './topic-rules.ts'

/** How long after its last return to an ISR a preferred leader waits: leaderships come back together, not one by one. */
export const preferredReturnDelayMs = 1_000

/** Returns leaderships to preferred replicas that are in sync. Tried promptly after they rejoin, and now and then for all. */
export class PreferredLeaders {
  /** Brokers that rejoined an ISR of a partition that they should lead, and when to move leaderships to them. */
  readonly #returning = new Map<BrokerId, number>()
  #checkAllAtMs: number

  constructor(nowMs: number, intervalMs: number) {
    this.#checkAllAtMs = nowMs + intervalMs
  }

  /** Takes note of a change of the in-sync replicas. */
  noteIsr(before: PartitionImage, after: Pick<PartitionImage, 'isr' | 'leader'>, nowMs: number): void {
    const preferred = before.replicas[0]!
    if (after.leader === preferred || before.isr.includes(preferred) || !after.isr.includes(preferred)) return
    this.#returning.set(preferred, nowMs + preferredReturnDelayMs)
  }

  /** The records that move leaderships back now. */
  due(state: ControllerState, nowMs: number): MetadataRecord[] {
    if (!state.settings.autoRebalance) return []
    if (nowMs >= this.#checkAllAtMs) {
      this.#checkAllAtMs = nowMs + state.settings.rebalanceIntervalMs
      this.#returning.clear()
      return moveAll(state, [...state.image.brokers.keys()])
    }
    const due = [...this.#returning].filter(([, dueMs]) => nowMs >= dueMs).map(([broker]) => broker)
    for (const broker of due) this.#returning.delete(broker)
    return due.length === 0 ? [] : moveAll(state, due)
  }
}

function moveAll(state: ControllerState, brokers: readonly BrokerId[]): MetadataRecord[] {
  const rules = topicRules(state.image, state.settings)
  const mayLead = (other: BrokerId): boolean => canLead(state, other)
  const records: MetadataRecord[] = []
  for (const broker of brokers) {
    if (!mayLead(broker)) continue
    for (const partition of state.image.partitionsOf(broker)) {
      if (partition.replicas[0] !== broker || partition.leader === broker || !partition.isr.includes(broker)) continue
      const topic = partitionRules(partition, rules(partition.topic), mayLead)
      const record = changePartition(partition, { preferred: true }, topic)
      if (record !== undefined) records.push(record)
      if (records.length === requestRecordsMax) return records
    }
  }
  return records
}
