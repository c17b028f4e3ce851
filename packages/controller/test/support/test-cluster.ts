import { BrokerId, noMetrics, silentLogger } from '@gregor/base'
import { parseBrokerConfig } from '@gregor/metadata'
import { CreateTopicsApi, type CreateTopicsResponse } from '@gregor/protocol/messages/create-topics'
import { createControllerNode, type ControllerNode } from '../../src/index.ts'
import { seededRandom } from './core-harness.ts'
import { ManualTime } from './manual-time.ts'
import { MemoryNetwork } from './memory-network.ts'
import { DiskOfProcess, MemoryRaftStorage } from './memory-raft-storage.ts'

/** Combined nodes in one process, on manual time: three, unless a test says otherwise. */
export class TestCluster {
  readonly time = new ManualTime()
  readonly network = new MemoryNetwork(this.time)
  readonly nodes = new Map<number, ControllerNode>()
  readonly disks = new Map<number, MemoryRaftStorage>()
  /** `directory.id` of each node's folder. */
  readonly directoryIds = new Map<number, string>()
  /** What each node's config says; the voters, if not told otherwise. */
  readonly #voters = new Map<number, readonly number[]>()
  /** Nodes that register no broker. */
  readonly controllersOnly = new Set<number>()
  readonly #processes = new Map<number, DiskOfProcess>()
  readonly failures: Error[] = []
  ids: readonly number[]
  readonly #entries: Readonly<Record<string, string>>
  #starts = 0

  constructor(ids: readonly number[] = [1, 2, 3], entries: Readonly<Record<string, string>> = {}) {
    this.ids = ids
    this.#entries = entries
    for (const id of ids) this.wipe(id)
  }

  /** A new, empty disk in the place of the node's old one. */
  wipe(id: number): void {
    this.disks.set(id, new MemoryRaftStorage())
    this.directoryIds.set(id, Buffer.from(`disk ${id} no. ${++this.#starts}`.padEnd(16)).toString('base64url'))
  }

  /** Another node, whose config names `voters`. */
  async add(id: number, voters: readonly number[] = this.ids): Promise<void> {
    this.#voters.set(id, voters)
    for (const known of this.ids) if (!this.#voters.has(known)) this.#voters.set(known, this.ids)
    this.ids = [...this.ids, id]
    this.wipe(id)
    await this.start(id)
  }

  voterIds(via = this.activeId): readonly number[] {
    return this.node(via).quorumStatus?.confState.voters ?? []
  }

  async start(...ids: readonly number[]): Promise<void> {
    for (const id of ids.length === 0 ? this.ids : ids) {
      const node = this.#create(id)
      this.nodes.set(id, node)
      await node.start()
    }
  }

  /** As kill -9: nothing is said to anybody. */
  async kill(id: number): Promise<void> {
    this.network.kill(id)
    const node = this.nodes.get(id)!
    this.nodes.delete(id)
    // It cannot be stopped at once within this process; but nothing that it still does reaches anybody, or the disk.
    this.#processes.get(id)?.pullOut()
    void node.stop()
    await this.time.pass(0)
  }

  node(id: number): ControllerNode {
    return this.nodes.get(id)!
  }

  get active(): ControllerNode | undefined {
    return [...this.nodes.values()].find((node) => node.isActive)
  }

  get activeId(): number {
    return [...this.nodes].find(([, node]) => node.isActive)?.[0] ?? -1
  }

  /** Until all running nodes have registered brokers that are unfenced, as all of them see it. */
  async untilReady(): Promise<void> {
    const up = [...this.nodes.keys()].filter((id) => !this.controllersOnly.has(id))
    const sees = ({ image }: ControllerNode): boolean =>
      up.every((id) => image.brokers.get(BrokerId(id))?.fenced === false)
    const ready = ([id, node]: [number, ControllerNode]): boolean =>
      (this.controllersOnly.has(id) || !node.lifecycle.fenced) && sees(node)
    await this.time.until(() => this.active !== undefined && [...this.nodes].every(ready))
  }

  /** Asks for a topic, and lets time pass until the answer is there. */
  createTopic(via: number, name: string, timeoutMs = 5_000): Promise<CreateTopicsResponse> {
    return this.finish(this.requestTopic(via, name, timeoutMs))
  }

  requestTopic(via: number, name: string, timeoutMs: number): Promise<CreateTopicsResponse> {
    const replicationFactor = Math.min(this.ids.length, 3)
    const topic = { name, numPartitions: 3, replicationFactor, assignments: [], configs: [] }
    const request = { topics: [topic], timeoutMs, validateOnly: false }
    const options = { timeoutMs, from: { principal: 'User:test', clientId: 'test' } }
    return this.node(via).client.forward(CreateTopicsApi, 7, request, options)
  }

  /** Lets time pass until the promise is settled. */
  async finish<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false
    const watched = promise.finally(() => {
      settled = true
    })
    watched.catch(() => {})
    await this.time.until(() => settled, 60_000)
    return watched
  }

  async stop(): Promise<void> {
    const stops = [...this.nodes.values()].map((node) => node.stop())
    await this.finish(Promise.all(stops))
  }

  #create(id: number): ControllerNode {
    const incarnationId = `incarnation-${id}-${++this.#starts}`
    const self: { node?: ControllerNode } = {}
    const clusterId = (): string => self.node?.image.clusterId ?? ''
    const { peers, server } = this.network.join({ nodeId: id, incarnationId, clusterId })
    const { config } = parseBrokerConfig(new Map(Object.entries({ 'node.id': String(id), ...this.#entries })))
    const disk = new DiskOfProcess(this.disks.get(id)!)
    this.#processes.set(id, disk)
    self.node = createControllerNode({
      nodeId: BrokerId(id),
      incarnationId,
      registers: !this.controllersOnly.has(id),
      directoryId: this.directoryIds.get(id)!,
      voters: (this.#voters.get(id) ?? this.ids).map((nodeId) => ({
        nodeId,
        host: '127.0.0.1',
        port: 19_090 + nodeId
      })),
      config,
      clusterId: undefined,
      broker: () => ({
        endpoints: [{ name: 'PLAINTEXT', host: '127.0.0.1', port: 9090 + id, securityProtocol: 'PLAINTEXT' }],
        rpcHost: '127.0.0.1',
        rpcPort: 19_090 + id,
        previousBrokerEpoch: -1,
        storageId: this.directoryIds.get(id)!
      }),
      storage: disk,
      peers,
      server,
      clock: this.time,
      scheduler: this.time,
      random: seededRandom(id * 7919 + this.#starts),
      logger: silentLogger,
      metrics: noMetrics,
      onFailure: (error) => this.failures.push(error)
    })
    return self.node
  }
}
