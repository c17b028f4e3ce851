import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import {
  type FileOperation,
  type LogManagerOptions,
  LogUnusableError,
  memoryFileSystem,
  type PartitionLog
} from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, smallLog, valuesOf } from './support/logs.ts'

/** A disk whose operations on segment files are noted, and held up while a gate is shut. */
function gatedDisk() {
  const done: string[] = []
  let gate = Promise.resolve()
  let open = (): void => {}
  const disk = memoryFileSystem({
    before: async ({ kind, path }: FileOperation) => {
      if (!path.endsWith('.log') || kind === 'open' || kind === 'read') return
      if (kind === 'sync') await gate
      done.push(kind)
    }
  })
  return {
    disk,
    done,
    shut: () => {
      gate = new Promise((resolve) => (open = resolve))
    },
    open: () => open()
  }
}

const turns = async (count = 5): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

async function openLog(
  disk: ReturnType<typeof memoryFileSystem>,
  options: Partial<LogManagerOptions> = {}
): Promise<PartitionLog> {
  return (await openLogs(disk, options)).open(orders, smallLog)
}

describe('group commit', () => {
  test('writes and syncs once what one turn of the event loop appended', async () => {
    const { disk, done } = gatedDisk()
    const log = await openLog(disk)
    for (let index = 0; index < 10; index++) append(log, [`${index}`])
    expect(done).toEqual([])
    await flushed(log)
    expect(done).toEqual(['write', 'sync'])
  })

  test('takes what is appended during a sync into the next group, and tells after each', async () => {
    const { disk, done, shut, open } = gatedDisk()
    const log = await openLog(disk)
    const told: number[] = []
    log.onFlushed(({ flushedOffset }) => told.push(flushedOffset))
    shut()
    append(log, ['a'])
    await turns()
    append(log, ['b'])
    append(log, ['c'])
    await turns()
    expect(log).toMatchObject({ logEndOffset: 3, flushedOffset: 0 })
    open()
    await flushed(log)
    expect(done).toEqual(['write', 'sync', 'write', 'sync'])
    expect(told).toEqual([1, 3])
  })

  test('does not wait for the sync when acknowledgements do not', async () => {
    const { disk, done, shut } = gatedDisk()
    const log = await openLog(disk, { flushBeforeAck: false })
    shut()
    append(log, ['a'])
    await flushed(log)
    expect(done).toEqual(['write'])
  })

  test('waits for the sync, or not, as the topic wants, and catches up when it changes its mind', async () => {
    const { disk, done } = gatedDisk()
    const logs = await openLogs(disk, { flushBeforeAck: true })
    const log = await logs.open(orders, { ...smallLog, flushBeforeAck: false })
    append(log, ['a'])
    await flushed(log)
    expect(done).toEqual(['write'])
    log.setConfig({ ...smallLog, flushBeforeAck: true })
    await turns()
    expect(done).toEqual(['write', 'sync'])
  })

  test('makes a full segment durable before it writes the next', async () => {
    const { disk, done } = gatedDisk()
    const logs = await openLogs(disk)
    const log = await logs.open(orders, { ...smallLog, segmentBytes: 200 })
    for (let index = 0; index < 3; index++) append(log, ['x'.repeat(100)])
    await flushed(log)
    expect(done).toEqual(['write', 'sync', 'write', 'sync', 'write', 'sync'])
  })

  test('is shared by the logs of a folder, a bounded number at a time', async () => {
    const { disk, done, shut, open } = gatedDisk()
    const logs = await openLogs(disk, { flushConcurrencyMax: 2 })
    const opened = await Promise.all(
      [0, 1, 2, 3].map((partition) =>
        logs.open({ ...orders, partition: partition as typeof orders.partition }, smallLog)
      )
    )
    shut()
    for (const log of opened) append(log, ['x'])
    await turns()
    expect(done).toEqual(['write', 'write'])
    open()
    await Promise.all(opened.map(flushed))
    expect(done.filter((kind) => kind === 'sync')).toHaveLength(4)
  })
})

describe('a disk that fails', () => {
  const failures = [
    ['write', 'ENOSPC'],
    ['sync', 'EIO']
  ] as const

  test.each(failures)('at a %s (%s) ends the log, once and for all', async (failing, code) => {
    let broken = false
    const disk = memoryFileSystem({
      before: ({ kind, path }) => {
        if (broken && kind === failing && path.endsWith('.log')) throw Object.assign(new Error(code), { code })
      }
    })
    const logs = await openLogs(disk)
    const log = await logs.open(orders, smallLog)
    append(log, ['a'])
    await flushed(log)
    let told = 0
    log.onFlushed(() => told++)
    broken = true
    append(log, ['b'])
    await turns()
    expect(told).toBe(1)
    expect(log.failure).toBeInstanceOf(LogUnusableError)
    expect(log.flushedOffset).toBe(1)

    broken = false
    const refused = log.appendAsLeader(batchOf(['c']), { leaderEpoch: epoch(0), origin: 'client' })
    expect(refused).toMatchObject({ ok: false, error: { code: ErrorCode.KAFKA_STORAGE_ERROR } })
    await turns()
    expect(log.flushedOffset).toBe(1)
    expect(logs.unwrittenBytes).toBe(0)
    await logs.close()
    const again = await openLogs(disk)
    expect(again.cleanShutdown).toBe(false)
    expect((await valuesOf(await again.open(orders, smallLog)))[0]).toBe('0:a')
  })

  test('leaves the other logs alone', async () => {
    const disk = memoryFileSystem({
      before: ({ kind, path }) => {
        if (kind === 'write' && path.startsWith('/data/orders-0/')) throw new Error('EIO')
      }
    })
    const logs = await openLogs(disk)
    const bad = await logs.open(orders, smallLog)
    const good = await logs.open({ ...orders, partition: 1 as typeof orders.partition }, smallLog)
    append(bad, ['a'])
    append(good, ['a'])
    await flushed(good)
    await turns()
    expect(bad.failure).toBeDefined()
    expect(good.failure).toBeUndefined()
    await expect(bad.truncateTo(at(0))).rejects.toThrow(LogUnusableError)
  })
})
