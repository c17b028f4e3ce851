import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { noMetrics, silentLogger } from '@gregor/base'
import {
  createPeers,
  createPeerServer,
  type PeerConnection,
  type PeerHandlers,
  type PeerLimits,
  type PeerServer,
  type PeerStream,
  type StreamEnd
} from '../../src/index.ts'

const host = '127.0.0.1'
const cleanups: (() => unknown)[] = []

/** Ends everything that the test started, the last first. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
}

interface NodeOptions {
  readonly nodeId: number
  readonly clusterId?: string
  readonly port?: number
  readonly limits?: Partial<PeerLimits>
  readonly handlers?: Partial<PeerHandlers>
}

export interface TestNode {
  readonly server: PeerServer
  readonly port: number
  readonly incarnationId: string
}

let starts = 0

export async function startNode({
  nodeId,
  clusterId = 'cluster-a',
  port = 0,
  limits,
  handlers
}: NodeOptions): Promise<TestNode> {
  const incarnationId = `incarnation-${++starts}`
  const identity = { nodeId, incarnationId, clusterId: () => clusterId }
  const server = createPeerServer({
    host,
    port,
    identity,
    limits: limits ?? {},
    logger: silentLogger,
    metrics: noMetrics
  })
  server.register(handlers ?? {})
  cleanups.push(() => server.close())
  const bound = await server.listen()
  return { server, port: bound.port, incarnationId }
}

interface ConnectOptions {
  readonly from: number
  readonly to: number
  readonly port: number
  readonly clusterId?: string
  readonly limits?: Partial<PeerLimits>
}

export function connectTo({ from, to, port, clusterId = 'cluster-a', limits }: ConnectOptions): PeerConnection {
  const identity = { nodeId: from, incarnationId: `dialler-${from}`, clusterId: () => clusterId }
  const peers = createPeers({ identity, limits: limits ?? {}, logger: silentLogger, metrics: noMetrics })
  const connection = peers.connect({ nodeId: to, host, port })
  cleanups.push(() => connection.close())
  return connection
}

/** What came over a stream, in order, and how it ended. */
export interface Collected<Incoming> {
  readonly messages: Incoming[]
  /** Resolves when `count` messages are there. */
  arrived(count: number): Promise<Incoming[]>
  readonly ended: Promise<StreamEnd>
}

export function collect<Outgoing, Incoming>(
  stream: PeerStream<Outgoing, Incoming>,
  onWritable: () => void = () => {}
): Collected<Incoming> {
  const messages: Incoming[] = []
  const waiting: { readonly count: number; readonly resolve: (messages: Incoming[]) => void }[] = []
  const ended = new Promise<StreamEnd>((resolve) => {
    stream.listen({
      onMessage: (message) => {
        messages.push(message)
        for (const { count, resolve: there } of waiting) if (messages.length === count) there(messages)
      },
      onWritable,
      onEnd: resolve
    })
  })
  const arrived = (count: number): Promise<Incoming[]> =>
    messages.length >= count ? Promise.resolve(messages) : new Promise((resolve) => waiting.push({ count, resolve }))
  return { messages, arrived, ended }
}

/** A promise and its resolve, for what a handler gets. */
export function deferred<Value>(): { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** A TCP proxy in front of a node, to do to its connections what kernels and networks do. */
export interface Proxy {
  readonly port: number
  /** As when a process dies, towards both sides: its connections are reset or just end, and new ones are refused. */
  kill(how: 'reset' | 'end'): Promise<void>
  /** As when a cable is cut: nothing passes any more, and nobody is told. */
  freeze(): void
}

export async function startProxy(targetPort: number): Promise<Proxy> {
  const sockets = new Set<Socket>()
  const server = createServer((incoming) => {
    const outgoing = connect(targetPort, host)
    for (const [socket, other] of [[incoming, outgoing] as const, [outgoing, incoming] as const]) {
      sockets.add(socket)
      socket.pipe(other)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  const port = await listenOnFreePort(server)
  const kill = async (how: 'reset' | 'end'): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) {
      if (how === 'reset') socket.resetAndDestroy()
      else socket.destroy()
    }
    await closed
  }
  cleanups.push(() => kill('end'))
  const freeze = (): void => {
    for (const socket of sockets) socket.unpipe().pause()
  }
  return { port, kill, freeze }
}

/** Accepts connections and never says a word. */
export async function startMute(): Promise<{ readonly port: number }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => sockets.add(socket))
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return { port: await listenOnFreePort(server) }
}

function listenOnFreePort(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, host, () => resolve((server.address() as AddressInfo).port)))
}
