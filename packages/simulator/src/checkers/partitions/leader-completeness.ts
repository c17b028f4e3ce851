import { Violation } from '../../types.ts'
import { exposedBefore, type HostedLog, type LogPosition, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * P7: who is elected in a clean election has everything that any leader before called committed. P12: within a leadership
 * the high watermark only grows, and a leader serves no less than those before it did. P14: a leader stops in the very
 * turn in which it learns of another.
 */
export class LeaderCompleteness implements PartitionRule {
  leads(hosted: HostedLog): void {
    const { history, epochStart, leaderEpoch, copy } = hosted
    const exposed = exposedBefore(history, leaderEpoch)
    if (!history.strict || exposed === undefined) return
    if (epochStart < exposed.end) {
      const lacks = `its log ended at ${epochStart}, but everything below ${exposed.end} is committed`
      throw new Violation('P7', `${whereOf(hosted)}: ${lacks} since epoch ${exposed.leaderEpoch}`)
    }
    const last = exposed.lastBatch
    if (last === undefined || copy.batches === undefined || last.baseOffset < hosted.logStart) return
    const held = copy.batches.findLast(({ baseOffset }) => baseOffset <= last.baseOffset)
    if (held === undefined || (held.baseOffset === last.baseOffset && held.epoch === last.epoch)) return
    const differs = `at ${last.baseOffset} it has a batch of epoch ${held.epoch}, not that of epoch ${last.epoch}`
    throw new Violation('P7', `${whereOf(hosted)}: ${differs}, which is committed`)
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
      const shown = exposedBefore(history, leaderEpoch)?.end ?? 0
      if (history.strict && highWatermark < shown) {
        const less = `${highWatermark}, less than ${shown}, which an earlier leader showed`
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
