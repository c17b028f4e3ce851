import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { type MemoryFileSystem, memoryFileSystem, OffsetOutOfRangeError, type PartitionLog } from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, smallLog, valuesOf } from './support/logs.ts'

const config = { ...smallLog, segmentBytes: 400 }

async function filledLog(disk: MemoryFileSystem, count = 20): Promise<PartitionLog> {
  const log = await (await openLogs(disk)).open(orders, config)
  for (let index = 0; index < count; index++) {
    append(log, [`v${index}`], { inEpoch: index >> 2, producerId: 1, producerEpoch: 0, baseSequence: index })
  }
  return log
}

const upTo = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}:v${index}`)

describe('a truncation', () => {
  test.each([19, 13, 12, 1, 0])(
    'to %i cuts records, epochs, producers and marks, in memory and for good',
    async (offset) => {
      const disk = memoryFileSystem()
      const log = await filledLog(disk)
      await flushed(log)
      log.setHighWatermark(at(20))
      await log.truncateTo(at(offset))
      expect(log).toMatchObject({ logEndOffset: offset, flushedOffset: offset, highWatermark: offset })
      expect(log.lastEpoch).toBe(offset === 0 ? -1 : (offset - 1) >> 2)
      expect(log.activeProducers()[0]?.lastSequence).toBe(offset === 0 ? undefined : offset - 1)
      expect(await valuesOf(log)).toEqual(upTo(offset))

      const recovered = await (await openLogs(disk.crash())).open(orders, config)
      expect(await valuesOf(recovered)).toEqual(upTo(offset))
      expect(recovered.lastEpoch).toBe(log.lastEpoch)
    }
  )

  test('lets the log grow again, with indexes that are true', async () => {
    const disk = memoryFileSystem()
    const log = await filledLog(disk)
    await log.truncateTo(at(13))
    for (let index = 13; index < 40; index++)
      append(log, [`w${index}`], { inEpoch: 9, timestamp: 1_700_000_000_000 + index })
    await flushed(log)
    expect((await valuesOf(log)).slice(12, 15)).toEqual(['12:v12', '13:w13', '14:w14'])
    expect((await log.maxTimestampOffset(at(40)))?.offset).toBe(39)
    expect(log.endOffsetForEpoch(epoch(8))).toEqual({ epoch: 3, endOffset: 13 })
  })

  test('takes what was appended and not written with it', async () => {
    const log = await filledLog(memoryFileSystem())
    await log.truncateTo(at(5))
    expect(await valuesOf(log)).toEqual(upTo(5))
  })

  test('that cuts nothing forgets leaderships that appended nothing', async () => {
    const log = await filledLog(memoryFileSystem(), 4)
    log.startEpoch(epoch(7))
    expect(log.endOffsetForEpoch(epoch(7))).toEqual({ epoch: 7, endOffset: 4 })
    await log.truncateTo(at(4))
    expect(log.endOffsetForEpoch(epoch(7))).toEqual({ epoch: 0, endOffset: 4 })
    await log.truncateTo(at(9))
    expect(log.logEndOffset).toBe(4)
  })

  test('removes a batch that holds the offset whole', async () => {
    const log = await (await openLogs(memoryFileSystem())).open(orders, config)
    append(log, ['a', 'b', 'c'])
    append(log, ['d', 'e', 'f'])
    await log.truncateTo(at(4))
    expect(log.logEndOffset).toBe(3)
  })

  test('refuses appends until it is done', async () => {
    const log = await filledLog(memoryFileSystem())
    const truncated = log.truncateTo(at(5))
    const refused = log.appendAsLeader(batchOf(['x']), { leaderEpoch: epoch(9), origin: 'client' })
    expect(refused).toMatchObject({ ok: false, error: { code: ErrorCode.NOT_LEADER_OR_FOLLOWER } })
    expect(log.appendAsFollower(batchOf(['x']))).toMatchObject({ ok: false })
    await truncated
    expect(append(log, ['x'], { inEpoch: 9 })).toBe(5)
  })
})

describe('a reset', () => {
  test.each([5, 20, 77])('to %i leaves an empty log that begins there', async (offset) => {
    const disk = memoryFileSystem()
    const log = await filledLog(disk)
    await log.resetTo(at(offset))
    const empty = {
      logStartOffset: offset,
      logEndOffset: offset,
      flushedOffset: offset,
      highWatermark: offset,
      sizeBytes: 0
    }
    expect(log).toMatchObject(empty)
    expect(log.activeProducers()).toEqual([])
    expect(log.lastEpoch).toBe(-1)
    const survivor = disk.crash()
    expect(await (await openLogs(survivor)).open(orders, config)).toMatchObject(empty)
    const segments = (await survivor.list('/data/orders-0')).filter((name) => name.endsWith('.log'))
    expect(segments).toEqual([`${String(offset).padStart(20, '0')}.log`])
  })
})

describe('the start of the log', () => {
  test('rises at once, and is durable when the promise resolves', async () => {
    const disk = memoryFileSystem()
    const log = await filledLog(disk)
    await flushed(log)
    log.setHighWatermark(at(20))
    const raised = log.setLogStartOffset(at(9))
    expect(log.logStartOffset).toBe(9)
    await raised
    await log.setLogStartOffset(at(3))
    expect(log.logStartOffset).toBe(9)
    expect(log.epochForOffset(at(8))).toBe(-1)
    const recovered = await (await openLogs(disk.crash())).open(orders, config)
    expect(recovered).toMatchObject({ logStartOffset: 9, logEndOffset: 20 })
    expect(await valuesOf(recovered)).toEqual(upTo(20).slice(9))
  })

  test('does not rise beyond the end', async () => {
    const log = await filledLog(memoryFileSystem())
    await expect(log.setLogStartOffset(at(21))).rejects.toThrow(OffsetOutOfRangeError)
  })
})
