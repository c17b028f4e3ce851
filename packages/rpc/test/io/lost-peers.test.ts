import { Client, credentials, Metadata } from '@grpc/grpc-js'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { PeerHandlers, PeerStream, StreamEnd } from '../../src/index.ts'
import { cleanUp, collect, connectTo, deferred, startMute, startNode, startProxy } from '../support/nodes.ts'

// Only the event under test may end a stream here: all timeouts are far beyond the patience of the tests.
const patient = { keepaliveTimeMs: 600_000, keepaliveTimeoutMs: 600_000, connectTimeoutMs: 600_000 }

/** Handlers of a node that greets on each stream, and the ends of the streams as it saw them. */
function greeter() {
  const ends: Promise<StreamEnd>[] = []
  const greet = (stream: PeerStream<{ heartbeat?: never }, unknown>): void => {
    ends.push(collect(stream).ended)
    stream.send({})
  }
  const handlers: Partial<PeerHandlers> = { follow: greet, session: greet }
  return { ends, handlers }
}

describe('a peer that goes away', () => {
  afterEach(cleanUp)

  test.each(['reset', 'end'] as const)('without a word breaks the streams of both sides at once (%s)', async (how) => {
    const { ends, handlers } = greeter()
    const { port } = await startNode({ nodeId: 1, limits: patient, handlers })
    const proxy = await startProxy(port)
    const connection = connectTo({ from: 2, to: 1, port: proxy.port, limits: patient })
    const follow = collect(connection.follow())
    const session = collect(connection.session())
    await Promise.all([follow.arrived(1), session.arrived(1)])

    await proxy.kill(how)
    expect(await follow.ended).toMatchObject({ kind: 'broken' })
    expect(await session.ended).toMatchObject({ kind: 'broken' })
    for (const end of ends) expect(await end).toMatchObject({ kind: 'broken' })
  })

  test('breaks a call that waits for its answer', async () => {
    const asked = deferred<void>()
    const never = new Promise<never>(() => {})
    const { port } = await startNode({ nodeId: 1, limits: patient, handlers: { call: () => (asked.resolve(), never) } })
    const proxy = await startProxy(port)
    const connection = connectTo({ from: 2, to: 1, port: proxy.port, limits: patient })
    const answer = connection.call({ peerDown: {} }, { deadlineMs: 600_000 }).catch((error: unknown) => error)
    await asked.promise
    await proxy.kill('reset')
    expect(await answer).toMatchObject({ name: 'PeerError', kind: 'broken' })
  })

  test('and is back on the same port is reached by the very next stream, without a back-off', async () => {
    const first = await startNode({ nodeId: 1, limits: patient, handlers: greeter().handlers })
    const connection = connectTo({ from: 2, to: 1, port: first.port, limits: patient })
    const before = collect(connection.session())
    await before.arrived(1)
    await first.server.close()
    await before.ended
    // As many failures as drive an exponential back-off to seconds.
    for (let attempt = 0; attempt < 12; attempt++) {
      expect(await collect(connection.session()).ended).toMatchObject({ kind: 'broken' })
    }
    expect(await connection.ping({ deadlineMs: 10_000 }).catch((error: unknown) => error)).toMatchObject({
      kind: 'broken'
    })

    const second = await startNode({ nodeId: 1, port: first.port, limits: patient, handlers: greeter().handlers })
    await collect(connection.session()).arrived(1)
    await collect(connection.follow()).arrived(1)
    expect(await connection.ping({ deadlineMs: 10_000 })).toEqual({ nodeId: 1, incarnationId: second.incarnationId })
  })

  test('that is only silent is found out by the keepalive, on both sides', async () => {
    const limits = { ...patient, keepaliveTimeMs: 20, keepaliveTimeoutMs: 200 }
    const { ends, handlers } = greeter()
    const { port } = await startNode({ nodeId: 1, limits, handlers })
    const proxy = await startProxy(port)
    const follow = collect(connectTo({ from: 2, to: 1, port: proxy.port, limits }).follow())
    await follow.arrived(1)
    proxy.freeze()
    expect(await follow.ended).toMatchObject({ kind: 'broken' })
    expect(await ends[0]).toMatchObject({ kind: 'broken' })
  })

  test('that takes the connection but never answers is given up', async () => {
    const { port } = await startMute()
    const connection = connectTo({ from: 2, to: 1, port, limits: { connectTimeoutMs: 50 } })
    const end = await collect(connection.session()).ended
    expect(end).toEqual({ kind: 'broken', message: `node 1 at 127.0.0.1:${port} did not answer within 50 ms` })
    const failure = await connection.ping({ deadlineMs: 50 }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'deadline' })
  })

  test('stops in peace: its streams end as closed', async () => {
    const { handlers, ends } = greeter()
    const { port, server } = await startNode({ nodeId: 1, handlers })
    const follow = collect(connectTo({ from: 2, to: 1, port }).follow())
    await follow.arrived(1)
    await server.close()
    expect(await follow.ended).toMatchObject({ kind: 'closed' })
    expect(await ends[0]).toMatchObject({ kind: 'closed' })
  })

  test('sends what is no message: the stream breaks and says why', async () => {
    const { handlers, ends } = greeter()
    const { port } = await startNode({ nodeId: 1, handlers })
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure())
    const greeting = new Metadata()
    const headers = { 'from-node-id': '2', 'to-node-id': '1', 'incarnation-id': 'x', 'cluster-id': '' }
    for (const [name, value] of Object.entries(headers)) greeting.set(`gregor-${name}`, value)
    const asIs = (bytes: Buffer): Buffer => bytes
    const call = client.makeBidiStreamRequest('/gregor.replication.Replication/Follow', asIs, asIs, greeting)
    call.resume()
    const failure = new Promise<Error>((resolve) => call.on('error', resolve))
    call.write(Buffer.from([0x0a, 0x7f, 0x01]))
    expect((await failure).message).toContain('a message of 3 bytes from node 2')
    expect(await ends[0]).toMatchObject({ kind: 'broken', message: expect.stringContaining('cannot be read') })
    client.close()
  })
})
