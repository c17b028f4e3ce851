import { describe, expect, test } from '@jest/globals'
import { memoryFileSystem } from '../src/index.ts'
import { append, at, flushed, openLogs, orders, readAll, smallLog, valuesOf } from './support/logs.ts'

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
