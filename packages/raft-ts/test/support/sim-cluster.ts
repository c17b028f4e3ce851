import { type ConfChange, type ConfState, type RaftConfig, type RaftMessage, votersOnly } from '../../src/index.ts'
import { canSpareDisk, DiskReplacement } from './disk-replacement.ts'
import { Invariants } from './invariants.ts'
import { seededRandom } from './prng.ts'
import { SimNode } from './sim-node.ts'

export interface SimClusterOptions {
  readonly seed: number
  /** Ids from 1. */
  readonly voters: number
  /** When above `voters`: the rest start without a membership and wait to be added. */
  readonly members: number
  readonly viewAhead: boolean
  readonly config: Partial<RaftConfig>
}

const nobody: ConfState = { voters: [], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false }

/** A group over a simulated network and simulated disks. Every primitive step is followed by a check of the invariants. */
export class SimCluster {
  readonly members: readonly SimNode[]
  readonly invariants = new Invariants()
  private proposals = 0
  private replacement: DiskReplacement | undefined

  constructor({ seed, voters, members, viewAhead, config }: SimClusterOptions) {
    const voterIds = Array.from({ length: voters }, (_, position) => position + 1)
    const spareIds = Array.from({ length: Math.max(0, members - voters) }, (_, position) => voters + position + 1)
    const create = (id: number, confState: ConfState): SimNode => {
      const nodeConfig = { random: seededRandom(seed + id), ...config }
      return new SimNode(id, { confState, viewAhead, config: nodeConfig }, this.invariants)
    }
    this.members = [
      ...voterIds.map((id) => create(id, votersOnly(voterIds))),
      ...spareIds.map((id) => create(id, nobody))
    ]
    this.invariants.members = this.members
  }

  get network(): RaftMessage[] {
    return this.invariants.network
  }

  member(id: number): SimNode | undefined {
    return this.members.find((member) => member.id === id)
  }

  /** Something happens to a member that is up; then it takes its Readies. */
  act(member: SimNode, action: (node: NonNullable<SimNode['node']>) => void): void {
    if (member.node === undefined) return
    action(member.node)
    while (member.takeReady() !== undefined) continue
    this.invariants.check(member)
    if (this.replacement?.member !== member || !this.replacement.complete()) return
    this.replacement = undefined
    this.invariants.seen.add('a lost disk is replaced')
  }

  tick(member: SimNode): void {
    this.act(member, (node) => node.tick())
  }

  propose(member: SimNode, bytes: number): void {
    this.proposals += 1
    const data = new Uint8Array(bytes + 4)
    new DataView(data.buffer).setUint32(0, this.proposals)
    this.act(member, (node) => node.propose([data]))
  }

  /** Not while a disk is being replaced: the group could become too small to go without it. */
  changeMembership(member: SimNode, change: ConfChange): void {
    if (this.replacement !== undefined) return
    this.act(member, (node) => node.proposeConfChange(change))
  }

  read(member: SimNode): void {
    this.act(member, (node) => {
      const context = this.invariants.beginRead(member)
      const taken = node.readIndex(context)
      if (!taken.ok) this.invariants.readDropped(member, context)
    })
  }

  completeWrite(member: SimNode): void {
    this.act(member, () => member.completeWrite())
  }

  apply(member: SimNode, count: number): void {
    this.act(member, () => member.apply(count))
  }

  /** Delivers the message at `position` in the network; `keep` leaves a copy behind. */
  deliver(position: number, { keep }: { readonly keep: boolean }): void {
    const message = this.network[position]
    if (message === undefined) return
    if (!keep) this.network.splice(position, 1)
    const target = this.member(message.to)
    if (target?.node === undefined) {
      if (!keep) this.reportLost(message)
      return
    }
    this.act(target, (node) => node.step(message))
    if (message.type === 'snapshot' && !keep) this.reportSnapshot(message, true)
  }

  drop(position: number): void {
    const [message] = this.network.splice(position, 1)
    if (message !== undefined) this.reportLost(message)
  }

  private reportLost(message: RaftMessage): void {
    if (message.type === 'snapshot') this.reportSnapshot(message, false)
    const sender = this.member(message.from)
    if (sender !== undefined && message.type === 'append')
      this.act(sender, (node) => node.reportUnreachable(message.to))
  }

  private reportSnapshot(message: RaftMessage, ok: boolean): void {
    const sender = this.member(message.from)
    if (sender !== undefined) this.act(sender, (node) => node.reportSnapshot(message.to, ok))
  }

  crash(member: SimNode, outcome: { readonly writesKept: number; readonly commitKept: boolean }): void {
    if (member.node !== undefined) member.crash(outcome)
  }

  restart(member: SimNode, keepState: boolean): void {
    if (member.node !== undefined || (this.replacement?.member === member && !this.replacement.mayRun)) return
    member.start({ keepState })
    this.act(member, () => undefined)
  }

  /** The disk of a member is gone for good; at most one at a time, and none that the group needs. */
  loseDisk(member: SimNode): void {
    if (this.replacement !== undefined || !canSpareDisk(this.members, member.id)) return
    this.crash(member, { writesKept: 0, commitKept: false })
    this.invariants.diskLost(member)
    this.replacement = new DiskReplacement(member)
  }

  /** The operator goes on with the member whose disk was lost. */
  replaceDisk(leader: SimNode): void {
    const { replacement } = this
    if (replacement === undefined) return
    this.act(leader, () => replacement.advance(leader, (position) => this.invariants.isCommitted(position)))
    if (replacement.mayRun) this.restart(replacement.member, false)
  }

  /** Completes all writes and applies all there is. */
  settle(member: SimNode): void {
    while (member.writes.length > 0 || member.toApply.length > 0) {
      this.completeWrite(member)
      this.apply(member, Infinity)
    }
  }

  /** No faults any more: everyone is up, and messages arrive in order, until nothing moves. */
  stabilize(): void {
    for (const member of this.members) this.restart(member, true)
    for (let steps = 0; steps < 20_000; steps += 1) {
      for (const member of this.members) this.settle(member)
      if (this.network.length === 0) return
      this.deliver(0, { keep: false })
    }
    throw new Error('the members do not come to rest')
  }

  /** L1: from here on nothing fails; returns when all members of the group have applied a new proposal. */
  recover(electionTicks: number): void {
    while (this.network.length > 0) this.drop(0)
    this.stabilize()
    for (let ticks = 0; ticks < 20 * electionTicks; ticks += 1) {
      for (const member of this.members) this.tick(member)
      this.stabilize()
      for (const member of this.members) if (member.node?.status().role === 'leader') this.replaceDisk(member)
      if (this.hasRecovered()) return
    }
    throw new Error(`the group does not recover: ${JSON.stringify(this.members.map(({ node }) => node?.status()))}`)
  }

  private hasRecovered(): boolean {
    if (this.replacement !== undefined) return false
    const leader = this.members.find(({ node }) => node?.status().role === 'leader' && node.status().members.length > 0)
    const status = leader?.node?.status()
    if (
      leader === undefined ||
      status === undefined ||
      (status.confState.votersOutgoing.length > 0 && status.confState.autoLeave)
    )
      return false
    const before = status.lastIndex
    this.propose(leader, 1)
    this.stabilize()
    return status.members.every(({ id }) => (this.member(id)?.state.index ?? 0) > before)
  }
}
