import { describe, expect, test } from '@jest/globals'
import { createBrokerMemory, planMemory } from '../../src/memory/broker-memory.ts'
import { ConnectionMemory } from '../../src/memory/connection-memory.ts'

const mebibyte = 1024 * 1024

function connections({ requests = 100, answers = 64 * mebibyte } = {}) {
  const shares = createBrokerMemory({ requests, answers })
  return { shares, one: new ConnectionMemory(shares), other: new ConnectionMemory(shares) }
}

test('the shares of the default limit, with what Node needs, are no more than it', () => {
  const { requests, answers, unwritten, indexes, replication, recentRecords } = planMemory(512 * mebibyte)
  expect(requests + answers + unwritten + indexes + replication + 128 * mebibyte).toBe(512 * mebibyte)
  expect(recentRecords).toBeLessThanOrEqual(unwritten)
})

describe('records of an answer', () => {
  test('get what was asked for when that is little, and a sixteenth of what is free when it is much', () => {
    const { shares, one, other } = connections()
    expect(one.tryRead(1000, 2000)).toBe(2000)
    expect(other.tryRead(1000, 50 * mebibyte)).toBe(Math.floor((64 * mebibyte - 2000) / 16))
    expect(shares.answers.usedBytes).toBe(2000 + Math.floor((64 * mebibyte - 2000) / 16))
  })

  test('get less when half is used, and wait when there is no room for a batch', () => {
    const { shares, one, other } = connections({ answers: 4 * mebibyte })
    expect(one.tryRead(50 * mebibyte, 50 * mebibyte)).toBe(mebibyte)
    one.wasRead(2.5 * mebibyte)
    expect(other.tryRead(50 * mebibyte, 50 * mebibyte)).toBe(mebibyte / 4)
    expect(shares.answers.usedBytes).toBe(3.5 * mebibyte)
    other.wasRead(1000)
    one.answerLeaves(3.5 * mebibyte)
    const third = new ConnectionMemory(shares)
    expect(third.tryRead(50 * mebibyte, 50 * mebibyte)).toBe(0)
    const granted: number[] = []
    third.waitForRead(50 * mebibyte, 50 * mebibyte, (bytes) => granted.push(bytes))
    other.answerLeaves(1000)
    expect(granted).toEqual([])
    one.answerTaken(3.5 * mebibyte)
    expect([granted, shares.answers.usedBytes]).toEqual([[mebibyte / 4], mebibyte + 1000])
  })

  test('give back what they did not need as soon as they are read', () => {
    const { shares, one } = connections()
    one.tryRead(1, 3 * mebibyte)
    one.wasRead(10)
    expect(shares.answers.usedBytes).toBe(10)
    one.answerLeaves(50)
    one.answerTaken(50)
    expect(shares.answers.usedBytes).toBe(0)
  })
})

test('a connection that is gone holds nothing, waits for nothing, and what comes late does not count', () => {
  const { shares, one, other } = connections()
  const granted: string[] = []
  one.tryRequest(80)
  one.tryRead(1, 1000)
  one.answerLeaves(900)
  other.waitForRequest(90, () => granted.push('gone'))
  other.close()
  one.close()
  one.requestAnswered(80)
  one.answerTaken(900)
  one.wasRead(10)
  expect([granted, shares.requests.usedBytes, shares.answers.usedBytes, shares.requests.waiting]).toEqual([[], 0, 0, 0])
})

test('a connection is in the way while others wait for what it holds', () => {
  const { one, other } = connections()
  one.tryRequest(80)
  expect(one.isInTheWay).toBe(false)
  other.waitForRequest(30, () => {})
  expect([one.isInTheWay, other.isInTheWay]).toEqual([true, false])
})
