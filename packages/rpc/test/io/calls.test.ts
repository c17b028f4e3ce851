import { afterEach, describe, expect, test } from '@jest/globals'
import { PeerError, type CallRequest, type PeerIdentity } from '../../src/index.ts'
import { cleanUp, connectTo, deferred, startNode } from '../support/nodes.ts'

const failureOf = (promise: Promise<unknown>): Promise<PeerError> =>
  promise.then(
    () => new PeerError('broken', 'there was an answer'),
    (error: unknown) => error as PeerError
  )

describe('a call', () => {
  afterEach(cleanUp)

  test('gets its answer', async () => {
    const call = async (request: CallRequest, peer: PeerIdentity) => ({
      leaderId: peer.nodeId,
      forward: { body: Buffer.concat([request.forward!.body, Buffer.from(' done')]) }
    })
    const { port } = await startNode({ nodeId: 1, handlers: { call } })
    const request = { forward: { apiKey: 19, apiVersion: 7, body: Buffer.from('create'), principal: 'User:ann' } }
    const answer = await connectTo({ from: 2, to: 1, port }).call(request, { deadlineMs: 10_000 })
    expect(answer).toMatchObject({ errorCode: 0, leaderId: 2, forward: { body: Buffer.from('create done') } })
  })

  test('carries a body of megabytes there and back', async () => {
    const call = async (request: CallRequest) => ({ forward: { body: request.forward!.body } })
    const { port } = await startNode({ nodeId: 1, handlers: { call } })
    const body = Buffer.alloc(9 * 1024 * 1024, 'gregor')
    const answer = await connectTo({ from: 2, to: 1, port }).call({ forward: { body } }, { deadlineMs: 10_000 })
    expect(answer.forward!.body.equals(body)).toBe(true)
  })

  test('ends at its deadline when the handler does not answer', async () => {
    const { port } = await startNode({ nodeId: 1, handlers: { call: () => new Promise<never>(() => {}) } })
    const failure = await failureOf(connectTo({ from: 2, to: 1, port }).call({}, { deadlineMs: 30 }))
    expect(failure).toMatchObject({ name: 'PeerError', kind: 'deadline' })
    expect(failure.message).toContain(`node 1 at 127.0.0.1:${port}`)
  })

  test('whose handler fails is broken, and the next one works', async () => {
    let calls = 0
    const call = async () => {
      if (calls++ === 0) throw new Error('disk on fire')
      return { leaderId: 1 }
    }
    const { port } = await startNode({ nodeId: 1, handlers: { call } })
    const connection = connectTo({ from: 2, to: 1, port })
    const failure = await failureOf(connection.call({}, { deadlineMs: 10_000 }))
    expect(failure).toMatchObject({ kind: 'broken', message: expect.stringContaining('disk on fire') })
    expect(await connection.call({}, { deadlineMs: 10_000 })).toMatchObject({ leaderId: 1 })
  })

  test('over the limit is refused on this side already', async () => {
    const limits = { messageBytesMax: 1000 }
    const { port } = await startNode({ nodeId: 1, limits, handlers: { call: async () => ({}) } })
    const connection = connectTo({ from: 2, to: 1, port, limits })
    const failure = await failureOf(connection.call({ forward: { body: Buffer.alloc(1000) } }, { deadlineMs: 10_000 }))
    expect(failure).toMatchObject({ kind: 'refused', message: expect.stringContaining('over the limit of 1000 bytes') })
  })

  test('that waits when its connection is closed is broken off', async () => {
    const asked = deferred<void>()
    const never = new Promise<never>(() => {})
    const { port } = await startNode({ nodeId: 1, handlers: { call: () => (asked.resolve(), never) } })
    const connection = connectTo({ from: 2, to: 1, port })
    const failure = failureOf(connection.call({}, { deadlineMs: 600_000 }))
    await asked.promise
    connection.close()
    expect(await failure).toMatchObject({ kind: 'broken' })
    expect(await failureOf(connection.call({}, { deadlineMs: 10_000 }))).toMatchObject({ kind: 'broken' })
  })
})

describe('a ping', () => {
  afterEach(cleanUp)

  test('tells which incarnation is there', async () => {
    const { port, incarnationId } = await startNode({ nodeId: 1 })
    expect(await connectTo({ from: 2, to: 1, port }).ping({ deadlineMs: 10_000 })).toEqual({ nodeId: 1, incarnationId })
  })
})
