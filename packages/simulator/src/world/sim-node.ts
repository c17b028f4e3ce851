import { asError, type Logger, noMetrics } from '@gregor/base'
import { noFolderLocks, type MemoryFileSystem } from '@gregor/log'
import { type NodeWorld, readNodeConfig, type RunningNode, runNode } from '@gregor/server/node'
import type { HardState } from 'raft-ts'
import { type ObservedNode, Violation } from '../types.ts'
import type { ClientConnections } from './client-connections.ts'
import type { PeerWorld } from './peers.ts'
import { SimRaftStorage } from './raft-disk.ts'
import type { SeededRandom } from './random.ts'
import { SimDisk, type DiskTemper } from './sim-disk.ts'
import { type ClockError, SimProcess } from './sim-process.ts'
import type { SimTime } from './sim-time.ts'
import type { Watch } from './watch.ts'

/** What all nodes of a run share. */
export interface NodeSurroundings {
  readonly time: SimTime
  readonly peers: PeerWorld
  readonly clients: ClientConnections
  readonly watch: Watch
  readonly logger: Logger
  /** The text of a node's server.properties. */
  readonly properties: (id: number) => string
  readonly diskTemper: DiskTemper
  readonly clockError: (id: number) => ClockError
  /** A line for the trace. */
  readonly note: (text: string) => void
}

/** How long a supervisor waits before it starts a process again that ended by itself. */
const superviseMs = 1_000

/** One machine of the cluster: a disk, and the processes that run on it one after the other. */
export class SimNode implements ObservedNode {
  readonly id: number
  readonly storage: SimDisk
  readonly #surroundings: NodeSurroundings
  readonly #random: SeededRandom
  incarnation = 0
  wipes = 0
  #process: SimProcess | undefined
  #running: RunningNode | undefined
  #stopping = false
  /** The operator wants it up from now on. */
  #keptUp = false
  /** Ends by themselves that the operator has seen since the node last ran. */
  #failedStarts = 0
  /** A bit of the logs of its partitions was flipped. */
  damaged = false
  /** A log dir of it failed for a while. */
  lostDir = false
  /** What the supervisor may do: not while the machine is without power. */
  supervised = true

  constructor(id: number, surroundings: NodeSurroundings, random: SeededRandom) {
    this.id = id
    this.#surroundings = surroundings
    this.#random = random
    const { time, diskTemper } = surroundings
    this.storage = new SimDisk({ time, random: random.fork(), temper: diskTemper })
  }

  get up(): boolean {
    return this.#process !== undefined
  }

  get process(): SimProcess | undefined {
    return this.#process
  }

  get running(): RunningNode | undefined {
    return this.#running
  }

  get disk(): MemoryFileSystem {
    return this.storage.fileSystem
  }

  get durableVote(): HardState | undefined {
    return this.storage.raft.durableVote
  }

  get stopping(): boolean {
    return this.#stopping
  }

