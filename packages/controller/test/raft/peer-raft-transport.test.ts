import { noMetrics, silentLogger, type Scheduler } from '@gregor/base'
import {
  createPeers,
  createPeerServer,
  type PeerConnection,
  type PeerHandlers,
  type PeerServer,
  type PeerStream,
  type RaftBatch
} from '@gregor/rpc'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type RaftMessage, snapshotChunks, type SnapshotMessage, votersOnly } from 'raft-ts'
import { createPeerRaftTransport } from '../../src/raft/peer-raft-transport.ts'
import type { RaftTransport } from '../../src/raft/raft-transport.ts'

const mebibyte = 1024 * 1024
const scheduler: Scheduler = {
  after: (delayMs, task) => {
    const timer = setTimeout(task, delayMs)
    return { cancel: () => clearTimeout(timer) }
  },
  defer: (task) => void setImmediate(task)
}

function snapshotOf(bytes: number, index = 9): SnapshotMessage {
  const data = Buffer.alloc(bytes, 'metadata')
  return {
    type: 'snapshot',
    from: 1,
    to: 2,
    term: 3,
    snapshot: { index, term: 2, confState: votersOnly([1, 2]), data }
  }
}
const heartbeat: RaftMessage = { type: 'heartbeat', from: 1, to: 2, term: 3, commit: 9, context: 0 }

/** What a transport told its member, and promises of what it will tell. */
class Told {
  readonly messages: RaftMessage[] = []
  readonly snapshotEnds: boolean[] = []
  readonly lost: number[] = []
  #changed: () => void = () => {}

  start(transport: RaftTransport): void {
    transport.start({
      onMessages: (messages) => this.#note(() => this.messages.push(...messages)),
      onPeerLost: (peer) => this.#note(() => this.lost.push(peer)),
      onSnapshotEnd: (_, delivered) => this.#note(() => this.snapshotEnds.push(delivered))
    })
  }

  #note(action: () => void): void {
    action()
    this.#changed()
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve
      })
    }
  }
}

describe('a snapshot over gRPC', () => {
  const cleanups: (() => unknown)[] = []
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
  })

  /** Member 2 behind a server; its transport, and what it tells. */
  async function receiver(): Promise<{ readonly told: Told; readonly port: number; readonly server: PeerServer }> {
    const identity = { nodeId: 2, incarnationId: 'two', clusterId: () => '' }
    const server = createPeerServer({ host: '127.0.0.1', port: 0, identity, logger: silentLogger, metrics: noMetrics })
    const transport = createPeerRaftTransport({ connections: new Map(), server, scheduler, logger: silentLogger })
    const told = new Told()
    told.start(transport)
    cleanups.push(() => server.close())
    return { told, port: (await server.listen()).port, server }
  }

  function sender(port: number): { readonly told: Told; readonly transport: RaftTransport } {
    const identity = { nodeId: 1, incarnationId: 'one', clusterId: () => '' }
    const peers = createPeers({ identity, logger: silentLogger, metrics: noMetrics })
    const connection = peers.connect({ nodeId: 2, host: '127.0.0.1', port })
    const server = { register: () => {} } as unknown as PeerServer
    const connections = new Map([[2, connection]])
    const transport = createPeerRaftTransport({ connections, server, scheduler, logger: silentLogger })
    const told = new Told()
    told.start(transport)
    cleanups.push(
      () => connection.close(),
      () => transport.stop()
    )
    return { told, transport }
  }

  test('above the limit of one message arrives whole, and heartbeats do not wait behind it', async () => {
    const { told: atReceiver, port } = await receiver()
    const { told: atSender, transport } = sender(port)
    const message = snapshotOf(70 * mebibyte)
    expect(transport.send(2, [heartbeat, message])).toBe(true)
    expect(transport.send(2, [heartbeat])).toBe(true)
    await atSender.until(() => atSender.snapshotEnds.length > 0)
    expect(atSender.snapshotEnds).toEqual([true])
    expect(atReceiver.messages.map(({ type }) => type)).toEqual(['heartbeat', 'heartbeat', 'snapshot'])
    const arrived = atReceiver.messages[2] as SnapshotMessage
    expect({ ...arrived.snapshot, data: Buffer.compare(arrived.snapshot.data, message.snapshot.data) }).toEqual({
      ...message.snapshot,
      data: 0
    })
  })

  test('without a byte arrives too', async () => {
    const { told: atReceiver, port } = await receiver()
    const { told: atSender, transport } = sender(port)
    transport.send(2, [snapshotOf(0)])
    await atSender.until(() => atSender.snapshotEnds.length > 0)
    expect(atSender.snapshotEnds).toEqual([true])
    expect(atReceiver.messages).toMatchObject([{ type: 'snapshot', snapshot: { index: 9 } }])
  })

  test('to a member that is not there has failed', async () => {
    const { port, server } = await receiver()
    await server.close()
    const { told, transport } = sender(port)
    transport.send(2, [snapshotOf(10)])
    await told.until(() => told.snapshotEnds.length > 0)
    expect(told.snapshotEnds).toEqual([false])
  })
})

