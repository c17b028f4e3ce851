import { ApiKey } from '@gregor/protocol'
import { describe, expect, test } from '@jest/globals'
import { createBrokerMemory } from '../../src/memory/broker-memory.ts'
import { ConnectionMemory } from '../../src/memory/connection-memory.ts'
import { RequestAdmission } from '../../src/memory/request-admission.ts'
import { FakeTime } from '../support/fake-time.ts'

const produce = (bytes: number) => ({ nextBytes: bytes, nextApiKey: ApiKey.Produce })
const heartbeat = { nextBytes: 100, nextApiKey: ApiKey.Heartbeat }

function twoConnections(requests = 1000) {
  const time = new FakeTime()
  const shares = createBrokerMemory({ requests, answers: 1000 })
  const admitted: string[] = []
  const one = new RequestAdmission(new ConnectionMemory(shares), time, () => admitted.push('one'))
  const memory = new ConnectionMemory(shares)
  const other = new RequestAdmission(memory, time, () => admitted.push('other'))
  return { time, shares, one, other, memory, admitted }
}

describe('a request with records', () => {
  test('has memory for all of it before it is read, and waits for that', () => {
    const { shares, one, other, memory, admitted } = twoConnections()
    expect(other.admits(produce(800), true)).toBe(true)
    expect(one.admits(produce(300), true)).toBe(false)
    expect(one.waiting).toBe(true)
    memory.requestAnswered(other.taken())
    expect(admitted).toEqual(['one'])
    expect([one.waiting, one.admits(produce(300), true), shares.requests.usedBytes]).toEqual([false, true, 300])
    expect([one.taken(), one.taken()]).toEqual([300, 0])
  })

  test('asks for memory once, however often its bytes arrive', () => {
    const { shares, one } = twoConnections()
    for (let round = 0; round < 3; round++) expect(one.admits(produce(400), true)).toBe(true)
    expect(shares.requests.usedBytes).toBe(400)
  })

  test('that is larger than the share passes when nothing else is there', () => {
    const { one } = twoConnections()
    expect(one.admits(produce(5000), true)).toBe(true)
  })

  test('tells for how long its memory has waited for the rest of it', () => {
    const { time, one } = twoConnections()
    one.admits(produce(400), true)
    time.advance(1500)
    expect(one.admittedForMs(time.monotonicMs())).toBe(1500)
    one.taken()
    expect(one.admittedForMs(time.monotonicMs())).toBe(0)
  })
})

describe('a small request without records', () => {
  test('passes when there is no memory, on a connection that has nothing under way', () => {
    const { one, other, shares } = twoConnections()
    other.admits(produce(1000), true)
    expect(one.admits(heartbeat, true)).toBe(true)
    expect([one.taken(), shares.requests.usedBytes]).toEqual([0, 1000])
  })

  test('waits behind others of its connection, and passes when they are answered', () => {
    const { one, other, shares } = twoConnections()
    other.admits(produce(1000), true)
    expect(one.admits(heartbeat, false)).toBe(false)
    expect(one.admits(heartbeat, true)).toBe(true)
    expect([one.waiting, shares.requests.waiting]).toEqual([false, 0])
  })
})

test('a request of which the size is unknown, or not allowed, is left to the reader', () => {
  const { one, shares } = twoConnections()
  expect(one.admits({ nextBytes: undefined, nextApiKey: 0 }, true)).toBe(true)
  expect(shares.requests.usedBytes).toBe(0)
})
