import { Violation } from '../../types.ts'
import type { Member, QuorumRule, Written } from './rule.ts'
import type { StoredEntry } from './stored-log.ts'

interface Known {
  readonly digest: number
  readonly previousTerm: number | undefined
  readonly node: number
}

/** Above every term of a run, so that index and term make one exact number. */
const termsMax = 2 ** 20

/**
 * R3: entries of one index and term are the same everywhere, and so is all before them (Raft §5.3). The entry before is
 * compared by its term; that says the rest by induction.
 */
export class LogMatching implements QuorumRule {
  readonly #known = new Map<number, Known>()

  written(member: Member, { write }: Written): void {
    for (const { index } of write.entries) {
      const entry = member.log.entry(index)
      if (entry !== undefined) this.#compare(member, entry)
    }
  }

  #compare({ node, log }: Member, { index, term, digest }: StoredEntry): void {
    const key = index * termsMax + term
    const previousTerm = log.term(index - 1)
    const known = this.#known.get(key)
    if (known === undefined) {
      this.#known.set(key, { digest, previousTerm, node: node.id })
      return
    }
    const where = `entry ${index} of term ${term} on nodes ${known.node} and ${node.id}`
    if (known.digest !== digest) throw new Violation('R3', `${where} has different content`)
    if (known.previousTerm === undefined || previousTerm === undefined || known.previousTerm === previousTerm) return
    throw new Violation('R3', `${where} follows entries of terms ${known.previousTerm} and ${previousTerm}`)
  }
}
