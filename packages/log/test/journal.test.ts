import { describe, expect, test } from '@jest/globals'
import type { FileSystem } from '@gregor/base'
import {
  LogDirOfflineError,
  type LogManager,
  type LogManagerOptions,
  memoryFileSystem,
  type PartitionLog
} from '../src/index.ts'
import { encodeBlock, hasBlockBehind, type JournalEntry, readBlock } from '../src/journal/journal-block.ts'
import { append, at, flushed, openLogs, orders, smallLog, valuesOf } from './support/logs.ts'
import { seededRandom, TestTime } from './support/world.ts'

const COUNT = 6

interface Crowd {
  readonly logs: LogManager
  readonly crowd: readonly PartitionLog[]
}

/** Logs that have a batch each, in files whose names are durable. */
async function openCrowd(
  fileSystem: FileSystem,
  options: Partial<LogManagerOptions> & { readonly time?: TestTime } = {}
): Promise<Crowd> {
  const logs = await openLogs(fileSystem, { journalLogsMin: 2, ...options })
  const identities = Array.from({ length: COUNT }, (_, index) => ({
    ...orders,
    partition: index as typeof orders.partition
  }))
  const crowd = await Promise.all(identities.map((identity) => logs.open(identity, smallLog)))
  for (const log of crowd) if (log.logEndOffset === 0) append(log, ['first'])
  await Promise.all(crowd.map(flushed))
  return { logs, crowd }
}

async function appendToAll(crowd: readonly PartitionLog[], value: string): Promise<void> {
  for (const log of crowd) append(log, [value])
  await Promise.all(crowd.map(flushed))
}

const turns = async (count = 50): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

const isJournal = (path: string): boolean => path.endsWith('.journal')

describe('many logs at once', () => {
  test('become durable by one sync, and their files get the batches behind it, unsynced', async () => {
    const done: string[] = []
    const disk = memoryFileSystem({
      before: ({ kind, path }) => {
        if (kind !== 'write' && kind !== 'sync') return
        if (isJournal(path) || path.endsWith('.log')) done.push(`${kind} ${isJournal(path) ? 'journal' : 'log'}`)
      }
    })
    const time = new TestTime()
    const { crowd } = await openCrowd(disk, { time })
    done.length = 0
    await appendToAll(crowd, 'second')
    expect(done.filter((what) => what.startsWith('sync'))).toEqual(['sync journal'])
    await turns()
    expect(done.filter((what) => what === 'write log')).toEqual([])
    time.advance(1000)
    await turns()
    expect(done.filter((what) => what === 'write log')).toHaveLength(COUNT)
    expect(done.filter((what) => what.startsWith('sync'))).toEqual(['sync journal'])
  })

  test('survive a power cut', async () => {
    const disk = memoryFileSystem()
    const { crowd } = await openCrowd(disk)
    await appendToAll(crowd, 'second')
    const survivor = disk.crash()
    const again = await openCrowd(survivor)
    for (const log of again.crowd) expect(await valuesOf(log)).toEqual(['0:first', '1:second'])
    expect((await survivor.list('/data')).filter(isJournal)).toEqual([])
  })

  test('of which a few flush go to their own files', async () => {
    const syncs: string[] = []
    const disk = memoryFileSystem({ before: ({ kind, path }) => void (kind === 'sync' && syncs.push(path)) })
    const { crowd } = await openCrowd(disk)
    syncs.length = 0
    await appendToAll(crowd.slice(0, 1), 'alone')
    expect(syncs.filter((path) => path.endsWith('.log'))).toHaveLength(1)
    expect(syncs.filter(isJournal)).toEqual([])
  })

  test('are read from memory before their files have what the journal has', async () => {
    let gate = Promise.resolve()
    let open = (): void => {}
    const disk = memoryFileSystem({
      before: async ({ kind, path }) => {
        if (kind === 'write' && path.endsWith('.log')) await gate
      }
    })
    const { crowd } = await openCrowd(disk, { cacheBytesMaxPerLog: 0 })
    gate = new Promise((resolve) => (open = resolve))
    await appendToAll(crowd, 'second')
    for (const log of crowd) expect(await valuesOf(log, at(1))).toEqual(['1:second'])
    open()
  })

  test('that are closed leave no journal behind', async () => {
    const disk = memoryFileSystem()
    const { logs, crowd } = await openCrowd(disk)
    await appendToAll(crowd, 'second')
    await logs.close({ brokerEpoch: 3 })
    expect((await disk.list('/data')).filter(isJournal)).toEqual([])
    expect((await openLogs(disk)).cleanShutdown).toBe(true)
  })
})