type RaftStream = PeerStream<RaftBatch, RaftBatch>

/** A stream whose other end, and window, the test plays. */
class PlayedStream implements RaftStream {
  readonly sent: RaftBatch[] = []
  closed = false
  window = Infinity
  handlers: Parameters<RaftStream['listen']>[0] | undefined

  get writable(): boolean {
    return this.sent.length < this.window && !this.closed
  }

  send(batch: RaftBatch): boolean {
    this.sent.push(batch)
    return this.writable
  }

  close(): void {
    this.closed = true
  }

  listen(handlers: Parameters<RaftStream['listen']>[0]): void {
    this.handlers = handlers
  }

  /** Offset and length of the chunks that were sent. */
  chunks(): readonly (readonly [number, number])[] {
    return this.sent
      .flat()
      .flatMap((message) =>
        message.type === 'snapshotChunk' ? [[message.chunk.offset, message.chunk.data.length]] : []
      )
  }
}

/** The transport of member 1, whose streams to and from member 2 the test plays. */
class PlayedPeer {
  readonly told = new Told()
  readonly dialled: PlayedStream[] = []
  readonly transport: RaftTransport
  window = Infinity
  #handlers: Partial<PeerHandlers> = {}

  constructor() {
    const connection = { address: { nodeId: 2 }, raft: () => this.#dial() } as unknown as PeerConnection
    const register = (handlers: Partial<PeerHandlers>): void => {
      this.#handlers = handlers
    }
    this.transport = createPeerRaftTransport({
      connections: new Map([[2, connection]]),
      server: { register } as unknown as PeerServer,
      scheduler: { after: () => ({ cancel: () => {} }), defer: (task) => task() },
      logger: silentLogger
    })
    this.told.start(this.transport)
  }

  #dial(): PlayedStream {
    const stream = new PlayedStream()
    stream.window = this.window
    this.dialled.push(stream)
    return stream
  }

  /** The stream of the latest snapshot; the first is the one for everything else. */
  sendSnapshot(message: SnapshotMessage): PlayedStream {
    expect(this.transport.send(2, [message])).toBe(true)
    return this.dialled.at(-1)!
  }

  accept(): PlayedStream {
    const stream = new PlayedStream()
    this.#handlers.raft?.(stream, { nodeId: 2, incarnationId: 'two' })
    return stream
  }
}

const ended = { kind: 'broken', message: 'connection reset' } as const
const fromPeer = { ...snapshotOf(10), from: 2, to: 1 }
const piecesOf = (message: SnapshotMessage, bytes: number): readonly RaftBatch[] =>
  [...snapshotChunks(message, bytes)].map((chunk) => [{ type: 'snapshotChunk', from: 2, to: 1, term: 3, chunk }])

