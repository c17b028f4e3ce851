import type { RaftStatus } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule, Written } from './rule.ts'

/** R9: no log holds more than one membership change that is not committed yet (Raft thesis §4.1). */
export class OneMembershipChange implements QuorumRule {
  #committed = 0

  looked(_member: Member, { commitIndex }: RaftStatus): void {
    if (commitIndex > this.#committed) this.#committed = commitIndex
  }

  written({ node, log }: Member, { write }: Written): void {
    if (!write.entries.some(({ kind }) => kind === 'config')) return
    const status = node.running?.controller.quorumStatus
    const open = log.configsAfter(Math.max(this.#committed, status?.commitIndex ?? 0))
    if (open.length <= 1) return
    const where = open.map(({ index }) => index).join(' and ')
    throw new Violation('R9', `node ${node.id} holds membership changes at ${where}, and none of them is committed`)
  }
}
