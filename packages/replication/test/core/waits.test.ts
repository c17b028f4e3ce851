import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Offset } from '@gregor/base'
import { DeadlineWheel } from '../../src/core/deadline-wheel.ts'
import { OffsetWaits, type OffsetWait } from '../../src/core/offset-waits.ts'
import { PushWindow } from '../../src/core/push-window.ts'

class Wait implements OffsetWait {
  over = false
  readonly name: string
  readonly #story: string[]

  constructor(name: string, story: string[]) {
    this.name = name
    this.#story = story
  }

  reached(): void {
    this.#story.push(`${this.name} reached`)
  }

  lost(): void {
    this.#story.push(`${this.name} lost`)
  }
}

describe('waits for an offset', () => {
  test('end in order when the offset comes', () => {
    const story: string[] = []
    const waits = new OffsetWaits()
    for (const offset of [3, 5, 9]) waits.add(Offset(offset), new Wait(`${offset}`, story))
    waits.advance(Offset(4))
    waits.advance(Offset(5))
    expect(story).toEqual(['3 reached', '5 reached'])
    waits.loseAll()
    expect(story.at(-1)).toBe('9 lost')
  })

  test('a resent batch waits for its own offset, not behind newer ones', () => {
    const story: string[] = []
    const waits = new OffsetWaits()
    for (const offset of [5, 9, 3]) waits.add(Offset(offset), new Wait(`${offset}`, story))
    waits.advance(Offset(3))
    expect(story).toEqual(['3 reached'])
  })

  test('those given up elsewhere are neither told nor kept', () => {
    const story: string[] = []
    const waits = new OffsetWaits()
    for (let offset = 1; offset <= 1000; offset++) {
      const wait = new Wait(`${offset}`, story)
      waits.add(Offset(offset), wait)
      if (offset === 1000) continue
      wait.over = true
      waits.noteOver()
    }
    expect(waits.size).toBeLessThan(130)
    waits.advance(Offset(1000))
    expect(story).toEqual(['1000 reached'])
    expect(waits.size).toBe(0)
  })

  test('a wait that leads to another wait does not disturb the queue', () => {
    const story: string[] = []
    const waits = new OffsetWaits()
    const first: OffsetWait = { over: false, lost: () => {}, reached: () => waits.add(Offset(2), new Wait('2', story)) }
    waits.add(Offset(1), first)
    waits.advance(Offset(1))
    expect(story).toEqual([])
    waits.advance(Offset(2))
    expect(story).toEqual(['2 reached'])
  })
})

describe('deadlines', () => {
  test('expire in time, whatever was added and removed', () => {
    const delays = fc.array(fc.record({ delayMs: fc.nat(5000), removed: fc.boolean() }), { maxLength: 200 })
    fc.assert(
      fc.property(delays, fc.nat(5000), (waits, nowMs) => {
        const wheel = new DeadlineWheel<number>()
        const tickets = waits.map(({ delayMs }, index) => wheel.add(index, delayMs))
        for (const [index, { removed }] of waits.entries()) if (removed) wheel.remove(index, tickets[index]!)
        const kept = waits.map(({ delayMs, removed }, index) => ({ due: Math.ceil(delayMs / 10) * 10, removed, index }))
        const live = kept.filter(({ removed }) => !removed)
        const least = live.length === 0 ? undefined : Math.min(...live.map(({ due }) => due))
        expect(wheel.nextDeadlineMs()).toBe(least)
        const expired = wheel.expire(nowMs).toSorted((a, b) => a - b)
        expect(expired).toEqual(live.filter(({ due }) => due <= nowMs).map(({ index }) => index))
      })
    )
  })
})

describe('bytes under way to a follower', () => {
  test('are freed by acknowledgements, those for catching up counted apart', () => {
    const window = new PushWindow()
    window.sent(Offset(10), 100, false)
    window.sent(Offset(20), 200, true)
    window.sent(Offset(30), 300, false)
    expect(window.bytes).toEqual({ total: 600, catchUp: 200 })
    expect(window.acknowledge(Offset(19))).toEqual({ total: 100, catchUp: 0 })
    expect(window.acknowledge(Offset(20))).toEqual({ total: 200, catchUp: 200 })
    expect(window.clear()).toEqual({ total: 300, catchUp: 0 })
    expect(window.bytes).toEqual({ total: 0, catchUp: 0 })
  })
})
