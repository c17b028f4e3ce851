import type {
  Clock,
  Logger,
  Metrics,
  Offset,
  PartitionIndex,
  ProducerEpoch,
  ProducerId,
  Random,
  Scheduler
} from '@gregor/base'
import type { GroupCoordinator, TransactionCoordinator } from '@gregor/coordinator'
import type { MetadataDelta, MetadataImage } from '@gregor/metadata'
import type { Api } from '@gregor/protocol'
import type { Replicas } from '@gregor/replication'

/** The cluster's metadata as this broker has applied it. */
export interface MetadataSource {
  /** Always the newest; its parts are replaced, never changed in place. */
  readonly image: MetadataImage
  /** Calls `listener` after each batch of records that was applied. Returns how to stop. */
  onDelta(listener: (delta: MetadataDelta, image: MetadataImage) => void): () => void
}

/** On whose behalf a request is forwarded. */
export interface ForwardedFrom {
  readonly principal: string
  readonly clientId: string
}

/** Requests that change metadata go to the active controller, whichever broker they came to. */
export interface AdminForwarder {
  /**
   * Resolves with the controller's response. Rejects when no controller answers before `timeoutMs`; the request may
   * have been carried out even so.
   */
  forward<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    version: number,
    request: RequestInput,
    options: { readonly timeoutMs: number; readonly from: ForwardedFrom }
  ): Promise<Response>
}

/** Producer ids that no other producer of the cluster ever had. */
export interface ProducerIdAllocator {
  /** Reserves a block of ids at the controller: `first` … `first` + `count` - 1. */
  allocateProducerIds(): Promise<{ readonly first: ProducerId; readonly count: number }>
}

/** What a producer is about to append to partitions in its transaction. */
export interface TransactionWrite {
  readonly transactionalId: string
  readonly producerId: ProducerId
  readonly producerEpoch: ProducerEpoch
  /** Those of which the log says that no transaction of this producer and epoch is open there. */
  readonly partitions: readonly { readonly topic: string; readonly partition: PartitionIndex }[]
  /**
   * Whether the coordinator adds the partitions to the transaction, and begins it if need be (Produce from v12 on,
   * TxnOffsetCommit from v5 on, KIP-890); else it only says whether they were added before (AddPartitionsToTxn).
   */
  readonly adds: boolean
}

/**
 * Asks transaction coordinators, wherever they are, on behalf of who appends. The order that keeps a late batch from opening a
 * transaction that nobody ends (KIP-890):
 * 1. `Replicas.transactionOf` of each partition: where a transaction is open nothing is asked, and the batch is appended.
 * 2. `verify` of the others, in one question for each transactional id.
 * 3. What is allowed is appended with the `guard` of step 1 as `transactionGuard`: the log refuses with INVALID_TXN_STATE when
 *    a transaction of the producer ended there in between. A new guard needs a new question.
 */
export interface TransactionVerifier {
  /**
   * Resolves with an error code for each partition, in their order; 0 = the partition is in the producer's transaction.
   * What passes (no coordinator known, one that loads, a time-out) is a code after which clients try again. Never rejects.
   */
  verify(write: TransactionWrite): Promise<readonly number[]>
}

/** The groups that this broker coordinates. No method rejects; topics come and go by name. */
export type GroupPort = Pick<
  GroupCoordinator,
  | 'join'
  | 'sync'
  | 'heartbeat'
  | 'consumerHeartbeat'
  | 'describeConsumerGroups'
  | 'leave'
  | 'commitOffsets'
  | 'commitTransactionalOffsets'
  | 'endTransaction'
  | 'partitionOf'
  | 'fetchOffsets'
  | 'describeGroups'
  | 'listGroups'
  | 'deleteGroups'
  | 'deleteOffsets'
>

/** The transactions that this broker coordinates. No method rejects. */
export type TransactionPort = Pick<
  TransactionCoordinator,
  'initProducer' | 'addPartitions' | 'verifyPartitions' | 'endTransaction' | 'describeTransactions' | 'listTransactions'
>

/** Other brokers of the cluster, and this one. */
export interface BrokerPort {
  /** Rejects when the broker is not known, does not answer before the deadline, or refuses. */
  ask<Request, RequestInput, Response, ResponseInput>(
    broker: number,
    api: Api<Request, RequestInput, Response, ResponseInput>,
    call: { readonly version: number; readonly request: RequestInput; readonly deadlineMs: number }
  ): Promise<Response>
}

/** A log dir, and the logs that are open in it. */
export interface LogDirDescription {
  readonly path: string
  /** Why it is offline; undefined = it is not. */
  readonly failure: Error | undefined
  /** Undefined when the disk does not tell. */
  readonly freeBytes: number | undefined
  readonly logs: readonly {
    readonly identity: { readonly topic: string; readonly partition: PartitionIndex }
    readonly sizeBytes: number
    readonly highWatermark: Offset
    readonly logEndOffset: Offset
  }[]
}

/** The log dirs of this broker; the log manager is one. */
export interface LogDirs {
  describeDirs(): Promise<readonly LogDirDescription[]>
}

/** Everything that the Kafka listener needs of the rest of the process. A handler gets only the ports that it names. */
export interface BrokerPorts {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly logger: Logger
  readonly metrics: Metrics
  readonly metadata: MetadataSource
  readonly replicas: Replicas
  readonly groups: GroupPort
  readonly transactions: TransactionPort
  readonly brokers: BrokerPort
  readonly logDirs: LogDirs
  /** The controller client: `forward` and `allocateProducerIds`. */
  readonly controller: AdminForwarder & ProducerIdAllocator
}
