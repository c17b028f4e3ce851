import type { ServerDuplexStream, ServiceError } from '@grpc/grpc-js'
import { Metadata, status as Status } from '@grpc/grpc-js'
import type { PeerLimits } from '../limits.ts'
import { DuplexPeerStream } from './duplex-peer-stream.ts'
import type { StreamMeter } from './meters.ts'
import type { PeerMethod } from './methods.ts'

export type ServerStream = ServerDuplexStream<Buffer, Buffer>

interface Options<Request, ResponseInput> {
  readonly call: ServerStream
  readonly method: PeerMethod<never, Request, ResponseInput, unknown>
  readonly peer: string
  readonly limits: PeerLimits
  readonly meter: StreamMeter
}

/** Accepts a stream. */
export function acceptStream<Request, ResponseInput>({
  call,
  method,
  peer,
  limits,
  meter
}: Options<Request, ResponseInput>): DuplexPeerStream<ResponseInput, Request> {
  const stream = new DuplexPeerStream<ResponseInput, Request>({
    duplex: call,
    prepare: method.prepareResponse,
    decode: method.decodeRequest,
    peer,
    limits,
    meter,
    closeDuplex: () => call.end(),
    breakDuplex: (message) => endWith(call, Status.INTERNAL, message)
  })
  call.sendMetadata(new Metadata())
  // Node ends the readable side of a lost connection, too, and tells of the loss only then: look again after that.
  const endInPeace = (): void => {
    if (stream.ended) return
    stream.finish({ kind: 'closed', message: `${peer} ended the stream` })
    call.end()
  }
  call.once('end', () => setImmediate(endInPeace))
  call.once('cancelled', () => {
    stream.finish({ kind: 'broken', message: `the stream from ${peer} broke: its connection is gone` })
  })
  call.on('error', () => {})
  return stream
}

/** Ends a stream with a status other than OK; grpc-js takes it from an 'error' event. */
export function endWith(call: ServerStream, code: Status, details: string): void {
  const error: Partial<ServiceError> = Object.assign(new Error(details), { code, details })
  call.emit('error', error)
}
