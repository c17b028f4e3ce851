import { isInternalTopic, type MetadataImage } from '@gregor/metadata'
import { ErrorCode, errorInfo } from '@gregor/protocol'
import {
  ProduceApi,
  type PartitionProduceData,
  type PartitionProduceResponseInput,
  type ProduceRequest,
  type ProduceResponseInput
} from '@gregor/protocol/messages/produce'
import type { AppendEntry, AppendOutcome, Replicas } from '@gregor/replication'
import { hintedEndpoints } from '../endpoints.ts'
import type { MetadataSource } from '../ports.ts'
import { produceFault, type ProduceFault } from '../produce-checks.ts'
import { serve, type ServedApi } from '../registry.ts'
import { CloseConnection, type RequestContext } from '../request-context.ts'
import { findPartition, findTopic, unknownTopicCode, type TopicReference } from '../topic-reference.ts'
import { abortableCode } from '../transactions/abortable-code.ts'
import { AppendOrder } from '../transactions/append-order.ts'
import {
  type TransactionalEntry,
  transactionOfBatch,
  unverified,
  type VerifiedEntries,
  verifyEntries,
  withRefused
} from '../transactions/transactional-entries.ts'
import type { VerificationPorts } from '../transactions/verification.ts'

interface Ports {
  readonly metadata: MetadataSource
  readonly replicas: Replicas
  readonly verification: VerificationPorts
  /** `transaction.partition.verification.enable` */
  readonly verifies: boolean
}

interface Order {
  readonly order: AppendOrder
}

/** From this version on clients know TRANSACTION_ABORTABLE (KIP-890). */
const ABORTABLE_VERSION = 11
/** From this version on the leader adds partitions to the transaction of a producer, which does not do so itself. */
const ADDS_VERSION = 12

/** The first version with leader hints (KIP-951). */
const HINTS_VERSION = 10

/**
 * Produce: v3-13, advertised from 0
 *
 * Behavior:
 * - Batches are checked by their headers, appended as they came, and acknowledged as `acks` asks; records are never
 *   decoded. Exactly one batch of magic 2 per partition.
 * - Each partition is answered by itself: some may be appended and others refused.
 * - acks=0 has no response; a refusal then closes the connection, so that the producer asks for metadata.
 * - Requests of one connection may overlap: they are appended in order and answered in order.
 * - Internal topics are refused whoever asks (Kafka lets a client id of `__admin_client` through; a client id is no
 *   credential).
 * - Before the first batch of a transaction in a partition the transaction's coordinator is asked; later requests of the
 *   connection wait for that answer. While the transaction is open there nothing is asked (KIP-890).
 *
 * Version notes:
 * - v7: zstd (KIP-110); v8: error messages (KIP-467); v9: flexible
 * - v10: leader hints with their endpoints (KIP-951)
 * - v11: TRANSACTION_ABORTABLE; v12: the leader adds the partition to the transaction (KIP-890)
 * - v13: topic ids in place of names
 */
export function produceHandler(given: Ports): ServedApi {
  const ports = { ...given, order: new AppendOrder() }
  return serve(ProduceApi, {
    versions: { min: 3, max: 13 },
    // librdkafka takes a higher minimum for a broker that cannot compress.
    advertisedMin: 0,
    pipelined: true,
    handle: (request, context) => produce(ports, request, context),
    errorCodes: (response) =>
      response.responses.flatMap(({ partitionResponses }) => partitionResponses.map(({ errorCode }) => errorCode))
  })
}

/** What became of one partition of the request: refused at once, or the place of its entry in the append. */
interface Place {
  readonly index: number
  readonly topicName: string | undefined
  readonly fault: ProduceFault | undefined
  readonly entry: number
}

interface TopicPlaces {
  readonly name: string
  readonly topicId: string
  readonly places: readonly Place[]
}

interface Plan {
  readonly topics: readonly TopicPlaces[]
  readonly entries: readonly AppendEntry[]
  readonly transactional: readonly TransactionalEntry[]
}

function produce(
  ports: Ports & Order,
  request: ProduceRequest,
  context: RequestContext
): ProduceResponseInput | undefined | Promise<ProduceResponseInput | undefined> {
  const plan = planAppend(ports.metadata.image, request, context.apiVersion)
  const { acks, timeoutMs } = request
  const finish = (outcomes: readonly AppendOutcome[]): ProduceResponseInput | undefined => {
    if (acks === 0) return finishUnacknowledged(plan, outcomes)
    return respond(ports.metadata.image, { plan, outcomes, context })
  }
  if (plan.entries.length === 0 || !isAcks(acks)) return finish([])
  const append = (verified: VerifiedEntries): Promise<ProduceResponseInput | undefined> =>
    new Promise((resolve, reject) => {
      if (verified.entries.length === 0) return resolve(finish(withRefused([], verified)))
      ports.replicas.append({ acks, timeoutMs, origin: 'client', entries: verified.entries }, (outcomes) => {
        try {
          resolve(finish(withRefused(outcomes, verified)))
        } catch (error) {
          reject(error)
        }
      })
    })
  return ports.order.run(
    context.connection,
    () => verify(ports, plan, { request, version: context.apiVersion }),
    append
  )
}

function verify(
  ports: Ports,
  { entries, transactional }: Plan,
  { request, version }: { readonly request: ProduceRequest; readonly version: number }
): VerifiedEntries | Promise<VerifiedEntries> {
  const { transactionalId } = request
  const adds = version >= ADDS_VERSION
  const asks = transactional.length > 0 && (adds || ports.verifies)
  if (transactionalId === null || !asks) return unverified(entries)
  return verifyEntries(ports.verification, { transactionalId, adds, entries, transactional })
}

