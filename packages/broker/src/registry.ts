import { invariant } from '@gregor/base'
import { ApiKey, type Api } from '@gregor/protocol'
import type { RequestContext } from './request-context.ts'

/** An inclusive range of versions of an API. */
export interface VersionRange {
  readonly min: number
  readonly max: number
}

/** What a handler returns: the response, now or later; undefined = this request gets none (Produce with acks=0). */
export type Answer<ResponseInput> = ResponseInput | undefined | Promise<ResponseInput | undefined>

/** What a whole request is answered with that could not be carried out. */
export interface Failure {
  readonly errorCode: number
  /** For the client's eyes. */
  readonly errorMessage: string
}

/** How one API key is served. */
export interface Handler<Request, ResponseInput> {
  /** What this handler does; a part of what the schema has. */
  readonly versions: VersionRange
  /** Lowest version to advertise, when that is not the lowest served (Produce). */
  readonly advertisedMin?: number
  /**
   * Whether a request may start before earlier ones of the same kind on its connection are answered. Responses leave
   * in order even so.
   */
  readonly pipelined?: boolean
  handle(request: Request, context: RequestContext): Answer<ResponseInput>
  /** The response when `handle` threw. Without it the connection is closed. */
  failed?(failure: Failure, request: Request, context: RequestContext): ResponseInput
  /** The error codes in a response, for metrics; absent: the one at its top. */
  errorCodes?(response: ResponseInput): Iterable<number>
}

/** A handler with its API, types erased: one row of the table. */
export interface ServedApi {
  readonly api: Api<unknown, unknown, unknown, unknown>
  readonly handler: Handler<unknown, unknown>
}

/** Pairs an API with its handler; from here on the types of the messages are known to agree. */
export function serve<Request, RequestInput, Response, ResponseInput>(
  api: Api<Request, RequestInput, Response, ResponseInput>,
  handler: Handler<Request, ResponseInput>
): ServedApi {
  const { min, max } = handler.versions
  invariant(min >= api.versions.min && max <= api.versions.max, 'a handler serves versions that its schema lacks', {
    api: api.name,
    min,
    max
  })
  return { api, handler }
}

/** One row of the ApiVersions response. */
export interface AdvertisedApi {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

/** The table of what this broker serves. Dispatch looks requests up in it, and ApiVersions is read off it. */
export class ApiRegistry {
  private readonly byKey: ReadonlyMap<number, ServedApi>
  readonly advertised: readonly AdvertisedApi[]

  constructor(apis: readonly ServedApi[]) {
    this.byKey = new Map(apis.map((served) => [served.api.key, served]))
    invariant(this.byKey.size === apis.length, 'an API key is served twice', { keys: apis.map(({ api }) => api.key) })
    invariant(this.byKey.has(ApiKey.ApiVersions), 'ApiVersions is served')
    this.advertised = apis.map(advertise).sort((left, right) => left.apiKey - right.apiKey)
  }

  get(apiKey: number): ServedApi | undefined {
    return this.byKey.get(apiKey)
  }

  [Symbol.iterator](): IterableIterator<ServedApi> {
    return this.byKey.values()
  }
}

function advertise({ api, handler }: ServedApi): AdvertisedApi {
  return {
    apiKey: api.key,
    minVersion: handler.advertisedMin ?? handler.versions.min,
    maxVersion: handler.versions.max
  }
}
