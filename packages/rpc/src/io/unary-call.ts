import { status as Status, type Client, type ClientUnaryCall, type Metadata, type ServiceError } from '@grpc/grpc-js'
import { PeerError } from '../peers.ts'
import type { PeerMethod } from './methods.ts'
import { asIs, asPayload } from './payload.ts'
import { peerErrorOf } from './status.ts'

interface Options<RequestInput, Response> {
  readonly client: Client
  readonly method: PeerMethod<RequestInput, unknown, never, Response>
  readonly request: RequestInput
  readonly greeting: Metadata
  readonly peer: string
  readonly deadlineMs: number
  readonly messageBytesMax: number
}

export interface PendingCall<Response> {
  readonly answer: Promise<Response>
  readonly cancel: () => void
}

/** One question, one answer or a PeerError. */
export function startCall<RequestInput, Response>(options: Options<RequestInput, Response>): PendingCall<Response> {
  const { client, method, request, greeting, peer, deadlineMs, messageBytesMax } = options
  const prepared = method.prepareRequest(request)
  if (prepared.length > messageBytesMax) {
    const message = `a request of ${prepared.length} bytes to ${peer} is over the limit of ${messageBytesMax} bytes`
    return { answer: Promise.reject(new PeerError('refused', message)), cancel: () => {} }
  }
  let call: ClientUnaryCall | undefined
  const answer = new Promise<Response>((resolve, reject) => {
    const done = (error: ServiceError | null, response?: Buffer): void => {
      if (error !== null) return reject(peerErrorOf(error, peer, error))
      try {
        resolve(method.decodeResponse(response!))
      } catch (cause) {
        reject(new PeerError('broken', `the answer of ${peer} cannot be read`, { cause }))
      }
    }
    const deadline = Date.now() + deadlineMs
    call = client.makeUnaryRequest(method.path, asIs, asIs, asPayload(prepared), greeting, { deadline }, done)
  })
  return { answer, cancel: () => call?.cancel() }
}

/** Whether a failed call says that its connection is gone. */
export function lostConnection(error: unknown): boolean {
  const cause = error instanceof PeerError ? (error.cause as Partial<ServiceError> | undefined) : undefined
  return cause?.code === Status.UNAVAILABLE
}
