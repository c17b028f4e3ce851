import { BrokerId, NO_EPOCH } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import { OffsetSpec } from '../../src/index.ts'
import { p0, SimCluster, topicId, valuesIn, valuesOf, type SimClusterOptions } from './sim-cluster.ts'
import type { SimNode } from './sim-node.ts'

/** Something that may happen next, and how often it does. */
interface Happening {
  readonly weight: number
  readonly name: string
  readonly run: () => void | Promise<void>
}

/**
 * Runs a cluster in random order with random faults, and checks after each step what must always hold: no acknowledged
 * record lost or changed, one leader an epoch, nothing served that changes later.
 */
export class Chaos {
  readonly cluster: SimCluster
  readonly history: string[] = []
  /** Value at each offset that was acknowledged with acks=all. */
  readonly #acknowledged = new Map<number, string>()
  /** Value at each offset that a consumer has seen. */
  readonly #served = new Map<number, string>()
  readonly #leaders = new Map<number, number>()
  readonly #watched = new WeakSet<SimNode>()
  readonly #happenings: readonly Happening[]
  #values = 0

  private constructor(cluster: SimCluster) {
    this.cluster = cluster
    this.#happenings = this.#everything()
  }

  static async run(seed: number, steps: number, options: SimClusterOptions = {}): Promise<Chaos> {
    const chaos = new Chaos(await SimCluster.start({ minIsr: 2, ...options, seed }))
    chaos.cluster.holdFiles = true
    for (let step = 0; step < steps; step++) await chaos.#step()
    await chaos.#heal()
    return chaos
  }

  get acknowledged(): number {
    return this.#acknowledged.size
  }

  async #step(): Promise<void> {
    const total = this.#happenings.reduce((sum, { weight }) => sum + weight, 0)
    let draw = this.#int(total)
    const happening = this.#happenings.find(({ weight }) => (draw -= weight) < 0)!
    await happening.run()
    await this.cluster.pump()
    for (const node of this.#alive()) this.#watch(node)
  }

