import { AlterConfigsApi } from '@gregor/protocol/messages/alter-configs'
import { forwardRequest, type ForwardPorts } from '../forward.ts'
import { serve, type ServedApi } from '../registry.ts'

/**
 * AlterConfigs: v0-2
 *
 * Behavior:
 * - Replaces all configs of a resource; the active controller does it. Old clients send it; new ones send
 *   IncrementalAlterConfigs.
 *
 * Version notes:
 * - v2: flexible
 */
export function alterConfigsHandler(ports: ForwardPorts): ServedApi {
  return serve(AlterConfigsApi, {
    versions: { min: 0, max: 2 },
    handle: (request, context) => forwardRequest(ports, AlterConfigsApi, request, context),
    failed: (failure, { resources }) => ({
      responses: resources.map(({ resourceType, resourceName }) => ({ ...failure, resourceType, resourceName }))
    }),
    errorCodes: ({ responses }) => responses.map(({ errorCode }) => errorCode)
  })
}
