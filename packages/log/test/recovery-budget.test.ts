import { describe, expect, test } from '@jest/globals'
import { PartitionIndex } from '@gregor/base'
import { memoryFileSystem } from '../src/index.ts'
import { type Markable, RecoveryBudget } from '../src/recovery-budget.ts'
import { append, flushed, openLogs, orders, smallLog } from './support/logs.ts'

describe('the budget of recovery', () => {
  const fakeLog = (unmarkedBytes: number) => {
    const log = { unmarkedBytes, requests: 0, requestMark: () => void log.requests++ }
    return log
  }

  test('asks the log with most to check for a mark, once, when all together are over it', () => {
    const budget = new RecoveryBudget(100)
    const [small, large, late] = [fakeLog(20), fakeLog(60), fakeLog(30)]
    budget.note(small)
    budget.note(large)
    expect([small.requests, large.requests]).toEqual([0, 0])
    budget.note(late)
    expect([small.requests, large.requests, late.requests]).toEqual([0, 1, 0])
    expect(budget.totalBytes).toBe(50)
    late.unmarkedBytes = 70
    budget.note(late)
    expect([small.requests, large.requests, late.requests]).toEqual([0, 1, 0])
    budget.forget(late)
    expect(budget.totalBytes).toBe(20)
  })

  test('bounds what a start after a crash reads of many small logs, and again after that start', async () => {
    const disk = memoryFileSystem()
    const identities = Array.from({ length: 20 }, (_, index) => ({ ...orders, partition: PartitionIndex(index) }))
    const options = { recoveryBytesMax: 10_000, recoveryMarkBytes: 1 << 20, cacheBytesMaxPerLog: 0 }
    const logs = await openLogs(disk, options)
    const opened = await Promise.all(identities.map((identity) => logs.open(identity, smallLog)))
    for (let round = 0; round < 20; round++) {
      for (const log of opened) append(log, ['x'.repeat(200)])
      await Promise.all(opened.map((log) => flushed(log)))
    }
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate)
    const bytes = opened.reduce((sum, log) => sum + log.sizeBytes, 0)
    expect(bytes).toBeGreaterThan(100_000)

    let survivor = disk.crash()
    for (let start = 0; start < 2; start++) {
      const again = await openLogs(survivor, { ...options, recoveryBytesMax: Infinity })
      let checkedBytes = 0
      for (const identity of identities) {
        const log = await again.open(identity, smallLog)
        expect(log.logEndOffset).toBe(20)
        checkedBytes += (log as unknown as Markable).unmarkedBytes
      }
      expect(checkedBytes).toBeLessThan(bytes / 4)
      survivor = survivor.crash()
    }
  })

  test('is kept again by a start after a crash that found it exceeded', async () => {
    const disk = memoryFileSystem()
    const log = await (await openLogs(disk)).open(orders, smallLog)
    for (let index = 0; index < 100; index++) append(log, ['x'.repeat(200)])
    await flushed(log)
    const killed = disk.kill()
    const options = { recoveryBytesMax: 10_000 }
    const again = await (await openLogs(killed, options)).open(orders, smallLog)
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate)
    expect(again.sizeBytes).toBeGreaterThan(20_000)
    expect((again as unknown as Markable).unmarkedBytes).toBe(0)
    const third = await (await openLogs(killed.crash(), options)).open(orders, smallLog)
    expect((third as unknown as Markable).unmarkedBytes).toBeLessThan(1000)
    expect(third.logEndOffset).toBe(100)
  })
})
