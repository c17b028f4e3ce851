import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { snapshotChunks, type SnapshotMessage } from 'raft-ts'
import { decodeRaftBatch, encodeRaftBatch, type RaftWireMessage } from '../src/index.ts'

const nodeId = fc.nat({ max: 2 ** 31 - 1 })
const position = fc.maxSafeNat()
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array))
const nodeIds = fc.array(nodeId, { maxLength: 5 })
const confState = fc.record({
  voters: nodeIds,
  votersOutgoing: nodeIds,
  learners: nodeIds,
  learnersNext: nodeIds,
  autoLeave: fc.boolean()
})
const entry = fc.record({
  index: position,
  term: position,
  kind: fc.constantFrom('normal' as const, 'config' as const, 'empty' as const),
  data: bytes
})

const bodies: { readonly [Type in Exclude<RaftWireMessage['type'], 'snapshotChunk'>]: fc.Arbitrary<object> } = {
  preVote: fc.record({ lastIndex: position, lastTerm: position }),
  preVoteResponse: fc.record({ granted: fc.boolean(), commit: position, commitTerm: position }),
  vote: fc.record({ lastIndex: position, lastTerm: position, transfer: fc.boolean() }),
  voteResponse: fc.record({ granted: fc.boolean(), commit: position, commitTerm: position }),
  append: fc.record({ prevIndex: position, prevTerm: position, entries: fc.array(entry), commit: position }),
  appendResponse: fc.record({ index: position, reject: fc.boolean(), hintIndex: position, hintTerm: position }),
  heartbeat: fc.record({ commit: position, context: position }),
  heartbeatResponse: fc.record({ context: position }),
  timeoutNow: fc.constant({}),
  readIndex: fc.record({ context: position }),
  readIndexResponse: fc.record({ context: position, index: position })
}

function messageOf(type: keyof typeof bodies): fc.Arbitrary<RaftWireMessage> {
  const envelope = fc.record({ from: nodeId, to: nodeId, term: position })
  return fc.tuple(envelope, bodies[type]).map(([head, body]) => ({ type, ...head, ...body }) as RaftWireMessage)
}

function chunkMessages(message: SnapshotMessage, chunkBytesMax: number): readonly RaftWireMessage[] {
  const { from, to, term } = message
  return [...snapshotChunks(message, chunkBytesMax)].map((chunk) => ({ type: 'snapshotChunk', from, to, term, chunk }))
}

describe('Raft messages on the wire', () => {
  test.each(Object.keys(bodies) as (keyof typeof bodies)[])('%s comes back as it was', (type) => {
    fc.assert(
      fc.property(fc.array(messageOf(type), { maxLength: 4 }), (messages) => {
        expect(decodeRaftBatch(encodeRaftBatch(messages))).toEqual(messages)
      })
    )
  })

  test('the chunks of a snapshot come back as they were', () => {
    const snapshot = fc.record({ index: position, term: position, confState, data: bytes })
    const envelope = { type: fc.constant('snapshot' as const), from: nodeId, to: nodeId, term: position }
    fc.assert(
      fc.property(fc.record({ ...envelope, snapshot }), fc.integer({ min: 1, max: 400 }), (message, bytesMax) => {
        const batch = chunkMessages(message, bytesMax)
        expect(decodeRaftBatch(encodeRaftBatch(batch))).toEqual(batch)
      })
    )
  })

  test('the data of entries are views on the received bytes', () => {
    const data = Buffer.from('payload')
    const entries = [{ index: 1, term: 1, kind: 'normal' as const, data }]
    const bytesReceived = encodeRaftBatch([
      { type: 'append', from: 1, to: 2, term: 1, prevIndex: 0, prevTerm: 0, entries, commit: 0 }
    ])
    const [message] = decodeRaftBatch(bytesReceived)
    const view = message!.type === 'append' ? message.entries[0]!.data : Buffer.alloc(0)
    expect(view.buffer).toBe(bytesReceived.buffer)
  })

  test('a message of an unknown kind is an error, not a silence', () => {
    // RaftBatch { messages: [{ from: 1, 99: 1 }] }
    const future = Buffer.from([0x0a, 0x05, 0x08, 0x01, 0x98, 0x06, 0x01])
    expect(() => decodeRaftBatch(future)).toThrow(
      'node 1 sent a Raft message of a kind that this version does not know'
    )
  })

  test('garbage is an error', () => {
    expect(() => decodeRaftBatch(Buffer.from([0x0a, 0x7f]))).toThrow(RangeError)
  })
})
