import type { Timer } from '@gregor/base'
import { FRAME_SIZE_BYTES, decodeResponse, encodeRequest, type Api } from '@gregor/protocol'
import type { ClientConnection, ClientWorld } from '../../types.ts'

/** A request that waits for its response. */
interface Pending {
  readonly deadlineMs: number
  readonly answer: (frame: Buffer) => void
  readonly fail: () => void
}

export interface LinkRequest<Request, RequestInput, Response, ResponseInput> {
  readonly api: Api<Request, RequestInput, Response, ResponseInput>
  readonly version: number
  readonly message: RequestInput
  readonly timeoutMs: number
}

/**
 * A client's connection to one broker. It opens when first used. A request that is not answered in its time closes it,
 * as real clients do: what comes late must not be taken for the answer to something else. All that is under way then
 * fails, and the next request opens a new one.
 */
export class BrokerLink {
  readonly #world: ClientWorld
  readonly #nodeId: number
  readonly #clientId: string
  #connection: ClientConnection | undefined
  #pending = new Map<number, Pending>()
  #correlationId = 0
  #timer: Timer | undefined

  constructor(world: ClientWorld, nodeId: number, clientId: string) {
    this.#world = world
    this.#nodeId = nodeId
    this.#clientId = clientId
  }

  /** Calls `done` once: with the response, or with undefined when nobody knows what became of the request. */
  request<Request, RequestInput, Response, ResponseInput>(
    { api, version, message, timeoutMs }: LinkRequest<Request, RequestInput, Response, ResponseInput>,
    done: (response: Response | undefined) => void
  ): void {
    const correlationId = ++this.#correlationId
    const chunks = encodeRequest(api, { correlationId, clientId: this.#clientId, version, message })
    const connection = (this.#connection ??= this.#open())
    this.#pending.set(correlationId, {
      deadlineMs: this.#world.clock.monotonicMs() + timeoutMs,
      answer: (frame) => done(decodeResponse(api, frame, version).message),
      fail: () => done(undefined)
    })
    this.#watch(timeoutMs)
    connection.send(Buffer.concat(chunks).subarray(FRAME_SIZE_BYTES))
  }

  /** Gives up all that is under way. */
  close(): void {
    this.#connection?.close()
    this.#drop()
  }

  #open(): ClientConnection {
    const connection: ClientConnection = this.#world.connect(this.#nodeId, {
      onFrame: (frame) => {
        if (this.#connection === connection) this.#receive(frame)
      },
      onClosed: () => {
        if (this.#connection === connection) this.#drop()
      }
    })
    return connection
  }

  #receive(frame: Buffer): void {
    const correlationId = frame.readInt32BE(0)
    const pending = this.#pending.get(correlationId)
    if (pending === undefined) return
    this.#pending.delete(correlationId)
    pending.answer(frame)
  }

  #drop(): void {
    this.#connection = undefined
    this.#timer?.cancel()
    this.#timer = undefined
    const lost = this.#pending
    this.#pending = new Map()
    for (const { fail } of lost.values()) fail()
  }

  /** One timer for all: it fires at the earliest deadline it knew, and looks again. */
  #watch(delayMs: number): void {
    this.#timer ??= this.#world.scheduler.after(delayMs, () => {
      this.#timer = undefined
      const nowMs = this.#world.clock.monotonicMs()
      let nextMs = Infinity
      for (const { deadlineMs } of this.#pending.values()) nextMs = Math.min(nextMs, deadlineMs)
      if (nextMs <= nowMs) this.close()
      else if (nextMs < Infinity) this.#watch(Math.max(1, nextMs - nowMs))
    })
  }
}
