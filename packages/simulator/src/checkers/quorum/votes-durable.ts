import { noNode, type RaftMessage } from 'raft-ts'
import { Violation } from '../../types.ts'
import type { Member, QuorumRule, Written } from './rule.ts'

/** The term in which a group starts: nothing has to be remembered of it. */
const firstTerm = 1

/**
 * R6: term and vote are durable before a message reveals them; a disk's term never goes back; and a member has one vote
 * in a term, over all its crashes. A pre-vote asks and answers about a term that nobody is in yet.
 */
export class VotesDurable implements QuorumRule {
  /** By disk and term. */
  readonly #votes = new Map<string, number>()
  /** By disk: the term that was written last. */
  readonly #terms = new Map<string, number>()

  sent(member: Member, message: RaftMessage): void {
    if (message.type === 'preVote' || (message.type === 'preVoteResponse' && message.granted)) return
    const { id, durableVote } = member.node
    const durableTerm = durableVote?.term ?? firstTerm
    if (message.term > durableTerm) {
      const reveals = `its ${message.type} reveals term ${message.term}`
      throw new Violation('R6', `${reveals}, while the disk of node ${id} has term ${durableTerm}`)
    }
    const vote = voteIn(message)
    if (vote === undefined) return
    if (durableVote?.term === message.term && durableVote.vote !== vote) {
      const told = `told a vote for ${vote} in term ${message.term}`
      throw new Violation('R6', `node ${id} ${told}, while its disk has a vote for ${durableVote.vote}`)
    }
    this.#noteVote(member, message.term, vote)
  }

  written(member: Member, { write: { hardState } }: Written): void {
    if (hardState === undefined) return
    const disk = diskOf(member)
    const before = this.#terms.get(disk) ?? 0
    if (hardState.term < before) {
      const back = `went back from term ${before} to ${hardState.term}`
      throw new Violation('R6', `the disk of node ${member.node.id} ${back}`)
    }
    this.#terms.set(disk, hardState.term)
    if (hardState.vote !== noNode) this.#noteVote(member, hardState.term, hardState.vote)
  }

  #noteVote(member: Member, term: number, vote: number): void {
    const key = `${diskOf(member)} ${term}`
    const before = this.#votes.get(key)
    if (before === undefined) this.#votes.set(key, vote)
    else if (before !== vote) {
      throw new Violation('R6', `node ${member.node.id} voted for ${before} and for ${vote} in term ${term}`)
    }
  }
}

/** A candidate has voted for itself. */
function voteIn(message: RaftMessage): number | undefined {
  if (message.type === 'vote') return message.from
  return message.type === 'voteResponse' && message.granted ? message.to : undefined
}

function diskOf({ node, wipes }: Member): string {
  return `${node.id}/${wipes}`
}
