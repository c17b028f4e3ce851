import { describe, expect, test } from '@jest/globals'
import { MemoryLog, type Entry, type Ready, votersOnly } from 'raft-ts'
import { RaftWriter } from '../../src/raft/raft-writer.ts'
import type { RaftStorage, RaftWrite } from '../../src/index.ts'

const entry = (index: number, term: number): Entry => ({ index, term, kind: 'normal', data: new Uint8Array([index]) })

function ready(number: number, entries: readonly Entry[]): Ready {
  const nothing = { messages: [], messagesAfterPersist: [], committedEntries: [], readStates: [], readsDropped: [] }
  return {
    number,
    softState: undefined,
    hardState: undefined,
    mustSync: true,
    snapshot: undefined,
    entries,
    ...nothing
  }
}

/** A disk whose writes end when the test says so. */
class SlowDisk {
  readonly writes: RaftWrite[] = []
  readonly #ends: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = []
  readonly storage: RaftStorage = {
    load: () => Promise.reject(new Error('not loaded here')),
    write: (write) => {
      this.writes.push(write)
      return new Promise((resolve, reject) => this.#ends.push({ resolve, reject }))
    },
    compact: () => Promise.resolve(),
    close: () => Promise.resolve()
  }

  async end(error?: Error): Promise<void> {
    const end = this.#ends.shift()!
    if (error === undefined) end.resolve()
    else end.reject(error)
    await settled()
  }
}

const settled = (): Promise<void> => new Promise(setImmediate)

function start(): { readonly disk: SlowDisk; readonly writer: RaftWriter; readonly failures: Error[] } {
  const disk = new SlowDisk()
  const failures: Error[] = []
  const log = new MemoryLog({ confState: votersOnly([1, 2, 3]) })
  const onFailure = (error: Error): void => void failures.push(error)
  return { disk, failures, writer: new RaftWriter({ storage: disk.storage, log, onWritten: () => {}, onFailure }) }
}

describe('the writer of the metadata log', () => {
  test('simulator seed 1: entries that were overwritten while they waited are not written any more', async () => {
    const { disk, writer } = start()
    writer.add(ready(1, [entry(2, 1)]))
    await settled()
    writer.add(ready(2, [entry(3, 1), entry(4, 1), entry(5, 1)]))
    writer.add(ready(3, [entry(4, 2)]))
    await disk.end()
    expect(disk.writes[1]!.entries.map(({ index, term }) => [index, term])).toEqual([
      [3, 1],
      [4, 2]
    ])
    await disk.end()
    await writer.idle()
  })

  test('writes nothing any more after a write that failed: it would leave a gap', async () => {
    const { disk, writer, failures } = start()
    writer.add(ready(1, [entry(2, 1)]))
    await settled()
    await disk.end(new Error('ENOSPC'))
    writer.add(ready(2, [entry(3, 1)]))
    await settled()
    expect(failures.map(({ message }) => message)).toEqual(['ENOSPC'])
    expect(disk.writes).toHaveLength(1)
  })
})