describe('the sender of a snapshot', () => {
  test('cuts it into chunks of 1 MiB; it is delivered once the member says so, not before', () => {
    const peer = new PlayedPeer()
    const stream = peer.sendSnapshot(snapshotOf(2 * mebibyte + 5))
    expect(stream.chunks()).toEqual([
      [0, mebibyte],
      [mebibyte, mebibyte],
      [2 * mebibyte, 5]
    ])
    expect(peer.told.snapshotEnds).toEqual([])
    stream.handlers?.onMessage([])
    stream.handlers?.onEnd(ended)
    expect(peer.told.snapshotEnds).toEqual([true])
    expect(stream.closed).toBe(true)
  })

  test('fills the window and no more, and goes on when it opens', () => {
    const peer = new PlayedPeer()
    peer.window = 2
    const stream = peer.sendSnapshot(snapshotOf(5 * mebibyte))
    expect(stream.chunks()).toHaveLength(2)
    stream.window = 4
    stream.handlers?.onWritable?.()
    expect(stream.chunks()).toHaveLength(4)
    stream.window = 9
    stream.handlers?.onWritable?.()
    expect(stream.chunks()).toHaveLength(5)
  })

  test('says that it failed when its stream breaks, even after the last byte', () => {
    const peer = new PlayedPeer()
    peer.sendSnapshot(snapshotOf(10)).handlers?.onEnd(ended)
    expect(peer.told.snapshotEnds).toEqual([false])
  })

  test('gives up for a newer one, and reports that one only', () => {
    const peer = new PlayedPeer()
    const first = peer.sendSnapshot(snapshotOf(10, 9))
    const second = peer.sendSnapshot(snapshotOf(10, 12))
    expect(first.closed).toBe(true)
    first.handlers?.onEnd({ kind: 'closed', message: 'ended on this side' })
    expect(peer.told.snapshotEnds).toEqual([])
    second.handlers?.onMessage([])
    expect(peer.told.snapshotEnds).toEqual([true])
  })

  test('stops without a word along with the transport', () => {
    const peer = new PlayedPeer()
    const stream = peer.sendSnapshot(snapshotOf(10))
    peer.transport.stop()
    expect(stream.closed).toBe(true)
    stream.handlers?.onEnd({ kind: 'closed', message: 'ended on this side' })
    expect(peer.told.snapshotEnds).toEqual([])
  })
})

describe('the receiver of a snapshot', () => {
  test('hands it on when the last chunk is there, and says so', () => {
    const peer = new PlayedPeer()
    const stream = peer.accept()
    const pieces = piecesOf(fromPeer, 4)
    for (const piece of pieces.slice(0, -1)) stream.handlers?.onMessage(piece)
    expect(peer.told.messages).toEqual([])
    stream.handlers?.onMessage(pieces.at(-1)!)
    expect(peer.told.messages).toMatchObject([{ type: 'snapshot', from: 2, term: 3, snapshot: { index: 9, term: 2 } }])
    expect(stream.sent).toEqual([[]])
  })

  test('forgets half of one with the stream that broke', () => {
    const peer = new PlayedPeer()
    const [first, second, third] = piecesOf(fromPeer, 4) as [RaftBatch, RaftBatch, RaftBatch]
    const broken = peer.accept()
    broken.handlers?.onMessage(first)
    broken.handlers?.onEnd(ended)
    const next = peer.accept()
    next.handlers?.onMessage(second)
    expect(next.closed).toBe(true)
    next.handlers?.onMessage(third)
    expect(peer.told.messages).toEqual([])
    expect(next.sent).toEqual([])
  })

  test('takes chunks only of the member that sends them', () => {
    const peer = new PlayedPeer()
    const stream = peer.accept()
    const [batch] = piecesOf(fromPeer, 10)
    stream.handlers?.onMessage(batch!.map((message) => ({ ...message, from: 3 })))
    expect(peer.told.messages).toEqual([])
    expect(stream.sent).toEqual([])
  })
})
