import type { Logger } from '@gregor/base'
import type { RunningNode } from '@gregor/server/node'
import type { ClientWorld, ObservedCluster } from '../types.ts'
import { ClientConnections } from './client-connections.ts'
import { SimNetwork, type NetworkTemper } from './network.ts'
import { PeerWorld } from './peers.ts'
import { SeededRandom } from './random.ts'
import type { DiskTemper } from './sim-disk.ts'
import { SimNode } from './sim-node.ts'
import { type ClockError, SimProcess } from './sim-process.ts'
import { SimTime } from './sim-time.ts'
import type { Trace } from './trace.ts'
import { Watch } from './watch.ts'

export interface SimClusterOptions {
  readonly seed: number
  readonly nodeCount: number
  readonly network: NetworkTemper
  readonly disk: DiskTemper
  readonly clockError: (id: number) => ClockError
  /** Lines of server.properties beside those that name and place a node. */
  readonly properties: readonly string[]
  /** Gets lines with simulated time in front. */
  readonly logger: (clock: () => number) => Logger
  readonly toleratesLoss: boolean
  /** `log.dirs` of every node. */
  readonly logDirs: readonly string[]
  readonly trace: Trace
  readonly drain: () => void
  readonly inCallback: <Value>(task: () => Value) => Promise<Value>
}

/** Hosts of clients have ids from here on. */
const firstClientHost = 900
const eventsPerLook = 16

/** Machines, network, time and those who watch. */
export class SimCluster implements ObservedCluster {
  readonly seed: number
  readonly time: SimTime
  readonly network: SimNetwork
  readonly nodes: readonly SimNode[]
  readonly watch = new Watch()
  readonly random: SeededRandom
  /** A process that is never killed: faults and final reads use its clock. */
  readonly clock: SimProcess
  readonly trace: Trace
  readonly #clients: ClientConnections
  readonly #clientHosts: number[] = []
  /** Whether the data survive it when one node loses its disk: every topic needs two in-sync replicas to acknowledge. */
  readonly toleratesLoss: boolean
  readonly logDirs: readonly string[]
  /** The only node of this run whose disk may be lost. */
  lossyNode: SimNode | undefined

  constructor(options: SimClusterOptions) {
    const { seed, nodeCount, trace } = options
    this.seed = seed
    this.trace = trace
    this.toleratesLoss = options.toleratesLoss
    this.logDirs = options.logDirs
    this.random = new SeededRandom(seed)
    this.time = new SimTime({
      drain: options.drain,
      inCallback: options.inCallback,
      onEvent: ({ atMs, process, label }) => trace.add(atMs, process?.name ?? 'world', label),
      afterEvent: ({ process }) => {
        const node = process === undefined ? undefined : this.nodes[process.host - 1]
        if (node !== undefined) this.watch.afterEvent(node)
      }
    })
    this.network = new SimNetwork({ time: this.time, random: this.random.fork(), temper: options.network })
    const peers = new PeerWorld({
      network: this.network,
      onRaftSent: ({ host }, message) => this.watch.raftSent(this.node(host), message)
    })
    this.#clients = new ClientConnections(this.network)
    const voters = Array.from({ length: nodeCount }, (_, index) => `${index + 1}@node${index + 1}:9093`).join(',')
    const surroundings = {
      time: this.time,
      peers,
      clients: this.#clients,
      watch: this.watch,
      logger: options.logger(() => this.time.nowMs),
      properties: (id: number) =>
        propertiesOf(id, voters, [`log.dirs=${options.logDirs.join()}`, ...options.properties]),
      diskTemper: options.disk,
      clockError: options.clockError,
      note: (text: string) => this.note(text)
    }
    this.nodes = Array.from(
      { length: nodeCount },
      (_, index) => new SimNode(index + 1, surroundings, this.random.fork())
    )
    this.clock = new SimProcess({ name: 'observer', host: firstClientHost - 1, time: this.time })
  }

  node(id: number): SimNode {
    return this.nodes[id - 1]!
  }

  note(text: string): void {
    this.trace.add(this.time.nowMs, 'note', text)
  }

  /** A host of clients of its own. */
  clientWorld(name: string): ClientWorld {
    const process = new SimProcess({ name, host: this.#nextClientHost(), time: this.time })
    return {
      clock: process,
      scheduler: process,
      random: this.random.fork(),
      brokerIds: this.nodes.map(({ id }) => id),
      connect: (nodeId, handlers) => this.#clients.connect(process, nodeId, handlers),
      note: (text) => this.note(`${name}: ${text}`)
    }
  }

  /** Of nodes and clients. */
  get hosts(): readonly number[] {
    return [...this.nodes.map(({ id }) => id), ...this.#clientHosts]
  }

  /** A node that takes itself for the active controller. */
  get active(): RunningNode | undefined {
    return this.nodes.find(({ running }) => running?.controller.isActive === true)?.running
  }

  get allServe(): boolean {
    return this.nodes.every(({ running }) => running?.readiness.ready === true)
  }

  /** Whether every node serves and every partition has all of its replicas in sync. */
  atEase(): boolean {
    const image = this.active?.controller.image
    if (!this.allServe || image === undefined) return false
    for (const { running } of this.nodes) {
      if (running!.controller.image.appliedIndex !== image.appliedIndex || !running!.replicas.settled) return false
    }
    for (const { fenced } of image.brokers.values()) if (fenced) return false
    for (const { partitions } of image.topics.values()) {
      for (const { replicas, isr, leader, elr } of partitions) {
        if (!isr.includes(leader) || isr.length !== replicas.length || elr.length > 0) return false
      }
    }
    return true
  }

  #nextClientHost(): number {
    const host = firstClientHost + this.#clientHosts.length
    this.#clientHosts.push(host)
    return host
  }

  /** Runs until `done`, a failure, or the end of the time. `done` is looked at now and then. */
  async run(forMs: number, done: () => boolean = () => false): Promise<boolean> {
    let events = 0
    const lookNow = (): boolean => events++ % eventsPerLook === 0 && done()
    await this.time.run(this.time.nowMs + forMs, () => this.watch.failure !== undefined || lookNow())
    return this.watch.failure === undefined && done()
  }
}

function propertiesOf(id: number, voters: string, more: readonly string[]): string {
  return [
    'process.roles=broker,controller',
    `node.id=${id}`,
    `listeners=PLAINTEXT://node${id}:9092,CONTROLLER://node${id}:9093`,
    'controller.listener.names=CONTROLLER',
    `controller.quorum.voters=${voters}`,
    'admin.port=-1',
    ...more
  ].join('\n')
}
