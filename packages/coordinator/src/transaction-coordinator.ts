import type { Clock, Logger, Metrics, Scheduler } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import type {
  DescribeTransactionsRequest,
  DescribeTransactionsResponse,
  TransactionState as DescribedTransaction
} from '@gregor/protocol/messages/describe-transactions'
import type {
  ListTransactionsRequest,
  ListTransactionsResponse,
  TransactionState as ListedTransaction
} from '@gregor/protocol/messages/list-transactions'
import { type MarkerPorts, MarkerWriter } from './markers/marker-writer.ts'
import type { CoordinatorLog } from './runtime/coordinator-log.ts'
import { partitionFor } from './runtime/partition-for.ts'
import { CoordinatorRuntime } from './runtime/runtime.ts'
import type { ShardRequest } from './runtime/shard.ts'
import { NEEDS_PRODUCER_ID, type NeedsProducerId, type ProducerAnswer, refusedProducer } from './transaction/answers.ts'
import { describeFailure } from './transaction/describe.ts'
import type { ProducerClaim, TransactionInput } from './transaction/inputs.ts'
import { idFilter } from './transaction/id-filter.ts'
import { measureTransactions, type TransactionRuntime } from './transaction/measure.ts'
import type { TransactionVersion } from './transaction/metadata.ts'
import type { TopicPartitions } from './transaction/partitions.ts'
import { transactionRecordCodec } from './transaction/record-codec.ts'
import { checkExpected, checkTransactionalId } from './transaction/request-checks.ts'
import type { TransactionSettings } from './transaction/settings.ts'
import { stateOfName } from './transaction/states.ts'
import { TransactionCore } from './transaction/transaction-core.ts'
import { transactionCoordinatorMetrics } from './transaction/transaction-metrics.ts'
import { createTransactionObserver } from './transaction/transaction-observer.ts'

export interface TransactionCoordinatorOptions {
  readonly settings: TransactionSettings
  /** __transaction_state as far as this broker leads it. */
  readonly log: CoordinatorLog
  /** Partitions of __transaction_state; 0 while the topic does not exist. */
  readonly partitionCount: () => number
  /** A producer id that nobody had; rejects when the controller cannot be reached. */
  readonly takeProducerId: () => Promise<number>
  /** The ways to the leaders of the partitions of transactions. */
  readonly markers: MarkerPorts
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly logger: Logger
  readonly metrics: Metrics
}

/** InitProducerId of a transactional producer. */
export interface InitTransactionalProducer {
  readonly transactionalId: string
  readonly timeoutMs: number
  /** Both -1 = the producer starts; else it goes on from this identity (KIP-360). */
  readonly producerId: number
  readonly producerEpoch: number
}

export interface AddPartitions extends ProducerClaim {
  readonly topics: readonly TopicPartitions[]
  readonly clientVersion: TransactionVersion
}

export interface EndTransaction extends ProducerClaim {
  readonly commit: boolean
  readonly clientVersion: TransactionVersion
}

/**
 * The transactions whose ids belong to the partitions of __transaction_state that this broker leads. Every method answers
 * with error codes (NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE …); none rejects. Which error
 * a version of a request knows is the caller's to know, and so is whether partitions exist.
 */
export class TransactionCoordinator {
  private readonly options: TransactionCoordinatorOptions
  private readonly runtime: TransactionRuntime
  private readonly writer: MarkerWriter
  private closed = false

  constructor(options: TransactionCoordinatorOptions) {
    const { settings, logger, metrics } = options
    this.options = options
    this.writer = new MarkerWriter({
      ...options,
      ports: options.markers,
      onWritten: (task, partition) => this.runtime.inject(partition, { type: 'markers-written', task }),
      onFailure: (error) => metrics.counter(transactionCoordinatorMetrics.markerFailures, { error }).inc()
    })
    this.runtime = new CoordinatorRuntime({
      ...options,
      createCore: (partition, epoch) => {
        // A core that loads asks for all markers itself.
        this.writer.forget(partition)
        return new TransactionCore(settings, epoch)
      },
      codec: transactionRecordCodec,
      observer: createTransactionObserver({
        logger,
        metrics,
        onMarkersDue: (task, partition) => this.writer.write(task, partition)
      })
    })
    measureTransactions(metrics, { runtime: this.runtime, writer: this.writer })
  }

  /** The partition of __transaction_state that holds a transactional id; undefined while the topic does not exist. */
  partitionOf(transactionalId: string): number | undefined {
    const count = this.options.partitionCount()
    return count > 0 ? partitionFor(transactionalId, count) : undefined
  }

  /** This broker became, or ceased to be, the serving leader of a partition of __transaction_state. */
  onLeadership(partition: number, leading: boolean, epoch: number): void {
    if (!leading) this.writer.forget(partition)
    this.runtime.onLeadership(partition, leading, epoch)
  }

  /** The metadata changed: partitions may have other leaders. */
  onMetadata(): void {
    this.writer.leadersChanged()
  }

  /** Answers everything that waits, and takes nothing more. */
  close(): void {
    this.closed = true
    this.writer.close()
    this.runtime.close()
  }

