import type { Socket } from 'node:net'
import type { Clock } from '@gregor/base'
import type { HostPort } from '../client-listener.ts'
import type { Dispatcher } from '../dispatcher.ts'
import { foreignProtocol } from '../framing/foreign-protocol.ts'
import { FrameReader, type FrameRefusal } from '../framing/frame-reader.ts'
import type { BrokerMemory } from '../memory/broker-memory.ts'
import { ConnectionMemory } from '../memory/connection-memory.ts'
import { RequestAdmission } from '../memory/request-admission.ts'
import type { LogLimiter } from '../log-limiter.ts'
import type { ListenerInstruments, ListenerLoad } from '../metrics.ts'
import type { ClientConnection } from '../request-context.ts'
import { RequestPipeline } from '../request-pipeline.ts'
import { plainAddress } from './plain-address.ts'

/**
 * Unsent responses beyond this close the connection. Backpressure stops reading requests long before: only a client
 * that pipelines and does not read can get here.
 */
const UNSENT_BYTES_MAX = 128 * 1024 * 1024

/** What a server listens on that listens on all addresses. */
const ANY_HOSTS: ReadonlySet<string> = new Set(['', '0.0.0.0', '::'])

export interface ClientSocketOptions {
  readonly socket: Socket
  readonly connection: ClientConnection
  readonly dispatcher: Dispatcher
  readonly frameBytesMax: number
  readonly requestsMax: number
  readonly memory: BrokerMemory
  readonly clock: Clock
  readonly log: LogLimiter
  readonly instruments: ListenerInstruments
  /** Where this node serves HTTP; undefined = nowhere. */
  readonly admin: HostPort | undefined
  readonly onClosed: (socket: ClientSocket) => void
}

/** One connection of a client: bytes in, frames to the pipeline, responses out, with backpressure both ways. */
export class ClientSocket {
  readonly connection: ClientConnection
  private readonly socket: Socket
  private readonly reader: FrameReader
  private readonly pipeline: RequestPipeline
  private readonly memory: ConnectionMemory
  private readonly admission: RequestAdmission
  private readonly options: ClientSocketOptions
  private lastActiveMs: number
  /** When the socket was last empty, or began to be: since then the client has not taken all of what it was sent. */
  private unsentSinceMs: number
  private firstFrame = true
  private pumping = false
  private draining = false
  private gathering = false
  private closing = false

  constructor(options: ClientSocketOptions) {
    this.options = options
    this.socket = options.socket
    this.connection = options.connection
    this.lastActiveMs = options.clock.monotonicMs()
    this.unsentSinceMs = this.lastActiveMs
    this.reader = new FrameReader(options.frameBytesMax)
    this.memory = new ConnectionMemory(options.memory)
    this.admission = new RequestAdmission(this.memory, options.clock, () => this.pump())
    this.pipeline = new RequestPipeline({
      dispatcher: options.dispatcher,
      connection: options.connection,
      memory: this.memory,
      requestsMax: options.requestsMax,
      bytesMax: options.frameBytesMax,
      effects: { send: this.send, close: this.refuse, ready: this.pump }
    })
    this.listen()
  }

  /**
   * Milliseconds since the last whole request or response; 0 while a request is being served and the client reads. A
   * request that trickles in byte by byte counts as idle.
   */
  idleMs(nowMs: number): number {
    return this.pipeline.idle || this.socket.writableLength > 0 ? nowMs - this.lastActiveMs : 0
  }

  /**
   * Milliseconds for which it has held memory that others wait for: for a request that does not become whole, or for an
   * answer that the client does not take. 0 = nobody waits for it.
   */
  inTheWayMs(nowMs: number): number {
    if (!this.memory.isInTheWay) return 0
    const arriving = this.admission.admittedForMs(nowMs)
    return Math.max(arriving, this.socket.writableLength > 0 ? nowMs - this.unsentSinceMs : 0)
  }

  /** Closes the connection because `inTheWayMs` is too long. */
  giveWay(nowMs: number): void {
    const seconds = Math.round(this.inTheWayMs(nowMs) / 1000)
    const what = this.socket.writableLength > 0 ? 'take an answer' : 'send the rest of a request'
    this.refuse(`did not ${what} within ${seconds} s, while others wait for its memory (gregor.memory.max.bytes)`)
    this.socket.destroy()
  }

  /** What it holds at the moment. */
  get load(): Omit<ListenerLoad, 'connections'> {
    const { requestsQueued, responsesQueued, bytes } = this.pipeline.load
    const bufferedBytes = bytes + this.reader.bufferedBytes + this.socket.writableLength
    return { requestsQueued, responsesQueued, bufferedBytes }
  }

  /** Reads no more requests, and ends the connection when those under way are answered. */
  drain(): void {
    this.draining = true
    this.socket.pause()
    this.endWhenDrained()
  }

  destroy(): void {
    this.pipeline.abort()
    this.memory.close()
    this.socket.destroy()
  }

