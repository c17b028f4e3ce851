import { LeaderEpoch, type Offset } from '@gregor/base'
import { memoryFileSystem, type MemoryFileSystem, type PartitionLog } from '@gregor/log'
import { type MetadataRecord, MetadataStore } from '@gregor/metadata'
import {
  baseOffsetOf,
  buildEndTransactionBatch,
  buildRecordBatch,
  ControlRecordType,
  lastOffsetOf,
  leaderEpochOf,
  setBaseOffset,
  setLeaderEpoch
} from '@gregor/protocol'
import type { LeadershipEvent } from '@gregor/replication'
import type { RunningNode } from '@gregor/server/node'
import type { Entry, HardState, RaftMessage, RaftStatus } from 'raft-ts'
import { type Checker, type ObservedCluster, type ObservedNode, Violation } from '../../src/types.ts'

/** A node as a test says that it is. */
export class FakeNode implements ObservedNode {
  readonly id: number
  incarnation = 1
  wipes = 0
  damaged = false
  lostDir = false
  up = true
  disk: MemoryFileSystem = memoryFileSystem()
  durableVote: HardState | undefined
  readonly image = new MetadataStore()
  readonly logs = new Map<string, FakeLog>()
  led: object | undefined
  status: RaftStatus
  #listener: (event: LeadershipEvent) => void = () => {}

  constructor(id: number) {
    this.id = id
    this.status = follower(id)
  }

  get running(): RunningNode | undefined {
    if (!this.up) return undefined
    const { image, logs, status } = this
    const parts = {
      controller: { image, quorumStatus: status },
      logs: { get: (topicId: string, partition: number) => logs.get(`${topicId} ${partition}`), unwrittenBytes: 0 },
      replicas: {
        onLeadership: (listener: (event: LeadershipEvent) => void) => {
          this.#listener = listener
        },
        led: () => this.led
      }
    }
    return parts as unknown as RunningNode
  }

  /** Tells that it leads, or leads no longer. */
  leads(event: Partial<LeadershipEvent> & { readonly leaderEpoch: LeaderEpoch }): void {
    this.#listener({ ...partitionZero, topic: 'orders', leading: true, ...event } as LeadershipEvent)
  }
}

/** Whoever waits has waited at once. */
const clock = {
  monotonicMs: () => 0,
  wallMs: () => 0,
  after: (_delayMs: number, task: () => void) => {
    queueMicrotask(task)
    return { cancel: () => {} }
  },
  defer: (task: () => void) => queueMicrotask(task)
}

export function fakeCluster(nodes: readonly FakeNode[]): ObservedCluster {
  const node = (id: number): FakeNode => nodes.find((one) => one.id === id)!
  return { clock, nodes, node, seed: 1 }
}

function follower(id: number): RaftStatus {
  const indexes = { commitIndex: 1, appliedIndex: 1, firstIndex: 2, lastIndex: 1, durableIndex: 1 }
  const role = { id, leaderId: -1, role: 'follower', term: 1, vote: -1, voting: true, members: [] } as const
  return {
    ...indexes,
    ...role,
    confState: { voters: [1, 2, 3], votersOutgoing: [], learners: [], learnersNext: [], autoLeave: false }
  }
}

export const entry = (
  index: number,
  term: number,
  text = `${index}/${term}`,
  kind: Entry['kind'] = 'normal'
): Entry => {
  return { index, term, kind, data: Buffer.from(text) }
}

/** A message with what the checkers look at. */
export function message(fields: Partial<RaftMessage> & { readonly type: string; readonly term: number }): RaftMessage {
  return { from: 1, to: 2, ...fields } as RaftMessage
}

/** A log as a test says that it is: its batches, and its positions. */
export class FakeLog {
  readonly config = { compacts: false }
  readonly failure = undefined
  batches: Buffer[] = []
  logStartOffset = 0
  highWatermark = 0
  flushedOffset = 0
  epochs: { epoch: number; start: number }[] = []
  end: number | undefined
  stable: number | undefined

  get logEndOffset(): number {
    const last = this.batches.at(-1)
    return this.end ?? (last === undefined ? this.logStartOffset : lastOffsetOf(last) + 1)
  }

  append(epoch: number, text: string): this {
    this.batches.push(batch({ baseOffset: this.logEndOffset, epoch, text }))
    this.flushedOffset = this.logEndOffset
    return this
  }

