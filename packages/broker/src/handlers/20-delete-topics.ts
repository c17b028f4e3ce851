import { ZERO_TOPIC_ID, type Clock, type Scheduler } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  DeleteTopicsApi,
  type DeleteTopicsRequest,
  type DeleteTopicsResponse,
  type DeleteTopicsResponseInput
} from '@gregor/protocol/messages/delete-topics'
import { awaitImage } from '../await-image.ts'
import { forwardRequest, forwardTimeoutMs, type ForwardPorts } from '../forward.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type Failure, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'

interface Ports extends ForwardPorts {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly metadata: MetadataSource
  /** `delete.topic.enable` */
  readonly deletes: boolean
}

/**
 * DeleteTopics: v1-6
 *
 * Behavior:
 * - The active controller decides; this broker then waits, as long as the client allows, until the topics are gone from
 *   its own image.
 * - With delete.topic.enable=false: TOPIC_DELETION_DISABLED.
 *
 * Version notes:
 * - v3: TOPIC_DELETION_DISABLED has its own code; before, INVALID_REQUEST
 * - v5: error messages; v6: topics by id (KIP-516)
 */
export function deleteTopicsHandler(ports: Ports): ServedApi {
  return serve(DeleteTopicsApi, {
    versions: { min: 1, max: 6 },
    handle: (request, context) =>
      ports.deletes ? deleteTopics(ports, request, context) : failAll(disabled(context.apiVersion), request),
    failed: failAll,
    errorCodes: ({ responses }) => responses.map(({ errorCode }) => errorCode)
  })
}

async function deleteTopics(
  ports: Ports,
  request: DeleteTopicsRequest,
  context: RequestContext
): Promise<DeleteTopicsResponse> {
  const deadlineMs = ports.clock.monotonicMs() + forwardTimeoutMs(request.timeoutMs, ports.timeoutMsMax)
  const response = await forwardRequest(ports, DeleteTopicsApi, request, context)
  const deleted = response.responses.filter(({ errorCode }) => errorCode === ErrorCode.NONE)
  const leftMs = deadlineMs - ports.clock.monotonicMs()
  await awaitImage(
    ports,
    (image) => deleted.every(({ name }) => name === null || image.topicByName(name) === undefined),
    leftMs
  )
  return response
}

function disabled(version: number): Failure {
  return {
    errorCode: version >= 3 ? ErrorCode.TOPIC_DELETION_DISABLED : ErrorCode.INVALID_REQUEST,
    errorMessage: 'Topics cannot be deleted: delete.topic.enable is false'
  }
}

/** Up to v5 topics are named in one list, from v6 on in another. */
function failAll(failure: Failure, { topics, topicNames }: DeleteTopicsRequest): DeleteTopicsResponseInput {
  const named = topicNames.map((name) => ({ name, topicId: ZERO_TOPIC_ID }))
  return { responses: [...topics, ...named].map(({ name, topicId }) => ({ name, topicId, ...failure })) }
}
