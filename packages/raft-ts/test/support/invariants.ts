import type { ConfState, Entry, RaftMessage, ReadState, Ready } from '../../src/index.ts'
import type { SimNode, SimObserver, SimState } from './sim-node.ts'

/** What a schedule has to come across to be worth something. */
export const sights = [
  'a term without a majority',
  'an entry is overwritten',
  'a snapshot is installed',
  'a read is confirmed',
  'leadership is handed over',
  'a leader is in a joint configuration',
  'a learner follows'
] as const
export type Sight = (typeof sights)[number] | 'a lost disk is replaced'

/** What must hold of every group at every moment; throws with the rule's number when it does not. */
export class Invariants implements SimObserver {
  members: readonly SimNode[] = []
  readonly network: RaftMessage[] = []
  readonly seen = new Set<Sight>()
  private readonly leaders = new Map<number, string>()
  private readonly leaderLogs = new Map<string, readonly Entry[]>()
  private readonly entriesSeen = new Map<string, { readonly prevTerm: number | undefined; readonly content: string }>()
  private readonly committed = new Map<number, { readonly term: number; readonly byTerm: number }>()
  private committedMax = 0
  private readonly states = new Map<number, number>()
  private readonly votes = new Map<string, number>()
  private readonly indexes = new Map<string, { readonly commit: number; readonly applied: number }>()
  private readonly terms = new Map<number, number>()
  private readonly reads = new Map<string, number>()
  private contexts = 0

  /** All that can be seen from outside, after each event that `member` took part in. */
  check(member: SimNode): void {
    const status = member.node?.status()
    if (status === undefined) return
    this.checkMonotonic(member, { commit: status.commitIndex, applied: status.appliedIndex, term: status.term })
    const log = member.volatileLog()
    this.checkLogMatching(member, log)
    if (status.role === 'leader') this.checkLeader(member, log)
    this.checkCommitted(member, log)
  }

  private checkMonotonic(
    member: SimNode,
    now: { readonly commit: number; readonly applied: number; readonly term: number }
  ): void {
    const incarnation = `${member.id}/${member.incarnation}`
    const before = this.indexes.get(incarnation) ?? { commit: 0, applied: 0 }
    ensure(now.commit >= before.commit && now.applied >= before.applied, 'R8: an index went back', {
      incarnation,
      before,
      now
    })
    ensure(now.applied <= now.commit, 'R8: applied before committed', { incarnation, now })
    this.indexes.set(incarnation, now)
  }

  private checkLogMatching(member: SimNode, log: readonly Entry[]): void {
    let prevTerm: number | undefined
    for (const entry of log) {
      const key = `${entry.index}/${entry.term}`
      const content = `${entry.kind}:${new TextDecoder().decode(entry.data)}`
      const seen = this.entriesSeen.get(key)
      const agrees =
        seen === undefined || (seen.content === content && (seen.prevTerm ?? prevTerm) === (prevTerm ?? seen.prevTerm))
      ensure(agrees, 'R3: same index and term, different entries', { member: member.id, key, content, seen })
      this.entriesSeen.set(key, { content, prevTerm: seen?.prevTerm ?? prevTerm })
      prevTerm = entry.term
    }
  }

  private checkLeader(member: SimNode, log: readonly Entry[]): void {
    const status = member.node?.status()
    if (status === undefined) return
    const { term } = status
    const name = `${member.id}/${member.incarnation}`
    const known = this.leaders.get(term)
    ensure(known === undefined || known === name, 'R1, R11: a second leader, or a second life of one, in a term', {
      term,
      known,
      name
    })
    this.leaders.set(term, name)
    if (status.confState.votersOutgoing.length > 0) this.seen.add('a leader is in a joint configuration')
    if (status.members.some(({ learner }) => learner)) this.seen.add('a learner follows')
    if (term > this.leaders.size + 1) this.seen.add('a term without a majority')
    if (known === undefined) this.checkCompleteness(member, log, term)
    this.checkAppendOnly(`${term}`, log)
    const pendingChanges = log.filter((entry) => entry.kind === 'config' && entry.index > status.commitIndex)
    ensure(pendingChanges.length <= 1, 'R9: more than one uncommitted membership change', { name, pendingChanges })
  }

  private checkCompleteness(member: SimNode, log: readonly Entry[], term: number): void {
    const firstIndex = member.node?.status().firstIndex ?? 0
    for (const [index, entry] of this.committed) {
      if (entry.byTerm >= term || index < firstIndex) continue
      const own = log.find((candidate) => candidate.index === index)
      ensure(own?.term === entry.term, 'R4: a leader lacks a committed entry', {
        leader: member.id,
        term,
        index,
        entry,
        own
      })
    }
  }

  private checkAppendOnly(leadership: string, log: readonly Entry[]): void {
    const before = this.leaderLogs.get(leadership) ?? []
    const first = log[0]?.index ?? Infinity
    for (const entry of before) {
      if (entry.index < first) continue
      ensure(log[entry.index - first]?.term === entry.term, 'R2: a leader changed its own log', { leadership, entry })
    }
    this.leaderLogs.set(leadership, log)
  }