describe('the files of a journal', () => {
  test('go when what they have is durable where it belongs', async () => {
    const disk = memoryFileSystem()
    const { crowd } = await openCrowd(disk, { journalFileBytes: 2000 })
    const sizes: number[] = []
    for (let round = 0; round < 30; round++) {
      await appendToAll(crowd, `round ${round}`)
      await turns(10)
      sizes.push((await disk.list('/data')).filter(isJournal).length)
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2)
    const journals = (await disk.list('/data')).filter(isJournal)
    expect(Number.parseInt(journals[0]!, 10)).toBeGreaterThan(10)
    const again = await openCrowd(disk.crash())
    for (const log of again.crowd) expect(log.logEndOffset).toBe(31)
  })

  test('that are needless are written over, and what was in them is not replayed', async () => {
    const disk = memoryFileSystem()
    const { crowd } = await openCrowd(disk, { journalFileBytes: 2000 })
    let rounds = 0
    do {
      await appendToAll(crowd, `round ${++rounds}`)
      await turns(10)
    } while (rounds < 30 && !(await isWrittenOver(disk)))
    expect(await isWrittenOver(disk)).toBe(true)
    const survivor = disk.crash({ random: seededRandom(rounds), tear: 'sectors' })
    const again = await openCrowd(survivor)
    for (const log of again.crowd) expect((await valuesOf(log)).at(-1)).toBe(`${rounds}:round ${rounds}`)
    expect((await survivor.list('/data')).filter((name) => name.includes('journal'))).toEqual([])
  })

  /** Whether behind the blocks of the newest file there are older ones. */
  async function isWrittenOver(disk: FileSystem): Promise<boolean> {
    const content = await disk.readFile(`/data/${(await disk.list('/data')).findLast(isJournal)!}`)
    const magics = Array.from(content.toString('latin1').matchAll(/GRJ1/g), ({ index }) => index)
    const [first = 0, ...others] = magics.map((index) => readBlock(content, index)?.sequence ?? Infinity)
    return others.some((sequence) => sequence < first)
  }

  test('stay while a log cannot be made durable, and the others go on in their own files', async () => {
    let broken = false
    const disk = memoryFileSystem({
      before: ({ kind, path }) => {
        if (broken && kind === 'sync' && path.startsWith('/data/orders-0/')) throw new Error('EIO')
      }
    })
    const { crowd } = await openCrowd(disk, { journalFileBytes: 1000 })
    await appendToAll(crowd, 'second')
    broken = true
    for (let round = 0; round < 20; round++) {
      await appendToAll(
        crowd.filter(({ failure }) => failure === undefined),
        `round ${round}`
      )
      await turns(10)
    }
    broken = false
    const survivor = disk.crash()
    expect((await survivor.list('/data')).filter(isJournal).length).toBeGreaterThan(0)
    const again = await openCrowd(survivor)
    for (const [index, log] of again.crowd.entries()) {
      if (index > 0) expect(log.logEndOffset).toBe(22)
      else expect(log.logEndOffset).toBeGreaterThanOrEqual(crowd[0]!.flushedOffset)
    }
  })
})

describe('a journal that fails', () => {
  test.each(['write', 'sync'] as const)('at a %s takes no log with it that had nothing in it then', async (failing) => {
    let broken = false
    const disk = memoryFileSystem({
      before: ({ kind, path }) => {
        if (broken && kind === failing && isJournal(path)) throw new Error('EIO')
      }
    })
    const { crowd } = await openCrowd(disk)
    await appendToAll(crowd, 'second')
    broken = true
    const [lone, ...others] = crowd
    for (const log of others) append(log, ['lost'])
    await turns()
    for (const log of others) expect(log).toMatchObject({ flushedOffset: 2, failure: expect.any(Error) })
    append(lone!, ['third'])
    await flushed(lone!)
    const again = await openCrowd(disk.crash())
    expect(again.crowd.map(({ logEndOffset }) => logEndOffset)).toEqual([3, 2, 2, 2, 2, 2])
  })
})

test('a disk that fails under a journal takes its log dir offline, with the logs that had nothing in it too', async () => {
  let broken = false
  const disk = memoryFileSystem({
    before: ({ kind, path }) => {
      if (broken && kind === 'sync' && isJournal(path)) throw Object.assign(new Error('EIO'), { code: 'EIO' })
    }
  })
  const { logs, crowd } = await openCrowd(disk)
  await appendToAll(crowd, 'second')
  broken = true
  for (const log of crowd.slice(1)) append(log, ['lost'])
  await turns()
  for (const log of crowd) expect(log).toMatchObject({ flushedOffset: 2, failure: expect.any(LogDirOfflineError) })
  expect(logs.offlineDirs).toEqual(['/data'])
})

