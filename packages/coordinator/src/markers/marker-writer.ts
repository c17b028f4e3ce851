import { asError, type Clock, type Logger, type Scheduler, type Timer } from '@gregor/base'
import { errorInfo } from '@gregor/protocol'
import type { WriteTxnMarkersRequestInput, WriteTxnMarkersResponse } from '@gregor/protocol/messages/write-txn-markers'
import type { MarkerTask } from '../transaction/marker-task.ts'
import { markerOutcome } from './marker-outcome.ts'
import { answeredCodes, type Marker, markerRequest } from './marker-request.ts'

/** What the writer of markers needs of the cluster. */
export interface MarkerPorts {
  /** The broker that leads a partition; 'none' = nobody at the moment, 'gone' = there is no such partition. */
  leaderOf(topic: string, partition: number): number | 'none' | 'gone'
  /** Asks a broker, this one included; rejects when it did not answer. */
  send(broker: number, request: WriteTxnMarkersRequestInput): Promise<WriteTxnMarkersResponse>
}

export interface MarkerWriterOptions {
  readonly ports: MarkerPorts
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
  /** All partitions that still exist have the marker. */
  readonly onWritten: (task: MarkerTask, statePartition: number) => void
  readonly onFailure: (error: string) => void
}

/** Markers of one request, at most. */
const BATCH_MARKERS_MAX = 2_000
const RETRY_MS = 100
/**
 * A partition that this broker's metadata does not know may be newer than they are: so long it must be missing before it
 * counts as deleted. A broker whose metadata stand still for longer is fenced (`broker.session.timeout.ms`), and coordinates
 * nothing.
 */
const GONE_MS = 15_000

/** A transaction that ends. */
interface Ending {
  readonly task: MarkerTask
  readonly statePartition: number
  /** Partitions without the marker. */
  left: number
  /** Given up: this broker does not coordinate the transaction any more. */
  dropped: boolean
}

interface Item extends Marker {
  readonly ending: Ending
  /** Since when the metadata do not know the partition. */
  goneSinceMs: number | undefined
}

interface Destination {
  waiting: Item[]
  busy: boolean
}

/**
 * Brings the ends of transactions into their partitions: to the leader of each, in one request a broker at a time, and
 * again until it is there.
 */
export class MarkerWriter {
  private readonly options: MarkerWriterOptions
  private readonly endings = new Map<MarkerTask, Ending>()
  private readonly destinations = new Map<number, Destination>()
  /** Without a leader, or refused: tried again soon. */
  private stranded: Item[] = []
  private retry: Timer | undefined
  private flushDeferred = false
  private closed = false

  constructor(options: MarkerWriterOptions) {
    this.options = options
  }

  /** Markers that were asked for and are not known to be written. */
  get pendingCount(): number {
    let count = 0
    for (const { left } of this.endings.values()) count += left
    return count
  }

  /** Markers that wait for their partitions to have a leader, or for the next attempt. */
  get strandedCount(): number {
    return this.stranded.length
  }

  /** `statePartition`: the partition of __transaction_state that asks. */
  write(task: MarkerTask, statePartition: number): void {
    if (this.closed) return
    const ending: Ending = { task, statePartition, left: 0, dropped: false }
    const items = task.topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition): Item => ({ task, topic, partition, ending, goneSinceMs: undefined }))
    )
    ending.left = items.length
    this.endings.set(task, ending)
    for (const item of items) this.route(item)
  }

  /** This broker does not coordinate the transactions of a partition of __transaction_state any more, or from scratch. */
  forget(statePartition: number): void {
    for (const ending of this.endings.values()) if (ending.statePartition === statePartition) this.drop(ending)
  }

  /** The metadata changed: there may be leaders now. */
  leadersChanged(): void {
    const stranded = this.stranded
    this.stranded = []
    for (const item of stranded) this.route(item)
  }

  close(): void {
    this.closed = true
    this.retry?.cancel()
    for (const ending of this.endings.values()) this.drop(ending)
    this.stranded = []
  }

  private drop(ending: Ending): void {
    ending.dropped = true
    this.endings.delete(ending.task)
  }

  private route(item: Item): void {
    if (item.ending.dropped) return
    const { ports, clock } = this.options
    const leader = ports.leaderOf(item.topic, item.partition)
    if (typeof leader === 'number') {
      item.goneSinceMs = undefined
      this.destination(leader).waiting.push(item)
      this.flushLater()
      return
    }
    const nowMs = clock.monotonicMs()
    if (leader === 'none') item.goneSinceMs = undefined
    else if (nowMs - (item.goneSinceMs ??= nowMs) >= GONE_MS) {
      this.done(item)
      return
    }
    this.strand(item)
  }

  private destination(broker: number): Destination {
    let destination = this.destinations.get(broker)
    if (destination === undefined) this.destinations.set(broker, (destination = { waiting: [], busy: false }))
    return destination
  }

  private strand(item: Item): void {
    if (this.closed || item.ending.dropped) return
    this.stranded.push(item)
    this.retry ??= this.options.scheduler.after(RETRY_MS, () => {
      this.retry = undefined
      this.leadersChanged()
    })
  }

  /** The markers of this turn of the event loop go together. */
  private flushLater(): void {
    if (this.flushDeferred) return
    this.flushDeferred = true
    this.options.scheduler.defer(() => {
      this.flushDeferred = false
      for (const [broker, destination] of this.destinations) void this.flush(broker, destination)
    })
  }

  private async flush(broker: number, destination: Destination): Promise<void> {
    if (destination.busy || this.closed) return
    const items = destination.waiting.splice(0, BATCH_MARKERS_MAX).filter(({ ending }) => !ending.dropped)
    if (items.length === 0) return
    destination.busy = true
    try {
      const response = await this.options.ports.send(broker, markerRequest(items))
      const codeOf = answeredCodes(response)
      for (const item of items) this.answered(item, codeOf(item))
    } catch (error) {
      this.options.onFailure('no answer')
      this.options.logger.debug({ broker, err: asError(error) }, 'Markers of transactions were not answered')
      for (const item of items) this.strand(item)
    } finally {
      destination.busy = false
    }
    if (destination.waiting.length > 0) this.flushLater()
  }

  private answered(item: Item, errorCode: number): void {
    if (item.ending.dropped) return
    const { topic, partition, task } = item
    const outcome = markerOutcome(errorCode)
    if (outcome === 'written') return this.done(item)
    const { name } = errorInfo(errorCode)
    this.options.onFailure(name)
    const fields = { topic, partition, transactionalId: task.transactionalId, error: name }
    if (outcome === 'fenced') {
      this.options.logger.warn(fields, 'Another coordinator ends this transaction')
      return this.drop(item.ending)
    }
    if (outcome === 'superseded') {
      this.options.logger.warn(fields, 'A partition knows a later epoch of the producer: its transaction is over there')
      return this.done(item)
    }
    this.options.logger.debug(fields, 'A marker was not written; trying again')
    return this.strand(item)
  }

  private done({ ending }: Item): void {
    ending.left--
    if (ending.left > 0 || ending.dropped) return
    this.drop(ending)
    this.options.onWritten(ending.task, ending.statePartition)
  }
}
