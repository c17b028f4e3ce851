import {
  type ConfState,
  type Entry,
  type MemoryLog,
  type RaftConfig,
  type RaftMessage,
  RaftNode,
  type ReadState,
  type Ready,
  type Snapshot
} from '../../src/index.ts'
import { SimDisk } from './sim-disk.ts'

/** The state machine: all that was applied, as one number per index. */
export interface SimState {
  readonly index: number
  readonly hash: number
}

export function nextHash(state: SimState, entry: Entry): SimState {
  let hash = Math.imul(state.hash ^ entry.term, 0x01000193) >>> 0
  for (const byte of entry.data) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return { index: entry.index, hash }
}

const encode = (state: SimState): Uint8Array => new TextEncoder().encode(JSON.stringify(state))
const stateOf = ({ index, data }: Snapshot): SimState =>
  data.byteLength === 0 ? { ...startState, index } : (JSON.parse(new TextDecoder().decode(data)) as SimState)

export const startState: SimState = { index: 0, hash: 0x811c9dc5 }

/** Told what happens on a member, in time to check it. */
export interface SimObserver {
  ready(member: SimNode, ready: Ready): void
  /** Messages leave: `member.disk` is as it is at this moment. */
  sent(member: SimNode, messages: readonly RaftMessage[]): void
  applied(member: SimNode, entry: Entry, state: SimState): void
  installed(member: SimNode, state: SimState): void
  read(member: SimNode, read: ReadState): void
  readDropped(member: SimNode, context: number): void
}

export interface SimNodeOptions {
  readonly confState: ConfState
  readonly config: Omit<RaftConfig, 'id' | 'log' | 'applied'>
  /** The storage view shows a Ready as soon as it is taken, not only when it is durable. */
  readonly viewAhead: boolean
}

/** A driver with a disk, a state machine, and every step of it in the hands of the test. */
export class SimNode {
  readonly id: number
  readonly disk: SimDisk
  node: RaftNode | undefined
  view: MemoryLog
  /** Taken, and not durable yet. */
  writes: Ready[] = []
  toApply: Entry[] = []
  state: SimState = startState
  incarnation = 0
  /** Counts its disks. */
  life = 1
  /** Whether it starts with a part in elections. */
  voting = true
  private readonly options: SimNodeOptions
  private readonly observer: SimObserver

  constructor(id: number, options: SimNodeOptions, observer: SimObserver) {
    this.id = id
    this.options = options
    this.observer = observer
    this.disk = new SimDisk(options.confState)
    this.view = this.disk.load()
    this.start({ keepState: false })
  }

  /** `keepState`: the state machine is durable by itself; else it starts from the snapshot. */
  start({ keepState }: { readonly keepState: boolean }): void {
    const { snapshot } = this.disk
    if (!keepState || this.state.index < snapshot.index) {
      this.state = stateOf(snapshot)
    }
    this.view = this.disk.load()
    this.incarnation += 1
    const { id, view: log, voting } = this
    this.node = new RaftNode({ ...this.options.config, id, log, voting, applied: this.state.index })
  }

  /** While it is down: the disk is lost, and with it the state machine; the new one says only a term. */
  replaceDisk({ term }: { readonly term: number }): void {
    this.disk.replaceBy({ term })
    this.life += 1
    this.state = startState
  }

  /** Power cut: of the writes under way the first `writesKept` made it. */
  crash({ writesKept, commitKept }: { readonly writesKept: number; readonly commitKept: boolean }): void {
    for (const ready of this.writes.slice(0, writesKept)) this.disk.write(ready)
    if (!commitKept) this.disk.loseUnsynced()
    this.writes = []
    this.toApply = []
    this.node = undefined
  }

  takeReady(): Ready | undefined {
    if (this.node === undefined || !this.node.hasReady()) return undefined
    const ready = this.node.takeReady()
    this.observer.ready(this, ready)
    this.writes.push(ready)
    if (this.options.viewAhead) this.view.persist(ready)
    this.observer.sent(this, ready.messages)
    this.toApply.push(...ready.committedEntries)
    for (const read of ready.readStates) this.observer.read(this, read)
    for (const context of ready.readsDropped) this.observer.readDropped(this, context)
    this.completeEmptyWrites()
    return ready
  }

  /** The oldest write is durable now, and acknowledged. */
  completeWrite(): void {
    const ready = this.writes.shift()
    if (ready === undefined || this.node === undefined) return
    this.disk.write(ready)
    if (!this.options.viewAhead) this.view.persist(ready)
    if (ready.snapshot !== undefined) this.install(ready.snapshot)
    this.observer.sent(this, ready.messagesAfterPersist)
    this.node.persisted({ ready: ready.number })
    this.completeEmptyWrites()
  }

  /** A Ready that has nothing to write is durable as soon as the earlier ones are. */
  private completeEmptyWrites(): void {
    const next = this.writes[0]
    if (next !== undefined && next.hardState === undefined && !next.mustSync) this.completeWrite()
  }

  private install(snapshot: Snapshot): void {
    this.toApply = []
    this.state = stateOf(snapshot)
    this.observer.installed(this, this.state)
  }

  /** Applies the next entries; returns them. */
  apply(count = Infinity): readonly Entry[] {
    const entries = this.toApply.splice(0, Math.min(count, this.toApply.length))
    for (const entry of entries) {
      this.state = nextHash(this.state, entry)
      this.observer.applied(this, entry, this.state)
    }
    const last = entries.at(-1)
    if (last !== undefined) this.node?.applied(last.index)
    return entries
  }

  /** Writes a snapshot of the state machine and drops the log before it. Waits for no write: drivers do that. */
  compact(keepEntries = 0): boolean {
    const { node, state, disk } = this
    if (node === undefined || this.writes.length > 0 || state.index <= disk.snapshot.index) return false
    const term = this.view.term(state.index)
    if (term === undefined) return false
    const snapshot = { index: state.index, term, confState: node.confState(), data: encode(state) }
    disk.compact(snapshot, keepEntries)
    this.view.compact({ snapshot, keepEntries })
    return true
  }

  /** The log as this member believes it to be, from the first entry that it still has. */
  volatileLog(): readonly Entry[] {
    let entries: Entry[] = this.view.lastIndex() < this.view.firstIndex() ? [] : [...this.viewEntries()]
    if (this.options.viewAhead) return entries
    for (const ready of this.writes) {
      if (ready.snapshot !== undefined) entries = []
      const first = ready.entries[0]
      if (first !== undefined) entries = [...entries.filter((entry) => entry.index < first.index), ...ready.entries]
    }
    return entries
  }

  private viewEntries(): readonly Entry[] {
    return this.view.entries(this.view.firstIndex(), this.view.lastIndex() + 1, Infinity)
  }
}
