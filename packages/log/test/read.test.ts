import { describe, expect, test } from '@jest/globals'
import { batchesOf } from '@gregor/protocol'
import { type LogManagerOptions, memoryFileSystem, OffsetOutOfRangeError, type PartitionLog } from '../src/index.ts'
import { append, at, flushed, openLogs, orders, readAll, smallLog } from './support/logs.ts'

/** Twenty batches of one to three records, over several segments, all in the files. */
async function filledLog(options: Partial<LogManagerOptions> = {}): Promise<PartitionLog> {
  const logs = await openLogs(memoryFileSystem(), options)
  const log = await logs.open(orders, { ...smallLog, segmentBytes: 700 })
  for (let index = 0; index < 20; index++)
    append(
      log,
      Array.from({ length: 1 + (index % 3) }, () => `value ${index}`)
    )
  await flushed(log)
  return log
}

const offsetsOf = (records: Buffer): number[] => [...batchesOf(records)].map(({ baseOffset }) => baseOffset)

describe.each([
  ['memory', {}],
  ['the files', { cacheBytesMaxPerLog: 0 }]
])('a read from %s', (_, options) => {
  test('gives whole batches from the one that holds the offset', async () => {
    const log = await filledLog(options)
    const read = await log.read(at(4), { maxBytes: 200, upTo: log.logEndOffset, minOneBatch: false })
    expect(offsetsOf(read.records)).toEqual([3, 6])
    expect(read.nextOffset).toBe(7)
  })

  test('goes on where it ended, through all segments, whatever the chunk', async () => {
    const log = await filledLog(options)
    const whole = await readAll(log, at(0), 1 << 20)
    expect(offsetsOf(whole)).toHaveLength(20)
    for (const maxBytes of [1, 90, 250, 1000]) expect((await readAll(log, at(0), maxBytes)).equals(whole)).toBe(true)
  })

  test('finds every offset', async () => {
    const log = await filledLog(options)
    const batches = [...batchesOf(await readAll(log))]
    for (let offset = 0; offset < log.logEndOffset; offset++) {
      const { records } = await log.read(at(offset), { maxBytes: 1, upTo: log.logEndOffset, minOneBatch: true })
      const holder = batches.find(({ lastOffset }) => lastOffset >= offset)!
      expect(offsetsOf(records)).toEqual([holder.baseOffset])
    }
  })

  test('gives one batch beyond the limit only when asked to', async () => {
    const log = await filledLog(options)
    const limits = { maxBytes: 20, upTo: log.logEndOffset }
    expect((await log.read(at(0), { ...limits, minOneBatch: false })).records).toHaveLength(0)
    expect(offsetsOf((await log.read(at(0), { ...limits, minOneBatch: true })).records)).toEqual([0])
  })

  test('ends before the limit that is not readable yet', async () => {
    const log = await filledLog(options)
    const limits = { maxBytes: 10_000, minOneBatch: true }
    expect(offsetsOf((await log.read(at(0), { ...limits, upTo: at(3) })).records)).toEqual([0, 1])
    // Offset 4 lies within the batch of 3 … 5.
    expect(offsetsOf((await log.read(at(0), { ...limits, upTo: at(5) })).records)).toEqual([0, 1])
    const nothing = await log.read(at(3), { ...limits, upTo: at(3) })
    expect(nothing).toEqual({ records: Buffer.alloc(0), nextOffset: 3 })
  })

  test('outside the log is refused with the range', async () => {
    const log = await filledLog(options)
    log.setHighWatermark(at(10))
    await log.setLogStartOffset(at(5))
    const limits = { maxBytes: 100, upTo: log.logEndOffset, minOneBatch: true }
    await expect(log.read(at(4), limits)).rejects.toThrow(OffsetOutOfRangeError)
    await expect(log.read(at(log.logEndOffset + 1), limits)).rejects.toMatchObject({
      logStartOffset: 5,
      logEndOffset: 39
    })
    expect((await log.read(log.logEndOffset, limits)).records).toHaveLength(0)
  })
})

describe('memory', () => {
  test('answers for new batches at once, and leaves old ones to the files', async () => {
    const log = await filledLog({ cacheBytesMaxPerLog: 4096 })
    const limits = { maxBytes: 100_000, upTo: log.logEndOffset, minOneBatch: true }
    for (let index = 0; index < 200; index++) append(log, [`more ${index}`])
    await flushed(log)
    append(log, ['last'])
    expect(log.readCached(at(0), limits)).toBeUndefined()
    expect(
      log.readCached(at(log.logEndOffset - 1), { ...limits, upTo: log.logEndOffset })?.records.length
    ).toBeGreaterThan(0)
    expect(log.readCached(log.logEndOffset, limits)).toEqual({ records: Buffer.alloc(0), nextOffset: log.logEndOffset })
    expect((await readAll(log)).length).toBe(log.sizeBytes)
  })

  test('of all logs together is bounded: quiet logs give theirs up', async () => {
    const logs = await openLogs(memoryFileSystem(), { cacheBytesMax: 20_000, cacheBytesMaxPerLog: 8000 })
    const opened: PartitionLog[] = []
    for (let partition = 0; partition < 8; partition++) {
      const log = await logs.open({ ...orders, partition: partition as typeof orders.partition }, smallLog)
      append(log, ['x'.repeat(5000)])
      await flushed(log)
      opened.push(log)
    }
    const limits = { maxBytes: 10_000, upTo: at(1), minOneBatch: true }
    const cached = opened.map((log) => log.readCached(at(0), limits) !== undefined)
    expect(cached[0]).toBe(false)
    expect(cached.at(-1)).toBe(true)
    for (const log of opened) expect((await log.read(at(0), limits)).records.length).toBeGreaterThan(5000)
  })
})

test('bytes between offsets are estimated without reading', async () => {
  const log = await filledLog()
  expect(log.bytesBetween(at(0), log.logEndOffset)).toBe(log.sizeBytes)
  expect(log.bytesBetween(at(5), at(5))).toBe(0)
  const half = log.bytesBetween(at(0), at(20))
  expect(half).toBeGreaterThan(log.sizeBytes * 0.4)
  expect(half).toBeLessThan(log.sizeBytes * 0.6)
})
