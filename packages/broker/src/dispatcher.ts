import type { Clock } from '@gregor/base'
import {
  ApiKey,
  decodeRequestBody,
  decodeRequestHeader,
  encodeResponse,
  ErrorCode,
  errorInfo,
  ProtocolError,
  type DecodedRequestHeader
} from '@gregor/protocol'
import { ApiVersionsApi } from '@gregor/protocol/messages/api-versions'
import type { LogLimiter } from './log-limiter.ts'
import type { ConnectionMemory } from './memory/connection-memory.ts'
import type { RequestMetrics } from './metrics.ts'
import type { ApiRegistry, Failure, ServedApi } from './registry.ts'
import { CloseConnection, type ClientConnection, type RequestContext } from './request-context.ts'
import { RequestTimes } from './request-times.ts'

/** A whole response frame as chunks; undefined = no response. */
export type ResponseFrame = readonly Buffer[] | undefined

/** A request whose header was understood. */
export interface PreparedRequest {
  readonly pipelined: boolean
  /** Runs it. Throws or rejects with CloseConnection, and nothing else, when the connection must be closed. */
  run(): ResponseFrame | Promise<ResponseFrame>
  /** Its response, or that there is none, has its turn; `sent` is to be called when the socket has taken the response. */
  readonly leaving?: () => void
  readonly sent?: () => void
}

/** The part of a request's context that its connection provides. */
export interface RequestOrigin {
  readonly connection: ClientConnection
  readonly memory?: ConnectionMemory
  readonly onGone: (task: () => void) => () => void
}

/** From a frame to the frame that answers it, by the table of APIs. */
export class Dispatcher {
  private readonly registry: ApiRegistry
  private readonly metrics: RequestMetrics
  private readonly log: LogLimiter
  private readonly clock: Clock

  constructor(options: { registry: ApiRegistry; metrics: RequestMetrics; log: LogLimiter; clock: Clock }) {
    this.registry = options.registry
    this.metrics = options.metrics
    this.log = options.log
    this.clock = options.clock
  }

  /** Never throws: what is wrong with a frame comes out when the request runs, after those before it. */
  prepare(frame: Buffer, origin: RequestOrigin): PreparedRequest {
    let header: DecodedRequestHeader
    try {
      header = decodeRequestHeader(frame)
    } catch (error) {
      return refusal(`sent a request with a malformed header: ${messageOf(error)}`)
    }
    const served = this.registry.get(header.apiKey)
    if (served === undefined) return refusal(notServed(header.apiKey))
    if (!serves(served, header.apiVersion)) return this.unsupportedVersion(served, header)
    const times = new RequestTimes(this.clock.monotonicMs())
    const bytes = frame.length
    return {
      pipelined: served.handler.pipelined === true,
      run: () => this.run({ served, header, frame, origin, times }),
      leaving: () => {
        times.leftMs = this.clock.monotonicMs()
      },
      sent: () => this.metrics.sent(served, times, { bytes, sentMs: this.clock.monotonicMs() })
    }
  }

  /** ApiVersions must be answered whatever its version, so that the client can choose another (KIP-511). */
  private unsupportedVersion({ api, handler }: ServedApi, header: DecodedRequestHeader): PreparedRequest {
    const { min, max } = handler.versions
    if (api.key !== ApiKey.ApiVersions) {
      return refusal(`sent ${api.name} version ${header.apiVersion}; versions ${min} to ${max} are served`)
    }
    const message = {
      errorCode: ErrorCode.UNSUPPORTED_VERSION,
      apiKeys: [{ apiKey: api.key, minVersion: min, maxVersion: max }]
    }
    const { correlationId } = header
    return { pipelined: false, run: () => encodeResponse(ApiVersionsApi, { correlationId, version: 0, message }) }
  }

  private run(call: Call): ResponseFrame | Promise<ResponseFrame> {
    const { api, handler } = call.served
    const { times } = call
    times.startedMs = this.clock.monotonicMs()
    const request = decode(call)
    const context = contextOf(call)
    const finish = (response: unknown): ResponseFrame => {
      times.answeredMs = this.clock.monotonicMs()
      this.metrics.answered(call.served, call.header.apiVersion, response)
      return response === undefined ? undefined : this.encode(call, response)
    }
    const fail = (error: unknown): ResponseFrame => {
      if (error instanceof CloseConnection) throw error
      this.log.error(
        `failed ${api.name}`,
        { err: error, api: api.name, clientId: context.clientId },
        'A request failed'
      )
      times.handledMs = Math.max(times.handledMs, times.startedMs)
      if (handler.failed === undefined) throw new CloseConnection(`sent ${api.name}, which failed: ${messageOf(error)}`)
      return finish(handler.failed(failureOf(error), request, context))
    }
    try {
      const answer = handler.handle(request, context)
      times.handledMs = this.clock.monotonicMs()
      return answer instanceof Promise ? answer.then(finish).catch(fail) : finish(answer)
    } catch (error) {
      return fail(error)
    }
  }

  private encode({ served: { api }, header }: Call, message: unknown): ResponseFrame {
    const { correlationId, apiVersion: version } = header
    try {
      return encodeResponse(api, { correlationId, version, message })
    } catch (error) {
      this.log.error(`encode ${api.name}`, { err: error, api: api.name, version }, 'A response cannot be encoded')
      throw new CloseConnection(`sent ${api.name}, whose response cannot be encoded: ${messageOf(error)}`)
    }
  }
}

interface Call {
  readonly served: ServedApi
  readonly header: DecodedRequestHeader
  readonly frame: Buffer
  readonly origin: RequestOrigin
  readonly times: RequestTimes
}

function serves({ handler }: ServedApi, version: number): boolean {
  return version >= handler.versions.min && version <= handler.versions.max
}

function decode({ served: { api }, frame, header }: Call): unknown {
  try {
    return decodeRequestBody(api, frame, header)
  } catch (error) {
    throw new CloseConnection(`sent a malformed ${api.name} request, version ${header.apiVersion}: ${messageOf(error)}`)
  }
}

function contextOf({ header, origin }: Call): RequestContext {
  return {
    connection: origin.connection,
    apiVersion: header.apiVersion,
    correlationId: header.correlationId,
    clientId: header.clientId ?? '',
    onGone: origin.onGone,
    memory: origin.memory
  }
}

/** SaslHandshake and SaslAuthenticate. */
const SASL_KEYS: ReadonlySet<number> = new Set([17, 36])

function notServed(apiKey: number): string {
  if (SASL_KEYS.has(apiKey)) {
    return 'wants to authenticate (SASL), but this listener is PLAINTEXT: set security.protocol=PLAINTEXT at the client'
  }
  return `sent a request with API key ${apiKey}, which is not served here`
}

function refusal(why: string): PreparedRequest {
  return {
    pipelined: false,
    run: () => {
      throw new CloseConnection(why)
    }
  }
}

/** What happened inside is for the log; the client is told where to look. */
function failureOf(error: unknown): Failure {
  if (error instanceof ProtocolError) return { errorCode: error.code, errorMessage: error.message }
  const { code, message } = errorInfo(ErrorCode.UNKNOWN_SERVER_ERROR)
  return { errorCode: code, errorMessage: message }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
