import type { Clock, Random, Scheduler } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  FetchApi,
  type FetchRequest,
  type FetchResponseInput,
  type FetchableTopicResponseInput,
  type PartitionDataInput
} from '@gregor/protocol/messages/fetch'
import type { FetchOutcome, Replicas } from '@gregor/replication'
import { hintedEndpoints } from '../endpoints.ts'
import { AnswerRoom } from '../fetch/answer-room.ts'
import { outcomesOf, planRead, type ReadPlan } from '../fetch/read-wishes.ts'
import type { FetchContext, FetchSessionCache, Moment } from '../fetch/session-cache.ts'
import type { FetchWish } from '../fetch/session.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'

interface Ports {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: Random
  readonly metadata: MetadataSource
  readonly replicas: Replicas
  readonly sessions: FetchSessionCache
  /** `fetch.max.bytes` */
  readonly bytesMax: number
}

/** The first version with diverging epochs and leader hints. */
const EPOCHS_VERSION = 12

/**
 * Fetch: v4-18
 *
 * Behavior:
 * - Reads whole batches below the high watermark, or the last stable offset for read_committed, as leader.
 * - Waits up to maxWaitMs for minBytes in all partitions together; an error in one partition answers at once. The wait
 *   ends when the connection closes.
 * - Reads less when the broker's memory for answers is short, and waits for it, for maxWaitMs at most; then the answer has
 *   no records. An error needs no memory.
 * - Incremental sessions as in KIP-227; without a free slot every fetch is a full one (session id 0).
 * - Replicas of this cluster do not come by this port: a request with a replica id is refused, whoever sends it, so
 *   that nobody can pretend to be in sync (CVE-2018-1288).
 * - A read_committed reader is told of the aborted transactions that overlap what it gets: it drops their records.
 * - Reads from followers (KIP-392): none.
 *
 * Version notes:
 * - v7: sessions; v9: leader epochs (KIP-320); v11: rack id, ignored
 * - v12: flexible, diverging epochs (KIP-595), leader hints; v13: topic ids in place of names
 * - v15: replica state in place of the replica id; v16: endpoints of the hinted leaders (KIP-951)
 * - v17, v18: fields of followers only, ignored
 */
export function fetchHandler(ports: Ports): ServedApi {
  return serve(FetchApi, {
    versions: { min: 4, max: 18 },
    handle: (request, context) => fetch(ports, request, context),
    errorCodes: function* (response) {
      yield response.errorCode ?? ErrorCode.NONE
      for (const { partitions } of response.responses) for (const { errorCode } of partitions) yield errorCode
    }
  })
}

/** What the steps of one request share. */
interface Call {
  readonly ports: Ports
  readonly request: FetchRequest
  readonly context: RequestContext
  readonly fetch: FetchContext
  readonly plan: ReadPlan
}

function fetch(
  ports: Ports,
  request: FetchRequest,
  context: RequestContext
): FetchResponseInput | Promise<FetchResponseInput | undefined> {
  const byId = context.apiVersion >= 13
  if (request.replicaId >= 0 || request.replicaState.replicaId >= 0) return refuseReplica(request, context.apiVersion)
  const moment = momentOf(ports)
  const begun = ports.sessions.begin(sessionRequest(request, { byId, principal: context.connection.principal }), moment)
  if (!begun.ok) return failure(begun.error)
  const plan = planRead(ports.metadata.image, begun.value.wishes, byId)
  const call: Call = { ports, request, context, fetch: begun.value, plan }
  return plan.entries.length === 0 ? respond(call, []) : read(call)
}

const momentOf = ({ clock, random }: Ports): Moment => ({
  nowMs: clock.monotonicMs(),
  newId: () => 1 + random.int(0x7fffffff)
})

function sessionRequest(request: FetchRequest, { byId, principal }: { byId: boolean; principal: string }) {
  const { sessionId, sessionEpoch } = request
  const wishes = request.topics.flatMap(({ topic, topicId, partitions }) =>
    partitions.map(
      ({ partition, fetchOffset, partitionMaxBytes, currentLeaderEpoch, lastFetchedEpoch }): FetchWish => ({
        topic: byId ? topicId : topic,
        partition,
        fetchOffset,
        maxBytes: partitionMaxBytes,
        currentLeaderEpoch,
        lastFetchedEpoch
      })
    )
  )
  const forgotten = request.forgottenTopicsData.flatMap(({ topic, topicId, partitions }) =>
    partitions.map((partition) => ({ topic: byId ? topicId : topic, partition }))
  )
  return { sessionId, sessionEpoch, usesTopicIds: byId, principal, wishes, forgotten }
}

