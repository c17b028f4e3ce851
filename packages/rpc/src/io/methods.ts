import { ControllerService } from '../generated/controller.ts'
import { RaftService } from '../generated/raft.ts'
import { ReplicationService } from '../generated/replication.ts'
import { decodeRaftBatch, prepareRaftBatch } from '../raft-codec.ts'
import type { RaftBatch } from '../peers.ts'
import type { Codec, PreparedMessage } from '../wire/codec.ts'

/** A method of `proto/`, with its messages as this package hands them out. */
export interface PeerMethod<RequestInput, Request, ResponseInput, Response> {
  readonly name: 'exchange' | 'session' | 'follow' | 'call' | 'ping'
  readonly path: string
  readonly prepareRequest: (message: RequestInput) => PreparedMessage
  readonly decodeRequest: (bytes: Buffer) => Request
  readonly prepareResponse: (message: ResponseInput) => PreparedMessage
  readonly decodeResponse: (bytes: Buffer) => Response
}

interface Codecs<RequestInput, Request, ResponseInput, Response> {
  readonly path: string
  readonly request: Codec<Request, RequestInput>
  readonly response: Codec<Response, ResponseInput>
}

function method<RequestInput, Request, ResponseInput, Response>(
  name: PeerMethod<RequestInput, Request, ResponseInput, Response>['name'],
  { path, request, response }: Codecs<RequestInput, Request, ResponseInput, Response>
): PeerMethod<RequestInput, Request, ResponseInput, Response> {
  return {
    name,
    path,
    prepareRequest: request.prepare,
    decodeRequest: request.decode,
    prepareResponse: response.prepare,
    decodeResponse: response.decode
  }
}

export const exchangeMethod: PeerMethod<RaftBatch, RaftBatch, RaftBatch, RaftBatch> = {
  name: 'exchange',
  path: RaftService.exchange.path,
  prepareRequest: prepareRaftBatch,
  decodeRequest: decodeRaftBatch,
  prepareResponse: prepareRaftBatch,
  decodeResponse: decodeRaftBatch
}
export const sessionMethod = method('session', ControllerService.session)
export const callMethod = method('call', ControllerService.call)
export const pingMethod = method('ping', ControllerService.ping)
export const followMethod = method('follow', ReplicationService.follow)
