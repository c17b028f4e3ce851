import type { ConfState, RaftMessage, RaftStatus } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule } from './rule.ts'

/**
 * R7: an entry that a member acknowledged is on its disk; a leader moves the commit index over an entry of its own term
 * that the disks of a majority hold (Raft §5.4.2).
 *
 * An acknowledgement of an earlier term than the disk's may be about an entry that was written together with what a later
 * leader put in its place. That is as if it had left before: the member voted, or heard of the later leader, with the
 * entry in its log, so a majority that acknowledged it still shares a member with every later majority.
 */
export class CommitOnMajority implements QuorumRule {
  readonly #members: ReadonlyMap<number, Member>
  /** How far anybody knew of commits. */
  #committed = 0
  /** How far a leader has told of commits. */
  #told = 0

  constructor(members: ReadonlyMap<number, Member>) {
    this.#members = members
  }

  sent(member: Member, message: RaftMessage): void {
    if (message.type === 'append' || message.type === 'heartbeat') this.#checkTold(member, message)
    const { node, log } = member
    if (message.type !== 'appendResponse' || message.reject || message.index <= log.lastIndex) return
    if (node.durableVote !== undefined && message.term < node.durableVote.term) return
    const acknowledged = `acknowledged the log up to ${message.index}`
    throw new Violation('R7', `node ${node.id} ${acknowledged}, while its disk has it up to ${log.lastIndex}`)
  }

  looked(member: Member, now: RaftStatus, before: RaftStatus | undefined): void {
    if (now.commitIndex <= this.#committed) return
    this.#committed = now.commitIndex
    const led = now.role === 'leader' && before?.role === 'leader' && before.term === now.term
    // The membership that counted is not known any more when it changed together with the commit index.
    if (led && sameMembers(now.confState, before.confState)) this.#checkCommit(member, now)
  }

  /** A leader tells of a commit at once, before anybody can look at it: what is news is an entry of its own term. */
  #checkTold({ node, log }: Member, { commit, term }: { readonly commit: number; readonly term: number }): void {
    const isNews = commit > Math.max(this.#told, this.#committed)
    this.#told = Math.max(this.#told, commit)
    const held = isNews ? log.term(commit) : undefined
    if (held === undefined || held === term) return
    const entry = `entry ${commit} of term ${held}`
    throw new Violation('R7', `node ${node.id} tells that ${entry} is committed while it leads in term ${term}`)
  }

  #checkCommit({ node, log }: Member, { commitIndex, durableIndex, term, confState }: RaftStatus): void {
    const held = commitIndex <= durableIndex ? log.term(commitIndex) : undefined
    if (held !== undefined && held !== term) {
      const entry = `entry ${commitIndex} of term ${held}`
      throw new Violation('R7', `node ${node.id} committed ${entry} while it leads in term ${term}`)
    }
    for (const voters of [confState.voters, confState.votersOutgoing]) {
      const holders = voters.filter((voter) => this.#holds(voter, commitIndex, term))
      if (voters.length === 0 || holders.length > voters.length / 2) continue
      const disks = `only the disks of [${holders.join(', ')}] of [${voters.join(', ')}] hold it`
      throw new Violation('R7', `node ${node.id} committed entry ${commitIndex} of term ${term}: ${disks}`)
    }
  }

  /** Who lost its disk may have acknowledged the entry before. */
  #holds(voter: number, index: number, term: number): boolean {
    const member = this.#members.get(voter)
    return member !== undefined && (member.wipes > 0 || member.log.term(index) === term)
  }
}

function sameMembers(left: ConfState, right: ConfState): boolean {
  return same(left.voters, right.voters) && same(left.votersOutgoing, right.votersOutgoing)
}

function same(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((id, index) => id === right[index])
}
