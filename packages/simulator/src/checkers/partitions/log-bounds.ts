import { Violation } from '../../types.ts'
import { type HostedLog, type LogPosition, mayHaveBegunAnew, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * P15: the start of a led log only grows, and never passes the high watermark. P3: what was durable is there when the log
 * is opened again. And the positions of a log are in order.
 */
export class LogBounds implements PartitionRule {
  opened(hosted: HostedLog, left: { readonly durable: number; readonly logStart: number } | undefined): void {
    this.#checkOrder(hosted)
    // An empty log has nothing to lose: it may have been about to begin anew elsewhere.
    if (left === undefined || left.durable <= left.logStart || !hosted.history.strict) return
    // One that is damaged, or in a log dir that failed, is left as a whole, when the replica does not count; it is never cut.
    const begunAnew = hosted.logEnd === 0 && mayHaveBegunAnew(hosted.node, hosted.history)
    if (hosted.logEnd >= left.durable || begunAnew) return
    const lost = `had flushed up to ${left.durable}, and was opened with its end at ${hosted.logEnd}`
    throw new Violation('P3', `${whereOf(hosted)} ${lost}`)
  }

  moved(hosted: HostedLog, before: LogPosition): void {
    this.#checkOrder(hosted)
    if (hosted.leaderEpoch < 0 || hosted.logStart >= before.logStart) return
    const back = `from ${before.logStart} to ${hosted.logStart}`
    throw new Violation('P15', `${whereOf(hosted)}: the start of the log went back ${back}`)
  }

  #checkOrder(hosted: HostedLog): void {
    const { logStart, highWatermark, flushed, logEnd } = hosted
    if (logStart <= highWatermark && highWatermark <= logEnd && logStart <= flushed && flushed <= logEnd) return
    const positions = `start ${logStart}, high watermark ${highWatermark}, flushed ${flushed}, end ${logEnd}`
    throw new Violation('P15', `${whereOf(hosted)}: positions are out of order: ${positions}`)
  }
}