  /**
   * What an operator does when the trouble is over: starts what is down, starts again what its disk failed, and empties a
   * disk with a damaged metadata log. Damaged logs of partitions are repaired without him.
   */
  operate(): void {
    const { failures, raft } = this.storage
    if (this.#process !== undefined && (failures > 0 || raft.damaged)) this.kill()
    if (raft.damaged) this.wipe()
    this.#keptUp = true
    this.boot()
  }

  /** Starts a process; what becomes of it shows later. */
  boot(): void {
    if (this.#process !== undefined) return
    this.incarnation++
    this.supervised = true
    this.#stopping = false
    const { time, properties, clockError, note } = this.#surroundings
    const process = new SimProcess({ name: `node${this.id}`, host: this.id, time, clockError: clockError(this.id) })
    this.#process = process
    this.storage.failures = 0
    note(`boot ${this.id}`)
    const config = readNodeConfig(`node${this.id}.properties`, properties(this.id))
    const onFailure = (error: Error): void => this.#exits(process, error)
    runNode({ config, world: this.#world(process), onFailure }).then(
      (running) => this.#started(process, running),
      (error: unknown) => this.#exits(process, asError(error))
    )
  }

  /** As kill -9: the operating system goes on, with its page cache and its connections to be reset. */
  kill(): void {
    const process = this.#end('kill')
    if (process === undefined) return
    this.storage.kill()
    this.#gone(process, true)
  }

  powerCut(): void {
    const process = this.#end('power cut')
    if (process !== undefined) this.#gone(process, false)
    this.storage.powerCut()
    this.supervised = false
  }

  freeze(): void {
    if (this.#process !== undefined) this.#process.frozen = true
  }

  thaw(): void {
    if (this.#process?.frozen === true) this.#process.thaw()
  }

  /** As SIGTERM; the process is gone when it has stopped in peace. */
  stop(): void {
    const process = this.#process
    const running = this.#running
    if (process === undefined || running === undefined || this.#stopping) return
    this.#stopping = true
    this.#surroundings.note(`stop ${this.id}`)
    const gone = (): void => {
      if (process.dead) return
      this.#end('stopped')
      this.storage.kill()
      this.#gone(process, true)
      this.#stopping = false
      if (this.#keptUp) this.boot()
    }
    running.stop().then(gone, (error: unknown) => {
      if (this.storage.failures === 0)
        this.#surroundings.watch.fail(new Violation('stop', `node ${this.id}: ${String(error)}`))
      gone()
    })
  }

  /** The operator empties the disk of a node that is down; it will come back as a new one. */
  wipe(): void {
    this.#surroundings.note(`wipe ${this.id}`)
    this.wipes++
    this.storage.wipe()
    this.damaged = false
    this.lostDir = false
  }

  #started(process: SimProcess, running: RunningNode): void {
    if (process.dead) return
    this.#running = running
    this.#failedStarts = 0
    this.#surroundings.watch.started(this)
  }

  #end(how: string): SimProcess | undefined {
    const process = this.#process
    if (process === undefined) return undefined
    this.#surroundings.note(`${how} ${this.id}`)
    process.dead = true
    this.#process = undefined
    const ran = this.#running !== undefined
    this.#running = undefined
    if (ran) this.#surroundings.watch.stopped(this)
    return process
  }

  #gone(process: SimProcess, hostRuns: boolean): void {
    this.#surroundings.peers.gone(process, hostRuns)
    this.#surroundings.clients.gone(process, hostRuns)
  }

  /** The process gives up. It may do so when its disk failed, and never otherwise. */
  #exits(process: SimProcess, error: Error): void {
    if (process.dead) return
    const { time, watch, note } = this.#surroundings
    const excused = this.storage.failures > 0 || this.storage.raft.damaged
    if (!excused) watch.fail(new Violation('exit', `node ${this.id} ends by itself: ${error.stack ?? error.message}`))
    note(`exit ${this.id}: ${error.message}`)
    this.kill()
    this.#failedStarts++
    time.plan({
      delayMs: superviseMs,
      process: undefined,
      label: 'supervisor',
      run: () => {
        if (!this.supervised || this.up) return
        if (this.storage.raft.damaged && this.#failedStarts > 1) this.wipe()
        this.boot()
      }
    })
  }

  #world(process: SimProcess): NodeWorld {
    const { peers, clients, logger, watch } = this.#surroundings
    return {
      clock: process,
      scheduler: process,
      random: this.#random.fork(),
      logger: logger.child({ node: this.id }),
      metrics: noMetrics,
      fileSystem: this.storage.attach(process),
      locks: noFolderLocks,
      createPeers: (identity) => peers.peers(process, identity),
      createPeerServer: ({ identity }) => peers.server(process, identity),
      createRaftStorage: ({ expectExisting }) =>
        new SimRaftStorage({
          disk: this.storage.raft,
          expectExisting,
          wait: (kind) => this.storage.raftWait(process, kind),
          onWritten: (write) => watch.raftWritten(this, write)
        }),
      createClientListener: (options) => clients.listener(process, options)
    }
  }
}
