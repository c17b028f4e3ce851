import { ErrorCode, ProtocolError, Reader, Writer, ApiKey } from '@gregor/protocol'
import type { ApiRegistry } from '../registry.ts'
import type { RequestContext } from '../request-context.ts'

/** A request that one broker sends to another, in Kafka's format, without headers. */
export interface InClusterRequest {
  readonly apiKey: number
  readonly apiVersion: number
  readonly body: Uint8Array
}

/**
 * What brokers ask of each other: coordinators the leaders of partitions (to write markers, and how far groups are behind),
 * and leaders the coordinators.
 */
const inClusterKeys: ReadonlySet<number> = new Set([
  ApiKey.WriteTxnMarkers,
  ApiKey.AddPartitionsToTxn,
  ApiKey.ListOffsets,
  ApiKey.Fetch
])

/** Carries out requests of other brokers by the same handlers that clients reach, and resolves with the body of the response. */
export type ServeInCluster = (request: InClusterRequest) => Promise<Buffer>

/** Rejects with a ProtocolError on what is not served, and with whatever a handler throws. */
export function serveInCluster(registry: ApiRegistry): ServeInCluster {
  return async ({ apiKey, apiVersion, body }) => {
    const served = inClusterKeys.has(apiKey) ? registry.get(apiKey) : undefined
    if (served === undefined) {
      throw new ProtocolError(ErrorCode.INVALID_REQUEST, `brokers do not ask each other for API key ${apiKey}`)
    }
    const { api, handler } = served
    if (apiVersion < handler.versions.min || apiVersion > handler.versions.max) {
      throw new ProtocolError(ErrorCode.UNSUPPORTED_VERSION, `${api.name} version ${apiVersion} is not served here`)
    }
    const request = api.decodeRequest(new Reader(Buffer.from(body)), apiVersion)
    const response = await handler.handle(request, contextOf(apiVersion))
    const writer = new Writer()
    api.encodeResponse(writer, response, apiVersion)
    return writer.toBuffer()
  }
}

/** The handlers of these APIs ask nothing of their caller's connection. */
function contextOf(apiVersion: number): RequestContext {
  return {
    connection: { id: -1, listener: '', remoteAddress: '', remotePort: 0, principal: 'User:ANONYMOUS' },
    apiVersion,
    correlationId: 0,
    clientId: '',
    onGone: () => () => {},
    memory: undefined
  }
}
