import {
  BrokerId,
  NO_EPOCH,
  Offset,
  PartitionIndex,
  silentLogger,
  TopicId,
  type BrokerEpoch,
  type Logger,
  type Metrics
} from '@gregor/base'
import type { IsrChange, IsrChangeOutcome } from '@gregor/controller'
import type { CrashOptions, FileOperation, MemoryFileSystem, PartitionLog } from '@gregor/log'
import { batchesOf, buildRecordBatch, recordsOf, type NewBatch } from '@gregor/protocol'
import {
  type AppendOutcome,
  type FetchEntry,
  type FetchOutcome,
  type FetchRequest,
  type FollowStream,
  type ReplicationConfig,
  type TopicSettings
} from '../../src/index.ts'
import { SimController } from './sim-controller.ts'
import { SimLink } from './sim-link.ts'
import { SimNode, testLogConfig, type NodeWorld } from './sim-node.ts'
import { seededRandom, SimTime } from './sim-time.ts'

export const topicId = TopicId('MkU3OEVBNTcwNTJENDM2Qg')
export const topic = 'orders'
export const p0 = PartitionIndex(0)

export interface SimClusterOptions {
  readonly brokers?: number
  readonly replicas?: readonly number[]
  readonly partitions?: number
  readonly minIsr?: number
  readonly flushBeforeAck?: boolean
  readonly seed?: number
  readonly config?: Partial<ReplicationConfig>
  readonly logger?: Logger
  readonly metrics?: Metrics
  /** `log.dirs` of all brokers; default one. */
  readonly logDirs?: readonly string[]
}

/** A question to the controller that has not been answered. */
interface Call {
  readonly from: SimNode
  readonly epoch: BrokerEpoch
  readonly changes: readonly IsrChange[]
  readonly resolve: (outcomes: readonly IsrChangeOutcome[]) => void
  readonly reject: (error: Error) => void
}

/** Brokers, links, disks and a controller in one thread, where only a test makes anything happen. */
export class SimCluster implements NodeWorld {
  readonly time = new SimTime()
  readonly random
  readonly logger: Logger
  readonly config: Partial<ReplicationConfig>
  readonly controller: SimController
  readonly nodes = new Map<number, SimNode>()
  readonly disks = new Map<number, MemoryFileSystem>()
  readonly links: SimLink[] = []
  readonly calls: Call[] = []
  readonly heldOperations: (() => void)[] = []
  readonly peersDown: string[] = []
  /** Directions in which no new link can be opened, as "1>2". */
  readonly cut = new Set<string>()
  readonly metrics: Metrics | undefined
  readonly #options: SimClusterOptions
  readonly #settings = new Map<string, TopicSettings>()
  /** Whether file operations are held until the test, or `settle`, releases them. */
  holdFiles = false
  /** Brokers whose disks do not answer, and what they were asked. */
  readonly #stuckDisks = new Map<number, (() => void)[]>()
  readonly #failingDisks = new Set<number>()
  readonly #failingDirs = new Map<number, readonly string[]>()
  readonly logDirs: readonly string[]
  /** Messages that have passed on all links. */
  delivered = 0
  /** Questions that the controller has answered, and whether it answers. */
  answered = 0
  controllerSilent = false

  constructor(options: SimClusterOptions = {}) {
    this.#options = options
    this.random = seededRandom(options.seed ?? 1)
    this.logger = options.logger ?? silentLogger
    this.metrics = options.metrics
    this.logDirs = options.logDirs ?? ['/data']
    this.config = { replicaLagTimeMaxMs: 10_000, ...options.config }
    this.controller = new SimController(options.minIsr ?? 1)
  }

  /** Brokers 1 … n are up, and topic "orders" has one partition on them. */
  static async start(options: SimClusterOptions = {}): Promise<SimCluster> {
    const cluster = new SimCluster(options)
    const count = options.brokers ?? 3
    for (let id = 1; id <= count; id++) await cluster.boot(id)
    const replicas = options.replicas ?? Array.from({ length: count }, (_, index) => index + 1)
    const partitions = Array.from({ length: options.partitions ?? 1 }, () => replicas.map(BrokerId))
    cluster.controller.createTopic(topicId, topic, partitions)
    await cluster.settle()
    return cluster
  }

  node(id: number): SimNode {
    return this.nodes.get(id)!
  }

  log(id: number, partition = 0): PartitionLog {
    return this.node(id).log(topicId, PartitionIndex(partition))!
  }

  get image(): ReturnType<SimController['store']['partition']> & object {
    return this.controller.store.partition(topicId, p0)!
  }

  // --- processes