  private listen(): void {
    const { socket } = this
    socket.setNoDelay(true)
    socket.setKeepAlive(true)
    socket.on('data', this.onData)
    socket.on('drain', this.pump)
    socket.on('end', () => this.pipeline.abort())
    // Resets and broken pipes are the client's affair; 'close' follows.
    socket.on('error', () => {})
    socket.on('close', () => {
      this.pipeline.abort()
      this.memory.close()
      this.options.onClosed(this)
    })
  }

  private readonly onData = (chunk: Buffer): void => {
    if (this.closing) return
    this.options.instruments.received.inc(chunk.length)
    this.reader.push(chunk)
    this.pump()
  }

  /** Moves frames to the pipeline while it takes them and the client reads; then the socket waits or flows. */
  private readonly pump = (): void => {
    if (this.draining) this.endWhenDrained()
    if (this.pumping || this.draining || this.closing) return
    this.pumping = true
    // What waited behind other requests of this connection may be served at once when they are answered.
    if (this.admission.waiting && this.pipeline.idle) this.admission.admits(this.reader, true)
    let taken = true
    while (taken && this.mayTake()) taken = this.takeFrame()
    this.pumping = false
    if (this.closing) return
    if (this.mayTake()) this.socket.resume()
    else if (this.reader.bufferedBytes > 0) this.socket.pause()
  }

  private mayTake(): boolean {
    return !this.closing && this.pipeline.takes && !this.socket.writableNeedDrain && !this.admission.waiting
  }

  private takeFrame(): boolean {
    const { reader, pipeline } = this
    if (!this.admission.admits(reader, pipeline.idle)) return false
    const frame = reader.next()
    if (frame === undefined) return false
    if (!Buffer.isBuffer(frame)) {
      this.refuseFrame(frame)
      return false
    }
    this.firstFrame = false
    this.touch()
    pipeline.take(frame, this.admission.taken())
    return true
  }

  private refuseFrame({ size, sizeBytes }: FrameRefusal): void {
    const foreign = this.firstFrame ? foreignProtocol(sizeBytes, this.adminUrl()) : undefined
    if (foreign?.answer !== undefined) this.socket.write(foreign.answer)
    const { frameBytesMax } = this.options
    this.refuse(
      foreign === undefined
        ? `sent a request of ${size} bytes; 8 to ${frameBytesMax} are allowed (socket.request.max.bytes)`
        : `sent ${foreign.what}`
    )
  }

  /** Where HTTP is served, as seen by this client: it reached this host by the address that the socket has here. */
  private adminUrl(): string | undefined {
    const { admin } = this.options
    if (admin === undefined) return undefined
    const host = ANY_HOSTS.has(admin.host) ? plainAddress(this.socket.localAddress ?? admin.host) : admin.host
    return `http://${host.includes(':') ? `[${host}]` : host}:${admin.port}`
  }

  private readonly send = (response: readonly Buffer[], onSent?: () => void): void => {
    const { socket } = this
    if (socket.writableLength > UNSENT_BYTES_MAX) {
      this.refuse(`left ${socket.writableLength} bytes of responses unread`)
      return
    }
    this.gather()
    if (socket.writableLength === 0) this.unsentSinceMs = this.options.clock.monotonicMs()
    let bytes = 0
    for (const chunk of response) bytes += chunk.length
    this.memory.answerLeaves(bytes)
    for (let index = 0; index < response.length; index++) {
      const chunk = response[index]!
      if (index === response.length - 1) socket.write(chunk, (error) => this.sent(error, bytes, onSent))
      else socket.write(chunk)
    }
    this.options.instruments.sent.inc(bytes)
  }

  /** What is answered in one go, as when a group of batches is committed, leaves with one write. */
  private gather(): void {
    if (this.gathering) return
    this.gathering = true
    this.socket.cork()
    process.nextTick(this.sendGathered)
  }

  private readonly sendGathered = (): void => {
    this.gathering = false
    this.socket.uncork()
  }

  private sent(error: Error | null | undefined, bytes: number, onSent: (() => void) | undefined): void {
    this.touch()
    this.unsentSinceMs = this.lastActiveMs
    this.memory.answerTaken(bytes)
    if (error === undefined || error === null) onSent?.()
  }

  private readonly touch = (): void => {
    this.lastActiveMs = this.options.clock.monotonicMs()
  }

  private readonly refuse = (why: string): void => {
    if (this.closing || this.socket.destroyed) return
    this.closing = true
    const { id, listener, remoteAddress, remotePort } = this.connection
    const kind = why.replaceAll(/\d+/g, '0').slice(0, 60)
    this.options.log.warn(
      kind,
      { connection: id, listener, client: `${remoteAddress}:${remotePort}` },
      `Closed a connection: the client ${why}`
    )
    this.options.instruments.killed.inc()
    this.pipeline.abort()
    this.socket.resume()
    this.socket.destroySoon()
  }

  private endWhenDrained(): void {
    if (this.pipeline.idle) this.socket.destroySoon()
  }
}
