import { IncrementalAlterConfigsApi } from '@gregor/protocol/messages/incremental-alter-configs'
import { forwardRequest, type ForwardPorts } from '../forward.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * IncrementalAlterConfigs: v0-1
 *
 * Behavior:
 * - Sets, deletes, appends to and subtracts from configs (KIP-339); the active controller does it.
 *
 * Version notes:
 * - v1: flexible
 */
export function incrementalAlterConfigsHandler(ports: ForwardPorts): ServedApi {
  return serve(IncrementalAlterConfigsApi, {
    versions: { min: 0, max: 1 },
    handle: (request, context) => forwardRequest(ports, IncrementalAlterConfigsApi, request, context),
    failed: (failure, { resources }) => ({
      responses: resources.map(({ resourceType, resourceName }) => ({ ...failure, resourceType, resourceName }))
    }),
    errorCodes: ({ responses }) => responses.map(({ errorCode }) => errorCode)
  })
}
