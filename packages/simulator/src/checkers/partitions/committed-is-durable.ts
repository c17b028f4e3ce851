import { type ObservedCluster, Violation } from '../../types.ts'
import { type HostedLog, type LogPosition, mayHaveBegunAnew, type PartitionHistory, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * P5: a leader's high watermark moves only while enough are in sync, and only to where every member of the maximal ISR
 * has flushed. P6: so all whom the metadata calls in sync or eligible hold everything that was ever committed, also when
 * one joins.
 */
export class CommittedIsDurable implements PartitionRule {
  readonly #cluster: ObservedCluster

  constructor(cluster: ObservedCluster) {
    this.#cluster = cluster
  }

  moved(hosted: HostedLog, before: LogPosition): void {
    if (hosted.leaderEpoch < 0 || hosted.highWatermark <= before.highWatermark) return
    this.#checkLeader(hosted)
    this.#checkMembers(hosted.history, 'P5')
  }

  changed(history: PartitionHistory): void {
    this.#checkMembers(history, 'P6')
  }

  #checkLeader(hosted: HostedLog): void {
    const { node, history, leaderEpoch, highWatermark } = hosted
    const led = node.running?.replicas.led(history.state.topicId, history.state.partition)
    if (led?.leaderEpoch !== leaderEpoch || hosted.learned) return
    const needed = Math.min(led.minInsyncReplicas, history.state.replicas.length)
    if (led.isr.length < needed) {
      const members = `with [${led.isr.join()}] in sync, and ${needed} needed`
      throw new Violation('P5', `${whereOf(hosted)}: the high watermark moved to ${highWatermark} ${members}`)
    }
    if (!history.strict) return
    // A leader that has not heard yet that a member is counted out counts on what that one had flushed before.
    const isStale = leaderEpoch < history.state.leaderEpoch
    const mayBeGone = (member: number): boolean => isStale && mayHaveBegunAnew(this.#cluster.node(member), history)
    const holders = led.maximalIsr.filter((member) => !mayBeGone(member))
    this.#checkHolders(history, holders, { end: highWatermark, invariant: 'P5' })
  }

  #checkMembers(history: PartitionHistory, invariant: string): void {
    const { isr, elr } = history.state
    if (!history.strict) return
    this.#checkHolders(history, isr, { end: history.committedEnd, invariant })
    this.#checkHolders(history, elr, { end: history.committedEnd, invariant })
  }

  #checkHolders(
    history: PartitionHistory,
    members: readonly number[],
    { end, invariant }: { readonly end: number; readonly invariant: string }
  ): void {
    for (const member of members) {
      const copy = history.copies.get(member)
      const node = this.#cluster.node(member)
      if (copy === undefined || copy.durable >= end || copy.wipes !== node.wipes) continue
      const { isr, elr, leaderEpoch } = history.state
      const members = `ISR [${isr.join()}] and ELR [${elr.join()}] of leader epoch ${leaderEpoch}`
      const lacks = `node ${member} has flushed up to ${copy.durable} only`
      throw new Violation(invariant, `${history.name} is committed up to ${end} with ${members}, but ${lacks}`)
    }
  }
}
