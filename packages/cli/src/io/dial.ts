import { type Socket, connect } from 'node:net'
import { type Api, decodeResponse, encodeRequest, ErrorCode, FrameSplitter } from '@gregor/protocol'
import { ApiVersionsApi, type ApiVersionsResponse } from '@gregor/protocol/messages/api-versions'
import { type Address, addressText } from '../client/address.ts'
import { checked } from '../client/checked.ts'
import type { Connection, Dial, VersionRange } from '../client/connection.ts'
import { CommandError } from '../faults.ts'

const clientId = 'gregor-cli'
/** The newest ApiVersions that a broker since Kafka 2.4 knows; an older one answers with an error in version 0. */
const apiVersionsVersion = 3

interface Waiting {
  readonly resolve: (frame: Buffer) => void
  readonly reject: (error: CommandError) => void
  readonly timer: NodeJS.Timeout
}

/** Dials over TCP. `timeoutMs` bounds the connect, and each answer. */
export function tcpDial(timeoutMs: number): Dial {
  return async (address) => {
    const wire = new Wire(await openSocket(address, timeoutMs), address, timeoutMs)
    try {
      const versions = await handshake(wire, address)
      return new BrokerConnection(wire, address, versions)
    } catch (error) {
      wire.close()
      throw error
    }
  }
}

async function openSocket(address: Address, timeoutMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.host, port: address.port, noDelay: true })
    const fail = (cause?: NodeJS.ErrnoException): void => {
      socket.destroy()
      reject(new CommandError(connectFailure(address, timeoutMs, cause?.code), { cause }))
    }
    const timer = setTimeout(fail, timeoutMs)
    socket.once('error', (error) => {
      clearTimeout(timer)
      fail(error)
    })
    socket.once('connect', () => {
      clearTimeout(timer)
      socket.removeAllListeners('error')
      resolve(socket)
    })
  })
}

function connectFailure(address: Address, timeoutMs: number, code: string | undefined): string {
  const place = addressText(address)
  switch (code) {
    case undefined:
      return `${place} did not accept a connection within ${timeoutMs} ms`
    case 'ECONNREFUSED':
      return `nothing listens at ${place}`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `no address is known for the host ${address.host}`
    default:
      return `${place} cannot be reached (${code})`
  }
}

async function handshake(wire: Wire, address: Address): Promise<ApiVersionsResponse> {
  const message = { clientSoftwareName: clientId, clientSoftwareVersion: '0.1.0' }
  const frame = await wire.exchange((correlationId) =>
    encodeRequest(ApiVersionsApi, { correlationId, clientId, version: apiVersionsVersion, message })
  )
  // The error stands in the same place in every version, right after the correlation id.
  const unsupported = frame.length >= 6 && frame.readInt16BE(4) === ErrorCode.UNSUPPORTED_VERSION
  const answer = decoded(address, () => decodeResponse(ApiVersionsApi, frame, unsupported ? 0 : apiVersionsVersion))
  if (!unsupported) checked(answer.errorCode, addressText(address))
  return answer
}

/** What is no Kafka broker answers with bytes that cannot be read. */
function decoded<Message>(address: Address, decode: () => { readonly message: Message }): Message {
  try {
    return decode().message
  } catch (cause) {
    throw new CommandError(
      `what ${addressText(address)} answers is not Kafka's protocol (is that a port for Kafka clients?)`,
      { cause }
    )
  }
}

/** A socket as frames: requests out, each with the answer of its correlation id. */
class Wire {
  readonly #socket: Socket
  readonly #place: string
  readonly #timeoutMs: number
  readonly #waiting = new Map<number, Waiting>()
  #correlationId = 0
  #ended = false
  /** Something was answered. */
  #heard = false

