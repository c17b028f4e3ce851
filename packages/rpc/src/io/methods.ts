import type { MethodDefinition } from '@grpc/grpc-js'
import { ControllerService } from '../generated/controller.ts'
import { RaftService } from '../generated/raft.ts'
import { ReplicationService } from '../generated/replication.ts'
import { decodeRaftBatch, encodeRaftBatch } from '../raft-codec.ts'
import type { RaftBatch } from '../peers.ts'
import type { Codec } from '../wire/codec.ts'

/** A method of `proto/`, with its messages as this package hands them out. */
export interface PeerMethod<RequestInput, Request, ResponseInput, Response> {
  readonly name: 'exchange' | 'session' | 'follow' | 'call' | 'ping'
  readonly path: string
  readonly encodeRequest: (message: RequestInput) => Buffer
  readonly decodeRequest: (bytes: Buffer) => Request
  readonly encodeResponse: (message: ResponseInput) => Buffer
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
    encodeRequest: request.encode,
    decodeRequest: request.decode,
    encodeResponse: response.encode,
    decodeResponse: response.decode
  }
}

export const exchangeMethod: PeerMethod<RaftBatch, RaftBatch, RaftBatch, RaftBatch> = {
  name: 'exchange',
  path: RaftService.exchange.path,
  encodeRequest: encodeRaftBatch,
  decodeRequest: decodeRaftBatch,
  encodeResponse: encodeRaftBatch,
  decodeResponse: decodeRaftBatch
}
export const sessionMethod = method('session', ControllerService.session)
export const callMethod = method('call', ControllerService.call)
export const pingMethod = method('ping', ControllerService.ping)
export const followMethod = method('follow', ReplicationService.follow)

/** gRPC carries bytes as they are: the streams encode and decode themselves, to know sizes and to own the errors. */
export const asIs = (bytes: Buffer): Buffer => bytes

export function grpcMethod(path: string, kind: 'stream' | 'unary'): MethodDefinition<Buffer, Buffer> {
  const streams = kind === 'stream'
  return {
    path,
    requestStream: streams,
    responseStream: streams,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs
  }
}
