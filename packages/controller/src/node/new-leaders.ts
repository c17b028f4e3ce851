import { NO_BROKER, type BrokerId } from '@gregor/base'
import type { Operation } from '../core/controller-core.ts'

/** An operation that also notes which brokers lead the partitions that it creates: its answer can wait until they serve. */
export function leadersOfNewPartitions<Response>(operation: Operation<Response>): {
  readonly operation: Operation<Response>
  readonly leaders: ReadonlySet<BrokerId>
} {
  const leaders = new Set<BrokerId>()
  return {
    leaders,
    operation: (state, context) => {
      const outcome = operation(state, context)
      for (const record of outcome.records) {
        if (record.type !== 'partition' || record.partitionEpoch !== 0) continue
        if (record.leader !== NO_BROKER) leaders.add(record.leader)
      }
      return outcome
    }
  }
}
