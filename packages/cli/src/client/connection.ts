import type { Api } from '@gregor/protocol'
import type { Address } from './address.ts'

/** Which versions of an API a caller's request is written for; the newest that the broker serves too is used. */
export interface VersionRange {
  readonly min?: number
  readonly max?: number
}

/** A connection to one broker. Requests may overlap; responses find their way back. */
export interface Connection {
  readonly address: Address
  /** What the broker serves: lowest and highest version, by API key. */
  readonly served: ReadonlyMap<number, { readonly min: number; readonly max: number }>
  /** The level of each finalized feature (KIP-584), such as metadata.version. */
  readonly features: Readonly<Record<string, number>>
  /** False when the connection has ended. */
  readonly open: boolean
  /**
   * Rejects with a CommandError when the broker does not serve the API in that range, when the connection ends or when the
   * answer takes too long. `extraMs` is added to that time, for a request that the broker may hold back.
   */
  request<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    message: RequestInput,
    options?: VersionRange & { readonly extraMs?: number }
  ): Promise<Response>
  /** Sends a request that has no answer (Produce with acks=0). Resolves when the system has taken it. */
  send<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    message: RequestInput,
    options?: VersionRange
  ): Promise<void>
  close(): void
}

/** Connects and learns what the broker serves. Rejects with a CommandError that names the address. */
export type Dial = (address: Address) => Promise<Connection>
