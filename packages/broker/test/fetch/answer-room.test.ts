import { expect, test } from '@jest/globals'
import { AnswerRoom } from '../../src/fetch/answer-room.ts'
import { createBrokerMemory } from '../../src/memory/broker-memory.ts'
import { ConnectionMemory } from '../../src/memory/connection-memory.ts'
import { FakeTime } from '../support/fake-time.ts'

function fullMemory() {
  const time = new FakeTime()
  const shares = createBrokerMemory({ requests: 1, answers: 1000 })
  const memory = new ConnectionMemory(shares)
  const granted: number[] = []
  shares.answers.take(1000)
  const waiting = (maxWaitMs: number): AnswerRoom => {
    const room = new AnswerRoom(memory, time, maxWaitMs)
    expect(room.tryTake(10, 500)).toBe(0)
    room.wait(10, 500, (bytes) => granted.push(bytes))
    return room
  }
  return { time, shares, granted, waiting }
}

test('memory that comes in time is taken, and no timer is left', () => {
  const { time, shares, granted, waiting } = fullMemory()
  const room = waiting(500)
  time.advance(499)
  shares.answers.release(1000)
  expect([granted, shares.answers.usedBytes, time.timerCount]).toEqual([[10], 10, 0])
  room.took(300)
  expect(shares.answers.usedBytes).toBe(300)
})

test('a fetch goes without memory after its time, of a tenth of a second at least', () => {
  const { time, shares, granted, waiting } = fullMemory()
  waiting(500)
  time.advance(500)
  waiting(0)
  time.advance(99)
  expect(granted).toEqual([0])
  time.advance(1)
  expect([granted, shares.answers.waiting]).toEqual([[0, 0], 0])
})

test('nobody is told when the connection is gone', () => {
  const { time, shares, granted, waiting } = fullMemory()
  waiting(500).close()
  shares.answers.release(1000)
  time.advance(1000)
  expect([granted, shares.answers.usedBytes, time.timerCount]).toEqual([[], 0, 0])
})
