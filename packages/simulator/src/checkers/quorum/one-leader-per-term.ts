import type { RaftMessage, RaftStatus } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule } from './rule.ts'

/**
 * R1: at most one leader per term (Raft §5.2). R11: a member never leads in a term in which it led before a restart; it
 * cannot know what it promised then. Who sends as a leader counts as one.
 */
export class OneLeaderPerTerm implements QuorumRule {
  readonly #leaders = new Map<number, { readonly id: number; readonly incarnation: number }>()

  looked(member: Member, { role, term }: RaftStatus): void {
    if (role === 'leader') this.#claim(member, term)
  }

  sent(member: Member, { type, term }: RaftMessage): void {
    if (type === 'append' || type === 'heartbeat' || type === 'snapshot' || type === 'timeoutNow') {
      this.#claim(member, term)
    }
  }

  #claim({ node: { id }, incarnation }: Member, term: number): void {
    const leader = this.#leaders.get(term)
    if (leader === undefined) {
      this.#leaders.set(term, { id, incarnation })
      return
    }
    if (leader.id !== id) throw new Violation('R1', `nodes ${leader.id} and ${id} both lead in term ${term}`)
    if (leader.incarnation === incarnation) return
    const processes = `in process ${incarnation} as it did in process ${leader.incarnation}`
    throw new Violation('R11', `node ${id} leads in term ${term} ${processes}`)
  }
}