  private checkCommitted(member: SimNode, log: readonly Entry[]): void {
    const status = member.node?.status()
    if (status === undefined) return
    for (const entry of log) {
      if (entry.index > status.commitIndex) break
      const known = this.committed.get(entry.index)
      if (known === undefined) {
        ensure(status.role === 'leader', 'R7: committed first by who does not lead', {
          member: member.id,
          index: entry.index
        })
        this.committed.set(entry.index, { term: entry.term, byTerm: status.term })
      } else {
        ensure(known.term === entry.term, 'R5: different entries committed at one index', {
          member: member.id,
          entry,
          known
        })
      }
    }
    if (status.commitIndex <= this.committedMax) return
    this.committedMax = status.commitIndex
    if (status.role === 'leader')
      this.checkDurableOnQuorum(status.confState, { log, index: status.commitIndex, term: status.term })
  }

  private checkDurableOnQuorum(
    conf: ConfState,
    { log, index, term }: { readonly log: readonly Entry[]; readonly index: number; readonly term: number }
  ): void {
    const entry = log.find((candidate) => candidate.index === index)
    ensure(entry?.term === term, 'R7: committed an entry of another term', { index, term, entry })
    for (const voters of [conf.voters, conf.votersOutgoing]) {
      const holders = voters.filter((id) => this.members.find((member) => member.id === id)?.disk.held({ index, term }))
      ensure(holders.length * 2 > voters.length || voters.length === 0, 'R7: committed without a durable quorum', {
        index,
        holders,
        voters
      })
    }
  }

  /** Whether a quorum has made this very entry durable. */
  isCommitted({ index, term }: { readonly index: number; readonly term: number }): boolean {
    return this.committed.get(index)?.term === term
  }

  /** A member that lost its disk may begin anew. */
  diskLost(member: SimNode): void {
    this.terms.delete(member.id)
  }

  ready(member: SimNode, ready: Ready): void {
    const first = ready.entries[0]?.index ?? Infinity
    if (first <= member.view.lastIndex()) this.seen.add('an entry is overwritten')
    const term = ready.hardState?.term ?? 0
    ensure(term === 0 || term >= (this.terms.get(member.id) ?? 0), 'R6: the term went back', {
      member: member.id,
      term
    })
  }

  sent(member: SimNode, messages: readonly RaftMessage[]): void {
    for (const message of messages) {
      this.checkSent(member, message)
      if (message.type === 'vote' && message.transfer) this.seen.add('leadership is handed over')
      this.network.push(message)
    }
  }

  private checkSent(member: SimNode, message: RaftMessage): void {
    if (message.type === 'preVote' || (message.type === 'preVoteResponse' && message.granted)) return
    const { hardState } = member.disk
    ensure(hardState.term >= message.term, 'R6: a message tells a term that is not durable', { message, hardState })
    this.terms.set(member.id, Math.max(this.terms.get(member.id) ?? 0, message.term))
    const vote = votedFor(message)
    if (vote === undefined) return
    const durable = hardState.term > message.term || hardState.vote === vote
    ensure(durable, 'R6: a message tells a vote that is not durable', { message, hardState })
    const key = `${member.id}, life ${member.life}, in ${message.term}`
    ensure((this.votes.get(key) ?? vote) === vote, 'R6: two votes in one term', {
      key,
      first: this.votes.get(key),
      vote
    })
    this.votes.set(key, vote)
  }

  applied(member: SimNode, entry: Entry, state: SimState): void {
    ensure(member.disk.holds(entry), 'R7: applied what is not durable here', { member: member.id, entry })
    this.checkState(member, { index: entry.index, hash: state.hash })
  }

  installed(member: SimNode, state: SimState): void {
    this.seen.add('a snapshot is installed')
    this.checkState(member, state)
  }

  private checkState(member: SimNode, { index, hash }: SimState): void {
    const known = this.states.get(index)
    ensure(known === undefined || known === hash, 'R5, R8: states differ at one index', {
      member: member.id,
      index,
      known,
      hash
    })
    this.states.set(index, hash)
  }

  /** Notes a read that begins now; returns its context. */
  beginRead(member: SimNode): number {
    this.contexts += 1
    this.reads.set(`${member.id}/${member.incarnation}/${this.contexts}`, this.committedMax)
    return this.contexts
  }

  read(member: SimNode, { context, index }: ReadState): void {
    const committedBefore = this.endRead(member, context)
    this.seen.add('a read is confirmed')
    ensure(index >= committedBefore, 'R10: a read misses what was committed before it', {
      member: member.id,
      index,
      committedBefore
    })
  }

  readDropped(member: SimNode, context: number): void {
    this.endRead(member, context)
  }

  private endRead(member: SimNode, context: number): number {
    const key = `${member.id}/${member.incarnation}/${context}`
    const committedBefore = this.reads.get(key)
    ensure(committedBefore !== undefined, 'R10: a read was answered that nobody asks', { key })
    this.reads.delete(key)
    return committedBefore
  }
}

function votedFor(message: RaftMessage): number | undefined {
  if (message.type === 'vote') return message.from
  return message.type === 'voteResponse' && message.granted ? message.to : undefined
}

function ensure(condition: boolean, rule: string, values: object): asserts condition {
  if (!condition) throw new Error(`${rule} ${JSON.stringify(values)}`)
}
