// The first bytes of a connection say whether it is of a peer; whatever is not is cut off, and told.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { noMetrics, silentLogger } from '@gregor/base'
import { createPeerServer, type PeerLimits, type PeerServer, type Stranger } from '../../src/index.ts'
import { cleanUp, connectTo, deferred } from '../support/nodes.ts'

const patient = { keepaliveTimeoutMs: 600_000 }
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
/** The SETTINGS frame, empty, that follows the preface (RFC 9113, 6.5). */
const settings = Buffer.from('000000040000000000', 'hex')
/** An ApiVersions request, version 0, of a client without a name. */
const kafkaRequest = Buffer.from('0000000a001200000000000100000a', 'hex')

let server: PeerServer | undefined
const sockets: Socket[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await cleanUp()
  await server?.close()
})

async function startServer(limits: Partial<PeerLimits> = patient) {
  const met = deferred<Stranger>()
  const identity = { nodeId: 1, incarnationId: 'incarnation', clusterId: () => 'cluster-a' }
  const world = { logger: silentLogger, metrics: noMetrics, onStranger: met.resolve }
  server = createPeerServer({ host: '127.0.0.1', port: 0, identity, limits, ...world })
  const { port } = await server.listen()
  return { port, stranger: met.promise }
}

async function dial(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  sockets.push(socket)
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

describe('a connection between nodes', () => {
  afterEach(cleanUp)

  test('that begins as Kafka does is cut off, and told with its address and bytes; peers are served as before', async () => {
    const { port, stranger } = await startServer()
    const socket = await dial(port)
    const client = `127.0.0.1:${socket.localPort}`
    socket.write(kafkaRequest)
    await once(socket, 'close')
    expect(await stranger).toEqual({ client, bytes: kafkaRequest })
    expect(await connectTo({ from: 2, to: 1, port }).ping({ deadlineMs: 10_000 })).toMatchObject({ nodeId: 1 })
  })

  test('is known in pieces too: a stranger', async () => {
    const { port, stranger } = await startServer()
    const socket = await dial(port)
    for (let at = 0; at < kafkaRequest.length; at += 4) {
      socket.write(kafkaRequest.subarray(at, at + 4))
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect((await stranger).bytes.subarray(0, 12)).toEqual(kafkaRequest.subarray(0, 12))
  })

  test.each([1, 3, 5, 24, 27])('is known in pieces too: a peer, the first piece of %d bytes', async (size) => {
    const { port } = await startServer()
    const socket = await dial(port)
    const bytes = Buffer.concat([preface, settings])
    socket.write(bytes.subarray(0, size))
    await new Promise((resolve) => setImmediate(resolve))
    socket.write(bytes.subarray(size))
    // The server's own SETTINGS, which it may send at once, and the acknowledgement of ours, which it may not.
    const answers = new Set<string>()
    let rest: Buffer = Buffer.alloc(0)
    for await (const chunk of socket) {
      rest = Buffer.concat([rest, chunk as Buffer])
      for (let end = 0; rest.length >= 9 && rest.length >= (end = 9 + rest.readUIntBE(0, 3)); rest = rest.subarray(end))
        answers.add(`type ${rest[3]}, flags ${rest[4]}`)
      if (answers.has('type 4, flags 1')) break
    }
    expect([...answers]).toEqual(expect.arrayContaining(['type 4, flags 0', 'type 4, flags 1']))
  })

  test('that hangs up in the middle is told with what it said', async () => {
    const { port, stranger } = await startServer()
    ;(await dial(port)).end('\0\0')
    expect((await stranger).bytes).toEqual(Buffer.from('\0\0'))
  })

  test('that says nothing is closed in the end', async () => {
    const { port } = await startServer({ keepaliveTimeoutMs: 50 })
    await once(await dial(port), 'close')
  })

  test('that has said nothing does not hold up the close', async () => {
    const { port } = await startServer()
    const socket = await dial(port)
    // It is accepted before the one that is answered.
    await connectTo({ from: 2, to: 1, port }).ping({ deadlineMs: 10_000 })
    await Promise.all([once(socket, 'close'), server!.close()])
  })
})
