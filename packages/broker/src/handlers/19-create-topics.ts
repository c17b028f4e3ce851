import { ZERO_TOPIC_ID, type Clock, type Scheduler } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  CreateTopicsApi,
  type CreateTopicsRequest,
  type CreateTopicsResponse
} from '@gregor/protocol/messages/create-topics'
import { awaitImage, topicServes } from '../await-image.ts'
import { forwardRequest, forwardTimeoutMs, type ForwardPorts } from '../forward.ts'
import type { MetadataSource } from '../ports.ts'
import { serve, type ServedApi } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'

interface Ports extends ForwardPorts {
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly metadata: MetadataSource
}

/**
 * CreateTopics: v2-7
 *
 * Behavior:
 * - The active controller decides; this broker then waits, as long as the client allows, until its own image has the
 *   topics with live leaders, so that a client can use at once what it created.
 *
 * Version notes:
 * - v4: -1 for the default partitions and replicas (KIP-464); v5: resulting configs (KIP-525); v7: topic ids
 */
export function createTopicsHandler(ports: Ports): ServedApi {
  return serve(CreateTopicsApi, {
    versions: { min: 2, max: 7 },
    handle: (request, context) => createTopics(ports, request, context),
    failed: (failure, request) => ({
      topics: request.topics.map(({ name }) => ({ name, topicId: ZERO_TOPIC_ID, ...failure, configs: null }))
    }),
    errorCodes: ({ topics }) => topics.map(({ errorCode }) => errorCode)
  })
}

async function createTopics(
  ports: Ports,
  request: CreateTopicsRequest,
  context: RequestContext
): Promise<CreateTopicsResponse> {
  const deadlineMs = ports.clock.monotonicMs() + forwardTimeoutMs(request.timeoutMs, ports.timeoutMsMax)
  const response = await forwardRequest(ports, CreateTopicsApi, request, context)
  if (request.validateOnly) return response
  const created = response.topics.filter(({ errorCode }) => errorCode === ErrorCode.NONE)
  const leftMs = deadlineMs - ports.clock.monotonicMs()
  await awaitImage(ports, (image) => created.every(({ name }) => topicServes(image, name)), leftMs)
  return response
}