  async initProducer({
    transactionalId,
    timeoutMs,
    producerId,
    producerEpoch
  }: InitTransactionalProducer): Promise<ProducerAnswer> {
    const claimed = { producerId, producerEpoch }
    const refusal = checkExpected(claimed)
    if (refusal !== ErrorCode.NONE) return refusedProducer(refusal)
    const timeoutMsMax = this.options.settings['transaction.max.timeout.ms']
    if (timeoutMs <= 0 || timeoutMs > timeoutMsMax) return refusedProducer(ErrorCode.INVALID_TRANSACTION_TIMEOUT)
    const expected = producerId < 0 ? undefined : claimed
    return this.askWithId(transactionalId, (requestId, freshProducerId) => ({
      type: 'init',
      requestId,
      transactionalId,
      timeoutMs,
      expected,
      freshProducerId
    }))
  }

  /** Adds partitions to the transaction, which begins if it had not. Resolves with an error code. */
  addPartitions(request: AddPartitions): Promise<number> {
    return this.ask<number>(request.transactionalId, {
      input: (requestId) => ({ type: 'add-partitions', requestId, ...request }),
      failure: (errorCode) => errorCode
    })
  }

  /** Resolves with the code of each partition: TRANSACTION_ABORTABLE when it is not in the transaction under way. */
  verifyPartitions(claim: ProducerClaim): Promise<(topic: string, partition: number) => number> {
    return this.ask<(topic: string, partition: number) => number>(claim.transactionalId, {
      input: (requestId) => ({ type: 'verify-partitions', requestId, ...claim }),
      failure: (errorCode) => () => errorCode
    })
  }

  /** Commits or aborts; resolves when that cannot change any more. */
  endTransaction(request: EndTransaction): Promise<ProducerAnswer> {
    return this.askWithId(request.transactionalId, (requestId, freshProducerId) => ({
      type: 'end',
      requestId,
      freshProducerId,
      ...request
    }))
  }

  /** DescribeTransactions (key 65), v0. */
  async describeTransactions({ transactionalIds }: DescribeTransactionsRequest): Promise<DescribeTransactionsResponse> {
    const transactionStates = await Promise.all(
      transactionalIds.map((transactionalId) =>
        this.ask<DescribedTransaction>(transactionalId, {
          input: (requestId) => ({ type: 'describe', requestId, transactionalId }),
          failure: (errorCode) => describeFailure(transactionalId, errorCode)
        })
      )
    )
    return { throttleTimeMs: 0, transactionStates }
  }

  /** ListTransactions (key 66), v0-2: the transactions of this broker. */
  async listTransactions(request: ListTransactionsRequest): Promise<ListTransactionsResponse> {
    const unknownStateFilters = request.stateFilters.filter((name) => stateOfName(name) === undefined)
    const answer = (errorCode: number, transactionStates: ListedTransaction[] = []): ListTransactionsResponse => ({
      throttleTimeMs: 0,
      errorCode,
      unknownStateFilters,
      transactionStates
    })
    if (this.closed) return answer(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    if (!this.runtime.loadingPartitions().next().done) return answer(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
    const matchesId = idFilter(request.transactionalIdPattern)
    if (matchesId === undefined) return answer(ErrorCode.INVALID_REGULAR_EXPRESSION)
    const lists = await Promise.all(
      Array.from(this.runtime.activePartitions(), (partition) =>
        this.runtime.submit<readonly ListedTransaction[]>(partition, {
          input: (requestId) => ({ type: 'list', requestId, filters: request, matchesId }),
          failure: () => []
        })
      )
    )
    return answer(ErrorCode.NONE, lists.flat())
  }

  /** Asks, and once more with a new producer id if the core wants one: few requests do. */
  private async askWithId(
    transactionalId: string,
    input: (
      requestId: Parameters<ShardRequest<TransactionInput, ProducerAnswer | NeedsProducerId>['input']>[0],
      freshProducerId: number | undefined
    ) => TransactionInput
  ): Promise<ProducerAnswer> {
    const askOnce = (freshProducerId: number | undefined) =>
      this.ask<ProducerAnswer | NeedsProducerId>(transactionalId, {
        input: (requestId) => input(requestId, freshProducerId),
        failure: refusedProducer
      })
    const first = await askOnce(undefined)
    if (first !== NEEDS_PRODUCER_ID) return first
    let freshProducerId: number
    try {
      freshProducerId = await this.options.takeProducerId()
    } catch (error) {
      this.options.logger.debug({ err: error }, 'No producer ids: the controller was not reached')
      return refusedProducer(ErrorCode.COORDINATOR_NOT_AVAILABLE)
    }
    const second = await askOnce(freshProducerId)
    return second === NEEDS_PRODUCER_ID ? refusedProducer(ErrorCode.COORDINATOR_NOT_AVAILABLE) : second
  }

  private ask<Response>(transactionalId: string, request: ShardRequest<TransactionInput, Response>): Promise<Response> {
    if (this.closed) return Promise.resolve(request.failure(ErrorCode.COORDINATOR_NOT_AVAILABLE))
    const refusal = checkTransactionalId(transactionalId)
    if (refusal !== ErrorCode.NONE) return Promise.resolve(request.failure(refusal))
    const partition = this.partitionOf(transactionalId)
    if (partition === undefined) return Promise.resolve(request.failure(ErrorCode.COORDINATOR_NOT_AVAILABLE))
    return this.runtime.submit(partition, request)
  }
}
