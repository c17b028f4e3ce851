import { afterEach, describe, expect, test } from '@jest/globals'
import type { FollowerMessage, LeaderMessageInput, PeerIdentity, PeerStream } from '../../src/index.ts'
import { cleanUp, collect, connectTo, deferred, startNode } from '../support/nodes.ts'

type LeaderEnd = PeerStream<LeaderMessageInput, FollowerMessage>

/** Node 1 leads, node 2 follows: both ends of one Follow stream. */
async function followStream(limits = {}) {
  const accepted = deferred<{ stream: LeaderEnd; peer: PeerIdentity }>()
  const handlers = { follow: (stream: LeaderEnd, peer: PeerIdentity) => accepted.resolve({ stream, peer }) }
  const { port } = await startNode({ nodeId: 1, limits, handlers })
  const connection = connectTo({ from: 2, to: 1, port, limits })
  const follower = connection.follow()
  const { stream: leader, peer } = await accepted.promise
  return { connection, follower, leader, peer }
}

const push = (handle: number, records: Buffer): LeaderMessageInput => ({
  push: [{ handle, records, highWatermark: handle }]
})

describe('a stream between two nodes', () => {
  afterEach(cleanUp)

  test('carries messages both ways in order, and says who is at the other end', async () => {
    const { follower, leader, peer } = await followStream()
    expect(peer).toEqual({ nodeId: 2, incarnationId: 'dialler-2' })
    const atLeader = collect(leader)
    const atFollower = collect(follower)
    for (let epoch = 1; epoch <= 1000; epoch++) {
      follower.send({ brokerEpoch: epoch })
      leader.send(push(epoch, Buffer.from(`batch ${epoch}`)))
    }
    const epochs = (await atLeader.arrived(1000)).map((message) => message.brokerEpoch)
    const batches = (await atFollower.arrived(1000)).map((message) => message.push[0]!.records!.toString())
    expect(epochs).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1))
    expect(batches).toEqual(Array.from({ length: 1000 }, (_, index) => `batch ${index + 1}`))
  })

  test('carries 8 MiB of records in one message, unchanged', async () => {
    const { follower, leader } = await followStream()
    const records = Buffer.alloc(8 * 1024 * 1024)
    for (let at = 0; at < records.length; at += 4) records.writeUInt32LE(at, at)
    leader.send(push(7, records))
    const [message] = await collect(follower).arrived(1)
    expect(message!.push[0]!.records!.equals(records)).toBe(true)
  })

  test('takes no more than its window, opens it when the receiver reads, and loses nothing', async () => {
    const limits = { sendWindowBytes: 64 * 1024, receiveWindowBytes: 128 * 1024 }
    const { connection, follower, leader } = await followStream(limits)
    const batch = Buffer.alloc(16 * 1024)
    const count = 2000
    let sent = 0
    const fill = (): void => {
      while (sent < count && leader.writable) leader.send(push(sent++, batch))
    }
    collect(leader, fill)
    fill()
    expect(sent).toBe(4)
    expect(leader.writable).toBe(false)

    // Nobody listens at the follower: flow control holds the leader back, while the connection works for others.
    for (let round = 0; round < 20; round++) await connection.ping({ deadlineMs: 10_000 })
    expect(sent).toBeLessThan(100)

    const messages = await collect(follower).arrived(count)
    expect(messages.map((message) => message.push[0]!.highWatermark)).toEqual(
      Array.from({ length: count }, (_, i) => i)
    )
  })

  test('ends in peace on both sides when one closes, after all that was sent', async () => {
    const { follower, leader } = await followStream()
    const atLeader = collect(leader)
    const atFollower = collect(follower)
    leader.send(push(1, Buffer.from('last words')))
    leader.close()
    expect(await atFollower.ended).toMatchObject({ kind: 'closed' })
    expect(atFollower.messages).toHaveLength(1)
    expect(await atLeader.ended).toMatchObject({ kind: 'closed' })
    expect(follower.send({ heartbeat: true })).toBe(false)
    expect(follower.writable).toBe(false)
  })

  test('ends in peace when the side that dialled closes', async () => {
    const { follower, leader } = await followStream()
    const atLeader = collect(leader)
    const atFollower = collect(follower)
    follower.send({ brokerEpoch: 5 })
    follower.close()
    expect(await atLeader.ended).toMatchObject({ kind: 'closed' })
    expect(atLeader.messages.map((message) => message.brokerEpoch)).toEqual([5])
    expect(await atFollower.ended).toEqual({ kind: 'closed', message: 'ended on this side' })
  })

  test('that ended before anyone listened says so to whoever listens then', async () => {
    const { follower, leader } = await followStream()
    leader.close()
    follower.close()
    expect(await collect(follower).ended).toMatchObject({ kind: 'closed' })
    expect(await collect(leader).ended).toMatchObject({ kind: 'closed' })
  })

  test('does not take a message over the limit', async () => {
    const { leader } = await followStream({ messageBytesMax: 1000 })
    expect(() => leader.send(push(1, Buffer.alloc(1001)))).toThrow('over the limit of the peers')
  })

  test('is ended at once by a connection that is closed, and a closed connection opens no more', async () => {
    const { connection, follower, leader } = await followStream()
    const atLeader = collect(leader)
    connection.close()
    expect(await collect(follower).ended).toMatchObject({ kind: 'closed' })
    expect(await atLeader.ended).toMatchObject({ kind: 'closed' })
    expect(await collect(connection.raft()).ended).toMatchObject({ kind: 'closed' })
  })

  test('of Raft carries batches of messages with their entries', async () => {
    const { port } = await startNode({ nodeId: 1, handlers: { raft: (stream) => collectAndEcho(stream) } })
    const stream = connectTo({ from: 2, to: 1, port }).raft()
    const entries = [{ index: 8, term: 3, kind: 'normal' as const, data: Buffer.from('topic created') }]
    const batch = [
      { type: 'append' as const, from: 2, to: 1, term: 3, prevIndex: 7, prevTerm: 2, entries, commit: 7 },
      { type: 'timeoutNow' as const, from: 2, to: 1, term: 3 }
    ]
    stream.send(batch)
    expect(await collect(stream).arrived(1)).toEqual([batch])
  })
})

function collectAndEcho<Message>(stream: PeerStream<Message, Message>): void {
  stream.listen({ onMessage: (message) => void stream.send(message), onEnd: () => {} })
}
