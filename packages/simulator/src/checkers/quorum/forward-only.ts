import type { RaftStatus } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule } from './rule.ts'

/** R8: within a process term, commit index and applied index never go back, and nothing is applied before it is committed. */
export class ForwardOnly implements QuorumRule {
  looked({ node }: Member, now: RaftStatus, before: RaftStatus | undefined): void {
    if (now.appliedIndex > now.commitIndex) {
      const ahead = `applied ${now.appliedIndex} with commit index ${now.commitIndex}`
      throw new Violation('R8', `node ${node.id} ${ahead}`)
    }
    if (before === undefined) return
    for (const key of ['term', 'commitIndex', 'appliedIndex'] as const) {
      if (now[key] >= before[key]) continue
      throw new Violation('R8', `${key} of node ${node.id} went back from ${before[key]} to ${now[key]}`)
    }
  }
}
