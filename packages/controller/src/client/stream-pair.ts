import type { PeerStream, StreamEnd } from '@gregor/rpc'

type Handlers<Incoming> = Parameters<PeerStream<never, Incoming>['listen']>[0]

/** Two ends of a stream within this process. Messages are delivered in order, in a later microtask. */
export function streamPair<LeftOut, RightIn, RightOut, LeftIn>(convert: {
  readonly toRight: (message: LeftOut) => RightIn
  readonly toLeft: (message: RightOut) => LeftIn
}): { readonly left: PeerStream<LeftOut, LeftIn>; readonly right: PeerStream<RightOut, RightIn> } {
  const left = new End<LeftIn>()
  const right = new End<RightIn>()
  const close = (): void => {
    left.end({ kind: 'closed', message: 'the session ended' })
    right.end({ kind: 'closed', message: 'the session ended' })
  }
  const half = <Out, PeerIn, In>(
    own: End<In>,
    peer: End<PeerIn>,
    map: (message: Out) => PeerIn
  ): PeerStream<Out, In> => ({
    send: (message) => peer.deliver(map(message)),
    get writable() {
      return !own.ended
    },
    close,
    listen: (handlers) => own.listen(handlers)
  })
  return { left: half(left, right, convert.toRight), right: half(right, left, convert.toLeft) }
}

/** What one end has still to hear. */
class End<Incoming> {
  readonly #inbox: Incoming[] = []
  #handlers: Handlers<Incoming> | undefined
  #end: StreamEnd | undefined
  #told = false

  get ended(): boolean {
    return this.#end !== undefined
  }

  deliver(message: Incoming): boolean {
    if (this.#end !== undefined) return false
    this.#inbox.push(message)
    this.#wake()
    return true
  }

  end(end: StreamEnd): void {
    this.#end ??= end
    this.#wake()
  }

  listen(handlers: Handlers<Incoming>): void {
    this.#handlers = handlers
    this.#wake()
  }

  #wake(): void {
    queueMicrotask(() => {
      if (this.#handlers === undefined) return
      for (let message = this.#inbox.shift(); message !== undefined; message = this.#inbox.shift()) {
        this.#handlers.onMessage(message)
      }
      if (this.#end === undefined || this.#told) return
      this.#told = true
      this.#handlers.onEnd(this.#end)
    })
  }
}
