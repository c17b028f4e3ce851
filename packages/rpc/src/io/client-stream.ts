import { status as Status, type Client, type Metadata, type StatusObject } from '@grpc/grpc-js'
import type { PeerLimits } from '../limits.ts'
import type { PeerStream } from '../peer-stream.ts'
import { DuplexPeerStream } from './duplex-peer-stream.ts'
import type { StreamMeter } from './meters.ts'
import type { PeerMethod } from './methods.ts'
import { asIs } from './payload.ts'
import { streamEndOf } from './status.ts'

interface Options<RequestInput, Response> {
  readonly client: Client
  readonly method: PeerMethod<RequestInput, unknown, never, Response>
  readonly greeting: Metadata
  readonly peer: string
  readonly limits: PeerLimits
  readonly meter: StreamMeter
  /** Once, when it is over; `lost` = the connection should not be used again. */
  readonly onOver: (lost: boolean) => void
}

/** Opens a stream and gives up when the peer does not accept it in time: a SYN to a dead host may hang for minutes. */
export function openStream<RequestInput, Response>(
  options: Options<RequestInput, Response>
): PeerStream<RequestInput, Response> {
  const { client, method, greeting, peer, limits, meter, onOver } = options
  const call = client.makeBidiStreamRequest(method.path, asIs, asIs, greeting)
  const timer = setTimeout(() => {
    stream.finish({ kind: 'broken', message: `${peer} did not answer within ${limits.connectTimeoutMs} ms` })
    call.cancel()
  }, limits.connectTimeoutMs)
  const stream = new DuplexPeerStream<RequestInput, Response>({
    duplex: call,
    prepare: method.prepareRequest,
    decode: method.decodeResponse,
    peer,
    limits,
    meter,
    closeDuplex: () => {
      call.end()
      clearTimeout(timer)
      lingering = setTimeout(() => call.cancel(), limits.closeTimeoutMs)
    },
    breakDuplex: () => call.cancel()
  })
  let lingering: NodeJS.Timeout | undefined
  // Without a first read grpc-js takes messages without bound; with it, it stops when its small buffer is full.
  call.read(0)
  // The server sends its headers when it has accepted the stream.
  call.once('metadata', () => clearTimeout(timer))
  call.once('status', (status: StatusObject) => {
    clearTimeout(timer)
    clearTimeout(lingering)
    // A peaceful end waits for 'end': messages may still be under way to the listener.
    if (status.code !== Status.OK) stream.finish(streamEndOf(status, peer))
    onOver(status.code === Status.UNAVAILABLE || status.code === Status.CANCELLED)
  })
  call.once('end', () => stream.finish(streamEndOf({ code: Status.OK, details: '' }, peer)))
  // Said before by 'status'; unhandled it would end the process.
  call.on('error', () => {})
  return stream
}
