import type { Counter } from '@gregor/base'
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

interface Ports {
  readonly metadata: MetadataSource
  readonly replicas: Replicas
  readonly failedProduces: Counter
}

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
 * - Transactions are not served: transactional batches are refused with INVALID_TXN_STATE.
 *
 * Version notes:
 * - v7: zstd (KIP-110); v8: error messages (KIP-467); v9: flexible
 * - v10: leader hints with their endpoints (KIP-951)
 * - v12: implicit partition adds to transactions (KIP-890): not served
 * - v13: topic ids in place of names
 */
export function produceHandler(ports: Ports): ServedApi {
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
}

function produce(
  ports: Ports,
  request: ProduceRequest,
  context: RequestContext
): ProduceResponseInput | undefined | Promise<ProduceResponseInput | undefined> {
  const plan = planAppend(ports.metadata.image, request, context.apiVersion)
  const { acks, timeoutMs } = request
  const finish = (outcomes: readonly AppendOutcome[]): ProduceResponseInput | undefined => {
    ports.failedProduces.inc(failureCount(plan, outcomes))
    if (acks === 0) return finishUnacknowledged(plan, outcomes)
    return respond(ports.metadata.image, { plan, outcomes, context })
  }
  if (plan.entries.length === 0 || !isAcks(acks)) return finish([])
  return new Promise((resolve, reject) => {
    ports.replicas.append({ acks, timeoutMs, origin: 'client', entries: plan.entries }, (outcomes) => {
      try {
        resolve(finish(outcomes))
      } catch (error) {
        reject(error)
      }
    })
  })
}

const isAcks = (acks: number): acks is -1 | 0 | 1 => acks === -1 || acks === 0 || acks === 1

function planAppend(image: MetadataImage, request: ProduceRequest, version: number): Plan {
  const entries: AppendEntry[] = []
  const whole = requestFault(request)
  const topics = request.topicData.map(({ name, topicId, partitionData }) => {
    const reference: TopicReference = version >= 13 ? { id: topicId } : { name }
    const places = partitionData.map((data) => placeOf(data, { image, reference, version, whole, entries }))
    return { name, topicId, places }
  })
  return { topics, entries }
}

/** What refuses every partition of a request. */
function requestFault({ acks, transactionalId }: ProduceRequest): ProduceFault | undefined {
  if (!isAcks(acks)) {
    return { errorCode: ErrorCode.INVALID_REQUIRED_ACKS, errorMessage: `acks is ${acks}; -1, 0 and 1 are allowed` }
  }
  if (transactionalId === null) return undefined
  return { errorCode: ErrorCode.INVALID_TXN_STATE, errorMessage: 'This broker does not serve transactions yet' }
}

/** Checks one partition, and adds its batch to the entries when nothing is wrong with it. */
function placeOf(
  { index, records }: PartitionProduceData,
  options: {
    readonly image: MetadataImage
    readonly reference: TopicReference
    readonly version: number
    readonly whole: ProduceFault | undefined
    readonly entries: AppendEntry[]
  }
): Place {
  const { image, reference, version, whole, entries } = options
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
  const fault = produceFault(records, version)
  if (fault !== undefined || records === null) return refused(fault ?? faultOf(ErrorCode.INVALID_RECORD))
  entries.push({ topicId: topic.id, partition, records })
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
      partitionResponses: places.map((place) => partitionResponse(place, outcomes[place.entry], hinting))
    })),
    nodeEndpoints: hintedEndpoints(image, hints, context.connection.listener)
  }
}

function partitionResponse(
  { index, fault }: Place,
  outcome: AppendOutcome | undefined,
  hinting: boolean
): PartitionProduceResponseInput {
  if (fault !== undefined || outcome === undefined) {
    return { index, ...(fault ?? faultOf(ErrorCode.UNKNOWN_SERVER_ERROR)), baseOffset: -1, recordErrors: [] }
  }
  const { errorCode, baseOffset, logAppendTimeMs, logStartOffset, leaderHint } = outcome
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

function failureCount({ topics }: Plan, outcomes: readonly AppendOutcome[]): number {
  let count = 0
  for (const { places } of topics) {
    for (const { entry } of places) if (outcomes[entry]?.errorCode !== ErrorCode.NONE) count++
  }
  return count
}
