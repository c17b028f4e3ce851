import { unreachable, type Counter, type Logger, type Metrics } from '@gregor/base'
import { errorInfo } from '@gregor/protocol'
import { groupCoordinatorMetrics } from '../metrics.ts'
import type { RuntimeObserver } from '../runtime/observer.ts'
import type { GroupNotice } from './notices.ts'

/** One log line per event of a group, and its counters. */
export function createGroupObserver(logger: Logger, metrics: Metrics): RuntimeObserver<GroupNotice> {
  const table = groupCoordinatorMetrics
  const counters = {
    rebalances: metrics.counter(table.rebalances),
    consumerRebalances: metrics.counter(table.consumerRebalances),
    expirations: metrics.counter(table.offsetExpirations),
    deletions: metrics.counter(table.offsetDeletions),
    batches: metrics.counter(table.appendedBatches),
    records: metrics.counter(table.appendedRecords)
  }
  const loadSeconds = metrics.histogram(table.loadSeconds)
  const removals = countersByLabel((cause) => metrics.counter(table.membersRemoved, { cause }))
  const failures = countersByLabel((error) => metrics.counter(table.appendFailures, { error }))
  return {
    notice(notice, partition) {
      logNotice(logger, notice, partition)
      if (notice.type === 'generation-formed') counters.rebalances.inc()
      else if (notice.type === 'target-assigned') counters.consumerRebalances.inc()
      else if (notice.type === 'member-removed') removals(notice.cause).inc()
      else if (notice.type === 'offsets-removed' && notice.cause === 'expiry') counters.expirations.inc(notice.count)
      else if (notice.type === 'offsets-removed') counters.deletions.inc(notice.count)
    },
    loaded({ partition, durationMs, recordCount }) {
      loadSeconds.observe(durationMs / 1000)
      const fields = { partition, records: recordCount, durationMs: Math.round(durationMs) }
      // There are fifty partitions by default, most of them empty.
      logger[recordCount === 0 ? 'debug' : 'info'](fields, 'Loaded groups and offsets')
    },
    appended({ recordCount }) {
      counters.batches.inc()
      counters.records.inc(recordCount)
    },
    appendFailed({ partition, errorCode }) {
      const { name } = errorInfo(errorCode)
      failures(name).inc()
      logger.warn({ partition, error: name }, 'Records of groups were not committed')
    }
  }
}

/** Labels come from our own tables, so the map stays small. */
function countersByLabel(create: (label: string) => Counter): (label: string) => Counter {
  const counters = new Map<string, Counter>()
  return (label) => {
    let counter = counters.get(label)
    if (counter === undefined) counters.set(label, (counter = create(label)))
    return counter
  }
}

function logNotice(logger: Logger, { type, ...rest }: GroupNotice, partition: number): void {
  const fields = { ...rest, partition }
  switch (type) {
    case 'rebalance-started':
      return logger.info(fields, 'Group rebalances')
    case 'generation-formed':
      return logger.info(fields, 'Group formed a generation')
    case 'assignment-stored':
      return logger.debug(fields, 'Group is stable')
    case 'target-assigned':
      return logger.info(fields, 'Group has a new target assignment')
    case 'assignment-failed':
      return logger.warn(fields, 'Assignment of the group could not be stored')
    case 'became-empty':
      return logger.info(fields, 'Group is empty')
    case 'member-joined':
      return logger.debug(fields, 'Member joined group')
    case 'change-refused':
      return logger.warn(fields, 'A change to the group was refused by the log')
    case 'member-removed':
      return logger.info(fields, 'Member removed from group')
    case 'group-migrated':
      return logger.info(fields, 'Group goes on under the other protocol')
    case 'group-deleted':
      return logger.info(fields, 'Group deleted')
    case 'offsets-removed':
      return logger.info(fields, 'Offsets of the group removed')
    default:
      return unreachable(type)
  }
}
