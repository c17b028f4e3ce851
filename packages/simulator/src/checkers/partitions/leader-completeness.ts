import { Violation } from '../../types.ts'
import { type HostedLog, type LogPosition, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * P7: who is elected in a clean election has everything that any leader before called committed. P12: within a leadership
 * the high watermark only grows, and a leader serves no less than those before it did. P14: a leader stops in the very
 * turn in which it learns of another.
 */
export class LeaderCompleteness implements PartitionRule {
  leads(hosted: HostedLog): void {
    const { history, logEnd, copy } = hosted
    if (!history.strict) return
    if (hosted.epochStart < history.committedEnd) {
      const lacks = `its log ended at ${hosted.epochStart}, but everything below ${history.committedEnd} is committed`
      throw new Violation('P7', `${whereOf(hosted)}: ${lacks}`)
    }
    const { lastCommitted: last } = history
    if (last === undefined || copy.batches === undefined || last.baseOffset < hosted.logStart) return
    const held = copy.batches.findLast(({ baseOffset }) => baseOffset <= last.baseOffset)
    if (held === undefined || (held.baseOffset === last.baseOffset && held.epoch === last.epoch)) return
    const differs = `at ${last.baseOffset} it has a batch of epoch ${held.epoch}, not that of epoch ${last.epoch}`
    throw new Violation('P7', `${whereOf(hosted)}: ${differs} which is committed (log end ${logEnd})`)
  }

  moved(hosted: HostedLog, before: LogPosition): void {
    const { leaderEpoch, highWatermark, history } = hosted
    if (leaderEpoch < 0) return
    if (highWatermark < before.highWatermark) {
      const back = `went back from ${before.highWatermark} to ${highWatermark}`
      throw new Violation('P12', `${whereOf(hosted)}: the high watermark ${back}`)
    }
    if (!hosted.serves && highWatermark >= hosted.epochStart) {
      hosted.serves = true
      if (history.strict && highWatermark < history.committedEnd) {
        const less = `${highWatermark}, less than ${history.committedEnd}, which an earlier leader showed`
        throw new Violation('P12', `${whereOf(hosted)}: it serves with high watermark ${less}`)
      }
    }
  }
}

/** P14: to be asked after an event in which the node applied metadata. */
export function checkFenced(hosted: HostedLog): void {
  const { node, history, leaderEpoch } = hosted
  if (leaderEpoch < 0) return
  const known = node.running?.controller.image.partition(history.state.topicId, history.state.partition)
  if (known === undefined || known.leaderEpoch <= leaderEpoch) return
  throw new Violation('P14', `${whereOf(hosted)}: its metadata are at epoch ${known.leaderEpoch} already`)
}
