import type { PartitionLog } from '@gregor/log'
import type { ObservedNode } from '../../types.ts'
import type { Copy, HostedLog, LogPosition, PartitionHistory } from './history.ts'

/** A log that a process has just opened, on the copy that its disk had. */
export function hostedLog(options: {
  readonly node: ObservedNode
  readonly history: PartitionHistory
  readonly log: PartitionLog
}): HostedLog {
  const { node, history, log } = options
  const earlier = history.copies.get(node.id)
  const copy = earlier?.wipes === node.wipes ? earlier : newCopy(node)
  history.copies.set(node.id, copy)
  const role = { leaderEpoch: -1, epochStart: 0, serves: false, learned: false }
  return { node, incarnation: node.incarnation, history, log, copy, ...positionOf(log), ...role }
}

function newCopy({ id, wipes }: ObservedNode): Copy {
  return { nodeId: id, wipes, durable: 0, logStart: 0, logEnd: 0, batches: [] }
}

export function positionOf(log: PartitionLog): LogPosition {
  const { logStartOffset: logStart, highWatermark, flushedOffset: flushed, logEndOffset: logEnd } = log
  return { logStart, highWatermark, flushed, logEnd }
}

export function hasMoved({ log, logEnd, highWatermark, flushed, logStart }: HostedLog): boolean {
  return (
    log.logEndOffset !== logEnd ||
    log.highWatermark !== highWatermark ||
    log.flushedOffset !== flushed ||
    log.logStartOffset !== logStart
  )
}

/** What was flushed once stays durable, whatever a later process counts as flushed, until it is truncated. */
export function noteCopy({ copy, flushed, logEnd, logStart }: HostedLog): void {
  copy.durable = Math.max(flushed, Math.min(copy.durable, logEnd))
  copy.logStart = logStart
  copy.logEnd = logEnd
}

/** What a leader shows to clients. */
export function noteExposed({ history, leaderEpoch, highWatermark, logStart }: HostedLog): void {
  if (leaderEpoch < 0) return
  if (highWatermark > history.committedEnd) history.committedEnd = highWatermark
  if (logStart > history.logStart) history.logStart = logStart
  const exposure = history.exposures.get(leaderEpoch)
  if (exposure === undefined)
    history.exposures.set(leaderEpoch, { leaderEpoch, end: highWatermark, lastBatch: undefined })
  else if (highWatermark > exposure.end) exposure.end = highWatermark
}
