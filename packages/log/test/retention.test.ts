import { describe, expect, test } from '@jest/globals'
import { TimestampMs } from '@gregor/base'
import { type LogConfig, memoryFileSystem } from '../src/index.ts'
import { countDeletable, type RetentionRules, type SegmentAge } from '../src/retain-log.ts'
import { append, at, flushed, openLogs, orders, smallLog, valuesOf } from './support/logs.ts'
import { TestTime } from './support/world.ts'

const ages: readonly SegmentAge[] = [10, 20, 30].map((endOffset) => ({
  sizeBytes: 100,
  endOffset: at(endOffset),
  largestTimestampMs: TimestampMs(endOffset)
}))

const keepAll: RetentionRules = {
  highWatermark: at(30),
  logStartOffset: at(0),
  deletes: true,
  retentionMs: -1,
  retentionBytes: -1,
  nowMs: TimestampMs(100)
}

describe('retention', () => {
  test.each<[string, Partial<RetentionRules>, number]>([
    ['keeps all without limits', {}, 0],
    ['keeps what is young enough', { retentionMs: 90 }, 0],
    ['removes what is older than retention.ms', { retentionMs: 79 }, 2],
    ['removes even the last segment when it is old', { retentionMs: 10 }, 3],
    ['removes nothing at or above the high watermark', { retentionMs: 10, highWatermark: at(19) }, 1],
    ['keeps at least retention.bytes', { retentionBytes: 101 }, 1],
    ['removes what is over retention.bytes', { retentionBytes: 100 }, 2],
    ['does neither for a log that is only compacted', { retentionMs: 10, retentionBytes: 0, deletes: false }, 0],
    ['removes what is below the start of the log', { deletes: false, logStartOffset: at(20) }, 2],
    ['keeps a segment that the start of the log is in', { logStartOffset: at(19) }, 1]
  ])('%s', (_, rules, expected) => {
    expect(countDeletable(ages, { ...keepAll, ...rules })).toBe(expected)
  })

  async function agingLog(config: Partial<LogConfig>) {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const logs = await openLogs(disk, { time, retentionCheckMs: 1000 })
    const log = await logs.open(orders, { ...smallLog, segmentBytes: 200, ...config })
    for (let index = 0; index < 6; index++) append(log, ['x'.repeat(80)], { timestamp: time.nowMs + index })
    await flushed(log)
    return { disk, time, logs, log }
  }

  const segmentsOf = async (disk: ReturnType<typeof memoryFileSystem>, suffix = '.log'): Promise<number> =>
    (await disk.list('/data/orders-0')).filter((name) => name.endsWith(suffix)).length

  test('applies by itself, sets files aside and removes them after file.delete.delay.ms', async () => {
    const { disk, time, log } = await agingLog({ retentionMs: 500, fileDeleteDelayMs: 5000 })
    log.setHighWatermark(at(4))
    time.advance(1000)
    await settled(() => log.logStartOffset === 4)
    await settled(async () => (await segmentsOf(disk)) === 2)
    expect(await segmentsOf(disk, '.log.deleted')).toBe(4)
    time.advance(5000)
    await settled(async () => (await segmentsOf(disk, '.deleted')) === 0)
    await expect(log.read(at(3), { maxBytes: 1, upTo: at(6), minOneBatch: true })).rejects.toThrow(/outside 4 … 6/)
  })

  test('empties a log of which all is old, and the log goes on at its end', async () => {
    const { disk, time, log, logs } = await agingLog({ retentionMs: 500 })
    log.setHighWatermark(at(6))
    time.advance(900)
    expect(await log.applyRetention()).toBeGreaterThan(800)
    expect(log).toMatchObject({ logStartOffset: 6, logEndOffset: 6, sizeBytes: 0 })
    await logs.close()
    const again = await (await openLogs(disk)).open(orders, smallLog)
    expect(again).toMatchObject({ logStartOffset: 6, logEndOffset: 6 })
    expect(append(again, ['y'])).toBe(6)
  })

  test('survives a crash in between: the start of the log is durable before files go', async () => {
    const { disk, time, log } = await agingLog({ retentionMs: 500 })
    log.setHighWatermark(at(4))
    time.advance(600)
    let renames = 0
    disk.intercept(({ kind }) => (kind === 'rename' && ++renames === 3 ? new Promise(() => {}) : undefined))
    void log.applyRetention()
    await settled(() => renames === 3)
    const recovered = await (await openLogs(disk.kill())).open(orders, smallLog)
    expect(recovered).toMatchObject({ logStartOffset: 4, logEndOffset: 6 })
    expect(await valuesOf(recovered)).toHaveLength(2)
  })

  test('follows the size', async () => {
    const { log } = await agingLog({ retentionBytes: 400 })
    log.setHighWatermark(at(6))
    await log.applyRetention()
    expect(log.sizeBytes).toBeGreaterThanOrEqual(400)
    expect(log.logStartOffset).toBe(3)
  })

  test('rolls by the time of the records, so that old ones can go', async () => {
    const disk = memoryFileSystem()
    const log = await (await openLogs(disk)).open(orders, { ...smallLog, segmentMs: 1000 })
    for (const timestamp of [0, 500, 1000, 1001, 1900, 2002]) append(log, ['x'], { timestamp })
    await flushed(log)
    expect((await disk.list('/data/orders-0')).filter((name) => name.endsWith('.log'))).toEqual([
      '00000000000000000000.log',
      '00000000000000000003.log',
      '00000000000000000005.log'
    ])
  })
})

/** Lets the event loop turn until `condition` holds. */
async function settled(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (await condition()) return
    await new Promise(setImmediate)
  }
  throw new Error('it did not come to pass')
}
