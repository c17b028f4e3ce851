import { status as Status, type sendUnaryData, type Server, type ServerUnaryCall } from '@grpc/grpc-js'
import type { Logger } from '@gregor/base'
import type { PeerLimits } from '../limits.ts'
import type { PeerIdentity, PeerStream } from '../peer-stream.ts'
import type { Admit } from './admission.ts'
import type { StreamMeters } from './meters.ts'
import type { PeerMethod } from './methods.ts'
import { asIs, asPayload } from './payload.ts'
import { acceptStream, endWith, type ServerStream } from './server-stream.ts'
import { refusedStatus } from './status.ts'

/** What serving a method needs of its server. */
export interface ServeContext {
  readonly server: Server
  readonly nodeId: number
  readonly admit: Admit
  readonly limits: PeerLimits
  readonly meters: StreamMeters
  readonly logger: Logger
  /** Streams that `close` has to end. */
  readonly streams: Set<{ close(): void }>
}

export function serveStream<Request, ResponseInput>(
  context: ServeContext,
  method: PeerMethod<never, Request, ResponseInput, unknown>,
  handler: () => ((stream: PeerStream<ResponseInput, Request>, peer: PeerIdentity) => void) | undefined
): void {
  const accept = (call: ServerStream): void => {
    const admitted = context.admit(call.metadata, { remote: call.getPeer(), method: method.name })
    if (!admitted.ok) return endWith(call, refusedStatus, admitted.error)
    const handle = handler()
    if (handle === undefined) return endWith(call, refusedStatus, notServed(context, method.name))
    const peer = `node ${admitted.value.nodeId} at ${call.getPeer()}`
    const stream = acceptStream({ call, method, peer, limits: context.limits, meter: context.meters(method.name) })
    context.streams.add(stream)
    call.once('close', () => context.streams.delete(stream))
    handle(stream, admitted.value)
  }
  context.server.register(method.path, accept, asIs, asIs, 'bidi')
}

export function serveUnary<Request, ResponseInput>(
  context: ServeContext,
  method: PeerMethod<never, Request, ResponseInput, unknown>,
  handler: () => ((request: Request, peer: PeerIdentity) => Promise<ResponseInput>) | undefined
): void {
  const answer = async (call: ServerUnaryCall<Buffer, Buffer>, peer: PeerIdentity): Promise<Buffer> => {
    const handle = handler()
    if (handle === undefined) throw grpcError(refusedStatus, notServed(context, method.name))
    return asPayload(method.prepareResponse(await handle(method.decodeRequest(call.request), peer)))
  }
  const accept = (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>): void => {
    const admitted = context.admit(call.metadata, { remote: call.getPeer(), method: method.name })
    if (!admitted.ok) return reply(grpcError(refusedStatus, admitted.error))
    answer(call, admitted.value).then(
      (bytes) => reply(null, bytes),
      (error: unknown) => reply(asGrpcError(context, error))
    )
  }
  context.server.register(method.path, accept, asIs, asIs, 'unary')
}

function notServed({ nodeId }: ServeContext, method: string): string {
  return `node ${nodeId} does not serve ${method}: it has not that role, or is still starting`
}

function grpcError(code: Status, details: string): Error & { readonly code: Status; readonly details: string } {
  return Object.assign(new Error(details), { code, details })
}

function asGrpcError(context: ServeContext, error: unknown): Error {
  if (error instanceof Error && 'code' in error && typeof error.code === 'number') return error
  const details = error instanceof Error ? error.message : String(error)
  context.logger.error({ err: error }, 'the handler of a peer call failed')
  return grpcError(Status.INTERNAL, details)
}
