import type { Anomaly } from './anomaly.ts'
import type { History } from './history.ts'
import { indexPartitions } from './partition-index.ts'
import { checkCommits } from './rules/commits.ts'
import { checkEnds } from './rules/ends.ts'
import { checkOffsets } from './rules/offsets.ts'
import { checkOrder } from './rules/order.ts'
import { checkPolls } from './rules/polls.ts'
import { checkSends } from './rules/sends.ts'
import { checkTransactions } from './rules/transactions.ts'

/** Everything that is wrong with a history, partition by partition. Pure; linear in the size of the history, but for sorting. */
export function checkHistory(history: History): Anomaly[] {
  const found: Anomaly[] = history.complaints.map((message) => ({ kind: 'complaint', message }))
  for (const index of indexPartitions(history)) {
    found.push(...checkOffsets(index), ...checkSends(index), ...checkOrder(index), ...checkPolls(index))
    found.push(...checkEnds(index))
  }
  return [...found, ...checkCommits(history), ...checkTransactions(history)]
}
