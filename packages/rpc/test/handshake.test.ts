import { describe, expect, test } from '@jest/globals'
import { checkGreeting, parseGreeting } from '../src/handshake.ts'

const self = { nodeId: 1, incarnationId: 'mine', clusterId: () => 'cluster-a' }
const greeting = { clusterId: 'cluster-a', fromNodeId: 2, incarnationId: 'theirs', toNodeId: 1 }

describe('the greeting', () => {
  test('of a node of this cluster that means this node is accepted', () => {
    expect(checkGreeting(greeting, self)).toEqual({ ok: true, value: { nodeId: 2, incarnationId: 'theirs' } })
  })

  test('of a node that only knows the address is accepted', () => {
    const headers = new Map([
      ['gregor-from-node-id', '2'],
      ['gregor-to-node-id', '-1'],
      ['gregor-incarnation-id', 'x']
    ])
    const parsed = parseGreeting((name) => headers.get(name))
    expect(checkGreeting(parsed, self).ok).toBe(true)
  })

  test('of a second process with our own node id is refused', () => {
    const refused = checkGreeting({ ...greeting, fromNodeId: 1 }, self)
    expect(refused).toEqual({ ok: false, error: 'node id 1 is used by two processes: give each its own node.id' })
  })

  test('of ourselves is accepted: a node may dial itself', () => {
    expect(checkGreeting({ ...greeting, fromNodeId: 1, incarnationId: 'mine' }, self).ok).toBe(true)
  })

  test.each([
    { what: 'nothing at all', headers: {} },
    { what: 'a negative node id', headers: { 'gregor-from-node-id': '-1' } },
    { what: 'a node id that is no number', headers: { 'gregor-to-node-id': '1e3' } },
    { what: 'no incarnation', headers: { 'gregor-incarnation-id': undefined } }
  ])('with $what is none', ({ what, headers }) => {
    const good = { 'gregor-from-node-id': '2', 'gregor-to-node-id': '1', 'gregor-incarnation-id': 'x' }
    const all = new Map<string, string | undefined>(
      Object.entries(what === 'nothing at all' ? {} : { ...good, ...headers })
    )
    const parsed = parseGreeting((name) => all.get(name))
    expect(parsed).toBeUndefined()
    expect(checkGreeting(parsed, self)).toMatchObject({
      ok: false,
      error: expect.stringContaining('no valid greeting')
    })
  })
})
