import type { PeerStream, StreamEnd } from '@gregor/rpc'
import type { Conversation, Pipe, SimNetwork } from './network.ts'
import type { SimProcess } from './sim-process.ts'

type Handlers<Incoming> = Parameters<PeerStream<never, Incoming>['listen']>[0]

/** How messages of one direction become bytes and back. */
export interface Codec {
  encode(message: unknown): Buffer
  decode(bytes: Buffer): unknown
}

/** What a connection looks like from one of its ends. */
interface EndOptions {
  readonly network: SimNetwork
  readonly process: SimProcess
  readonly label: string
  readonly outgoing: Codec
  readonly incoming: Codec
  readonly windowBytes: number
  /** Takes a message apart into what is lost, repeated or late on its own: only where the other side can cope. */
  readonly scatter?: (message: unknown, deliver: (part: unknown, extraDelayMs: number | undefined) => void) => void
}

/** One end of a stream between two processes. */
class StreamEndpoint implements PeerStream<unknown, unknown> {
  other!: StreamEndpoint
  pipe!: Pipe
  readonly #options: EndOptions
  readonly #inbox: unknown[] = []
  #handlers: Handlers<unknown> | undefined
  #end: StreamEnd | undefined
  #onEnd: () => void = () => {}
  #waitingBytes = 0
  #full = false

  constructor(options: EndOptions) {
    this.#options = options
  }

  get process(): SimProcess {
    return this.#options.process
  }

  get ended(): boolean {
    return this.#end !== undefined
  }

  get writable(): boolean {
    return this.#end === undefined && !this.#full
  }

  /** What to do when this end is over. */
  whenOver(task: () => void): void {
    this.#onEnd = task
  }

  send(message: unknown): boolean {
    if (this.#end !== undefined || this.process.dead) return false
    const { scatter } = this.#options
    if (scatter === undefined) this.#carry(message, undefined)
    else scatter(message, (part, extraDelayMs) => this.#carry(part, extraDelayMs))
    return !this.#full
  }

  close(): void {
    if (this.#end !== undefined || this.process.dead) return
    this.pipe.send(`${this.#options.label} end`, () =>
      this.other.finish({ kind: 'closed', message: 'ended by the peer' })
    )
    this.finish({ kind: 'closed', message: 'ended on this side' })
  }

  listen(handlers: Handlers<unknown>): void {
    this.#handlers = handlers
    if (this.#end !== undefined) return this.#report(this.#end)
    if (this.#inbox.length === 0) return
    this.process.defer(() => {
      for (const message of this.#inbox.splice(0)) if (this.#end === undefined) handlers.onMessage(message)
    })
  }

  finish(end: StreamEnd): void {
    if (this.#end !== undefined) return
    this.#end = end
    this.#inbox.length = 0
    this.#onEnd()
    if (this.#handlers !== undefined) this.#report(end)
  }

  #report(end: StreamEnd): void {
    this.process.defer(() => this.#handlers?.onEnd(end))
  }

  #carry(message: unknown, extraDelayMs: number | undefined): void {
    const { network, label, outgoing, process } = this.#options
    const bytes = outgoing.encode(message)
    const text = `${label} ${bytes.length}`
    const deliver = (): void => this.other.#receive(bytes)
    if (extraDelayMs === undefined) {
      this.#waitingBytes += bytes.length
      if (this.#waitingBytes >= this.#options.windowBytes) this.#full = true
      this.pipe.send(text, () => {
        deliver()
        this.#passed(bytes.length)
      })
      return
    }
    const later = (): void => network.carry(process.host, this.other.process, { label: text, deliver })
    network.time.plan({ delayMs: extraDelayMs, process: undefined, label: 'overtaken', run: later })
  }

  /** The window opens again at half. */
  #passed(bytes: number): void {
    this.#waitingBytes -= bytes
    if (!this.#full || this.#end !== undefined || this.#waitingBytes > this.#options.windowBytes / 2) return
    this.#full = false
    if (!this.process.dead) this.process.defer(() => this.#end ?? this.#handlers?.onWritable?.())
  }

  #receive(bytes: Buffer): void {
    if (this.#end !== undefined) return
    const message = this.#options.incoming.decode(bytes)
    if (this.#handlers === undefined || this.#inbox.length > 0) this.#inbox.push(message)
    else this.#handlers.onMessage(message)
  }
}

export interface StreamOptions {
  readonly network: SimNetwork
  readonly label: string
  readonly dialling: SimProcess
  readonly accepting: SimProcess
  readonly request: Codec
  readonly response: Codec
  readonly windowBytes: number
  readonly scatter?: EndOptions['scatter']
}

/** Two ends of a stream that is being opened; the accepting one is `accepted` when the opening has arrived. */
export class SimStream implements Conversation {
  readonly hosts: readonly [number, number]
  readonly near: StreamEndpoint
  readonly far: StreamEndpoint
  readonly #network: SimNetwork

  constructor(options: StreamOptions) {
    const { network, label, dialling, accepting, request, response, windowBytes, scatter } = options
    this.#network = network
    this.hosts = [dialling.host, accepting.host]
    const common = { network, windowBytes, ...(scatter === undefined ? {} : { scatter }) }
    this.near = new StreamEndpoint({
      ...common,
      process: dialling,
      label: `${label} ${dialling.host}>${accepting.host}`,
      outgoing: request,
      incoming: response
    })
    this.far = new StreamEndpoint({
      ...common,
      process: accepting,
      label: `${label} ${accepting.host}<${dialling.host}`,
      outgoing: response,
      incoming: request
    })
    this.near.other = this.far
    this.far.other = this.near
    this.near.pipe = network.openPipe(dialling.host, accepting)
    this.far.pipe = network.openPipe(accepting.host, dialling)
    const over = (): void => {
      if (!this.near.ended || !this.far.ended) return
      this.near.pipe.close()
      this.far.pipe.close()
      network.end(this)
    }
    this.near.whenOver(over)
    this.far.whenOver(over)
    network.begin(this)
  }

  /** Each side notices for itself; a dead one notices nothing. */
  breakNow(): void {
    this.near.finish(lost)
    this.far.finish(lost)
  }

  /** The process of one side is gone, and its host says so. */
  reset(host: number): void {
    const [gone, left] = this.near.process.host === host ? [this.near, this.far] : [this.far, this.near]
    gone.finish(lost)
    this.#network.carryInTheEnd(host, left.process, { label: 'reset', deliver: () => left.finish(lost) })
  }
}

const lost: StreamEnd = { kind: 'broken', message: 'connection lost' }
