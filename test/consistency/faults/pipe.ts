import type { Socket } from 'node:net'

/** What happens to bytes on their way from one broker to another; changed while connections are open. */
export interface Way {
  /** Nothing arrives. As in a network that is cut, all of it does when the way is open again. */
  held: boolean
  /** Every byte takes this much longer. */
  delayMs: number
}

const queuedBytesMax = 1 << 20

/** One direction of a proxied connection: its bytes, and that it ended, arrive in order, as late as the way has it. */
export class Pipe {
  readonly #way: Way
  readonly #source: Socket
  #target: Socket | undefined
  readonly #queue: { readonly bytes: Buffer | undefined; readonly dueMs: number }[] = []
  #queuedBytes = 0
  #timer: NodeJS.Timeout | undefined

  constructor(way: Way, source: Socket) {
    this.#way = way
    this.#source = source
    source.on('data', (bytes: Buffer) => this.#enqueue(bytes))
    source.on('error', () => {})
    source.on('close', () => this.#enqueue(undefined))
  }

  /** Where the bytes go, as soon as that is connected. */
  deliverTo(target: Socket): void {
    this.#target = target
    target.on('drain', () => this.pump())
    this.pump()
  }

  /** To be called when the way has changed. */
  pump(): void {
    clearTimeout(this.#timer)
    const nowMs = performance.now()
    for (let first = this.#queue[0]; first !== undefined && this.#isOpen; first = this.#queue[0]) {
      if (first.dueMs > nowMs) {
        this.#timer = setTimeout(() => this.pump(), first.dueMs - nowMs)
        return
      }
      this.#queue.shift()
      this.#deliver(first.bytes)
    }
    if (this.#queuedBytes < queuedBytesMax) this.#source.resume()
  }

  get #isOpen(): boolean {
    return !this.#way.held && this.#target !== undefined && !this.#target.writableNeedDrain
  }

  #enqueue(bytes: Buffer | undefined): void {
    this.#queue.push({ bytes, dueMs: performance.now() + this.#way.delayMs })
    this.#queuedBytes += bytes?.length ?? 0
    if (this.#queuedBytes >= queuedBytesMax) this.#source.pause()
    this.pump()
  }

  #deliver(bytes: Buffer | undefined): void {
    this.#queuedBytes -= bytes?.length ?? 0
    if (bytes === undefined) this.#target!.destroySoon()
    else if (!this.#target!.destroyed) this.#target!.write(bytes)
  }
}
