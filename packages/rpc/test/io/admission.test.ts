import { afterEach, describe, expect, test } from '@jest/globals'
import type { PeerHandlers } from '../../src/index.ts'
import { cleanUp, collect, connectTo, startNode } from '../support/nodes.ts'

const handlers: Partial<PeerHandlers> = {
  session: (stream) => {
    collect(stream)
    stream.send({ heartbeat: {} })
  },
  call: async () => ({ leaderId: 1 })
}

describe('a node lets in', () => {
  afterEach(cleanUp)

  test('nobody of another cluster, and says both ids and what to do', async () => {
    const { port } = await startNode({ nodeId: 1, clusterId: 'cluster-a', handlers })
    const connection = connectTo({ from: 2, to: 1, port, clusterId: 'cluster-b' })
    const end = await collect(connection.session()).ended
    expect(end.kind).toBe('refused')
    expect(end.message).toContain('node 1 belongs to cluster cluster-a, but node 2 to cluster cluster-b')
    expect(end.message).toContain('controller.quorum.voters')
    const failure = await connection.call({}, { deadlineMs: 10_000 }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'PeerError', kind: 'refused' })
    expect(await connection.ping({ deadlineMs: 10_000 }).catch((error: unknown) => error)).toMatchObject({
      kind: 'refused'
    })
  })

  test('nobody who looks for another node', async () => {
    const { port } = await startNode({ nodeId: 1, handlers })
    const end = await collect(connectTo({ from: 2, to: 3, port }).session()).ended
    expect(end.kind).toBe('refused')
    expect(end.message).toContain('node 2 looks for node 3 at an address where node 1 listens')
  })

  test.each([
    { here: '', there: 'cluster-a' },
    { here: 'cluster-a', there: '' },
    { here: '', there: '' }
  ])('who does not know the cluster yet: "$here" here, "$there" there', async ({ here, there }) => {
    const { port } = await startNode({ nodeId: 1, clusterId: here, handlers })
    await collect(connectTo({ from: 2, to: 1, port, clusterId: there }).session()).arrived(1)
  })

  test('nobody to a service that it does not have', async () => {
    const { port, server } = await startNode({ nodeId: 1, handlers })
    const connection = connectTo({ from: 2, to: 1, port })
    const end = await collect(connection.follow()).ended
    expect(end).toMatchObject({ kind: 'refused', message: expect.stringContaining('node 1 does not serve follow') })
    expect(() => server.register(handlers)).toThrow('registered twice')
  })
})

describe('a taken port', () => {
  afterEach(cleanUp)

  test('is named, with what to do', async () => {
    const { port } = await startNode({ nodeId: 1 })
    await expect(startNode({ nodeId: 2, port })).rejects.toThrow(
      `cannot listen for peers on 127.0.0.1:${port}: another process has that port`
    )
  })
})
