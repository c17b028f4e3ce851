import { Metadata, type Client } from '@grpc/grpc-js'
import type { Histogram, Logger, Metrics } from '@gregor/base'
import type { CallRequestInput, CallResponse, PingResponse } from '../generated/controller.ts'
import { greetingHeaders } from '../handshake.ts'
import type { PeerLimits } from '../limits.ts'
import { rpcMetrics } from '../metrics.ts'
import type { PeerStream } from '../peer-stream.ts'
import { PeerError, type LocalIdentity, type PeerAddress, type PeerConnection } from '../peers.ts'
import { Channel } from './channel.ts'
import { openStream } from './client-stream.ts'
import { endedStream } from './ended-stream.ts'
import type { StreamMeters } from './meters.ts'
import { callMethod, exchangeMethod, followMethod, pingMethod, sessionMethod, type PeerMethod } from './methods.ts'
import { channelOptions, grpcTarget } from './options.ts'
import { lostConnection, startCall } from './unary-call.ts'

export interface PeerConnectionOptions {
  readonly address: PeerAddress
  readonly identity: LocalIdentity
  readonly limits: PeerLimits
  readonly logger: Logger
  readonly metrics: Metrics
  readonly meters: StreamMeters
}

/** The ways to one remote node over gRPC. */
export class GrpcPeerConnection implements PeerConnection {
  readonly address: PeerAddress
  readonly #options: PeerConnectionOptions
  readonly #peer: string
  readonly #target: string
  /** Raft, heartbeats and calls have a connection of their own: they must not queue behind replicated records. */
  readonly #control: Channel
  readonly #bulk: Channel
  /** What `close` has to end. */
  readonly #open = new Set<() => void>()
  readonly #callSeconds: Histogram
  #closed = false

  constructor(options: PeerConnectionOptions) {
    const { address, limits, metrics } = options
    this.#options = options
    this.address = address
    this.#peer = `node ${address.nodeId} at ${address.host}:${address.port}`
    this.#target = grpcTarget(address.host, address.port)
    this.#control = new Channel(this.#target, channelOptions(limits))
    this.#bulk = new Channel(this.#target, channelOptions(limits))
    this.#callSeconds = metrics.histogram(rpcMetrics.callSeconds, { method: 'call' })
  }

  raft(): ReturnType<PeerConnection['raft']> {
    return this.#stream(this.#control, exchangeMethod)
  }

  session(): ReturnType<PeerConnection['session']> {
    return this.#stream(this.#control, sessionMethod)
  }

  follow(): ReturnType<PeerConnection['follow']> {
    return this.#stream(this.#bulk, followMethod)
  }

  async call(request: CallRequestInput, { deadlineMs }: { readonly deadlineMs: number }): Promise<CallResponse> {
    const startMs = performance.now()
    try {
      return await this.#ask(this.#control, { method: callMethod, request, deadlineMs })
    } finally {
      this.#callSeconds.observe((performance.now() - startMs) / 1000)
    }
  }

  async ping({ deadlineMs }: { readonly deadlineMs: number }): Promise<PingResponse> {
    const fresh = new Channel(this.#target, channelOptions(this.#options.limits))
    try {
      return await this.#ask(fresh, { method: pingMethod, request: {}, deadlineMs })
    } finally {
      fresh.close()
    }
  }

  close(): void {
    this.#closed = true
    for (const end of this.#open) end()
    this.#control.close()
    this.#bulk.close()
  }

  #stream<RequestInput, Response>(
    channel: Channel,
    method: PeerMethod<RequestInput, unknown, never, Response>
  ): PeerStream<RequestInput, Response> {
    if (this.#closed) return endedStream({ kind: 'closed', message: `the connection to ${this.#peer} was closed` })
    const { limits, logger, meters } = this.#options
    const client = channel.client()
    const end = (): void => stream.close()
    const onOver = (lost: boolean): void => {
      this.#open.delete(end)
      if (lost) channel.discard(client)
    }
    const stream = openStream({
      client,
      method,
      greeting: this.#greeting(),
      peer: this.#peer,
      limits,
      meter: meters(method.name),
      onOver
    })
    this.#open.add(end)
    logger.debug({ method: method.name, node: this.address.nodeId }, 'opening a stream to a peer')
    return stream
  }

  async #ask<RequestInput, Response>(
    channel: Channel,
    question: {
      readonly method: PeerMethod<RequestInput, unknown, never, Response>
      readonly request: RequestInput
      readonly deadlineMs: number
    }
  ): Promise<Response> {
    if (this.#closed) throw new PeerError('broken', `the connection to ${this.#peer} was closed`)
    const client = channel.client()
    const { messageBytesMax } = this.#options.limits
    const call = startCall({ client, ...question, greeting: this.#greeting(), peer: this.#peer, messageBytesMax })
    this.#open.add(call.cancel)
    try {
      return await call.answer
    } catch (error) {
      this.#afterFailure(channel, client, error)
      throw error
    } finally {
      this.#open.delete(call.cancel)
    }
  }

  #afterFailure(channel: Channel, client: Client, error: unknown): void {
    if (lostConnection(error)) channel.discard(client)
    else channel.discardUnlessReady(client)
  }

  #greeting(): Metadata {
    const { identity } = this.#options
    const metadata = new Metadata()
    metadata.set(greetingHeaders.clusterId, identity.clusterId())
    metadata.set(greetingHeaders.fromNodeId, String(identity.nodeId))
    metadata.set(greetingHeaders.incarnationId, identity.incarnationId)
    metadata.set(greetingHeaders.toNodeId, String(this.address.nodeId))
    return metadata
  }
}
