import type { ConnectionMemory } from './memory/connection-memory.ts'
import { CloseConnection, type ClientConnection } from './request-context.ts'
import type { Dispatcher, PreparedRequest, RequestOrigin, ResponseFrame } from './dispatcher.ts'

/** A request that was started; its response leaves when all before it have left. */
interface Slot {
  readonly request: PreparedRequest
  /** Bytes of the request, which stay in memory at least until it is answered. */
  readonly bytes: number
  /** Those of them that were asked for at the broker's memory. */
  readonly reservedBytes: number
  done: boolean
  response: ResponseFrame
}

/** The ways out of a pipeline. */
export interface PipelineEffects {
  /** Sends one whole response; calls `onSent`, where a socket tells so, when that has taken it. */
  send(response: readonly Buffer[], onSent?: () => void): void
  /** Closes the connection for what the client sent; `why` continues the sentence "The client …". */
  close(why: string): void
  /** Another frame can be taken. */
  ready(): void
}

/**
 * The requests of one connection: taken in order, answered in order. One runs at a time, as clients rely on, except
 * that requests of a pipelined API may follow each other without waiting. Takes no more when `requestsMax` requests or
 * `bytesMax` bytes of them are started, or one waits for its turn; the reader of the socket stops then.
 */
export class RequestPipeline {
  private readonly dispatcher: Dispatcher
  private readonly effects: PipelineEffects
  private readonly origin: RequestOrigin
  private readonly requestsMax: number
  private readonly bytesMax: number
  private readonly memory: ConnectionMemory
  private bytes = 0
  private readonly slots: Slot[] = []
  private readonly goneTasks = new Set<() => void>()
  /** Waits until all slots are answered. */
  private held: Pick<Slot, 'request' | 'bytes' | 'reservedBytes'> | undefined
  /** Whether every started request is of a pipelined API. */
  private pipelined = true
  private closed = false

  constructor(options: {
    dispatcher: Dispatcher
    connection: ClientConnection
    memory: ConnectionMemory
    requestsMax: number
    bytesMax: number
    effects: PipelineEffects
  }) {
    this.dispatcher = options.dispatcher
    this.effects = options.effects
    this.requestsMax = options.requestsMax
    this.bytesMax = options.bytesMax
    this.memory = options.memory
    this.origin = {
      connection: options.connection,
      memory: options.memory,
      onGone: (task) => {
        this.goneTasks.add(task)
        return () => this.goneTasks.delete(task)
      }
    }
  }

  /** Whether `take` may be called. */
  get takes(): boolean {
    const room = this.slots.length < this.requestsMax && this.bytes < this.bytesMax
    return !this.closed && this.held === undefined && this.pipelined && room
  }

  /** Whether nothing is under way. */
  get idle(): boolean {
    return this.slots.length === 0 && this.held === undefined
  }

  /** What it holds at the moment: requests that wait, responses that wait, and bytes of all requests. */
  get load(): { readonly requestsQueued: number; readonly responsesQueued: number; readonly bytes: number } {
    const { held } = this
    const responsesQueued = this.slots.reduce((sum, { done }) => sum + (done ? 1 : 0), 0)
    return { requestsQueued: held === undefined ? 0 : 1, responsesQueued, bytes: this.bytes + (held?.bytes ?? 0) }
  }

  /** `reservedBytes` of the broker's memory are given back when the request is answered. */
  take(frame: Buffer, reservedBytes = 0): void {
    const request = this.dispatcher.prepare(frame, this.origin)
    const taken = { request, bytes: frame.length, reservedBytes }
    if (this.slots.length === 0 || request.pipelined) this.start(taken)
    else this.held = taken
  }

  /** The connection is gone: waiting requests are told, and nothing is sent any more. */
  abort(): void {
    if (this.closed) return
    this.closed = true
    this.held = undefined
    const tasks = [...this.goneTasks]
    this.goneTasks.clear()
    for (const task of tasks) task()
  }

  private start({ request, bytes, reservedBytes }: Pick<Slot, 'request' | 'bytes' | 'reservedBytes'>): void {
    const slot: Slot = { request, bytes, reservedBytes, done: false, response: undefined }
    this.slots.push(slot)
    this.bytes += bytes
    this.pipelined = request.pipelined
    try {
      const response = request.run()
      if (response instanceof Promise) response.then((later) => this.settle(slot, later), this.fail)
      else this.settle(slot, response)
    } catch (error) {
      this.fail(error)
    }
  }

  private settle(slot: Slot, response: ResponseFrame): void {
    slot.done = true
    slot.response = response
    if (this.slots[0] === slot) this.flush()
  }

  private readonly fail = (error: unknown): void => {
    if (this.closed) return
    const why = error instanceof CloseConnection ? error.message : `sent a request that failed: ${String(error)}`
    this.effects.close(why)
  }

  private flush(): void {
    while (!this.closed && this.slots[0]?.done === true) {
      const { request, response, bytes, reservedBytes } = this.slots.shift()!
      this.bytes -= bytes
      request.leaving?.()
      if (response === undefined) request.sent?.()
      else this.effects.send(response, request.sent)
      if (reservedBytes > 0) this.memory.requestAnswered(reservedBytes)
    }
    if (this.closed) return
    if (this.slots.length === 0) this.startHeld()
    if (this.takes) this.effects.ready()
  }

  private startHeld(): void {
    const { held } = this
    this.held = undefined
    this.pipelined = true
    if (held !== undefined) this.start(held)
  }
}