const isAcks = (acks: number): acks is -1 | 0 | 1 => acks === -1 || acks === 0 || acks === 1

function planAppend(image: MetadataImage, request: ProduceRequest, version: number): Plan {
  const entries: AppendEntry[] = []
  const transactional: TransactionalEntry[] = []
  const { transactionalId } = request
  const whole = requestFault(request)
  const topics = request.topicData.map(({ name, topicId, partitionData }) => {
    const reference: TopicReference = version >= 13 ? { id: topicId } : { name }
    const places = partitionData.map((data) =>
      placeOf(data, { image, reference, version, transactionalId, whole, entries, transactional })
    )
    return { name, topicId, places }
  })
  return { topics, entries, transactional }
}

/** What refuses every partition of a request. */
function requestFault({ acks, transactionalId }: ProduceRequest): ProduceFault | undefined {
  if (!isAcks(acks)) {
    return { errorCode: ErrorCode.INVALID_REQUIRED_ACKS, errorMessage: `acks is ${acks}; -1, 0 and 1 are allowed` }
  }
  if (transactionalId === null || acks === -1) return undefined
  return { errorCode: ErrorCode.INVALID_REQUIRED_ACKS, errorMessage: `acks is ${acks}; transactions need all (-1)` }
}

/** Checks one partition, and adds its batch to the entries when nothing is wrong with it. */
function placeOf(
  { index, records }: PartitionProduceData,
  options: {
    readonly image: MetadataImage
    readonly reference: TopicReference
    readonly version: number
    readonly transactionalId: string | null
    readonly whole: ProduceFault | undefined
    readonly entries: AppendEntry[]
    readonly transactional: TransactionalEntry[]
  }
): Place {
  const { image, reference, version, transactionalId, whole, entries, transactional } = options
  const topic = findTopic(image, reference)
  const refused = (fault: ProduceFault): Place => ({ index, topicName: topic?.name, fault, entry: -1 })
  if (whole !== undefined) return refused(whole)
  if (topic === undefined) return refused(faultOf(unknownTopicCode(reference)))
  const partition = findPartition(topic, index)
  if (partition === undefined) return refused(faultOf(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
  if (isInternalTopic(topic.name)) {
    return refused({
      errorCode: ErrorCode.INVALID_TOPIC_EXCEPTION,
      errorMessage: `${topic.name} is written by the cluster only`
    })
  }
  const fault = produceFault(records, { version, transactionalId })
  if (fault !== undefined || records === null) return refused(fault ?? faultOf(ErrorCode.INVALID_RECORD))
  entries.push({ topicId: topic.id, partition, records })
  const transaction = transactionalId === null ? undefined : transactionOfBatch(records)
  if (transaction !== undefined) {
    transactional.push({ entry: entries.length - 1, topic: topic.name, partition, ...transaction })
  }
  return { index, topicName: topic.name, fault: undefined, entry: entries.length - 1 }
}

const faultOf = (errorCode: number): ProduceFault => ({ errorCode, errorMessage: errorInfo(errorCode).message })

function respond(
  image: MetadataImage,
  { plan, outcomes, context }: { plan: Plan; outcomes: readonly AppendOutcome[]; context: RequestContext }
): ProduceResponseInput {
  const hinting = context.apiVersion >= HINTS_VERSION
  const hints = hinting ? outcomes.map(({ leaderHint }) => leaderHint) : []
  return {
    responses: plan.topics.map(({ name, topicId, places }) => ({
      name,
      topicId,
      partitionResponses: places.map((place) => partitionResponse(place, outcomes[place.entry], context.apiVersion))
    })),
    nodeEndpoints: hintedEndpoints(image, hints, context.connection.listener)
  }
}

function partitionResponse(
  { index, fault }: Place,
  outcome: AppendOutcome | undefined,
  version: number
): PartitionProduceResponseInput {
  const hinting = version >= HINTS_VERSION
  if (fault !== undefined || outcome === undefined) {
    return { index, ...(fault ?? faultOf(ErrorCode.UNKNOWN_SERVER_ERROR)), baseOffset: -1, recordErrors: [] }
  }
  const { baseOffset, logAppendTimeMs, logStartOffset, leaderHint } = outcome
  const errorCode = abortableCode(outcome.errorCode, version >= ABORTABLE_VERSION)
  return {
    index,
    errorCode,
    baseOffset,
    logAppendTimeMs,
    logStartOffset,
    recordErrors: [],
    errorMessage: errorCode === ErrorCode.NONE ? null : (outcome.errorMessage ?? errorInfo(errorCode).message),
    currentLeader: hinting ? leaderHint : undefined
  }
}

/** With acks=0 the only way to tell the producer of a failure is to close its connection. */
function finishUnacknowledged({ topics }: Plan, outcomes: readonly AppendOutcome[]): undefined {
  for (const { name, places } of topics) {
    for (const { index, fault, entry, topicName = name } of places) {
      const code = fault?.errorCode ?? outcomes[entry]?.errorCode ?? ErrorCode.UNKNOWN_SERVER_ERROR
      if (code === ErrorCode.NONE) continue
      throw new CloseConnection(`produced with acks=0 to ${topicName}-${index}: ${errorInfo(code).name}`)
    }
  }
}
