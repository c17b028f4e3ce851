import type { Clock, Scheduler } from '@gregor/base'
import { ErrorCode } from '@gregor/protocol'
import {
  CreatePartitionsApi,
  type CreatePartitionsRequest,
  type CreatePartitionsResponse
} from '@gregor/protocol/messages/create-partitions'
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
 * CreatePartitions: v0-3
 *
 * Behavior:
 * - The active controller decides; this broker then waits, as long as the client allows, until its own image has the
 *   new partitions with live leaders.
 *
 * Version notes:
 * - v2: flexible; v3: as v2 (THROTTLING_QUOTA_EXCEEDED, KIP-599)
 */
export function createPartitionsHandler(ports: Ports): ServedApi {
  return serve(CreatePartitionsApi, {
    versions: { min: 0, max: 3 },
    handle: (request, context) => createPartitions(ports, request, context),
    failed: (failure, { topics }) => ({ results: topics.map(({ name }) => ({ name, ...failure })) }),
    errorCodes: ({ results }) => results.map(({ errorCode }) => errorCode)
  })
}

async function createPartitions(
  ports: Ports,
  request: CreatePartitionsRequest,
  context: RequestContext
): Promise<CreatePartitionsResponse> {
  const deadlineMs = ports.clock.monotonicMs() + forwardTimeoutMs(request.timeoutMs, ports.timeoutMsMax)
  const response = await forwardRequest(ports, CreatePartitionsApi, request, context)
  if (request.validateOnly) return response
  const done = new Set(response.results.filter(({ errorCode }) => errorCode === ErrorCode.NONE).map(({ name }) => name))
  const grown = request.topics.filter(({ name }) => done.has(name))
  const leftMs = deadlineMs - ports.clock.monotonicMs()
  await awaitImage(ports, (image) => grown.every(({ name, count }) => topicServes(image, name, count)), leftMs)
  return response
}
