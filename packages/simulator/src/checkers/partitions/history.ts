import type { PartitionLog } from '@gregor/log'
import type { PartitionImage } from '@gregor/metadata'
import type { ObservedNode } from '../../types.ts'

/** A record batch, without its records. */
export interface Batch {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly epoch: number
  /** Over all of the batch that never changes once it is stored. */
  readonly crc: number
  /** Of a batch in a transaction, or of the marker that ends one. */
  readonly transaction?: { readonly producerId: number; readonly ends: boolean } | undefined
}

/** What is known of one node's copy of a partition, over all its processes on one disk. */
export interface Copy {
  readonly nodeId: number
  /** Names the disk: wipes of the node before it. */
  readonly wipes: number
  /** Everything below it has been durable here, and was not truncated since. */
  durable: number
  /** As it was when the node was looked at last. */
  logStart: number
  logEnd: number
  /** In order; undefined when some were missed. */
  batches: Batch[] | undefined
}

/** What the leader of one epoch has shown as committed. */
export interface Exposure {
  readonly leaderEpoch: number
  /** Its highest high watermark. */
  end: number
  lastBatch: Batch | undefined
}

/** What became of one partition, seen from outside of all nodes. */
export interface PartitionHistory {
  readonly name: string
  /** As the metadata log says it, as far as any node has applied it. */
  state: PartitionImage
  readonly leaders: Map<number, number>
  /** The highest high watermark that a leader has ever exposed. */
  committedEnd: number
  /** The highest log start that a leader has ever exposed. */
  logStart: number
  /** By leader epoch. */
  readonly exposures: Map<number, Exposure>
  /** By base offset: the epoch of the batch that is committed there. */
  readonly committed: Map<number, number>
  readonly copies: Map<number, Copy>
  /** Neither unclean elections nor acknowledgements before the flush were ever allowed: nothing committed may go. */
  strict: boolean
}

/** An open log of a process, as it was when the process was looked at last. */
export interface HostedLog {
  readonly node: ObservedNode
  readonly incarnation: number
  readonly history: PartitionHistory
  readonly log: PartitionLog
  readonly copy: Copy
  logStart: number
  highWatermark: number
  flushed: number
  logEnd: number
  /** The epoch in which it leads; -1 = it does not. */
  leaderEpoch: number
  /** End of the log when that leadership began. */
  epochStart: number
  /** It leads, and knows all that is committed. */
  serves: boolean
  /** Its metadata changed within the event: what the leader thinks now need not be what it thought when it acted. */
  learned: boolean
}

/** Where a log was at the look before. */
export type LogPosition = Readonly<Pick<HostedLog, 'logStart' | 'highWatermark' | 'flushed' | 'logEnd'>>

/**
 * Whether what a node had of a partition may be gone by right: its log was damaged, or its log dir failed, and the controller
 * counts it out, so that nobody elects it.
 */
export function mayHaveBegunAnew({ id, damaged, lostDir }: ObservedNode, { state }: PartitionHistory): boolean {
  return (damaged || lostDir) && ![...state.isr, ...state.elr].some((broker) => broker === id)
}

/** What leaders of epochs before `leaderEpoch` have shown at most. */
export function exposedBefore({ exposures }: PartitionHistory, leaderEpoch: number): Exposure | undefined {
  let most: Exposure | undefined
  for (const exposure of exposures.values()) {
    if (exposure.leaderEpoch < leaderEpoch && exposure.end >= (most?.end ?? 0)) most = exposure
  }
  return most
}

/** How a rule calls a log. */
export function whereOf({ node, history, leaderEpoch }: HostedLog): string {
  return `${history.name} on node ${node.id}${leaderEpoch < 0 ? '' : `, leading in epoch ${leaderEpoch}`}`
}