  #everything(): Happening[] {
    const { cluster } = this
    return [
      { weight: 600, name: 'task', run: () => this.#runTask() },
      { weight: 500, name: 'message', run: () => this.#deliverMessage() },
      { weight: 400, name: 'file', run: () => this.#releaseFile() },
      { weight: 150, name: 'metadata', run: () => void cluster.deliverMetadata(this.#anyOf(this.#alive()) ?? NOBODY) },
      { weight: 100, name: 'answer', run: () => this.#answerCall() },
      { weight: 150, name: 'append', run: () => this.#append() },
      { weight: 60, name: 'fetch', run: () => this.#fetch() },
      { weight: 20, name: 'list', run: () => this.#listLatest() },
      { weight: 80, name: 'moment', run: () => cluster.time.step(this.#int(30)) },
      { weight: 30, name: 'notice', run: () => this.#noticeCrashes() },
      { weight: 20, name: 'boot', run: () => this.#boot() },
      { weight: 30, name: 'unfence', run: () => this.#unfence() },
      ...this.#someFaults()
    ]
  }

  /** Each seed has its own mix: most faults are rare or absent, so that those there are meet a cluster that works. */
  #someFaults(): Happening[] {
    const faults: Happening[] = [
      { weight: 5, name: 'crash', run: () => this.#crash() },
      { weight: 5, name: 'crash leader', run: () => this.#crash(this.cluster.image.leader) },
      { weight: 4, name: 'false fence', run: () => this.#fenceLive() },
      { weight: 8, name: 'break', run: () => this.#breakLink() },
      { weight: 2, name: 'freeze', run: () => this.#freezeLink() },
      { weight: 12, name: 'move', run: () => this.#moveLeader() },
      { weight: 4, name: 'long', run: () => this.cluster.time.step(this.#int(11_000)) }
    ]
    return faults.filter(() => this.#int(5) < 2).map((fault) => ({ ...fault, weight: 1 + this.#int(fault.weight) }))
  }

  #int(below: number): number {
    return this.cluster.random.int(below)
  }

  #anyOf<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : items[this.#int(items.length)]
  }

  #alive(): SimNode[] {
    return [...this.cluster.nodes.values()].filter((node) => node.alive && node.booted)
  }

  /** Tasks of one process run in order, those of several in any. */
  #runTask(): void {
    const { deferred } = this.cluster.time
    const owners = [...new Set(deferred.map(({ owner }) => owner))]
    const owner = this.#anyOf(owners)
    if (owner !== undefined) this.cluster.time.runDeferred(deferred.findIndex((task) => task.owner === owner))
  }

  #deliverMessage(): void {
    const link = this.#anyOf(this.cluster.liveLinks().filter(({ pending }) => pending > 0))
    if (link === undefined) return
    if (this.#int(2) === 0) link.deliverToLeader()
    else link.deliverToFollower()
  }

  #releaseFile(): void {
    const { heldOperations } = this.cluster
    if (heldOperations.length > 0) heldOperations.splice(this.#int(heldOperations.length), 1)[0]!()
  }

  /** The controller answers, or its answer is lost, or the question. */
  #answerCall(): void {
    const { calls } = this.cluster
    const call = calls[0]
    if (call === undefined) return
    const fate = this.#int(10)
    if (fate > 1) return this.cluster.answerCall()
    calls.shift()
    if (fate === 0) this.cluster.controller.alterPartition(call.from.id, call.epoch, call.changes)
    call.reject(new Error('the controller does not answer'))
  }

  #append(): void {
    const leader = this.#alive().find(({ id }) => id === this.cluster.image.leader)
    const node = leader !== undefined && this.#int(4) > 0 ? leader : this.#anyOf(this.#alive())
    if (node === undefined) return
    const value = `v${this.#values++}`
    const acks = this.#int(5) === 0 ? 1 : -1
    const slot = this.cluster.append(node.id, [value], { acks, timeoutMs: 5000 })
    const watch = setOnce(slot, 'outcome', (outcome) => {
      if (outcome.errorCode !== ErrorCode.NONE || acks !== -1) return
      this.#note(`ack ${outcome.baseOffset}:${value} by ${node.id}`)
      const before = this.#acknowledged.get(outcome.baseOffset)
      if (before !== undefined) this.#fail(`offset ${outcome.baseOffset} acknowledged as ${before} and ${value}`)
      this.#acknowledged.set(outcome.baseOffset, value)
      this.#checkOnInSyncReplicas(node, outcome.baseOffset)
    })
    watch()
  }

  /** P3: what is acknowledged is durable on every member of the controller's ISR. */
  #checkOnInSyncReplicas(leader: SimNode, offset: number): void {
    const { image } = this.cluster
    if (leader.store.partition(topicId, p0)?.leaderEpoch !== image.leaderEpoch) return
    for (const member of [...image.isr, ...image.elr]) {
      const log = this.cluster.node(member).alive ? this.cluster.log(member) : undefined
      if (log !== undefined && log.flushedOffset <= offset) {
        this.#fail(`offset ${offset} was acknowledged, but is not flushed on in-sync or eligible replica ${member}`)
      }
    }
  }

  #fetch(): void {
    const node = this.#anyOf(this.#alive())
    if (node === undefined) return
    const slot = this.cluster.fetch(node.id, this.#int(this.#served.size + 1), { maxWaitMs: this.#int(2) * 100 })
    setOnce(slot, 'outcome', ({ records }) => {
      for (const entry of valuesIn(records)) {
        const at = entry.indexOf(':')
        this.#checkServed(Number(entry.slice(0, at)), entry.slice(at + 1))
      }
    })()
  }

  /** P13: what was served once never changes. */
  #checkServed(offset: number, value: string): void {
    const before = this.#served.get(offset)
    if (before !== undefined && before !== value)
      this.#fail(`offset ${offset} was served as ${before}, now as ${value}`)
    this.#served.set(offset, value)
  }

  /** P12: a leader never calls an offset the latest that is below an acknowledged one. */
  #listLatest(): void {
    const node = this.#anyOf(this.#alive())
    if (node === undefined) return
    const acknowledgedEnd = Math.max(-1, ...this.#acknowledged.keys()) + 1
    const entry = { topicId, partition: p0, timestamp: OffsetSpec.latest, currentLeaderEpoch: NO_EPOCH }
    void node.manager.listOffset(entry, { readCommitted: false }).then((outcome) => {
      const current = outcome.leaderEpoch === this.cluster.image.leaderEpoch
      if (outcome.errorCode !== ErrorCode.NONE || !current) return
      if (outcome.offset < acknowledgedEnd)
        this.#fail(`latest offset ${outcome.offset}, acknowledged ${acknowledgedEnd}`)
    })
  }

  #crash(id?: number): void {
    const node = id === undefined ? this.#anyOf(this.#alive()) : this.#alive().find((alive) => alive.id === id)
    if (node === undefined) return
    this.#note(`crash ${node.id}`)
    this.cluster.crash(node.id, { random: this.cluster.random })
  }

  #noticeCrashes(): void {
    for (const node of this.cluster.nodes.values()) if (!node.alive) this.cluster.controller.fence(node.id)
  }

  async #boot(): Promise<void> {
    const dead = this.#anyOf([...this.cluster.nodes.values()].filter((node) => !node.alive))
    if (dead === undefined) return
    this.#note(`boot ${dead.id}`)
    await this.cluster.bootFenced(dead.id)
  }

  /** A broker comes back when it has applied its own registration. */
  #unfence(): void {
    for (const node of this.#alive()) {
      if (node.store.appliedIndex >= node.brokerEpoch) this.cluster.controller.unfence(node.id)
    }
  }

  #fenceLive(): void {
    const node = this.#anyOf(this.#alive())
    if (node !== undefined) this.cluster.controller.fence(node.id)
  }

  #breakLink(): void {
    this.#anyOf(this.cluster.liveLinks())?.end('broken')
  }

  #freezeLink(): void {
    const link = this.#anyOf(this.cluster.liveLinks())
    if (link !== undefined) link.frozen = true
  }

  #moveLeader(): void {
    const to = BrokerId(1 + this.#int(this.cluster.nodes.size))
    if (this.cluster.controller.moveLeader(topicId, 0, to)) this.#note(`move to ${to}`)
  }

  /** P1, P7: one leader an epoch, and it has all that was acknowledged. */
  #watch(node: SimNode): void {
    if (this.#watched.has(node)) return
    this.#watched.add(node)
    node.manager.onLeadership(({ leading, leaderEpoch }) => {
      if (!leading) return
      this.#note(`leader ${node.id} in ${leaderEpoch}`)
      const other = this.#leaders.get(leaderEpoch)
      if (other !== undefined && other !== node.id) this.#fail(`${other} and ${node.id} both lead in ${leaderEpoch}`)
      this.#leaders.set(leaderEpoch, node.id)
      if (leaderEpoch !== this.cluster.image.leaderEpoch) return
      const end = this.cluster.log(node.id).logEndOffset
      for (const offset of this.#acknowledged.keys()) {
        if (offset >= end) this.#fail(`${node.id} leads in ${leaderEpoch} up to ${end}, without acknowledged ${offset}`)
      }
    })
  }

  /** Everything works again: the cluster must, too. */
  async #heal(): Promise<void> {
    const { cluster } = this
    cluster.holdFiles = false
    for (const link of cluster.liveLinks()) if (link.frozen) link.end('broken')
    await cluster.settle()
    this.#noticeCrashes()
    for (const node of cluster.nodes.values()) if (!node.alive) await cluster.bootFenced(node.id)
    await cluster.settle()
    for (const id of cluster.nodes.keys()) cluster.controller.unfence(BrokerId(id))
    await cluster.advance(5000)
    await cluster.advance(20_000)
    await this.#checkHealed()
  }

  async #checkHealed(): Promise<void> {
    const { cluster } = this
    const { image } = cluster
    if (image.isr.length < cluster.nodes.size) this.#fail(`the ISR is only [${image.isr.join()}] after healing`)
    const last = cluster.append(image.leader, ['last'])
    await cluster.advance(100)
    if (last.outcome?.errorCode !== ErrorCode.NONE)
      this.#fail(`no append after healing: ${JSON.stringify(last.outcome)}`)
    const logs = [...cluster.nodes.keys()].map((id) => cluster.log(id))
    const contents = await Promise.all(logs.map((log) => valuesOf(log)))
    const [first] = contents
    for (const content of contents) if (content.join() !== first!.join()) this.#fail('the replicas differ')
    for (const [offset, value] of [...this.#acknowledged, ...this.#served]) {
      if (first![offset] !== `${offset}:${value}`) this.#fail(`offset ${offset} was ${value}, is ${first![offset]}`)
    }
  }

  #note(what: string): void {
    this.history.push(what)
  }

  #fail(what: string): never {
    throw new Error(`${what}\n${this.history.slice(-40).join('\n')}`)
  }
}

const NOBODY = { alive: false, store: { appliedIndex: 0 } } as SimNode

/** Calls `seen` when the property is set for the first time, now or later. */
function setOnce<Slot extends object, Name extends keyof Slot>(
  slot: Slot,
  name: Name,
  seen: (value: NonNullable<Slot[Name]>) => void
): () => void {
  return () => {
    const now = slot[name]
    if (now !== undefined && now !== null) return seen(now)
    let value: Slot[Name]
    Object.defineProperty(slot, name, {
      get: () => value,
      set: (set: NonNullable<Slot[Name]>) => {
        value = set
        seen(set)
      }
    })
  }
}
