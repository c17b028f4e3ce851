import { describe, expect, test } from '@jest/globals'
import type { RaftWrite } from '@gregor/controller'
import type { Entry } from 'raft-ts'
import { SimRaftStorage, RaftDisk } from '../../src/world/raft-disk.ts'
import { SeededRandom } from '../../src/world/random.ts'

const entry = (index: number, term = 1): Entry => ({ index, term, kind: 'normal', data: new Uint8Array() })

function write(entries: readonly Entry[], more: Partial<RaftWrite> = {}): RaftWrite {
  return { snapshot: undefined, hardState: undefined, entries, sync: true, ...more }
}

function open(disk: RaftDisk): SimRaftStorage {
  const options = { expectExisting: false, wait: () => Promise.resolve(), onWritten: () => {} }
  return new SimRaftStorage({ disk, ...options })
}

const indexesOf = (disk: RaftDisk): number[] => disk.content.entries.map(({ index }) => index)

describe('the disk of a metadata log', () => {
  test('keeps what was synced over a power cut, and of the rest a part from the front', async () => {
    const kept = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const disk = new RaftDisk()
      const storage = open(disk)
      await storage.write(write([entry(2), entry(3)]))
      await storage.write(write([entry(4)], { sync: false }))
      await storage.write(write([entry(5)], { sync: false }))
      disk.powerCut(new SeededRandom(seed))
      kept.add(indexesOf(disk).join())
    }
    expect([...kept].toSorted()).toEqual(['2,3', '2,3,4', '2,3,4,5'])
  })

  test('truncates from the first entry of a write on', async () => {
    const disk = new RaftDisk()
    const storage = open(disk)
    await storage.write(write([entry(2), entry(3), entry(4)]))
    await storage.write(write([entry(3, 2)]))
    expect(disk.content.entries.map(({ index, term }) => [index, term])).toEqual([
      [2, 1],
      [3, 2]
    ])
  })

  test('refuses a write that leaves a gap within itself', async () => {
    await expect(open(new RaftDisk()).write(write([entry(2), entry(4)]))).rejects.toThrow('gap')
  })
})
