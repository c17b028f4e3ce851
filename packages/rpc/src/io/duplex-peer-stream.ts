import { invariant } from '@gregor/base'
import type { PeerLimits } from '../limits.ts'
import type { PeerStream, StreamEnd } from '../peer-stream.ts'
import type { PreparedMessage } from '../wire/codec.ts'
import type { StreamMeter } from './meters.ts'
import { asPayload } from './payload.ts'

type Handlers<Incoming> = Parameters<PeerStream<never, Incoming>['listen']>[0]

/** What is used of grpc-js's stream of buffers. */
interface ByteStream {
  write(bytes: Buffer, written: () => void): unknown
  on(event: 'data', listener: (bytes: Buffer) => void): unknown
  resume(): unknown
}

interface Options<Outgoing, Incoming> {
  readonly duplex: ByteStream
  readonly prepare: (message: Outgoing) => PreparedMessage
  readonly decode: (bytes: Buffer) => Incoming
  /** Names the other end in messages. */
  readonly peer: string
  readonly limits: PeerLimits
  readonly meter: StreamMeter
  /** Ends the duplex in peace: what was sent still goes out. */
  readonly closeDuplex: () => void
  /** Ends the duplex at once, with a reason for the peer. */
  readonly breakDuplex: (message: string) => void
}

/**
 * A PeerStream on either end of a grpc-js stream. The wiring of the two ends differs (`client-stream.ts`,
 * `server-stream.ts`) and tells by `finish` how the stream ended.
 */
export class DuplexPeerStream<Outgoing, Incoming> implements PeerStream<Outgoing, Incoming> {
  readonly #options: Options<Outgoing, Incoming>
  #handlers: Handlers<Incoming> | undefined
  #end: StreamEnd | undefined
  /** Bytes that grpc-js has not yet passed to the connection. */
  #waitingBytes = 0
  #full = false

  constructor(options: Options<Outgoing, Incoming>) {
    this.#options = options
    options.meter.opened()
  }

  get writable(): boolean {
    return this.#end === undefined && !this.#full
  }

  get ended(): boolean {
    return this.#end !== undefined
  }

  send(message: Outgoing): boolean {
    if (this.#end !== undefined) return false
    const { duplex, prepare, limits, meter } = this.#options
    const prepared = prepare(message)
    const bytes = prepared.length
    invariant(bytes <= limits.messageBytesMax, 'a message is over the limit of the peers', { bytes })
    meter.sentBytes.inc(bytes)
    this.#waitingBytes += bytes
    duplex.write(asPayload(prepared), () => this.#written(bytes))
    if (!this.#full && this.#waitingBytes >= limits.sendWindowBytes) {
      this.#full = true
      meter.windowFull.inc()
    }
    return !this.#full
  }

  /** The window opens again at half, so that a sender is not woken for each message. */
  #written(bytes: number): void {
    this.#waitingBytes -= bytes
    if (!this.#full || this.#end !== undefined || this.#waitingBytes > this.#options.limits.sendWindowBytes / 2) return
    this.#full = false
    this.#handlers?.onWritable?.()
  }

  close(): void {
    if (this.#end !== undefined) return
    this.#options.closeDuplex()
    this.finish({ kind: 'closed', message: 'ended on this side' })
  }

  listen(handlers: Handlers<Incoming>): void {
    invariant(this.#handlers === undefined, 'a stream is listened to once', { peer: this.#options.peer })
    this.#handlers = handlers
    if (this.#end !== undefined) return this.#report(this.#end)
    this.#options.duplex.on('data', (bytes: Buffer) => this.#receive(bytes))
  }

  #receive(bytes: Buffer): void {
    if (this.#end !== undefined) return
    this.#options.meter.receivedBytes.inc(bytes.length)
    const message = this.#decode(bytes)
    if (message !== undefined) this.#handlers?.onMessage(message.value)
  }

  #decode(bytes: Buffer): { readonly value: Incoming } | undefined {
    try {
      return { value: this.#options.decode(bytes) }
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const message = `a message of ${bytes.length} bytes from ${this.#options.peer} cannot be read: ${reason}`
      this.#options.breakDuplex(message)
      this.finish({ kind: 'broken', message })
      return undefined
    }
  }

  /** The stream is over. Only the first call counts: what follows is an echo of it. */
  finish(end: StreamEnd): void {
    if (this.#end !== undefined) return
    this.#end = end
    this.#options.meter.ended(end.kind)
    // What still comes is dropped, but must flow for the stream to close.
    this.#options.duplex.resume()
    if (this.#handlers !== undefined) this.#report(end)
  }

  /** Never from within `close` or `listen`: callers need not expect to be re-entered. */
  #report(end: StreamEnd): void {
    queueMicrotask(() => this.#handlers?.onEnd(end))
  }
}
