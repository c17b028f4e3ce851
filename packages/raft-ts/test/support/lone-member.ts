import {
  type AppendMessage,
  type ConfState,
  type Entry,
  type EntryKind,
  MemoryLog,
  type RaftConfig,
  type RaftMessage,
  RaftNode,
  type Ready,
  votersOnly
} from '../../src/index.ts'

export interface LoneMemberOptions {
  readonly voters?: readonly number[]
  readonly confState?: ConfState
  readonly term?: number
  readonly vote?: number
  readonly commit?: number
  /** Terms of the entries from index 2 on; index 1 is the membership's. */
  readonly terms?: readonly number[]
  readonly config?: Partial<RaftConfig>
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** An entry as tests write it: its data says where it belongs. */
export function entry(index: number, term: number, kind: EntryKind = 'normal'): Entry {
  return { index, term, kind, data: encode(`${index}/${term}`) }
}

/** The entries that follow index `after`. */
export function entriesOf(terms: readonly number[], after = 1): readonly Entry[] {
  return terms.map((term, position) => entry(after + 1 + position, term))
}

/** Member 1 of a group whose other members are played by the test. */
export class LoneMember {
  readonly node: RaftNode
  readonly log: MemoryLog
  /** Readies taken, and not acknowledged yet. */
  readonly writing: Ready[] = []
  readonly appliedEntries: Entry[] = []

  constructor({
    voters = [1, 2, 3],
    confState,
    term = 1,
    vote = -1,
    commit = 1,
    terms = [],
    config = {}
  }: LoneMemberOptions = {}) {
    const hardState = { term, vote, commit }
    this.log = new MemoryLog({ confState: confState ?? votersOnly(voters), hardState, entries: entriesOf(terms) })
    this.node = new RaftNode({ id: 1, log: this.log, random: () => 0, ...config })
  }

  /** Begins the writes of the next Ready. */
  take(): Ready {
    const ready = this.node.takeReady()
    this.writing.push(ready)
    return ready
  }

  /** Acknowledges the oldest write; returns the messages that waited for it. */
  persist(): readonly RaftMessage[] {
    const ready = this.writing.shift()
    if (ready === undefined) throw new Error('nothing is being written')
    this.log.persist(ready)
    this.node.persisted({ ready: ready.number })
    return ready.messagesAfterPersist
  }

  /** Does all there is to do, as a synchronous driver; returns the messages that left. */
  sync(): readonly RaftMessage[] {
    const sent: RaftMessage[] = []
    while (this.node.hasReady() || this.writing.length > 0) {
      if (this.node.hasReady()) sent.push(...this.takeAndApply().messages)
      else sent.push(...this.persist())
    }
    return sent
  }

  private takeAndApply(): Ready {
    const ready = this.take()
    this.appliedEntries.push(...ready.committedEntries)
    const last = ready.committedEntries.at(-1)
    if (last !== undefined) this.node.applied(last.index)
    return ready
  }

  /** Wins an election, with the votes of `from`; returns the messages of its first moments as a leader. */
  lead(from: readonly number[] = [2, 3]): readonly RaftMessage[] {
    this.node.campaign()
    this.sync()
    const preVotes = this.node.status().role === 'preCandidate'
    const { term } = this.node.status()
    if (preVotes)
      for (const id of from) this.node.step({ type: 'preVoteResponse', from: id, to: 1, term: term + 1, granted: true })
    this.sync()
    for (const id of from)
      this.node.step({ type: 'voteResponse', from: id, to: 1, term: this.node.status().term, granted: true })
    return this.sync()
  }

  /** A member says that it has the log up to `index`. */
  accept(from: number, index: number): void {
    const { term } = this.node.status()
    this.node.step({ type: 'appendResponse', from, to: 1, term, index, reject: false, hintIndex: 0, hintTerm: 0 })
  }

  /** The terms of the log from index 2 on. */
  terms(): readonly number[] {
    return this.log.entries(2, this.log.lastIndex() + 1, Infinity).map(({ term }) => term)
  }

  tick(count: number): void {
    for (let ticks = 0; ticks < count; ticks += 1) this.node.tick()
  }
}

/** An append of term 2 from member 2, but for what the test says. */
export function appendFrom2(message: Partial<AppendMessage>): AppendMessage {
  return { type: 'append', from: 2, to: 1, term: 2, prevIndex: 1, prevTerm: 1, entries: [], commit: 1, ...message }
}
