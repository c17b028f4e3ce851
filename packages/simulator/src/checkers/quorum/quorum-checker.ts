import type { RaftWrite } from '@gregor/controller'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import type { Entry, RaftMessage, RaftStatus } from 'raft-ts'
import { type Checker, type ObservedNode, Violation } from '../../types.ts'
import { CommitOnMajority } from './commit-on-majority.ts'
import { CommittedEntries } from './committed-entries.ts'
import { ForwardOnly } from './forward-only.ts'
import { LeaderAppendOnly } from './leader-append-only.ts'
import { LogMatching } from './log-matching.ts'
import { OneLeaderPerTerm } from './one-leader-per-term.ts'
import { OneMembershipChange } from './one-membership-change.ts'
import type { Member, QuorumRule } from './rule.ts'
import { StoredLog, type StoredEntry } from './stored-log.ts'
import { VotesDurable } from './votes-durable.ts'

interface WatchedMember extends Member {
  log: StoredLog
  wipes: number
  incarnation: number
  status: RaftStatus | undefined
  /** It has written or applied something since the last look. Nothing that rules look for changes without a write. */
  stirred: boolean
}

/** Follows what members of the metadata quorum write, say and apply, for the rules R1 to R9 and R11. */
export class QuorumChecker implements Checker {
  readonly name = 'quorum'
  readonly #members = new Map<number, WatchedMember>()
  readonly #rules: readonly QuorumRule[]

  constructor() {
    this.#rules = [
      new OneLeaderPerTerm(),
      new LeaderAppendOnly(),
      new LogMatching(),
      new CommitOnMajority(this.#members),
      new CommittedEntries(),
      new VotesDurable(),
      new ForwardOnly(),
      new OneMembershipChange()
    ]
  }

  started(node: ObservedNode): void {
    this.#look(this.#member(node))
  }

  stopped(node: ObservedNode): void {
    this.#member(node).status = undefined
  }

  raftSent(node: ObservedNode, message: RaftMessage): void {
    const member = this.#member(node)
    for (const rule of this.#rules) rule.sent?.(member, message)
  }

  raftWritten(node: ObservedNode, write: RaftWrite): void {
    const member = this.#member(node)
    member.stirred = true
    const removed = store(member, write)
    for (const rule of this.#rules) rule.written?.(member, { write, removed })
  }

  applied(node: ObservedNode, _delta: MetadataDelta, { appliedIndex }: MetadataImage): void {
    const member = this.#member(node)
    member.stirred = true
    for (const rule of this.#rules) rule.applied?.(member, appliedIndex)
  }

  afterEvent(node: ObservedNode): void {
    const member = this.#members.get(node.id)
    if (member?.stirred === true) this.#look(member)
  }

  #look(member: WatchedMember): void {
    member.stirred = false
    const now = member.node.running?.controller.quorumStatus
    if (now === undefined) return
    const before = member.status
    member.status = now
    for (const rule of this.#rules) rule.looked?.(member, now, before)
  }

  #member(node: ObservedNode): WatchedMember {
    const { wipes, incarnation } = node
    let member = this.#members.get(node.id)
    if (member === undefined) {
      member = { node, log: new StoredLog(), wipes, incarnation, status: undefined, stirred: false }
      this.#members.set(node.id, member)
    }
    if (member.wipes !== wipes) Object.assign(member, { log: new StoredLog(), wipes })
    if (member.incarnation !== incarnation) Object.assign(member, { incarnation, status: undefined })
    return member
  }
}

/** Does to the model what the write did to the disk; returns what is not there any more. */
function store({ node, log }: WatchedMember, { snapshot, entries }: RaftWrite): readonly StoredEntry[] {
  if (snapshot !== undefined) log.install(snapshot)
  const replaced = entries.flatMap((entry) => storeOne(node, log, entry))
  return replaced.filter(({ index, term, digest }) => {
    const now = log.entry(index)
    return now?.term !== term || now.digest !== digest
  })
}

function storeOne(node: ObservedNode, log: StoredLog, entry: Entry): readonly StoredEntry[] {
  const replaced = log.append(entry)
  if (replaced !== undefined) return replaced
  const after = `after entry ${log.lastIndex}`
  throw new Violation('R3', `node ${node.id} wrote entry ${entry.index} ${after}: its log has a gap`)
}
