import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Timer } from '@gregor/base'
import type { ClientListener, ClientListenerOptions } from '../client-listener.ts'
import { keepListenerGauges, listenerInstruments, type ListenerInstruments, type ListenerLoad } from '../metrics.ts'
import { ClientSocket } from './client-socket.ts'
import { plainAddress } from './plain-address.ts'

/** How often connections are looked at for idleness. */
const IDLE_CHECK_MS = 5000

/** Nothing is looked at more often than that. */
const CHECK_MS_MIN = 1

let lastConnectionId = 0

/** A listener on a TCP port. */
export function createKafkaListener(options: ClientListenerOptions): ClientListener {
  return new KafkaListener(options)
}

/** Accepts connections of Kafka clients on one address. */
export class KafkaListener implements ClientListener {
  readonly name: string
  private readonly options: ClientListenerOptions
  private readonly server: Server
  private readonly instruments: ListenerInstruments
  private readonly sockets = new Set<ClientSocket>()
  private readonly perAddress = new Map<string, number>()
  private idleCheck: Timer | undefined
  private onEmpty: (() => void) | undefined

  constructor(options: ClientListenerOptions) {
    this.options = options
    this.name = options.address.name
    this.instruments = listenerInstruments(options.metrics, this.name)
    keepListenerGauges(options.metrics, this.name, () => this.load())
    this.server = createServer((socket) => this.accept(socket))
  }

  /** The port that it listens on; useful when 0 was asked for. */
  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? this.options.address.port
  }

  get connectionCount(): number {
    return this.sockets.size
  }

  /** Resolves when connections are accepted; rejects with Node's error (EADDRINUSE …). */
  async start(): Promise<void> {
    const { address, config } = this.options
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      const host = address.host === '' ? {} : { host: address.host }
      this.server.listen({ ...host, port: address.port, backlog: config['socket.listen.backlog.size'] }, () => {
        this.server.off('error', reject)
        resolve()
      })
    })
    this.server.on('error', (error) =>
      this.options.log.error('accept', { err: error, listener: this.name }, 'Cannot accept connections')
    )
    this.scheduleIdleCheck()
  }

  /**
   * Accepts no more connections, answers the requests under way, then closes each connection; after `graceMs` whatever
   * is left is cut.
   */
  async stop(options: { readonly graceMs: number }): Promise<void> {
    this.idleCheck?.cancel()
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve())
    })
    const emptied = new Promise<void>((resolve) => {
      this.onEmpty = resolve
    })
    for (const socket of this.sockets) socket.drain()
    if (this.sockets.size > 0) {
      const grace = this.options.scheduler.after(options.graceMs, () => this.destroyAll())
      await emptied
      grace.cancel()
    }
    await closed
  }

  private load(): ListenerLoad {
    const load = { connections: this.sockets.size, requestsQueued: 0, responsesQueued: 0, bufferedBytes: 0 }
    for (const socket of this.sockets) {
      const { requestsQueued, responsesQueued, bufferedBytes } = socket.load
      load.requestsQueued += requestsQueued
      load.responsesQueued += responsesQueued
      load.bufferedBytes += bufferedBytes
    }
    return load
  }

  private destroyAll(): void {
    for (const socket of this.sockets) socket.destroy()
  }

  private accept(socket: Socket): void {
    // Gone before it was accepted.
    if (socket.remoteAddress === undefined) {
      socket.destroy()
      return
    }
    const remoteAddress = plainAddress(socket.remoteAddress)
    const limit = this.limitReached(remoteAddress)
    if (limit !== undefined) {
      this.options.log.warn(
        limit,
        { listener: this.name, client: remoteAddress },
        `Refused a connection: ${limit} is reached`
      )
      this.instruments.refused.inc()
      socket.destroy()
      return
    }
    this.serve(socket, remoteAddress)
  }

  private limitReached(remoteAddress: string): string | undefined {
    const { config } = this.options
    if (this.sockets.size >= config['max.connections']) return 'max.connections'
    const fromAddress = this.perAddress.get(remoteAddress) ?? 0
    return fromAddress >= config['max.connections.per.ip'] ? 'max.connections.per.ip' : undefined
  }

  private serve(socket: Socket, remoteAddress: string): void {
    const { config, dispatcher, clock, log, admin } = this.options
    this.instruments.opened.inc()
    this.perAddress.set(remoteAddress, (this.perAddress.get(remoteAddress) ?? 0) + 1)
    this.sockets.add(
      new ClientSocket({
        socket,
        connection: {
          id: ++lastConnectionId,
          listener: this.name,
          remoteAddress,
          remotePort: socket.remotePort ?? 0,
          principal: 'User:ANONYMOUS'
        },
        dispatcher,
        clock,
        log,
        instruments: this.instruments,
        admin,
        frameBytesMax: config['socket.request.max.bytes'],
        requestsMax: config['queued.max.requests'],
        memory: this.options.memory,
        onClosed: (closed) => this.forget(closed)
      })
    )
  }

  private forget(socket: ClientSocket): void {
    const { remoteAddress } = socket.connection
    this.instruments.closed.inc()
    const left = (this.perAddress.get(remoteAddress) ?? 1) - 1
    if (left === 0) this.perAddress.delete(remoteAddress)
    else this.perAddress.set(remoteAddress, left)
    this.sockets.delete(socket)
    if (this.sockets.size === 0) this.onEmpty?.()
  }

  private scheduleIdleCheck(): void {
    const { config, scheduler } = this.options
    const maxIdleMs = config['connections.max.idle.ms']
    const idleMsMax = maxIdleMs < 0 ? Infinity : maxIdleMs
    const inTheWayMsMax = config['request.timeout.ms']
    const everyMs = Math.max(CHECK_MS_MIN, Math.min(IDLE_CHECK_MS, idleMsMax, inTheWayMsMax))
    this.idleCheck = scheduler.after(everyMs, () => {
      this.closeIdle(idleMsMax, inTheWayMsMax)
      this.scheduleIdleCheck()
    })
  }

  /** Memory that others wait for is not left with those who let it lie for longer than clients wait for an answer. */
  private closeIdle(idleMsMax: number, inTheWayMsMax: number): void {
    const nowMs = this.options.clock.monotonicMs()
    for (const socket of this.sockets) {
      if (socket.inTheWayMs(nowMs) > inTheWayMsMax) socket.giveWay(nowMs)
      if (socket.idleMs(nowMs) <= idleMsMax) continue
      this.instruments.idle.inc()
      socket.destroy()
    }
  }
}
