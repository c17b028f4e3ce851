import type { Anomaly } from '../checker/anomaly.ts'
import type { History, Transaction } from '../checker/history.ts'
import { type Stretch, acknowledgementsOf, longestGap } from './gaps.ts'

/** A fault that struck, from then until all was healed. */
export interface Strike extends Stretch {
  readonly kind: string
}

/** What came of a run. */
export interface RunReport {
  readonly seed: number
  readonly minutes: number
  readonly history: History
  readonly strikes: readonly Strike[]
  /** Kinds of faults that could not be had here, with the reason. */
  readonly left: readonly string[]
  readonly groups: Readonly<Record<string, number>>
  readonly anomalies: readonly Anomaly[]
}

/** The report for people. */
export function reportLines(report: RunReport): string[] {
  const { seed, minutes, history, left, groups, anomalies } = report
  const { sends, polls } = history
  const records = (list: typeof sends) => list.reduce((sum, { values }) => sum + values.length, 0)
  const acknowledged = records(sends.filter(({ ack }) => ack !== undefined))
  const read = polls.reduce((sum, poll) => sum + poll.records.length, 0)
  const retried = sends.filter(({ attempts }) => attempts > 1).length
  return [
    `seed ${seed}, ${minutes.toFixed(1)} minutes`,
    `records: ${records(sends)} sent, ${acknowledged} acknowledged, ${read} read by tailing readers`,
    `batches: ${sends.length}, of them ${retried} sent more than once; ${history.ends.length} ends asked, ${history.commits.length} offsets committed`,
    ...transactionLines(history),
    `groups: ${Object.entries(groups)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
    ...faultLines(report),
    ...left,
    `anomalies: ${anomalies.length === 0 ? 'none' : anomalies.length}`,
    ...anomalies.slice(0, 50).map(({ kind, message }) => `  ${kind}: ${message}`)
  ]
}

function transactionLines({ transactions, committedPolls }: History): string[] {
  const ended = (wanted: Transaction['outcome']) => transactions.filter(({ outcome }) => outcome === wanted).length
  const fates = `${ended('committed')} committed, ${ended('aborted')} aborted, ${ended('unknown')} of unknown end`
  const read = committedPolls.reduce((sum, { records }) => sum + records.length, 0)
  return [`transactions: ${transactions.length}, of them ${fates}; ${read} records read as committed`]
}

function faultLines({ strikes, history }: RunReport): string[] {
  const acknowledged = acknowledgementsOf(history.sends)
  const kinds = [...new Set(strikes.map(({ kind }) => kind))].sort()
  const lines = kinds.map((kind) => {
    const own = strikes.filter((strike) => strike.kind === kind)
    const gapMs = Math.max(...own.map((strike) => longestGap(acknowledged, strike)))
    return `  ${kind.padEnd(26)} ${String(own.length).padStart(3)}   ${(gapMs / 1000).toFixed(1).padStart(5)} s`
  })
  return [`faults: ${strikes.length}`, `  ${'kind'.padEnd(26)} count  longest write gap of a partition`, ...lines]
}