function read(call: Call): Promise<FetchResponseInput | undefined> {
  const { ports, request, context, plan } = call
  const maxBytes = Math.min(request.maxBytes, ports.bytesMax)
  const room = context.memory && new AnswerRoom(context.memory, ports.scheduler, request.maxWaitMs)
  return new Promise((resolve, reject) => {
    let answered = false
    let release: (() => void) | undefined
    const cancel = ports.replicas.fetch(
      {
        maxWaitMs: plan.failed ? 0 : request.maxWaitMs,
        minBytes: Math.min(request.minBytes, maxBytes),
        maxBytes,
        readCommitted: isReadCommitted(request),
        entries: plan.entries,
        room
      },
      (outcomes) => {
        answered = true
        release?.()
        try {
          resolve(respond(call, outcomes))
        } catch (error) {
          reject(error)
        }
      }
    )
    if (answered) return
    release = context.onGone(() => {
      cancel()
      room?.close()
      resolve(undefined)
    })
  })
}

const isReadCommitted = ({ isolationLevel }: FetchRequest): boolean => isolationLevel === 1

function respond({ ports, request, context, fetch, plan }: Call, read: readonly FetchOutcome[]): FetchResponseInput {
  const outcomes = outcomesOf(plan, read)
  const answer = fetch.finish(outcomes, momentOf(ports))
  if (!answer.ok) return failure(answer.error)
  const { sessionId, included } = answer.value
  const { apiVersion, connection } = context
  const responses = groupByTopic(included, { wishes: fetch.wishes, outcomes, request, version: apiVersion })
  const hints = outcomes.map(({ leaderHint }) => leaderHint)
  return {
    errorCode: ErrorCode.NONE,
    sessionId,
    responses,
    nodeEndpoints: apiVersion >= 16 ? hintedEndpoints(ports.metadata.image, hints, connection.listener) : []
  }
}

interface MutableTopic extends FetchableTopicResponseInput {
  readonly partitions: PartitionDataInput[]
}

function groupByTopic(
  included: readonly number[],
  options: {
    readonly wishes: readonly FetchWish[]
    readonly outcomes: readonly FetchOutcome[]
    readonly request: FetchRequest
    readonly version: number
  }
): FetchableTopicResponseInput[] {
  const { wishes, outcomes, request, version } = options
  const topics = new Map<string, MutableTopic>()
  for (const index of included) {
    const wish = wishes[index]!
    let topic = topics.get(wish.topic)
    if (topic === undefined) {
      // One of the two is written, by the version; the other is ignored.
      topic = { topic: wish.topic, topicId: wish.topic, partitions: [] }
      topics.set(wish.topic, topic)
    }
    topic.partitions.push(partitionData(wish, outcomes[index]!, { request, version }))
  }
  return [...topics.values()]
}

function partitionData(
  wish: FetchWish,
  outcome: FetchOutcome,
  { request, version }: { readonly request: FetchRequest; readonly version: number }
): PartitionDataInput {
  const { errorCode, highWatermark, lastStableOffset, logStartOffset, records } = outcome
  const data = {
    partitionIndex: wish.partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    logStartOffset,
    abortedTransactions: isReadCommitted(request) ? (outcome.aborted ?? []) : null,
    records
  }
  if (version < EPOCHS_VERSION) return data
  return { ...data, divergingEpoch: outcome.divergingEpoch, currentLeader: outcome.leaderHint }
}

const failure = (errorCode: number): FetchResponseInput => ({ errorCode, sessionId: 0, responses: [] })

/** Before v7 there is no error at the top: it goes to each partition. */
function refuseReplica(request: FetchRequest, version: number): FetchResponseInput {
  if (version >= 7) return failure(ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
  const responses = request.topics.map(({ topic, topicId, partitions }) => ({
    topic,
    topicId,
    partitions: partitions.map(({ partition }) => ({
      partitionIndex: partition,
      errorCode: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
      highWatermark: -1,
      abortedTransactions: null,
      records: null
    }))
  }))
  return { errorCode: ErrorCode.NONE, responses }
}
