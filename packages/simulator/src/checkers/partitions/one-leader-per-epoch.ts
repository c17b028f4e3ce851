import { Violation } from '../../types.ts'
import { type HostedLog, type PartitionHistory, whereOf } from './history.ts'
import type { PartitionRule } from './rule.ts'

/**
 * P1: one process leads a partition in a leader epoch, the one that the metadata names. A process that starts again must
 * not resume a leadership (B1).
 */
export class OneLeaderPerEpoch implements PartitionRule {
  readonly #leaders = new WeakMap<
    PartitionHistory,
    Map<number, { readonly id: number; readonly incarnation: number }>
  >()

  leads(hosted: HostedLog): void {
    const { node, incarnation, history, leaderEpoch } = hosted
    const named = history.leaders.get(leaderEpoch)
    if (named !== undefined && named !== node.id) {
      throw new Violation('P1', `${whereOf(hosted)}: the metadata names ${named} as leader`)
    }
    const leaders = this.#leadersOf(history)
    const known = leaders.get(leaderEpoch)
    if (known === undefined) leaders.set(leaderEpoch, { id: node.id, incarnation })
    else if (known.id !== node.id || known.incarnation !== incarnation) {
      const other = `process ${known.incarnation} of node ${known.id} led in it before`
      throw new Violation('P1', `${whereOf(hosted)} as process ${incarnation}: ${other}`)
    }
  }

  #leadersOf(history: PartitionHistory): Map<number, { readonly id: number; readonly incarnation: number }> {
    let leaders = this.#leaders.get(history)
    if (leaders === undefined) this.#leaders.set(history, (leaders = new Map()))
    return leaders
  }
}
