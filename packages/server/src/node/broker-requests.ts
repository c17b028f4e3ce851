import { asError, BrokerId } from '@gregor/base'
import type { InClusterRequest, ServeInCluster } from '@gregor/broker'
import type { MetadataImage } from '@gregor/metadata'
import { type Api, ErrorCode, errorInfo, ProtocolError, Reader, Writer } from '@gregor/protocol'
import type { BrokerRequest, CallResponseInput, PeerConnection, Peers } from '@gregor/rpc'

export interface BrokerRequestsOptions {
  readonly nodeId: BrokerId
  readonly image: MetadataImage
  readonly peers: Peers
  /** What this broker answers; undefined while it does not serve yet. */
  readonly serve: () => ServeInCluster | undefined
}

/** Asks other brokers for what only they can do, over one connection each; asked of this broker itself, without any. */
export class BrokerRequests {
  readonly #options: BrokerRequestsOptions
  readonly #connections = new Map<BrokerId, PeerConnection>()

  constructor(options: BrokerRequestsOptions) {
    this.#options = options
  }

  /** Rejects when the broker is not known, does not answer before the deadline, or refuses. */
  async ask<Request, RequestInput, Response, ResponseInput>(
    broker: number,
    api: Api<Request, RequestInput, Response, ResponseInput>,
    call: { readonly version: number; readonly request: RequestInput; readonly deadlineMs: number }
  ): Promise<Response> {
    const { version, request, deadlineMs } = call
    const writer = new Writer()
    api.encodeRequest(writer, request, version)
    const question = { apiKey: api.key, apiVersion: version, body: writer.toBuffer() }
    const to = BrokerId(broker)
    const body =
      to === this.#options.nodeId ? await this.#askSelf(question) : await this.#askPeer(to, question, deadlineMs)
    return api.decodeResponse(new Reader(Buffer.from(body)), version)
  }

  /** The other side: answers what brokers ask of this one. */
  async answer({ apiKey, apiVersion, body }: BrokerRequest): Promise<CallResponseInput> {
    try {
      return { leaderId: -1, brokerResponse: { body: await this.#askSelf({ apiKey, apiVersion, body }) } }
    } catch (error) {
      const errorCode = error instanceof ProtocolError ? error.code : ErrorCode.UNKNOWN_SERVER_ERROR
      return { leaderId: -1, errorCode, errorMessage: asError(error).message }
    }
  }

  close(): void {
    for (const connection of this.#connections.values()) connection.close()
    this.#connections.clear()
  }

  async #askSelf(request: InClusterRequest): Promise<Uint8Array> {
    const serve = this.#options.serve()
    if (serve === undefined) throw new ProtocolError(ErrorCode.BROKER_NOT_AVAILABLE, 'This broker does not serve yet')
    return serve(request)
  }

  async #askPeer(broker: BrokerId, brokerRequest: InClusterRequest, deadlineMs: number): Promise<Uint8Array> {
    const answer = await this.#connectionTo(broker).call({ brokerRequest }, { deadlineMs })
    if (answer.brokerResponse !== undefined) return answer.brokerResponse.body
    const { errorCode, errorMessage } = answer
    throw new Error(`broker ${broker} refused: ${errorInfo(errorCode).name}: ${errorMessage}`)
  }

  #connectionTo(broker: BrokerId): PeerConnection {
    const registration = this.#options.image.brokers.get(broker)
    if (registration === undefined) throw new Error(`broker ${broker} is not registered`)
    const { rpcHost: host, rpcPort: port } = registration
    const known = this.#connections.get(broker)
    if (known?.address.host === host && known.address.port === port) return known
    known?.close()
    const connection = this.#options.peers.connect({ nodeId: broker, host, port })
    this.#connections.set(broker, connection)
    return connection
  }
}