  /** Starts a broker, registers it, and lets it take part. */
  async boot(id: number): Promise<SimNode> {
    const node = await this.bootFenced(id)
    await this.settle()
    this.controller.unfence(BrokerId(id))
    await this.settle()
    return node
  }

  /** Starts a broker and registers it; it stays fenced. */
  async bootFenced(id: number): Promise<SimNode> {
    const node = await this.restart(id)
    node.registered(this.controller.register(BrokerId(id)))
    return node
  }

  /** Starts a broker that has not registered yet. */
  async restart(id: number): Promise<SimNode> {
    const node = new SimNode(BrokerId(id), this, this.disks.get(id))
    this.disks.set(id, node.disk)
    this.nodes.set(id, node)
    const booting = node.boot()
    while (!node.booted) await this.pump()
    await booting
    return node
  }

  /** Cuts the power of one broker. The controller does not know yet. */
  crash(id: number, options?: CrashOptions): void {
    const node = this.node(id)
    this.disks.set(id, node.crash(options))
    for (const link of this.links) if (link.followerId === id || link.leaderId === id) link.end('broken')
  }

  /** The same, and the controller has noticed. */
  async kill(id: number, options?: CrashOptions): Promise<void> {
    this.crash(id, options)
    this.controller.fence(BrokerId(id))
    await this.settle()
  }

  /** The link by which `follower` follows `leader` now. */
  link(follower: number, leader: number): SimLink {
    return this.liveLinks().find((link) => link.followerId === follower && link.leaderId === leader)!
  }

  // --- the ports of nodes

  settings(name: string): TopicSettings {
    const { minIsr = 1, flushBeforeAck = true } = this.#options
    return this.#settings.get(name) ?? { logConfig: testLogConfig, minInsyncReplicas: minIsr, flushBeforeAck }
  }

  setSettings(name: string, settings: Partial<TopicSettings>): void {
    this.#settings.set(name, { ...this.settings(name), ...settings })
    this.controller.commit([
      { type: 'config', resourceType: 2, resourceName: name, key: 'changed', value: String(this.controller.log.length) }
    ])
  }

  openLink(from: SimNode, to: number): FollowStream {
    const link = new SimLink(from.id, to)
    const target = this.nodes.get(to)
    if (target?.alive !== true || !target.booted || this.cut.has(`${from.id}>${to}`)) {
      this.time.deferred.push({ owner: from.scheduler, run: () => link.end('broken') })
      return link.follower
    }
    this.links.push(link)
    target.manager.acceptFollower(link.leader, { nodeId: from.id, incarnationId: `i${from.brokerEpoch}` })
    return link.follower
  }

  alterPartition(from: SimNode, changes: readonly IsrChange[]): Promise<readonly IsrChangeOutcome[]> {
    return new Promise((resolve, reject) => {
      this.calls.push({ from, epoch: from.brokerEpoch, changes, resolve, reject })
    })
  }

  peerDown(reporter: SimNode, peer: BrokerId): void {
    this.peersDown.push(`${reporter.id}>${peer}`)
  }

