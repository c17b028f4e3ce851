import { describe, expect, test } from '@jest/globals'
import { PartitionIndex, TopicId } from '@gregor/base'
import { type LogIdentity, memoryFileSystem } from '../src/index.ts'
import { append, at, flushed, openLogs, orders, readAll, smallLog, valuesOf } from './support/logs.ts'
import { TestTime } from './support/world.ts'

describe('a log', () => {
  test('gives what was appended, in order, from memory and after a restart from the files', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    const log = await logs.open(orders, smallLog)
    expect(append(log, ['a', 'b'])).toBe(0)
    expect(append(log, ['c'])).toBe(2)
    expect(log.logEndOffset).toBe(3)
    expect(log.flushedOffset).toBe(0)
    const fromMemory = await readAll(log)
    await flushed(log)
    log.setHighWatermark(at(2))
    await logs.close({ brokerEpoch: 12 })

    const again = await openLogs(disk)
    expect(again.cleanShutdown).toBe(true)
    expect(again.cleanShutdownEpoch).toBe(12)
    expect(again.found).toEqual([orders])
    const reopened = await again.open(orders, smallLog)
    expect(reopened).toMatchObject({ logEndOffset: 3, flushedOffset: 3, highWatermark: 2 })
    expect(await readAll(reopened)).toEqual(fromMemory)
    expect(append(reopened, ['d'])).toBe(3)
    expect(await valuesOf(reopened)).toEqual(['0:a', '1:b', '2:c', '3:d'])
    await again.close()
  })

  test('keeps what was flushed when the power fails, and loses at most the rest', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    const log = await logs.open(orders, smallLog)
    append(log, ['a'])
    await flushed(log)
    append(log, ['b'])

    const again = await openLogs(disk.crash())
    expect(again.cleanShutdown).toBe(false)
    const recovered = await again.open(orders, smallLog)
    expect(await valuesOf(recovered)).toEqual(['0:a'])
    await again.close()
  })
})

