import { noNode, RaftNode, type Entry, type MemoryLog, type NodeId, type RaftMessage, type Ready } from 'raft-ts'
import { Disk } from './disk.ts'
import { Network, type NetworkOptions } from './network.ts'

const tickMs = 100
/** Entries between two snapshots. */
const snapshotInterval = 1000

export interface ReplicaOptions {
  readonly id: NodeId
  readonly folder: string
  readonly addresses: NetworkOptions['addresses']
  readonly onLeader: (leader: NodeId) => void
}

/** One member of a group whose members all hold the same map. */
export class Replica {
  private values = new Map<string, string>()
  private leaderId = noNode
  private appliedIndex = 0
  private snapshotIndex = 0
  private readonly options: ReplicaOptions
  private readonly disk: Disk
  private readonly log: MemoryLog
  private readonly node: RaftNode
  private readonly network: Network
  /** Writes go one after the other. One that fails rejects, unhandled: that ends the process, as it must. */
  private writes: Promise<void> = Promise.resolve()
  private readonly proposals = new Map<number, { readonly term: number; readonly end: (answer: string) => void }>()
  private readonly reads = new Map<number, (confirmed: number | undefined) => void>()
  private confirmedReads: { readonly index: number; readonly end: () => void }[] = []
  private readsAsked = 0

  static async start(options: ReplicaOptions): Promise<Replica> {
    const disk = new Disk(options.folder)
    return new Replica(options, disk, await disk.load([...options.addresses.keys()]))
  }

  private constructor(options: ReplicaOptions, disk: Disk, log: MemoryLog) {
    this.options = options
    this.disk = disk
    this.log = log
    this.restore(log.snapshot())
    this.node = new RaftNode({ id: options.id, log, random: (below) => Math.floor(Math.random() * below) })
    this.network = new Network({
      id: options.id,
      addresses: options.addresses,
      onMessage: (message) => this.act(() => this.node.step(message)),
      onLost: (id) => this.act(() => this.lost(id))
    })
    setInterval(() => this.act(() => this.node.tick()), tickMs)
    this.act(() => undefined)
  }

  /** Sets a value on all members. Only the leader can. */
  set(key: string, value: string): Promise<string> {
    const proposed = this.node.propose([Buffer.from(JSON.stringify([key, value]))])
    if (!proposed.ok) return Promise.resolve(`${proposed.reason}: ask member ${proposed.leaderId}`)
    return new Promise((end) => {
      this.proposals.set(proposed.firstIndex, { term: proposed.term, end })
      this.act(() => undefined)
    })
  }

  /** What the map says, on any member, and not less than what was set anywhere before. */
  async get(key: string): Promise<string> {
    return (await this.upToDate()) ? (this.values.get(key) ?? 'not set') : 'no leader: ask again'
  }

  async all(): Promise<string> {
    return (await this.upToDate()) ? JSON.stringify([...this.values]) : 'no leader: ask again'
  }

  private async upToDate(): Promise<boolean> {
    const context = (this.readsAsked += 1)
    const index = await new Promise<number | undefined>((end) => {
      this.reads.set(context, end)
      this.act(() => {
        if (!this.node.readIndex(context).ok) this.endRead(context, undefined)
      })
    })
    if (index === undefined) return false
    if (index > this.appliedIndex) await new Promise<void>((end) => this.confirmedReads.push({ index, end }))
    return true
  }

  private endRead(context: number, index: number | undefined): void {
    this.reads.get(context)?.(index)
    this.reads.delete(context)
  }

  /** Something happens to the core; then everything is done that the core wants done. */
  private act(action: () => void): void {
    action()
    while (this.node.hasReady()) this.take(this.node.takeReady())
  }

  private take(ready: Ready): void {
    this.send(ready.messages)
    this.writes = this.writes.then(() => this.persist(ready))
    for (const entry of ready.committedEntries) this.apply(entry)
    for (const { context, index } of ready.readStates) this.endRead(context, index)
    for (const context of ready.readsDropped) this.endRead(context, undefined)
    const leaderId = ready.softState?.leaderId ?? this.leaderId
    if (leaderId !== this.leaderId) this.options.onLeader(leaderId)
    this.leaderId = leaderId
  }

  private async persist(ready: Ready): Promise<void> {
    await this.disk.write(ready)
    this.log.persist(ready)
    if (ready.snapshot !== undefined) this.restore(ready.snapshot)
    this.send(ready.messagesAfterPersist)
    this.act(() => this.node.persisted({ ready: ready.number }))
  }

  private send(messages: readonly RaftMessage[]): void {
    for (const message of messages) {
      this.network.send(message, (ok) => {
        if (!ok) this.node.reportUnreachable(message.to)
        if (message.type === 'snapshot') this.node.reportSnapshot(message.to, ok)
      })
    }
  }

  private lost(id: NodeId): void {
    this.node.reportUnreachable(id)
    if (id === this.leaderId) this.node.forgetLeader()
  }

  private apply({ index, term, kind, data }: Entry): void {
    if (kind === 'normal') {
      const [key, value] = JSON.parse(Buffer.from(data).toString()) as [string, string]
      this.values.set(key, value)
    }
    this.node.applied(index)
    this.reached(index)
    const proposal = this.proposals.get(index)
    proposal?.end(proposal.term === term ? 'ok' : 'lost: set it again')
    this.proposals.delete(index)
    if (index >= this.snapshotIndex + snapshotInterval) this.takeSnapshot({ index, term })
  }

  private reached(index: number): void {
    this.appliedIndex = index
    for (const read of this.confirmedReads) if (read.index <= index) read.end()
    this.confirmedReads = this.confirmedReads.filter((read) => read.index > index)
  }

  private takeSnapshot({ index, term }: { readonly index: number; readonly term: number }): void {
    this.snapshotIndex = index
    const data = Buffer.from(JSON.stringify([...this.values]))
    const snapshot = { index, term, confState: this.node.confState(), data }
    this.writes = this.writes.then(async () => {
      // Meanwhile a later one may have come from the leader.
      if (index <= this.log.snapshot().index) return
      await this.disk.compact(snapshot)
      this.log.compact({ snapshot })
    })
  }

  /** Puts a snapshot in the place of the map; without data it is the empty map that the group began with. */
  private restore({ index, data }: { readonly index: number; readonly data: Uint8Array }): void {
    this.values = new Map(data.length === 0 ? [] : (JSON.parse(Buffer.from(data).toString()) as [string, string][]))
    this.snapshotIndex = index
    this.reached(index)
    for (const [at, proposal] of this.proposals) {
      if (at > index) continue
      proposal.end('unknown: look whether it is set')
      this.proposals.delete(at)
    }
  }
}