  /** A batch in a transaction of a producer. */
  appendInTransaction(epoch: number, producerId: number): this {
    const records = [{ timestamp: 0, key: null, value: Buffer.from('in a transaction') }]
    const place = { baseOffset: this.logEndOffset, leaderEpoch: epoch }
    const producer = { producerId, producerEpoch: 0, baseSequence: 0, transactional: true }
    this.batches.push(buildRecordBatch({ records, ...place, ...producer }))
    this.flushedOffset = this.logEndOffset
    return this
  }

  /** The marker that ends a producer's transaction. */
  endTransaction(epoch: number, producerId: number): this {
    const type = ControlRecordType.COMMIT
    const marker = buildEndTransactionBatch({ type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 0 })
    setBaseOffset(marker, 0, this.logEndOffset)
    setLeaderEpoch(marker, 0, epoch)
    this.batches.push(marker)
    this.flushedOffset = this.logEndOffset
    return this
  }

  /** What it tells readers of committed data. */
  get lastStableOffset(): number {
    return this.stable ?? this.highWatermark
  }

  truncateTo(offset: number): this {
    this.batches = this.batches.filter((one) => lastOffsetOf(one) < offset)
    this.flushedOffset = Math.min(this.flushedOffset, this.logEndOffset)
    this.highWatermark = Math.min(this.highWatermark, this.logEndOffset)
    return this
  }

  commit(offset: number): this {
    this.highWatermark = offset
    return this
  }

  endOffsetForEpoch(epoch: LeaderEpoch): { epoch: LeaderEpoch; endOffset: number } | undefined {
    const epochs = this.epochs.length > 0 ? this.epochs : this.#epochsOfBatches()
    const at = epochs.findLastIndex((one) => one.epoch <= epoch)
    if (at < 0) return undefined
    return { epoch: LeaderEpoch(epochs[at]!.epoch), endOffset: epochs[at + 1]?.start ?? this.logEndOffset }
  }

  readCached(from: number): { records: Buffer; nextOffset: number } {
    const wanted = this.batches.filter((one) => lastOffsetOf(one) >= from)
    return { records: Buffer.concat(wanted), nextOffset: this.logEndOffset }
  }

  async read(from: Offset): Promise<{ records: Buffer; nextOffset: number }> {
    return this.readCached(from)
  }

  asLog(): PartitionLog {
    return this as unknown as PartitionLog
  }

  #epochsOfBatches(): { epoch: number; start: number }[] {
    const epochs: { epoch: number; start: number }[] = []
    for (const one of this.batches) {
      const epoch = leaderEpochOf(one)
      if (epochs.at(-1)?.epoch !== epoch) epochs.push({ epoch, start: baseOffsetOf(one) })
    }
    return epochs
  }
}

export function batch({ baseOffset, epoch, text }: { baseOffset: number; epoch: number; text: string }): Buffer {
  const value = Buffer.from(text)
  const records = [{ timestamp: 0, key: null, value, headers: [] }] as never
  return buildRecordBatch({ records, baseOffset, leaderEpoch: epoch })
}

/** Applies records on a node as the entry at `index`, and tells the checkers. */
export function apply(checkers: readonly Checker[], node: FakeNode, index: number, records: MetadataRecord[]): void {
  const delta = node.image.replay(index, records)
  for (const checker of checkers) checker.applied?.(node, delta, node.image)
}

export const partitionZero = { topicId: 'AAAAAAAAAAAAAAAAAAAAAQ', partition: 0 }

/** A state of the first partition of topic "orders". */
export function partitionRecord(state: object): MetadataRecord {
  const whole = { type: 'partition', ...partitionZero, replicas: [1, 2, 3], isr: [1, 2, 3], elr: [], lastKnownElr: [] }
  return { ...whole, leader: 1, leaderEpoch: 0, partitionEpoch: 0, ...state } as unknown as MetadataRecord
}

export function topicRecord(): MetadataRecord {
  return { type: 'topic', topicId: partitionZero.topicId, name: 'orders' } as unknown as MetadataRecord
}

export function brokerRecord(id: number, state: object = {}): MetadataRecord {
  const places = { endpoints: [], rpcHost: `node${id}`, rpcPort: 1, rack: undefined }
  const registration = { id, incarnationId: `${id}`, epoch: 1, ...places, fenced: false, inControlledShutdown: false }
  return { type: 'registerBroker', registration: { ...registration, ...state } } as unknown as MetadataRecord
}

export function configRecord(key: string, value: string): MetadataRecord {
  return { type: 'config', resourceType: 2, resourceName: 'orders', key, value }
}

/** The invariant that the work breaks; 'none' when it breaks none. */
export function brokenBy(work: () => void): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Violation) return error.invariant
    throw error
  }
  return 'none'
}
