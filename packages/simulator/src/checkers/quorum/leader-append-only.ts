import type { RaftStatus } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule, Written } from './rule.ts'

/** R2: a leader never overwrites or deletes entries of its own log (Raft §5.3). */
export class LeaderAppendOnly implements QuorumRule {
  looked({ node }: Member, now: RaftStatus, before: RaftStatus | undefined): void {
    if (before?.role !== 'leader' || now.role !== 'leader' || before.term !== now.term) return
    if (now.lastIndex >= before.lastIndex) return
    const cut = `from index ${before.lastIndex} to ${now.lastIndex}`
    throw new Violation('R2', `node ${node.id}, leading in term ${now.term}, cut its log ${cut}`)
  }

  written({ node }: Member, { removed }: Written): void {
    if (removed.length === 0) return
    const status = node.running?.controller.quorumStatus
    if (status?.role !== 'leader') return
    const own = removed.find(({ term }) => term === status.term)
    if (own === undefined) return
    throw new Violation('R2', `node ${node.id}, leading in term ${status.term}, overwrote its entry ${own.index}`)
  }
}
