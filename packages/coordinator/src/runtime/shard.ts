import { TimestampMs, unreachable, type Clock, type Logger, type Scheduler, type Timer } from '@gregor/base'
import { ErrorCode, ProtocolError, type NewRecord } from '@gregor/protocol'
import { appendOutcome, dependentError } from './append-outcome.ts'
import { AppendQueue, optionsOf, sizeOf, toBatch, type PendingAppend } from './append-queue.ts'
import type { CoordinatorLog } from './coordinator-log.ts'
import type { Effect, Now, RecordCodec, RecordsTransaction, RequestId, ShardCore, TransactionEnd } from './core.ts'
import type { RuntimeObserver } from './observer.ts'
import { replayBatches } from './replay-log.ts'

export interface ShardOptions<Record, Input, Ticket, Notice> {
  readonly partition: number
  readonly core: ShardCore<Record, Input, Ticket, Notice>
  readonly codec: RecordCodec<Record>
  readonly log: CoordinatorLog
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly observer: RuntimeObserver<Notice>
  readonly batchBytesMax: number
  readonly queuedBytesMax: number
  /** The log refused in a way that leaves the state in doubt: the shard has closed, build another from the log. */
  readonly onFault: (errorCode: number) => void
}

/** A request for a core, and the response when the core cannot be asked or did not answer. */
export interface ShardRequest<Input, Response> {
  readonly input: (request: RequestId<Response>) => Input
  readonly failure: (errorCode: number) => Response
}

interface Waiting {
  readonly resolve: (response: unknown) => void
  readonly failure: (errorCode: number) => unknown
}

export type ShardState = 'loading' | 'active' | 'closed'

/**
 * Drives the core of one partition during one leadership: loads it, performs its effects, and appends what it decides
 * on. One batch is in flight at a time and what is decided meanwhile makes up the next: so when the log refuses a
 * batch, exactly the decisions that were built on it fall with it.
 */
export class CoordinatorShard<Record, Input, Ticket, Notice> {
  readonly core: ShardCore<Record, Input, Ticket, Notice>
  private readonly options: ShardOptions<Record, Input, Ticket, Notice>
  private readonly queue: AppendQueue<Ticket>
  private readonly waiting = new Map<number, Waiting>()
  private readonly timers = new Map<number, Timer>()
  /** Inputs of the driver that came while loading. */
  private deferred: Input[] = []
  private inFlight: readonly PendingAppend<Ticket>[] | undefined
  private flushDeferred = false
  private nextRequest = 1
  private currentState: ShardState = 'loading'

  constructor(options: ShardOptions<Record, Input, Ticket, Notice>) {
    this.options = options
    this.core = options.core
    this.queue = new AppendQueue(options)
  }

  get state(): ShardState {
    return this.currentState
  }

  /** Requests that wait for their responses. */
  get waitingCount(): number {
    return this.waiting.size
  }

  /** Replays the partition and then serves. Rejects when the log cannot be read. */
  async load(): Promise<void> {
    const { log, partition, clock, observer } = this.options
    const start = clock.monotonicMs()
    let recordCount = 0
    await log.scan(partition, (records) => {
      if (this.currentState === 'loading') recordCount += this.replay(records)
    })
    if (this.currentState !== 'loading') return
    this.currentState = 'active'
    this.core.journal.startRecording()
    observer.loaded({ partition, durationMs: clock.monotonicMs() - start, recordCount })
    this.perform(this.core.loaded(this.now()))
    const deferred = this.deferred
    this.deferred = []
    for (const input of deferred) this.inject(input)
  }

  submit<Response>({ input, failure }: ShardRequest<Input, Response>): Promise<Response> {
    if (this.currentState === 'loading') return Promise.resolve(failure(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS))
    if (this.currentState === 'closed') return Promise.resolve(failure(ErrorCode.NOT_COORDINATOR))
    return new Promise<Response>((resolve) => {
      const request = this.nextRequest++ as RequestId<Response>
      this.waiting.set(request, { resolve: resolve as (response: unknown) => void, failure })
      this.inject(input(request))
    })
  }

  /** An input that nobody waits for. */
  inject(input: Input): void {
    if (this.currentState === 'loading') this.deferred.push(input)
    else if (this.currentState === 'active') this.perform(this.core.handle(input, this.now()))
  }