  constructor(socket: Socket, address: Address, timeoutMs: number) {
    this.#socket = socket
    this.#place = addressText(address)
    this.#timeoutMs = timeoutMs
    const frames = new FrameSplitter()
    socket.on('data', (chunk) => {
      try {
        for (const frame of frames.push(chunk)) this.#take(frame)
      } catch {
        this.#fail(`what ${this.#place} answers is not Kafka's protocol (is that a port for Kafka clients?)`)
      }
    })
    socket.on('error', () => {})
    socket.on('close', () => this.#fail(this.#closed()))
  }

  get open(): boolean {
    return !this.#ended
  }

  exchange(encode: (correlationId: number) => readonly Buffer[], extraMs = 0): Promise<Buffer> {
    const correlationId = ++this.#correlationId
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(new CommandError(this.#closed()))
      const timeoutMs = this.#timeoutMs + extraMs
      const timer = setTimeout(() => {
        this.#fail(`${this.#place} did not answer within ${timeoutMs} ms; --timeout gives it longer`)
      }, timeoutMs)
      this.#waiting.set(correlationId, { resolve, reject, timer })
      this.#write(encode(correlationId))
    })
  }

  async send(encode: (correlationId: number) => readonly Buffer[]): Promise<void> {
    if (this.#ended) throw new CommandError(this.#closed())
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(Buffer.concat(encode(++this.#correlationId)), (error) => {
        if (error) reject(new CommandError(this.#closed()))
        else resolve()
      })
    })
  }

  close(): void {
    this.#fail('the connection was closed here')
  }

  /** A port of another protocol, TLS or SASL: such a broker closes the connection at the first request. */
  #closed(): string {
    return this.#heard
      ? `${this.#place} closed the connection; its log may say why`
      : `${this.#place} closed the connection without an answer (is that a port for Kafka clients, without TLS and SASL?); its log may say why`
  }

  #write(chunks: readonly Buffer[]): void {
    this.#socket.cork()
    for (const chunk of chunks) this.#socket.write(chunk)
    this.#socket.uncork()
  }

  #take(frame: Buffer): void {
    const correlationId = frame.readInt32BE(0)
    const waiting = this.#waiting.get(correlationId)
    if (waiting === undefined) throw new RangeError(`no request has the correlation id ${correlationId}`)
    this.#waiting.delete(correlationId)
    this.#heard = true
    clearTimeout(waiting.timer)
    waiting.resolve(frame)
  }

  #fail(message: string): void {
    this.#ended = true
    this.#socket.destroy()
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(new CommandError(message))
    }
    this.#waiting.clear()
  }
}

class BrokerConnection implements Connection {
  readonly #wire: Wire
  readonly address: Address
  readonly served: ReadonlyMap<number, { readonly min: number; readonly max: number }>
  readonly features: Readonly<Record<string, number>>

  constructor(wire: Wire, address: Address, versions: ApiVersionsResponse) {
    this.#wire = wire
    this.address = address
    this.served = new Map(
      versions.apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }])
    )
    this.features = Object.fromEntries(
      versions.finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel])
    )
  }

  get open(): boolean {
    return this.#wire.open
  }

  async request<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    message: RequestInput,
    options: VersionRange & { readonly extraMs?: number } = {}
  ): Promise<Response> {
    const version = this.#versionOf(api, options)
    const frame = await this.#wire.exchange(
      (correlationId) => encodeRequest(api, { correlationId, clientId, version, message }),
      options.extraMs
    )
    return decoded(this.address, () => decodeResponse(api, frame, version))
  }

  async send<Request, RequestInput, Response, ResponseInput>(
    api: Api<Request, RequestInput, Response, ResponseInput>,
    message: RequestInput,
    options: VersionRange = {}
  ): Promise<void> {
    const version = this.#versionOf(api, options)
    await this.#wire.send((correlationId) => encodeRequest(api, { correlationId, clientId, version, message }))
  }

  close(): void {
    this.#wire.close()
  }

  #versionOf(
    api: { readonly key: number; readonly name: string; readonly versions: { min: number; max: number } },
    range: VersionRange
  ): number {
    const served = this.served.get(api.key)
    const version = Math.min(served?.max ?? -1, api.versions.max, range.max ?? Infinity)
    const least = Math.max(served?.min ?? 0, api.versions.min, range.min ?? 0)
    if (served !== undefined && version >= least) return version
    const needed = `${api.name} ${least} to ${Math.min(api.versions.max, range.max ?? Infinity)}`
    const has = served === undefined ? 'does not serve it' : `serves ${served.min} to ${served.max}`
    throw new CommandError(`${addressText(this.address)} ${has}: this needs ${needed}; use a newer broker`)
  }
}
