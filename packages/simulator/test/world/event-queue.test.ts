import { describe, expect, test } from '@jest/globals'
import { EventQueue, type SimEvent } from '../../src/world/event-queue.ts'
import { SeededRandom } from '../../src/world/random.ts'

function event(atMs: number, order: number): SimEvent {
  return { atMs, order, process: undefined, label: '', run: () => {}, cancelled: false }
}

describe('planned events', () => {
  test('come out by time, and in the order of planning at one moment', () => {
    const queue = new EventQueue()
    const random = new SeededRandom(3)
    const planned = Array.from({ length: 500 }, (_, order) => event(random.int(50), order))
    for (const one of planned) queue.push(one)
    const came = planned.map(() => queue.pop()!)
    expect(came).toEqual(planned.toSorted((left, right) => left.atMs - right.atMs || left.order - right.order))
    expect(queue.pop()).toBeUndefined()
  })

  test('do not come out when they were cancelled', () => {
    const queue = new EventQueue()
    const [first, second] = [event(1, 0), event(2, 1)]
    queue.push(first)
    queue.push(second)
    first.cancelled = true
    expect(queue.peek()).toBe(second)
    expect(queue.pop()).toBe(second)
    expect(queue.pop()).toBeUndefined()
  })
})
