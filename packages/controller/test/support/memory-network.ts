import type { Scheduler } from '@gregor/base'
import {
  CallRequest,
  CallResponse,
  PeerError,
  type LocalIdentity,
  type PeerAddress,
  type PeerConnection,
  type PeerHandlers,
  type Peers,
  type PeerServer,
  type PeerStream,
  type StreamEnd
} from '@gregor/rpc'

interface Side {
  readonly node: number
  readonly finish: (end: StreamEnd) => void
}
interface Process {
  readonly identity: LocalIdentity
  readonly handlers: Partial<PeerHandlers>
}

const broken: StreamEnd = { kind: 'broken', message: 'connection reset' }

/** Nodes in one process: what is sent arrives in a later microtask, unless somebody cut the way. */
export class MemoryNetwork {
  readonly #time: Scheduler
  readonly #processes = new Map<number, Process>()
  readonly #streams = new Set<readonly [Side, Side]>()
  readonly #cut = new Set<string>()

  constructor(time: Scheduler) {
    this.#time = time
  }

  /** A process starts: it can be reached by others as soon as it has registered its handlers. */
  join(identity: LocalIdentity): { readonly peers: Peers; readonly server: PeerServer } {
    const process: Process = { identity, handlers: {} }
    this.#processes.set(identity.nodeId, process)
    return {
      peers: { connect: (address) => this.#connection(process, address) },
      server: {
        register: (handlers) => void Object.assign(process.handlers, handlers),
        listen: async () => ({ host: '127.0.0.1', port: 1 }),
        close: async () => this.kill(identity.nodeId)
      }
    }
  }

  /** The process is gone: its connections break at once. */
  kill(node: number): void {
    this.#processes.delete(node)
    this.#breakStreams((side) => side.node === node)
  }

  /** Nothing passes between the node and the others any more, and nobody is told. */
  isolate(node: number): void {
    for (const other of this.#processes.keys()) this.#cut.add(way(node, other))
  }

  heal(): void {
    this.#cut.clear()
    this.#breakStreams(() => true)
  }

  #breakStreams(concerned: (side: Side) => boolean): void {
    for (const sides of this.#streams) {
      if (!sides.some(concerned)) continue
      this.#streams.delete(sides)
      for (const side of sides) side.finish(broken)
    }
  }

  #connection(from: Process, address: PeerAddress): PeerConnection {
    const { nodeId: to } = address
    // A killed process may still run in this one; nobody hears it.
    const lives = (): boolean => this.#processes.get(from.identity.nodeId) === from
    const passes = (): boolean => lives() && !this.#cut.has(way(from.identity.nodeId, to))
    const target = (): Process | undefined => (passes() ? this.#processes.get(to) : undefined)
    return {
      address,
      raft: () => this.#stream(from, to, 'raft', passes),
      session: () => this.#stream(from, to, 'session', passes),
      follow: () => this.#stream(from, to, 'follow', passes),
      call: async (request, { deadlineMs }) => {
        const call = target()?.handlers.call
        if (call === undefined)
          return passes() ? Promise.reject(new PeerError('broken', 'nobody listens')) : this.#late(deadlineMs)
        const asked = call(CallRequest.decode(CallRequest.encode(request)), peerOf(from))
        const answer = await Promise.race([asked, this.#late(deadlineMs)])
        // The answer of a process that died meanwhile is lost.
        if (target()?.handlers.call !== call) throw new PeerError('broken', 'connection reset')
        return CallResponse.decode(CallResponse.encode(answer))
      },
      ping: async () => {
        const process = target()
        if (process === undefined) throw new PeerError('broken', 'nobody listens')
        return { nodeId: to, incarnationId: process.identity.incarnationId }
      },
      close: () => {}
    }
  }

  #late(deadlineMs: number): Promise<never> {
    return new Promise((_, reject) =>
      this.#time.after(deadlineMs, () => reject(new PeerError('deadline', `no answer in ${deadlineMs} ms`)))
    )
  }

  #stream(
    from: Process,
    to: number,
    kind: 'raft' | 'session' | 'follow',
    passes: () => boolean
  ): PeerStream<never, never> {
    const [near, far] = [new StreamSide(passes), new StreamSide(passes)]
    near.other = far
    far.other = near
    const handler = this.#processes.get(to)?.handlers[kind]
    if (handler === undefined || !passes()) near.finish(broken)
    else {
      this.#streams.add([
        { node: from.identity.nodeId, finish: (end) => near.finish(end) },
        { node: to, finish: (end) => far.finish(end) }
      ])
      handler(far, peerOf(from))
    }
    return near
  }
}

/** One end of a stream. Messages are not copied: nobody changes one after sending it. */
class StreamSide implements PeerStream<unknown, unknown> {
  other!: StreamSide
  readonly #passes: () => boolean
  readonly #inbox: unknown[] = []
  #handlers: Parameters<PeerStream<unknown, unknown>['listen']>[0] | undefined
  #end: StreamEnd | undefined
  #told = false

  constructor(passes: () => boolean) {
    this.#passes = passes
  }

  get writable(): boolean {
    return this.#end === undefined
  }

  send(message: unknown): boolean {
    if (this.#end === undefined && this.#passes()) this.other.#receive(message)
    return this.writable
  }

  close(): void {
    this.finish({ kind: 'closed', message: 'closed' })
    this.other.finish({ kind: 'closed', message: 'closed' })
  }

  listen(handlers: Parameters<PeerStream<unknown, unknown>['listen']>[0]): void {
    this.#handlers = handlers
    this.#wake()
  }

  finish(end: StreamEnd): void {
    this.#end ??= end
    this.#wake()
  }

  #receive(message: unknown): void {
    if (this.#end !== undefined) return
    this.#inbox.push(message)
    this.#wake()
  }

  #wake(): void {
    queueMicrotask(() => {
      if (this.#handlers === undefined) return
      for (const message of this.#inbox.splice(0)) this.#handlers.onMessage(message)
      if (this.#end === undefined || this.#told) return
      this.#told = true
      this.#handlers.onEnd(this.#end)
    })
  }
}

function peerOf({ identity }: Process): { readonly nodeId: number; readonly incarnationId: string } {
  return { nodeId: identity.nodeId, incarnationId: identity.incarnationId }
}

function way(one: number, other: number): string {
  return one < other ? `${one}-${other}` : `${other}-${one}`
}