  onFileOperation(node: SimNode, { kind, path }: FileOperation): Promise<void> | undefined {
    if (this.#failingDirs.get(node.id)?.some((dir) => path.startsWith(dir)) === true) {
      return Promise.reject(Object.assign(new Error(`EIO: ${path}`), { code: 'EIO' }))
    }
    if (!node.booted || (kind !== 'sync' && kind !== 'write')) return undefined
    if (this.#failingDisks.has(node.id)) return Promise.reject(Object.assign(new Error('disk error'), { code: 'EIO' }))
    const stuck = this.#stuckDisks.get(node.id)
    if (stuck !== undefined) return new Promise((resolve) => stuck.push(resolve))
    if (!this.holdFiles) return undefined
    return new Promise((resolve) => this.heldOperations.push(resolve))
  }

  /** The disk of a broker does not answer, until `freeDisk`. */
  stickDisk(id: number): void {
    this.#stuckDisks.set(id, [])
  }

  freeDisk(id: number): void {
    const operations = this.#stuckDisks.get(id) ?? []
    this.#stuckDisks.delete(id)
    for (const release of operations) release()
  }

  /** From now on these log dirs of a broker answer with errors; the others work (again). */
  failDirs(id: number, ...dirs: string[]): void {
    this.#failingDirs.set(id, dirs)
  }

  /** From now on the disk of a broker answers with errors. */
  failDisk(id: number): void {
    this.#failingDisks.add(id)
  }

  // --- making things happen

  /** Lets promises run as far as they get. */
  async pump(): Promise<void> {
    await new Promise(setImmediate)
  }

  answerCall(index = 0): void {
    const [call] = this.calls.splice(index, 1)
    if (call === undefined) return
    this.answered++
    const outcomes = this.controller.alterPartition(call.from.id, call.epoch, call.changes)
    if (call.from.alive) call.resolve(outcomes)
  }

  deliverMetadata(node: SimNode): boolean {
    const records = this.controller.log[node.store.appliedIndex]
    if (records === undefined || !node.alive) return false
    node.applyMetadata(node.store.appliedIndex + 1, records)
    return true
  }

  liveLinks(): SimLink[] {
    return this.links.filter((link) => !link.ended)
  }

  /** Runs everything that can run without time passing. */
  async settle(): Promise<void> {
    for (let rounds = 0; ; rounds++) {
      if (rounds > 10_000) throw new Error('the cluster does not come to rest')
      await this.pump()
      let busy = false
      for (const node of this.nodes.values()) while (this.deliverMetadata(node)) busy = true
      while (this.time.deferred.length > 0) {
        this.time.runDeferred(0)
        busy = true
      }
      for (const link of this.liveLinks()) {
        while (link.pending > 0) {
          this.delivered++
          link.deliverToLeader()
          link.deliverToFollower()
          busy = true
        }
      }
      for (const release of this.heldOperations.splice(0)) {
        release()
        busy = true
      }
      while (this.calls.length > 0 && !this.controllerSilent) {
        this.answerCall()
        busy = true
      }
      if (!busy) return
    }
  }

  /** Lets time pass, and everything settle at each timer on the way. */
  async advance(ms: number): Promise<void> {
    const endMs = this.time.nowMs + ms
    await this.settle()
    while (this.time.nowMs < endMs) {
      this.time.step(endMs - this.time.nowMs)
      await this.settle()
    }
  }

  // --- clients

  append(
    id: number,
    values: readonly string[],
    options: {
      readonly acks?: -1 | 0 | 1
      readonly timeoutMs?: number
      readonly batch?: Partial<NewBatch>
      readonly topicId?: TopicId
      readonly partition?: number
    } = {}
  ): { outcome?: AppendOutcome } {
    const slot: { outcome?: AppendOutcome } = {}
    const records = batchOf(values, options.batch)
    const { acks = -1, timeoutMs = 30_000, partition = 0 } = options
    const entry = { topicId: options.topicId ?? topicId, partition: PartitionIndex(partition), records }
    this.node(id).manager.append({ acks, timeoutMs, origin: 'client', entries: [entry] }, ([outcome]) => {
      slot.outcome = outcome!
    })
    return slot
  }

  fetch(
    id: number,
    from: number,
    options: Partial<FetchRequest> & Partial<FetchEntry> = {}
  ): { outcome?: FetchOutcome; readonly cancel: () => void } {
    const entry = {
      topicId,
      partition: p0,
      fetchOffset: Offset(from),
      maxBytes: 1 << 20,
      currentLeaderEpoch: NO_EPOCH,
      lastFetchedEpoch: NO_EPOCH
    }
    const request = { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20, readCommitted: false, entries: [] }
    const slot: { outcome?: FetchOutcome; cancel: () => void } = { cancel: () => {} }
    slot.cancel = this.node(id).manager.fetch(
      { ...request, ...options, entries: [{ ...entry, ...options }] },
      ([outcome]) => {
        slot.outcome = outcome!
      }
    )
    return slot
  }
}

export function batchOf(values: readonly string[], batch: Partial<NewBatch> = {}): Buffer {
  const records = values.map((value) => ({ key: null, value: Buffer.from(value), timestamp: 1_700_000_000_000 }))
  return buildRecordBatch({ ...batch, records })
}

/** "offset:value" of all records in whole batches. */
export function valuesIn(records: Buffer): string[] {
  const values: string[] = []
  for (const { position } of batchesOf(records)) {
    for (const record of recordsOf(records, { at: position, decompressedBytesMax: 1 << 20 })) {
      values.push(`${record.offset}:${record.value?.toString() ?? 'null'}`)
    }
  }
  return values
}

/** Everything in a log, as "offset:value". */
export async function valuesOf(log: PartitionLog, upTo: Offset = log.logEndOffset): Promise<string[]> {
  const values: string[] = []
  let next = log.logStartOffset
  while (next < upTo) {
    const read = await log.read(next, { maxBytes: 1 << 20, upTo, minOneBatch: true })
    if (read.nextOffset <= next) throw new Error(`nothing at offset ${next}`)
    values.push(...valuesIn(read.records))
    next = read.nextOffset
  }
  return values
}
