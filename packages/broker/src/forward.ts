import { ErrorCode, ProtocolError, type Api } from '@gregor/protocol'
import type { AdminForwarder, ForwardedFrom } from './ports.ts'
import type { RequestContext } from './request-context.ts'

/** What forwarding handlers need. */
export interface ForwardPorts {
  readonly controller: AdminForwarder
  /** `request.timeout.ms`: the most that a forwarded request may take, whatever the client allows. */
  readonly timeoutMsMax: number
}

/** How long a client's request may take at the controller; a client that gives no time gets the usual. */
export function forwardTimeoutMs(timeoutMs: number | undefined, timeoutMsMax: number): number {
  return timeoutMs === undefined || timeoutMs <= 0 ? timeoutMsMax : Math.min(timeoutMs, timeoutMsMax)
}

/** On whose behalf a request's own requests to the controller are made. */
export function forwardedFrom({ connection, clientId }: RequestContext): ForwardedFrom {
  return { principal: connection.principal, clientId }
}

/** Has the active controller answer a request, in the version in which it came. Rejects with a ProtocolError. */
export async function forwardRequest<Request, RequestInput, Response, ResponseInput>(
  { controller, timeoutMsMax }: ForwardPorts,
  api: Api<Request, RequestInput, Response, ResponseInput>,
  request: RequestInput & { readonly timeoutMs?: number | undefined },
  context: RequestContext
): Promise<Response> {
  const timeoutMs = forwardTimeoutMs(request.timeoutMs, timeoutMsMax)
  try {
    return await controller.forward(api, context.apiVersion, request, { timeoutMs, from: forwardedFrom(context) })
  } catch (error) {
    const message = `${api.name}: no active controller answered in ${timeoutMs} ms; it may have been carried out even so`
    throw new ProtocolError(ErrorCode.REQUEST_TIMED_OUT, message, { cause: error })
  }
}
