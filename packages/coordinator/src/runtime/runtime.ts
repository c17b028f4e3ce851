import type { Clock, Logger, Scheduler, Timer } from '@gregor/base'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import type { CoordinatorLog } from './coordinator-log.ts'
import type { RecordCodec, ShardCore } from './core.ts'
import type { RuntimeObserver } from './observer.ts'
import { CoordinatorShard, type ShardRequest } from './shard.ts'

const LOAD_RETRY_MS_MIN = 100
const LOAD_RETRY_MS_MAX = 30_000
const BATCH_BYTES_MAX = 512 * 1024
const QUEUED_BYTES_MAX = 64 * 1024 * 1024

export interface RuntimeOptions<Record, Input, Ticket, Notice> {
  /** `epoch` is the leader epoch under which the core is to serve. */
  readonly createCore: (partition: number, epoch: number) => ShardCore<Record, Input, Ticket, Notice>
  readonly codec: RecordCodec<Record>
  readonly log: CoordinatorLog
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly observer: RuntimeObserver<Notice>
  /** Decisions are gathered into batches of up to this size. */
  readonly batchBytesMax?: number
  /** Bytes of a partition that may wait for the log; beyond, writes are refused with COORDINATOR_NOT_AVAILABLE. */
  readonly queuedBytesMax?: number
}

interface Leadership<Record, Input, Ticket, Notice> {
  readonly epoch: number
  /** Undefined when this broker does not lead, or waits to load again. */
  shard: CoordinatorShard<Record, Input, Ticket, Notice> | undefined
  retry: Timer | undefined
  failureCount: number
}

/** All partitions of one coordinator topic: those that this broker leads have a shard. */
export class CoordinatorRuntime<Record, Input, Ticket, Notice> {
  private readonly options: RuntimeOptions<Record, Input, Ticket, Notice>
  private readonly leaderships = new Map<number, Leadership<Record, Input, Ticket, Notice>>()
  private closed = false

  constructor(options: RuntimeOptions<Record, Input, Ticket, Notice>) {
    this.options = options
  }

  /** This broker became, or ceased to be, the leader of a partition. Events of older epochs are ignored. */
  onLeadership(partition: number, leading: boolean, epoch: number): void {
    const known = this.leaderships.get(partition)
    if (this.closed || (known !== undefined && epoch < known.epoch)) return
    const holds = known?.shard !== undefined || known?.retry !== undefined
    if (leading && holds && known.epoch === epoch) return
    if (known !== undefined) this.unload(known)
    const leadership = { epoch, shard: undefined, retry: undefined, failureCount: 0 }
    this.leaderships.set(partition, leadership)
    if (leading) this.load(partition, leadership)
  }

  submit<Response>(partition: number, request: ShardRequest<Input, Response>): Promise<Response> {
    const leadership = this.leaderships.get(partition)
    if (leadership?.shard !== undefined) return leadership.shard.submit(request)
    const loading = leadership?.retry !== undefined
    const code = loading ? ErrorCode.COORDINATOR_LOAD_IN_PROGRESS : ErrorCode.NOT_COORDINATOR
    return Promise.resolve(request.failure(code))
  }

  /** Hands an input that nobody waits for to the shard of a partition; passed over when there is none. */
  inject(partition: number, input: Input): void {
    this.leaderships.get(partition)?.shard?.inject(input)
  }

  /** Hands an input to every shard, to those that load once they have loaded. */
  broadcast(createInput: () => Input): void {
    for (const shard of this.shards()) shard.inject(createInput())
  }

  *shards(): Generator<CoordinatorShard<Record, Input, Ticket, Notice>> {
    for (const { shard } of this.leaderships.values()) if (shard !== undefined) yield shard
  }

  /** Partitions that this broker leads and has not loaded yet. */
  *loadingPartitions(): Generator<number> {
    for (const [partition, { shard, retry }] of this.leaderships) {
      if (retry !== undefined || shard?.state === 'loading') yield partition
    }
  }

  /** The partitions with a shard that serves. */
  *activePartitions(): Generator<number> {
    for (const [partition, { shard }] of this.leaderships) if (shard?.state === 'active') yield partition
  }

  close(): void {
    this.closed = true
    for (const leadership of this.leaderships.values()) this.unload(leadership)
    this.leaderships.clear()
  }

  private load(partition: number, leadership: Leadership<Record, Input, Ticket, Notice>): void {
    const { logger, createCore, batchBytesMax = BATCH_BYTES_MAX, queuedBytesMax = QUEUED_BYTES_MAX } = this.options
    const shard = new CoordinatorShard({
      ...this.options,
      partition,
      core: createCore(partition, leadership.epoch),
      logger: logger.child({ partition }),
      batchBytesMax,
      queuedBytesMax,
      onFault: (errorCode) => {
        logger.warn({ partition, error: errorInfo(errorCode).name }, 'Append failed: loading the coordinator again')
        this.loadLater(partition, leadership)
      }
    })
    leadership.shard = shard
    shard.load().then(
      () => {
        leadership.failureCount = 0
      },
      (error: unknown) => {
        if (leadership.shard !== shard) return
        logger.error({ partition, err: error }, 'Cannot load the coordinator from its partition; trying again')
        shard.close(ErrorCode.NOT_COORDINATOR)
        this.loadLater(partition, leadership)
      }
    )
  }

  private loadLater(partition: number, leadership: Leadership<Record, Input, Ticket, Notice>): void {
    if (this.leaderships.get(partition) !== leadership) return
    leadership.shard = undefined
    const delayMs = Math.min(LOAD_RETRY_MS_MAX, LOAD_RETRY_MS_MIN * 2 ** leadership.failureCount++)
    leadership.retry = this.options.scheduler.after(delayMs, () => {
      leadership.retry = undefined
      this.load(partition, leadership)
    })
  }

  private unload(leadership: Leadership<Record, Input, Ticket, Notice>): void {
    leadership.retry?.cancel()
    leadership.retry = undefined
    leadership.shard?.close(ErrorCode.NOT_COORDINATOR)
    leadership.shard = undefined
  }
}
