import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { MemoryShare } from '../../src/memory/memory-share.ts'

describe('room', () => {
  test('is there up to the limit', () => {
    const share = new MemoryShare({ bytesMax: 100 })
    expect([share.tryTake(60), share.tryTake(41), share.tryTake(40)]).toEqual([true, false, true])
    expect([share.usedBytes, share.freeBytes]).toEqual([100, 0])
  })

  test('goes to those who wait, in their order, and nobody overtakes them', () => {
    const share = new MemoryShare({ bytesMax: 100 })
    const granted: string[] = []
    share.tryTake(90)
    share.waitFor(50, () => granted.push('first, large'))
    share.waitFor(10, () => granted.push('second, small'))
    expect(share.tryTake(5)).toBe(false)
    share.release(30)
    expect(granted).toEqual([])
    share.release(30)
    expect(granted).toEqual(['first, large', 'second, small'])
    expect([share.usedBytes, share.waiting, share.waitCount]).toEqual([90, 0, 2])
  })

  test('is given to those who wait only when enough is free again', () => {
    const share = new MemoryShare({ bytesMax: 100, bytesResume: 80 })
    let granted = 0
    share.tryTake(100)
    share.waitFor(10, () => granted++)
    share.release(20)
    expect(granted).toBe(0)
    share.release(10)
    expect(granted).toBe(1)
  })

  test('for more than the whole share is there when nothing else is used', () => {
    const share = new MemoryShare({ bytesMax: 100 })
    expect(share.tryTake(300)).toBe(true)
    let granted = false
    share.waitFor(200, () => (granted = true))
    share.release(300)
    expect([granted, share.usedBytes]).toEqual([true, 200])
  })

  test('is overdrawn by what cannot wait, and others wait for it', () => {
    const share = new MemoryShare({ bytesMax: 100 })
    share.take(150)
    expect([share.freeBytes, share.tryTake(1)]).toEqual([0, false])
    share.release(150)
    expect(share.tryTake(1)).toBe(true)
  })

  test('that somebody gave up waiting for goes to the next', () => {
    const share = new MemoryShare({ bytesMax: 100 })
    const granted: string[] = []
    share.tryTake(50)
    const giveUp = share.waitFor(80, () => granted.push('large'))
    share.waitFor(30, () => granted.push('small'))
    giveUp()
    giveUp()
    share.release(50)
    expect(granted).toEqual(['small'])
    expect(share.usedBytes).toBe(30)
  })

  test('that is released by a grant goes on to the next without recursion', () => {
    const share = new MemoryShare({ bytesMax: 10 })
    share.tryTake(10)
    let granted = 0
    for (let count = 0; count < 50_000; count++) {
      share.waitFor(10, () => {
        granted++
        share.release(10)
      })
    }
    share.release(10)
    expect([granted, share.usedBytes]).toEqual([50_000, 0])
  })
})

test('whatever is asked and released, the limit holds, and in the end everybody was served', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('ask' as const), bytes: fc.integer({ min: 1, max: 150 }) }),
    fc.record({ kind: fc.constant('release' as const), which: fc.nat() }),
    fc.record({ kind: fc.constant('give up' as const), which: fc.nat() })
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 50, max: 100 }), (steps, bytesResume) => {
      const share = new MemoryShare({ bytesMax: 100, bytesResume })
      const held: number[] = []
      const waits = new Map<number, () => void>()
      let id = 0
      const check = (): void => {
        const sum = held.reduce((total, bytes) => total + bytes, 0)
        expect(share.usedBytes).toBe(sum)
        expect(sum <= 100 || held.length === 1).toBe(true)
      }
      for (const move of steps) {
        if (move.kind === 'ask') {
          const mine = ++id
          if (share.tryTake(move.bytes)) held.push(move.bytes)
          else {
            const giveUp = share.waitFor(move.bytes, () => {
              waits.delete(mine)
              held.push(move.bytes)
            })
            waits.set(mine, giveUp)
          }
        } else if (move.kind === 'release' && held.length > 0) {
          const [bytes] = held.splice(move.which % held.length, 1)
          share.release(bytes!)
        } else if (move.kind === 'give up' && waits.size > 0) {
          const [mine, giveUp] = [...waits][move.which % waits.size]!
          waits.delete(mine)
          giveUp()
        }
        check()
      }
      while (held.length > 0) share.release(held.pop()!)
      expect([share.waiting, share.usedBytes]).toEqual([0, 0])
    })
  )
})
