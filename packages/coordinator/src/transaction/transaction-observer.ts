import { type Logger, type Metrics, unreachable } from '@gregor/base'
import { errorInfo } from '@gregor/protocol'
import type { RuntimeObserver } from '../runtime/observer.ts'
import type { MarkerTask } from './marker-task.ts'
import type { TransactionNotice } from './notices.ts'
import { transactionCoordinatorMetrics } from './transaction-metrics.ts'

/** Passes markers on; one log line per event of a transaction, and its counters. */
export function createTransactionObserver(options: {
  readonly logger: Logger
  readonly metrics: Metrics
  readonly onMarkersDue: (task: MarkerTask, statePartition: number) => void
}): RuntimeObserver<TransactionNotice> {
  const { logger, metrics, onMarkersDue } = options
  const table = transactionCoordinatorMetrics
  const ended = {
    commit: metrics.counter(table.ended, { outcome: 'commit' }),
    abort: metrics.counter(table.ended, { outcome: 'abort' })
  }
  const loadSeconds = metrics.histogram(table.loadSeconds)
  const logged = ({ type, ...fields }: Exclude<TransactionNotice, { type: 'markers-due' }>): void => {
    switch (type) {
      case 'initialized':
        return logger.info(fields, 'Transactional id has a producer')
      case 'completed':
        return logger.debug(fields, 'Transaction is complete')
      case 'aborting':
        return logger.info(fields, 'Transaction is aborted, and its producer fenced')
      case 'expired':
        return logger.info(fields, 'Transactional id expired')
      default:
        return unreachable(type)
    }
  }
  return {
    notice(notice, partition) {
      if (notice.type === 'markers-due') return onMarkersDue(notice.task, partition)
      if (notice.type === 'completed') ended[notice.commit ? 'commit' : 'abort'].inc()
      if (notice.type === 'aborting') metrics.counter(table.fenced, { cause: notice.cause }).inc()
      return logged(notice)
    },
    loaded({ partition, durationMs, recordCount }) {
      loadSeconds.observe(durationMs / 1000)
      const fields = { partition, records: recordCount, durationMs: Math.round(durationMs) }
      // There are fifty partitions by default, most of them empty.
      logger[recordCount === 0 ? 'debug' : 'info'](fields, 'Loaded transactions')
    },
    appended() {},
    appendFailed({ partition, errorCode }) {
      const { name } = errorInfo(errorCode)
      metrics.counter(table.appendFailures, { error: name }).inc()
      logger.warn({ partition, error: name }, 'Records of transactions were not committed')
    }
  }
}
