import {
  BrokerMessage,
  CallRequest,
  CallResponse,
  checkGreeting,
  ControllerMessage,
  decodeRaftBatch,
  encodeRaftBatch,
  FollowerMessage,
  type Greeting,
  LeaderMessage,
  type LocalIdentity,
  type PeerAddress,
  type PeerConnection,
  PeerError,
  type PeerHandlers,
  type PeerIdentity,
  type Peers,
  type PeerServer,
  type PeerStream,
  type RaftBatch
} from '@gregor/rpc'
import type { RaftMessage } from 'raft-ts'
import type { SimNetwork } from './network.ts'
import { type Codec, SimStream } from './peer-stream.ts'
import { SimProcess } from './sim-process.ts'

/** How long a dial to a silent host is kept up (rpc's connectTimeoutMs). */
const connectTimeoutMs = 2_000

const codecs = {
  raft: {
    request: { encode: encodeRaftBatch, decode: decodeRaftBatch },
    response: { encode: encodeRaftBatch, decode: decodeRaftBatch }
  },
  session: { request: BrokerMessage, response: ControllerMessage },
  follow: { request: FollowerMessage, response: LeaderMessage }
} as unknown as Record<'raft' | 'session' | 'follow', { readonly request: Codec; readonly response: Codec }>

interface Listening {
  readonly process: SimProcess
  readonly identity: LocalIdentity
  readonly handlers: Partial<PeerHandlers>
}

export interface PeerWorldOptions {
  readonly network: SimNetwork
  /** Raft messages as they leave a process. */
  readonly onRaftSent: (process: SimProcess, message: RaftMessage) => void
}

/** What listens for peers, by node id: the only address that the simulated network knows. */
export class PeerWorld {
  readonly #options: PeerWorldOptions
  readonly #servers = new Map<number, Listening>()
  readonly #streams = new Set<SimStream>()

  constructor(options: PeerWorldOptions) {
    this.#options = options
  }

