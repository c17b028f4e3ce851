import type { RaftStatus } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule, Written } from './rule.ts'

/**
 * R4: every committed entry is in the log of each leader of a later term (Raft §5.4). R5: no two members commit or apply
 * different entries at one index.
 */
export class CommittedEntries implements QuorumRule {
  /** By index: the term of the entry that is committed there. */
  readonly #terms = new Map<number, number>()
  /** By term: how far somebody of that term knew of the commit. */
  readonly #endByTerm = new Map<number, number>()
  /** How far a member's committed entries were compared. */
  readonly #compared = new WeakMap<Member['log'], number>()

  looked(member: Member, now: RaftStatus, before: RaftStatus | undefined): void {
    const becameLeader = now.role === 'leader' && (before?.role !== 'leader' || before.term !== now.term)
    if (becameLeader) this.#checkLeader(member, now)
    // In memory the end of the log may be another one than on disk already.
    this.#compare(member, Math.min(now.commitIndex, now.durableIndex))
    if (now.commitIndex > (this.#endByTerm.get(now.term) ?? 0)) this.#endByTerm.set(now.term, now.commitIndex)
  }

  written(member: Member, { removed }: Written): void {
    const lost = removed.find(({ index, term }) => this.#terms.get(index) === term)
    if (lost !== undefined) {
      throw new Violation('R4', `node ${member.node.id} overwrote entry ${lost.index}, which is committed`)
    }
  }

  applied(member: Member, index: number): void {
    const term = member.log.term(index)
    if (term !== undefined) this.#confirm(member, index, term)
  }

  #compare(member: Member, to: number): void {
    const { log } = member
    const from = this.#compared.get(log) ?? 0
    if (to <= from) return
    for (let index = from + 1; index <= to; index++) {
      const term = log.term(index)
      if (term !== undefined) this.#confirm(member, index, term)
    }
    this.#compared.set(log, to)
  }

  #confirm({ node }: Member, index: number, term: number): void {
    const known = this.#terms.get(index)
    if (known === undefined) this.#terms.set(index, term)
    else if (known !== term) {
      throw new Violation('R5', `entry ${index} is committed in term ${known}, and on node ${node.id} in term ${term}`)
    }
  }

  /** By log matching, the last committed entry vouches for those before it. */
  #checkLeader({ node, log }: Member, now: RaftStatus): void {
    const end = this.#committedBefore(now.term)
    if (now.lastIndex < end) {
      const lacks = `its log ends at ${now.lastIndex}, but entry ${end} is committed`
      throw new Violation('R4', `node ${node.id} leads in term ${now.term}: ${lacks}`)
    }
    const committed = this.#terms.get(end)
    const held = end <= now.durableIndex ? log.term(end) : undefined
    if (held === undefined || committed === undefined || held === committed) return
    const differs = `entry ${end} is committed in term ${committed}, and here of term ${held}`
    throw new Violation('R4', `node ${node.id} leads in term ${now.term}: ${differs}`)
  }

  #committedBefore(term: number): number {
    let end = 0
    for (const [earlier, index] of this.#endByTerm) if (earlier < term && index > end) end = index
    return end
  }
}
