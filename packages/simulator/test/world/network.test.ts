import { describe, expect, test } from '@jest/globals'
import { drainMicrotasks, inCallback } from '../../src/io/turn.ts'
import { SimNetwork } from '../../src/world/network.ts'
import { SeededRandom } from '../../src/world/random.ts'
import { SimProcess } from '../../src/world/sim-process.ts'
import { SimTime } from '../../src/world/sim-time.ts'

function world() {
  const time = new SimTime({ drain: drainMicrotasks, inCallback, onEvent: () => {}, afterEvent: () => {} })
  const network = new SimNetwork({
    time,
    random: new SeededRandom(5),
    temper: {
      delayMs: { least: 1, most: 50 },
      raftLoss: 0,
      raftDuplication: 0,
      raftReordering: 0,
      windowBytes: 1 << 20
    }
  })
  const receiver = new SimProcess({ name: 'two', host: 2, time })
  return { time, network, receiver, pipe: network.openPipe(1, receiver) }
}

describe('a pipe', () => {
  test('delivers in the order of sending, however long each message takes', async () => {
    const { time, pipe } = world()
    const came: number[] = []
    for (let number = 0; number < 50; number++) pipe.send('message', () => came.push(number))
    await time.run(1_000)
    expect(came).toEqual(Array.from({ length: 50 }, (_, number) => number))
  })

  test('keeps what is sent while the way is cut, and delivers it in order when it is open again', async () => {
    const { time, network, pipe } = world()
    const came: number[] = []
    for (let number = 0; number < 5; number++) pipe.send('message', () => came.push(number))
    await time.run(3)
    network.cut(1, 2)
    for (let number = 5; number < 10; number++) pipe.send('message', () => came.push(number))
    await time.run(2_000)
    expect(came.length).toBeLessThan(5)
    network.heal(1, 2)
    for (let number = 10; number < 15; number++) pipe.send('message', () => came.push(number))
    await time.run(4_000)
    expect(came).toEqual(Array.from({ length: 15 }, (_, number) => number))
  })

  test('is one way: the other direction is not cut', async () => {
    const { time, network } = world()
    network.cut(1, 2)
    expect([network.passes(1, 2), network.passes(2, 1)]).toEqual([false, true])
    network.healAll()
    expect(network.passes(1, 2)).toBe(true)
    await time.run(1)
  })
})

describe('a process', () => {
  test('that is frozen does everything late, and one that is dead nothing any more', async () => {
    const { time, receiver } = world()
    const did: string[] = []
    receiver.after(10, () => did.push(`at ${time.nowMs}`))
    receiver.frozen = true
    await time.run(100)
    expect(did).toEqual([])
    receiver.thaw()
    await time.run(200)
    expect(did).toEqual(['at 100'])
    receiver.after(10, () => did.push('after death'))
    receiver.dead = true
    await time.run(400)
    expect(did).toEqual(['at 100'])
  })

  test('that never comes to rest at one moment is found', async () => {
    const { time, receiver } = world()
    const again = (): void => receiver.defer(again)
    again()
    await expect(time.run(10)).rejects.toThrow('time stands still')
  })
})