describe('a manager of log dirs', () => {
  const partition = (index: number): LogIdentity => ({ ...orders, partition: PartitionIndex(index) })

  test('spreads new logs over its folders, and finds each again where it is', async () => {
    const disk = memoryFileSystem()
    const folders = ['/a', '/b']
    const logs = await openLogs(disk, { folders })
    for (let index = 0; index < 4; index++) append(await logs.open(partition(index), smallLog), [`${index}`])
    await logs.close()
    expect((await disk.list('/a')).filter((name) => name.startsWith('orders'))).toEqual(['orders-0', 'orders-2'])
    const again = await openLogs(disk, { folders: folders.toReversed() })
    expect(again.found).toHaveLength(4)
    for (let index = 0; index < 4; index++) {
      expect(await valuesOf(await again.open(partition(index), smallLog))).toEqual([`0:${index}`])
    }
  })

  test('opens a log once, however often it is asked', async () => {
    const logs = await openLogs(memoryFileSystem())
    expect(logs.get(orders.topicId, orders.partition)).toBeUndefined()
    const [one, two] = await Promise.all([logs.open(orders, smallLog), logs.open(orders, smallLog)])
    expect(one).toBe(two)
    expect(logs.get(orders.topicId, orders.partition)).toBe(one)
  })

  test('holds no file open for a log that rests', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const logs = await openLogs(disk, { time, fileIdleMs: 1000 })
    for (let index = 0; index < 5; index++) {
      const log = await logs.open(partition(index), smallLog)
      append(log, ['x'])
      await flushed(log)
    }
    expect(disk.openFiles).toBe(5)
    time.advance(2000)
    await new Promise(setImmediate)
    expect(disk.openFiles).toBe(0)
  })

  test('keeps a bounded number of files open', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk, { openFilesMax: 3 })
    for (let index = 0; index < 9; index++) {
      const log = await logs.open(partition(index), smallLog)
      append(log, ['x'])
      await flushed(log)
      await new Promise(setImmediate)
      expect(disk.openFiles).toBeLessThanOrEqual(3)
    }
    await logs.close()
    expect(disk.openFiles).toBe(0)
  })

  test('renames a deleted log at once, forgets its marks, and removes its files after a while', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const logs = await openLogs(disk, { time })
    const log = await logs.open(orders, smallLog)
    append(log, ['x'])
    await flushed(log)
    log.setHighWatermark(at(1))
    time.advance(60_000)
    await logs.delete(orders.topicId, orders.partition)
    expect(log.failure?.message).toMatch(/was deleted/)
    expect(logs.get(orders.topicId, orders.partition)).toBeUndefined()
    const deleted = (await disk.list('/data')).filter((name) => name.startsWith('orders-0'))
    expect(deleted).toEqual([expect.stringMatching(/^orders-0\.[\w-]{22}-delete$/)])
    expect((await disk.readFile('/data/recovery-point-offset-checkpoint')).toString()).toBe('0\n0\n')

    const anew = await logs.open(orders, smallLog)
    expect(anew).toMatchObject({ logEndOffset: 0, highWatermark: 0 })
    time.advance(60_000)
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    expect((await disk.list('/data')).filter((name) => name.startsWith('orders'))).toEqual(['orders-0'])
  })

  test('deletes logs that it found and nobody opened, and what an earlier deletion left', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    append(await logs.open(orders, smallLog), ['x'])
    await logs.close()
    await disk.rename('/data/orders-0', '/data/gone-0.abc-delete')
    await disk.makeFolder('/data/orders-1')
    await disk.replaceFile('/data/orders-1/partition.metadata', `version: 0\ntopic_id: ${orders.topicId}`)
    const time = new TestTime()
    const again = await openLogs(disk, { time })
    await again.delete(orders.topicId, PartitionIndex(1))
    time.advance(0)
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    expect((await disk.list('/data')).filter((name) => name.includes('-'))).toEqual([
      'log-start-offset-checkpoint',
      'recovery-point-offset-checkpoint',
      'replication-offset-checkpoint'
    ])
  })

  test('sets a folder of another topic of the same name aside, with all its records', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    append(await logs.open(orders, smallLog), ['old'])
    await logs.close()
    const again = await openLogs(disk)
    const recreated = { ...orders, topicId: TopicId('AAAAAAAAAAAAAAAAAAAAAQ') }
    expect(await again.open(recreated, smallLog)).toMatchObject({ logEndOffset: 0 })
    const names = await disk.list('/data')
    const stray = names.find((name) => name.endsWith('-stray'))
    expect(await disk.list(`/data/${stray}`)).toContain('00000000000000000000.log')
    expect(names).toContain('orders-0')
  })

  test('does not vouch for logs that nobody checked since a crash', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    for (const index of [0, 1]) {
      const log = await logs.open(partition(index), smallLog)
      append(log, ['x'])
      await flushed(log)
    }
    const killed = disk.kill()
    const second = await openLogs(killed)
    await second.open(partition(0), smallLog)
    await second.close()
    const third = await openLogs(killed)
    expect(third.cleanShutdown).toBe(false)
    await third.open(partition(0), smallLog)
    await third.open(partition(1), smallLog)
    await third.close()
    expect((await openLogs(killed)).cleanShutdown).toBe(true)
  })

  test('writes the high watermarks and recovery points that moved, now and then', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const logs = await openLogs(disk, { time, highWatermarkCheckpointMs: 10, recoveryPointCheckpointMs: 100 })
    const log = await logs.open(orders, smallLog)
    append(log, ['a', 'b'])
    await flushed(log)
    log.setHighWatermark(at(2))
    time.advance(10)
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    time.advance(90)
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    expect((await disk.readFile('/data/replication-offset-checkpoint')).toString()).toBe('0\n1\norders 0 2\n')
    expect((await disk.readFile('/data/recovery-point-offset-checkpoint')).toString()).toBe('0\n1\norders 0 2\n')
    const before = disk.operations
    time.advance(1000)
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
    expect(disk.operations).toBe(before)
    expect(await (await openLogs(disk.crash())).open(orders, smallLog)).toMatchObject({ highWatermark: 2 })
  })

  test('refuses names that are no topic', async () => {
    const logs = await openLogs(memoryFileSystem())
    await expect(logs.open({ ...orders, topic: '../x' }, smallLog)).rejects.toThrow(/not the name of a partition/)
  })
})