  peers(process: SimProcess, identity: LocalIdentity): Peers {
    return { connect: (address) => this.#connect({ process, identity, address }) }
  }

  server(process: SimProcess, identity: LocalIdentity): PeerServer {
    const handlers: Partial<PeerHandlers> = {}
    const listening = { process, identity, handlers }
    return {
      register: (added) => void Object.assign(handlers, added),
      listen: async () => {
        this.#servers.set(identity.nodeId, listening)
        return { host: `node${identity.nodeId}`, port: 9093 }
      },
      close: async () => {
        if (this.#servers.get(identity.nodeId) === listening) this.#servers.delete(identity.nodeId)
        for (const stream of this.#streams) if (stream.far.process === process) stream.far.close()
      }
    }
  }

  /** The process is gone; its host, if it still runs, resets what was connected to it. */
  gone(process: SimProcess, hostRuns: boolean): void {
    if (this.#servers.get(process.host)?.process === process) this.#servers.delete(process.host)
    for (const stream of this.#streams) {
      if (stream.near.process !== process && stream.far.process !== process) continue
      if (hostRuns) stream.reset(process.host)
    }
    if (hostRuns) return
    const { network } = this.#options
    network.afterKeepalive(
      (conversation) =>
        conversation instanceof SimStream &&
        [conversation.near, conversation.far].some((end) => end.process === process),
      () => true
    )
  }

  #connect(from: {
    readonly process: SimProcess
    readonly identity: LocalIdentity
    readonly address: PeerAddress
  }): PeerConnection {
    const open = new Set<() => void>()
    const stream = <Outgoing, Incoming>(kind: 'raft' | 'session' | 'follow'): PeerStream<Outgoing, Incoming> => {
      const opened = this.#open(kind, from)
      open.add(() => opened.near.close())
      return opened.near
    }
    return {
      address: from.address,
      raft: () => stream('raft'),
      session: () => stream('session'),
      follow: () => stream('follow'),
      call: (request, { deadlineMs }) => {
        const bytes = CallRequest.encode(request)
        return this.#ask(from, {
          label: `call ${bytes.length}`,
          deadlineMs,
          answer: async ({ handlers }, peer) => {
            if (handlers.call === undefined) throw new PeerError('refused', 'no handler for calls yet')
            return CallResponse.encode(await handlers.call(CallRequest.decode(Buffer.from(bytes)), peer))
          }
        }).then((answer) => CallResponse.decode(answer))
      },
      ping: ({ deadlineMs }) =>
        this.#ask(from, {
          label: 'ping',
          deadlineMs,
          answer: async ({ identity }) => ({ nodeId: identity.nodeId, incarnationId: identity.incarnationId })
        }),
      close: () => {
        for (const close of open) close()
        open.clear()
      }
    }
  }

  #open(
    kind: 'raft' | 'session' | 'follow',
    from: { readonly process: SimProcess; readonly identity: LocalIdentity; readonly address: PeerAddress }
  ): SimStream {
    const { network } = this.#options
    const { process, identity, address } = from
    const to = address.nodeId
    const server = this.#servers.get(to)
    const stream = new SimStream({
      network,
      label: kind,
      dialling: process,
      accepting: server?.process ?? nobodyAt(network, to),
      ...codecs[kind],
      windowBytes: network.temper.windowBytes,
      ...(kind === 'raft' ? { scatter: (batch, deliver) => this.#scatter(process, batch as RaftBatch, deliver) } : {})
    })
    if (process.dead) return stream
    const fail = (message: string, kindOfEnd: 'broken' | 'refused' = 'broken'): void => {
      stream.near.finish({ kind: kindOfEnd, message })
      stream.far.finish({ kind: kindOfEnd, message })
    }
    this.#forgetEnded()
    this.#streams.add(stream)
    if (server === undefined) {
      process.after(network.passes(process.host, to) ? network.delayMs(process.host, to) : connectTimeoutMs, () =>
        fail(`node ${to} does not listen`)
      )
      return stream
    }
    let arrived = false
    const greeting = greetingOf(identity, to)
    stream.near.pipe.send(`open ${kind} ${process.host}>${to}`, () => {
      arrived = true
      const listening = this.#servers.get(to)
      const handler = listening?.handlers[kind]
      if (listening?.process !== server.process || handler === undefined)
        return fail(`node ${to} is not ready`, 'refused')
      const admitted = checkGreeting(greeting, listening.identity)
      if (!admitted.ok) return fail(admitted.error, 'refused')
      return handler(stream.far, admitted.value)
    })
    process.after(connectTimeoutMs, () => {
      if (!arrived) fail('not connected in time')
    })
    return stream
  }

  /** Raft's messages may be lost, repeated and overtaken. */
  #scatter(
    process: SimProcess,
    batch: RaftBatch,
    deliver: (part: unknown, extraDelayMs: number | undefined) => void
  ): void {
    const { network, onRaftSent } = this.#options
    const { random, temper } = network
    for (const message of batch) if (message.type !== 'snapshotChunk') onRaftSent(process, message)
    // An empty batch says that a snapshot has arrived; its stream is a connection like others.
    if (batch.length === 0 || (temper.raftLoss === 0 && temper.raftDuplication === 0 && temper.raftReordering === 0)) {
      deliver(batch, undefined)
      return
    }
    for (const message of batch) {
      // Pieces of a snapshot count on their connection.
      if (message.type === 'snapshotChunk') {
        deliver([message], undefined)
        continue
      }
      if (random.chance(temper.raftLoss)) continue
      if (random.chance(temper.raftDuplication)) deliver([message], random.between(0, 150))
      deliver([message], random.chance(temper.raftReordering) ? random.between(0, 80) : undefined)
    }
  }

  /** Carries a question there and an answer back; what gets lost on the way shows as the deadline. */
  #ask<Answer>(
    from: { readonly process: SimProcess; readonly identity: LocalIdentity; readonly address: PeerAddress },
    question: {
      readonly label: string
      readonly deadlineMs: number
      readonly answer: (server: Listening, peer: PeerIdentity) => Promise<Answer>
    }
  ): Promise<Answer> {
    const { network } = this.#options
    const { process, identity, address } = from
    const to = address.nodeId
    return new Promise((resolve, reject) => {
      const timer = process.after(question.deadlineMs, () =>
        reject(new PeerError('deadline', `node ${to} did not answer in ${question.deadlineMs} ms`))
      )
      const back = (label: string, deliver: () => void): void =>
        network.carry(to, process, {
          label,
          deliver: () => {
            timer.cancel()
            deliver()
          }
        })
      const server = this.#servers.get(to)
      if (process.dead) return
      if (server === undefined) {
        if (network.passes(process.host, to)) {
          back('refused', () => reject(new PeerError('broken', `node ${to} does not listen`)))
        }
        return
      }
      network.carry(process.host, server.process, {
        label: `${question.label} ${process.host}>${to}`,
        deliver: () => {
          const admitted = checkGreeting(greetingOf(identity, to), server.identity)
          if (!admitted.ok) return back('refused', () => reject(new PeerError('refused', admitted.error)))
          question.answer(server, admitted.value).then(
            (answer) => {
              if (!server.process.dead) back(`answer ${question.label} ${to}>${process.host}`, () => resolve(answer))
            },
            (error: unknown) => {
              const failure = error instanceof PeerError ? error : new PeerError('broken', String(error))
              if (!server.process.dead) back('failed', () => reject(failure))
            }
          )
        }
      })
    })
  }

  #forgetEnded(): void {
    for (const stream of this.#streams) if (stream.near.ended && stream.far.ended) this.#streams.delete(stream)
  }
}

function greetingOf(identity: LocalIdentity, toNodeId: number): Greeting {
  return {
    clusterId: identity.clusterId(),
    fromNodeId: identity.nodeId,
    incarnationId: identity.incarnationId,
    toNodeId
  }
}

/** Stands for the other end where nobody listens. */
function nobodyAt({ time }: SimNetwork, host: number): SimProcess {
  const nobody = new SimProcess({ name: `nobody at ${host}`, host, time })
  nobody.dead = true
  return nobody
}