describe('a log that begins anew', () => {
  test('does not get what the journal has of the one before it', async () => {
    const disk = memoryFileSystem()
    const { logs, crowd } = await openCrowd(disk)
    await appendToAll(crowd, 'second')
    const { identity } = crowd[0]!
    await logs.setAsideDamaged(identity.topicId, identity.partition)
    const anew = await logs.open(identity, smallLog)
    append(anew, ['x'])
    await flushed(anew)
    const again = await openCrowd(disk.crash())
    expect(await valuesOf(again.crowd[0]!)).toEqual(['0:x'])
    expect(await valuesOf(again.crowd[1]!)).toEqual(['0:first', '1:second'])
  })
})

describe('a damaged journal', () => {
  /** A disk after a power cut, with three groups in its journal. */
  async function cutOff(): Promise<{ readonly disk: ReturnType<typeof memoryFileSystem>; readonly path: string }> {
    const before = memoryFileSystem()
    const { crowd } = await openCrowd(before, { journalFileBytes: 1 << 16 })
    for (const value of ['second', 'third', 'fourth']) await appendToAll(crowd, value)
    const disk = before.crash()
    return { disk, path: `/data/${(await disk.list('/data')).find(isJournal)!}` }
  }

  async function flip(disk: FileSystem, path: string, position: number): Promise<void> {
    const content = await disk.readFile(path)
    content[position]! ^= 4
    await disk.replaceFile(path, content)
  }

  test('costs the logs what it had of them, and says so', async () => {
    const { disk, path } = await cutOff()
    const content = await disk.readFile(path)
    const first = readBlock(content, 0)!
    const inFirstPayload = first.end - 10
    await flip(disk, path, inFirstPayload)
    const logs = await openLogs(disk)
    const identities = Array.from({ length: COUNT }, (_, index) => ({
      ...orders,
      partition: index as typeof orders.partition
    }))
    const outcomes = await Promise.allSettled(identities.map((identity) => logs.open(identity, smallLog)))
    expect(outcomes.map(({ status }) => status)).toEqual([...Array(COUNT - 1).fill('fulfilled'), 'rejected'])
    for (const outcome of outcomes) if (outcome.status === 'fulfilled') expect(outcome.value.logEndOffset).toBe(4)
  })

  test('of which a whole block cannot be read makes every log suspect', async () => {
    const { disk, path } = await cutOff()
    await flip(disk, path, 30)
    const logs = await openLogs(disk)
    await expect(logs.open(orders, smallLog)).rejects.toThrow(/is damaged/)
  })

  test('torn at its end, at any byte, loses nothing that was told', async () => {
    const { disk, path } = await cutOff()
    const content = await disk.readFile(path)
    const lastBegins = readBlock(content, readBlock(content, 0)!.end)!.end
    const lastEnds = readBlock(content, lastBegins)!.end
    expect(content.subarray(lastEnds).every((byte) => byte === 0)).toBe(true)
    for (let size = lastBegins; size < lastEnds; size += 7) {
      const torn = disk.kill()
      const behind = size % 2 === 0 ? Buffer.alloc(0) : Buffer.alloc(content.length - size)
      await torn.replaceFile(path, Buffer.concat([content.subarray(0, size), behind]))
      const { crowd } = await openCrowd(torn)
      for (const log of crowd) expect([3, 4]).toContain(log.logEndOffset)
    }
  })
})

describe('a block', () => {
  const entries: JournalEntry[] = [
    {
      kind: 'data',
      name: 'orders-0',
      topicId: orders.topicId,
      segmentBase: 2 ** 40,
      position: 2 ** 31,
      chunks: [Buffer.from('ab'), Buffer.from('c')]
    },
    { kind: 'void', name: 'orders-1', topicId: orders.topicId }
  ]

  test('is read as it was written', () => {
    const block = Buffer.concat([Buffer.from('zz'), ...encodeBlock(7, entries)])
    expect(readBlock(block, 2)).toEqual({
      sequence: 7,
      end: block.length,
      entries: [{ ...entries[0], chunks: undefined, length: 3, bytes: Buffer.from('abc') }, entries[1]]
    })
  })

  test('with a wrong bit is not taken for a good one', () => {
    const block = Buffer.concat(encodeBlock(7, entries))
    for (let bit = 0; bit < block.length * 8; bit++) {
      const wrong = Buffer.from(block)
      wrong[bit >> 3]! ^= 1 << (bit & 7)
      const [first] = readBlock(wrong, 0)?.entries ?? []
      expect(first === undefined || (first.kind === 'data' && first.bytes === undefined)).toBe(true)
    }
  })

  test('is found behind others that are wrong', () => {
    const block = Buffer.concat(encodeBlock(7, entries))
    expect(hasBlockBehind(Buffer.concat([Buffer.alloc(13), block]), 0, 7)).toBe(true)
    expect(hasBlockBehind(Buffer.concat([Buffer.alloc(13), block]), 0, 8)).toBe(false)
    expect(hasBlockBehind(block, 0, 7)).toBe(false)
  })
})
