import {
  FollowerMessage,
  LeaderMessage,
  type FollowerMessageInput,
  type LeaderMessageInput,
  type PeerStream,
  type StreamEnd
} from '@gregor/rpc'

interface Handlers<Incoming> {
  readonly onMessage: (message: Incoming) => void
  readonly onWritable?: () => void
  readonly onEnd: (end: StreamEnd) => void
}

/** One end of a stream: what is sent lies in the other's queue, as bytes, until the test delivers it. */
class End<Outgoing, Incoming> implements PeerStream<Outgoing, Incoming> {
  readonly inbox: Incoming[] = []
  writable = true
  #handlers: Handlers<Incoming> | undefined
  #ended: StreamEnd | undefined
  readonly #send: (message: Outgoing) => void
  readonly #close: () => void

  constructor(send: (message: Outgoing) => void, close: () => void) {
    this.#send = send
    this.#close = close
  }

  get ended(): boolean {
    return this.#ended !== undefined
  }

  send(message: Outgoing): boolean {
    if (this.#ended === undefined) this.#send(message)
    return this.writable
  }

  close(): void {
    this.#close()
  }

  listen(handlers: Handlers<Incoming>): void {
    this.#handlers = handlers
    if (this.#ended !== undefined) handlers.onEnd(this.#ended)
  }

  deliver(): void {
    const message = this.inbox.shift()
    if (message !== undefined && this.#ended === undefined) this.#handlers?.onMessage(message)
  }

  setWritable(writable: boolean): void {
    this.writable = writable
    if (writable) this.#handlers?.onWritable?.()
  }

  end(end: StreamEnd): void {
    if (this.#ended !== undefined) return
    this.#ended = end
    this.inbox.length = 0
    this.#handlers?.onEnd(end)
  }
}

/** A Follow stream between two simulated brokers, over the real message codecs. */
export class SimLink {
  readonly follower: End<FollowerMessageInput, LeaderMessage>
  readonly leader: End<LeaderMessageInput, FollowerMessage>
  readonly followerId: number
  readonly leaderId: number
  /** Nothing arrives any more, in either direction, and nobody is told. */
  frozen = false

  constructor(followerId: number, leaderId: number) {
    this.followerId = followerId
    this.leaderId = leaderId
    // Through a frozen link the other side does not hear of the end either.
    const closeBy = (side: 'follower' | 'leader') => (): void => {
      if (this.frozen) this[side].end({ kind: 'closed', message: 'closed here' })
      else this.end('closed')
    }
    this.follower = new End((message) => {
      const bytes = Buffer.from(FollowerMessage.encode(message))
      this.leader.inbox.push(FollowerMessage.decode(bytes))
    }, closeBy('follower'))
    this.leader = new End((message) => {
      const bytes = Buffer.from(LeaderMessage.encode(message))
      this.follower.inbox.push(LeaderMessage.decode(bytes))
    }, closeBy('leader'))
  }

  get ended(): boolean {
    return this.follower.ended && this.leader.ended
  }

  get pending(): number {
    return this.frozen ? 0 : this.follower.inbox.length + this.leader.inbox.length
  }

  deliverToLeader(): void {
    if (!this.frozen) this.leader.deliver()
  }

  deliverToFollower(): void {
    if (!this.frozen) this.follower.deliver()
  }

  end(kind: StreamEnd['kind']): void {
    this.follower.end({ kind, message: `link of ${this.followerId} to ${this.leaderId} ${kind}` })
    this.leader.end({ kind, message: `link of ${this.followerId} to ${this.leaderId} ${kind}` })
  }
}
