import type { Clock, Random, Scheduler } from '@gregor/base'
import type { RaftWrite } from '@gregor/controller'
import type { MemoryFileSystem } from '@gregor/log'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import type { RunningNode } from '@gregor/server/node'
import type { HardState, RaftMessage } from 'raft-ts'

/** Something that must never happen did. `invariant` is its name in docs/reliability.md, such as P3. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly invariant: string

  constructor(invariant: string, message: string) {
    super(`${invariant}: ${message}`)
    this.invariant = invariant
  }
}

/** `min.insync.replicas` in every node's server.properties: topics may say otherwise. */
export const minInsyncReplicasDefault = 2

/** One node of the simulated cluster, over all its processes. */
export interface ObservedNode {
  readonly id: number
  /** Process starts so far; names the present process. */
  readonly incarnation: number
  /** Whether a process exists (it may be starting, or be frozen). */
  readonly up: boolean
  /** The running node; undefined while it starts and when it is down. */
  readonly running: RunningNode | undefined
  /** Its disk as the process sees it. Outlives the process; a crash replaces it. */
  readonly disk: MemoryFileSystem
  /** Term and vote that the disk would give back after a power cut. */
  readonly durableVote: HardState | undefined
  /** How often the operator emptied its disk. */
  readonly wipes: number
  /** A bit of a log was flipped on its disk: a log there may be set aside, and begin anew. */
  readonly damaged: boolean
  /** A log dir of it failed: logs in it are left behind, and begin anew in another. */
  readonly lostDir: boolean
}

/** The cluster as checkers and faults see it. */
export interface ObservedCluster {
  /** Of a process that is never killed. */
  readonly clock: Clock & Scheduler
  readonly nodes: readonly ObservedNode[]
  node(id: number): ObservedNode
  readonly seed: number
}

/**
 * Watches the cluster from outside of all its processes. Each hook is called synchronously, in the order of simulated
 * events; it must be quick, change nothing, draw no random numbers, and throw a Violation when an invariant is broken.
 */
export interface Checker {
  readonly name: string
  /** The node's process has come up: `running` is there. Subscribe to its parts here. */
  started?(node: ObservedNode): void
  /** The process is gone, by crash or in peace. */
  stopped?(node: ObservedNode): void
  /** A Raft message leaves the process. */
  raftSent?(node: ObservedNode, message: RaftMessage): void
  /** A write to the node's metadata log has become durable. */
  raftWritten?(node: ObservedNode, write: RaftWrite): void
  /** The node has applied an entry, or a snapshot, of the metadata log. */
  applied?(node: ObservedNode, delta: MetadataDelta, image: MetadataImage): void
  /** An event has run in this node, and all that follows from it at once. */
  afterEvent?(node: ObservedNode): void
  /** Everything is healed, at rest and idle. */
  atEnd?(): Promise<void> | void
}

/** A client's connection to one broker. Frames are without their size prefix. */
export interface ClientConnection {
  send(frame: Buffer): void
  close(): void
}

/** What simulated clients reach. Nothing of it fails by throwing. */
export interface ClientWorld {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  /** Every node that may be asked for metadata; clients address brokers by node id. */
  readonly brokerIds: readonly number[]
  /**
   * Opens a connection to the process that runs there now. A connection that cannot be made, or that breaks, is told by
   * `onClosed`, once, later; nothing comes after it.
   */
  connect(
    nodeId: number,
    handlers: { readonly onFrame: (frame: Buffer) => void; readonly onClosed: () => void }
  ): ClientConnection
  /** Adds a line to the trace of this run. */
  note(text: string): void
}

/** Topics and settings that a seed drew. */
export interface WorkloadShape {
  readonly topics: readonly {
    readonly name: string
    readonly partitions: number
    readonly replicationFactor: number
    readonly minInsyncReplicas: number
  }[]
}

/** Simulated clients with one purpose, and the check of all that they were told. */
export interface Workload {
  readonly name: string
  start(): void
  /** Starts nothing new; what is under way comes to its end. */
  stop(): void
  /** Whether nothing is under way. */
  readonly idle: boolean
  /** What a good run shows that it did, for the coverage figures: such as records acknowledged. */
  counts(): Readonly<Record<string, number>>
  /** After healing and `stop`: reads back what is there, and throws a Violation when it is not what clients were told. */
  check(): Promise<void>
}

export type CreateWorkload = (world: ClientWorld, shape: WorkloadShape) => Workload