  /** Ends the shard: every request that waits is answered with `errorCode`, nothing more is appended. */
  close(errorCode: number): void {
    if (this.currentState === 'closed') return
    this.currentState = 'closed'
    for (const timer of this.timers.values()) timer.cancel()
    this.timers.clear()
    this.deferred = []
    this.queue.takeAll()
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const { resolve, failure } of waiting) resolve(failure(errorCode))
  }

  private now(): Now {
    const { clock } = this.options
    return { monotonicMs: clock.monotonicMs(), wallMs: TimestampMs(clock.wallMs()) }
  }

  private replay(records: Buffer): number {
    const { codec, logger } = this.options
    return replayBatches(records, { codec, logger, core: this.core })
  }

  private perform(effects: readonly Effect<Record, Input, Ticket, Notice>[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'respond':
          this.respond(effect.request, effect.response)
          break
        case 'append':
          this.append(effect.records, effect.ticket, effect.transaction)
          break
        case 'append-end':
          this.appendEnd(effect.end, effect.ticket)
          break
        case 'set-timer':
          this.setTimer(effect.timer, effect.delayMs, effect.input)
          break
        case 'cancel-timer':
          this.timers.get(effect.timer)?.cancel()
          this.timers.delete(effect.timer)
          break
        case 'notice':
          this.options.observer.notice(effect.notice, this.options.partition)
          break
        default:
          unreachable(effect)
      }
    }
  }

  private respond(request: number, response: unknown): void {
    const waiting = this.waiting.get(request)
    this.waiting.delete(request)
    waiting?.resolve(response)
  }

  private setTimer(timer: number, delayMs: number, input: Input): void {
    this.timers.get(timer)?.cancel()
    const set = this.options.scheduler.after(delayMs, () => {
      this.timers.delete(timer)
      this.inject(input)
    })
    this.timers.set(timer, set)
  }

  private append(records: readonly Record[], ticket: Ticket, transaction: RecordsTransaction | undefined): void {
    const encoded = this.queue.isFull ? ErrorCode.COORDINATOR_NOT_AVAILABLE : this.encode(records)
    if (typeof encoded === 'number') {
      this.options.scheduler.defer(() => this.settle([{ ticket }], encoded))
      return
    }
    const { journal } = this.core
    const start = journal.position
    for (const record of records) {
      if (transaction === undefined) this.core.replay(record)
      else this.core.replayTransactional?.(record, transaction.producerId)
    }
    const end = journal.position
    this.queue.put({ ticket, records: encoded, sizeBytes: sizeOf(encoded), transaction, start, end })
    this.flushLater()
  }

  private appendEnd(ending: TransactionEnd, ticket: Ticket): void {
    if (this.queue.isFull) {
      this.options.scheduler.defer(() => this.settle([{ ticket }], ErrorCode.COORDINATOR_NOT_AVAILABLE))
      return
    }
    const { journal } = this.core
    const start = journal.position
    this.core.replayEnd?.(ending.producerId, ending.commits)
    this.queue.put({ ticket, records: [], sizeBytes: sizeOf([]), ending, start, end: journal.position })
    this.flushLater()
  }

  /** An error code when a record holds what its format cannot carry. */
  private encode(records: readonly Record[]): readonly NewRecord[] | number {
    const { clock, codec, logger } = this.options
    const timestamp = clock.wallMs()
    try {
      return records.map((record) => ({ ...codec.encode(record), timestamp }))
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      logger.warn({ err: error }, 'Refused a change that the record format cannot carry')
      return error.code
    }
  }

  /** All decisions of this turn of the event loop go into one batch. */
  private flushLater(): void {
    if (this.flushDeferred || this.inFlight !== undefined) return
    this.flushDeferred = true
    this.options.scheduler.defer(() => {
      this.flushDeferred = false
      this.flush()
    })
  }

  private flush(): void {
    if (this.currentState !== 'active' || this.inFlight !== undefined || this.queue.isEmpty) return
    const batch = this.queue.takeBatch()
    this.inFlight = batch
    const records = toBatch(batch, this.options.clock.wallMs())
    const sizeBytes = records.length
    const done = (errorCode: number): void => {
      if (this.currentState === 'active') this.appended(batch, { errorCode, sizeBytes })
    }
    this.options.log.append(this.options.partition, records, done, optionsOf(batch))
  }

  private appended(
    batch: readonly PendingAppend<Ticket>[],
    { errorCode, sizeBytes }: { readonly errorCode: number; readonly sizeBytes: number }
  ): void {
    const { observer, partition } = this.options
    this.inFlight = undefined
    const outcome = appendOutcome(errorCode)
    if (outcome !== 'committed') observer.appendFailed({ partition, errorCode })
    switch (outcome) {
      case 'committed':
        observer.appended({ recordCount: batch.reduce((sum, { records }) => sum + records.length, 0), sizeBytes })
        this.core.journal.commit(batch.at(-1)!.end)
        this.settle(batch, errorCode)
        break
      case 'in-log':
        this.settle(batch, errorCode)
        break
      case 'refused': {
        const dependent = this.queue.takeAll()
        this.core.journal.rollback(batch[0]!.start)
        this.settle(batch, errorCode)
        this.settle(dependent, dependentError(errorCode))
        break
      }
      case 'unknown':
        this.close(ErrorCode.NOT_COORDINATOR)
        this.options.onFault(errorCode)
        break
      default:
        unreachable(outcome)
    }
    if (!this.queue.isEmpty) this.flushLater()
  }

  private settle(appends: readonly { readonly ticket: Ticket }[], errorCode: number): void {
    for (const { ticket } of appends) {
      if (this.currentState === 'active') this.perform(this.core.settle(ticket, errorCode, this.now()))
    }
  }
}
