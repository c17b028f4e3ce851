import { describe, expect, test } from '@jest/globals'
import { TimestampMs } from '@gregor/base'
import { buildEndTransactionBatch, ErrorCode, leaderEpochOf, maxTimestampOf, recordsOf } from '@gregor/protocol'
import { memoryFileSystem, type PartitionLog } from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, readAll, smallLog, valuesOf } from './support/logs.ts'
import { TestTime } from './support/world.ts'

const client = { leaderEpoch: epoch(0), origin: 'client' } as const
const coordinator = { leaderEpoch: epoch(0), origin: 'coordinator' } as const

async function newLog(config: Partial<typeof smallLog> = {}, time = new TestTime()): Promise<PartitionLog> {
  const logs = await openLogs(memoryFileSystem(), { time })
  return logs.open(orders, { ...smallLog, ...config })
}

function codeOf(result: ReturnType<PartitionLog['appendAsLeader']>): number {
  return result.ok ? ErrorCode.NONE : result.error.code
}

describe('a leader', () => {
  test('stamps offsets and its epoch into the batch', async () => {
    const log = await newLog()
    append(log, ['a', 'b'], { inEpoch: 3 })
    const records = batchOf(['c'])
    expect(log.appendAsLeader(records, { ...client, leaderEpoch: epoch(7) })).toEqual({
      ok: true,
      value: { baseOffset: 2, lastOffset: 2, logAppendTimeMs: -1, duplicate: false }
    })
    expect(leaderEpochOf(records)).toBe(7)
    expect(log.endOffsetForEpoch(epoch(3))).toEqual({ epoch: 3, endOffset: 2 })
    expect(log.lastEpoch).toBe(7)
    expect(await valuesOf(log)).toEqual(['0:a', '1:b', '2:c'])
  })

  test('answers a repeat with the offsets of the first time, and appends nothing', async () => {
    const log = await newLog()
    const produced = { producerId: 5, producerEpoch: 0 }
    append(log, ['x'])
    append(log, ['a', 'b'], { ...produced, baseSequence: 0 })
    append(log, ['c'], { ...produced, baseSequence: 2 })
    expect(log.appendAsLeader(batchOf(['a', 'b'], { ...produced, baseSequence: 0 }), client)).toEqual({
      ok: true,
      value: { baseOffset: 1, lastOffset: 2, logAppendTimeMs: -1, duplicate: true }
    })
    expect(log.logEndOffset).toBe(4)
    expect(codeOf(log.appendAsLeader(batchOf(['e'], { ...produced, baseSequence: 4 }), client))).toBe(
      ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER
    )
  })

  test('recognises repeats of the last five batches after a restart too', async () => {
    const disk = memoryFileSystem()
    const produced = { producerId: 5, producerEpoch: 0 }
    let logs = await openLogs(disk)
    let log = await logs.open(orders, smallLog)
    for (let sequence = 0; sequence < 6; sequence++)
      append(log, [`v${sequence}`], { ...produced, baseSequence: sequence })
    for (const restart of ['clean', 'crash'] as const) {
      await flushed(log)
      if (restart === 'clean') await logs.close()
      logs = await openLogs(restart === 'clean' ? disk : disk.kill())
      log = await logs.open(orders, smallLog)
      for (let sequence = 1; sequence < 6; sequence++) {
        const again = log.appendAsLeader(batchOf([`v${sequence}`], { ...produced, baseSequence: sequence }), client)
        expect(again).toMatchObject({ ok: true, value: { baseOffset: sequence, duplicate: true } })
      }
    }
  })

  test('gives all records its own time when the topic wants LogAppendTime', async () => {
    const time = new TestTime()
    const log = await newLog({ logAppendTime: true }, time)
    const appended = log.appendAsLeader(batchOf(['a', 'b'], { timestamp: 5 }), client)
    expect(appended).toMatchObject({ ok: true, value: { logAppendTimeMs: time.nowMs } })
    const records = await readAll(log)
    expect(maxTimestampOf(records)).toBe(time.nowMs)
    const stamped = [...recordsOf(records, { decompressedBytesMax: 1000 })].map(({ timestamp }) => timestamp)
    expect(stamped).toEqual([time.nowMs, time.nowMs])
  })

  test.each([
    [
      'a batch that is larger than max.message.bytes',
      { maxMessageBytes: 100 },
      batchOf(['x'.repeat(100)]),
      'MESSAGE_TOO_LARGE'
    ],
    ['a time too far in the future', {}, batchOf(['a'], { timestamp: 1_700_003_600_001 }), 'INVALID_TIMESTAMP'],
    [
      'a time too far in the past',
      { timestampBeforeMaxMs: 10 },
      batchOf(['a'], { timestamp: 1_699_999_999_989 }),
      'INVALID_TIMESTAMP'
    ],
    ['a control batch', {}, batchOf(['a'], { control: true }), 'INVALID_RECORD'],
    ['a flipped bit', {}, flipped(batchOf(['abcdef']), 66), 'CORRUPT_MESSAGE'],
    ['half a batch', {}, batchOf(['abcdef']).subarray(0, 65), 'CORRUPT_MESSAGE'],
    ['two batches', {}, Buffer.concat([batchOf(['a']), batchOf(['b'])]), 'INVALID_RECORD']
  ] as const)('refuses %s of a client, and appends nothing of it', async (_, config, records, code) => {
    const log = await newLog(config)
    expect(codeOf(log.appendAsLeader(records, client))).toBe(ErrorCode[code])
    expect(log.logEndOffset).toBe(0)
    expect(log.activeProducers()).toEqual([])
  })

  test('takes several batches of a coordinator at once, and none when one is bad', async () => {
    const log = await newLog()
    const records = Buffer.concat([batchOf(['a', 'b']), batchOf(['c'])])
    expect(log.appendAsLeader(records, coordinator)).toMatchObject({
      ok: true,
      value: { baseOffset: 0, lastOffset: 2 }
    })
    const bad = Buffer.concat([batchOf(['d']), flipped(batchOf(['e']), 62)])
    expect(codeOf(log.appendAsLeader(bad, coordinator))).toBe(ErrorCode.CORRUPT_MESSAGE)
    expect(await valuesOf(log)).toEqual(['0:a', '1:b', '2:c'])
  })

  test('holds the last stable offset at an open transaction until its marker is replicated', async () => {
    const log = await newLog()
    append(log, ['a'])
    append(log, ['t'], { producerId: 8, producerEpoch: 1, baseSequence: 0, transactional: true })
    append(log, ['b'])
    log.setHighWatermark(at(3))
    expect(log.lastStableOffset).toBe(1)
    const marker = {
      type: 1,
      producerId: 8,
      producerEpoch: 1,
      coordinatorEpoch: 0,
      timestamp: 1_700_000_000_000
    } as const
    expect(codeOf(log.appendAsLeader(buildEndTransactionBatch(marker), coordinator))).toBe(ErrorCode.NONE)
    expect(log.lastStableOffset).toBe(1)
    log.setHighWatermark(at(4))
    expect(log.lastStableOffset).toBe(4)
    expect(log.activeProducers()).toMatchObject([{ producerId: 8, currentTransactionStartOffset: -1 }])
  })

  test('refuses appends while more waits for the disk than may', async () => {
    const logs = await openLogs(memoryFileSystem(), { unwrittenBytesMax: 1000 })
    const log = await logs.open(orders, smallLog)
    append(log, ['x'.repeat(1000)])
    expect(codeOf(log.appendAsLeader(batchOf(['y']), client))).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    await flushed(log)
    expect(codeOf(log.appendAsLeader(batchOf(['y']), client))).toBe(ErrorCode.NONE)
  })
})

describe('a follower', () => {
  /** What a leader has: three batches in two epochs. */
  async function leaderRecords(): Promise<Buffer> {
    const leader = await newLog()
    append(leader, ['a', 'b'], { inEpoch: 1, producerId: 4, producerEpoch: 0, baseSequence: 0 })
    append(leader, ['c'], { inEpoch: 1 })
    append(leader, ['d'], { inEpoch: 3 })
    return readAll(leader)
  }

  test('has the same bytes, epochs and producers as the leader', async () => {
    const records = await leaderRecords()
    const log = await newLog()
    expect(log.appendAsFollower(Buffer.from(records))).toEqual({ ok: true, value: { nextOffset: 4 } })
    expect((await readAll(log)).equals(records)).toBe(true)
    expect(log.endOffsetForEpoch(epoch(2))).toEqual({ epoch: 1, endOffset: 3 })
    expect(log.activeProducers()).toMatchObject([{ producerId: 4, lastSequence: 1 }])
  })

  test('skips batches that it has', async () => {
    const records = await leaderRecords()
    const log = await newLog()
    log.appendAsFollower(Buffer.from(records))
    expect(log.appendAsFollower(Buffer.from(records))).toEqual({ ok: true, value: { nextOffset: 4 } })
    expect(await valuesOf(log)).toEqual(['0:a', '1:b', '2:c', '3:d'])
  })

  test('refuses a gap, a flipped bit, an older epoch and half a batch', async () => {
    const records = await leaderRecords()
    const first = records.readInt32BE(8) + 12
    const codeAfter = async (change: (copy: Buffer) => Buffer): Promise<number> => {
      const log = await newLog()
      const appended = log.appendAsFollower(change(Buffer.from(records)))
      expect(log.logEndOffset).toBeLessThan(4)
      return appended.ok ? 0 : appended.error.code
    }
    expect(await codeAfter((copy) => copy.subarray(first))).toBe(ErrorCode.OFFSET_OUT_OF_RANGE)
    expect(await codeAfter((copy) => flipped(copy, first + 62))).toBe(ErrorCode.CORRUPT_MESSAGE)
    expect(await codeAfter((copy) => copy.subarray(0, -1))).toBe(ErrorCode.CORRUPT_MESSAGE)
    const ahead = await newLog()
    ahead.startEpoch(epoch(2))
    expect(ahead.appendAsFollower(Buffer.from(records))).toMatchObject({
      ok: false,
      error: { code: ErrorCode.FENCED_LEADER_EPOCH }
    })
  })

  test('that begins where the leader does, within a batch, takes the whole batch', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    const log = await logs.open(orders, smallLog)
    await log.resetTo(at(1))
    expect(log.appendAsFollower(await leaderRecords())).toEqual({ ok: true, value: { nextOffset: 4 } })
    expect(log.logStartOffset).toBe(1)
    await flushed(log)
    const survivor = disk.crash()
    const again = await openLogs(survivor)
    const recovered = await again.open(orders, smallLog)
    expect(recovered).toMatchObject({ logStartOffset: 1, logEndOffset: 4 })
    expect(await valuesOf(recovered)).toEqual(['0:a', '1:b', '2:c', '3:d'])
    expect(await survivor.list('/data/orders-0')).not.toContain('00000000000000000001.log')
  })
})

describe('timestamps', () => {
  test('lead to the first record at or after them, also when they do not ascend', async () => {
    const log = await newLog({ segmentBytes: 400 })
    for (const [index, timestamp] of [100, 300, 200, 500, 400, 600].entries()) append(log, [`${index}`], { timestamp })
    const find = async (timestampMs: number, upTo = 6) =>
      (await log.offsetForTimestamp(TimestampMs(timestampMs), at(upTo)))?.offset
    expect(await find(0)).toBe(0)
    expect(await find(101)).toBe(1)
    expect(await find(301)).toBe(3)
    expect(await find(600)).toBe(5)
    expect(await find(600, 5)).toBeUndefined()
    expect(await find(601)).toBeUndefined()
  })

  test('lead into a batch', async () => {
    const log = await newLog()
    log.appendAsLeader(batchOf(['a', 'b']), client)
    expect(await log.offsetForTimestamp(TimestampMs(1_700_000_000_000), at(2))).toEqual({
      offset: 0,
      timestampMs: 1_700_000_000_000,
      epoch: 0
    })
  })

  test('have a largest one', async () => {
    const log = await newLog({ segmentBytes: 300 })
    expect(await log.maxTimestampOffset(at(0))).toBeUndefined()
    for (const timestamp of [100, 900, 200, 500]) append(log, ['x'], { timestamp, inEpoch: 2 })
    expect(await log.maxTimestampOffset(at(4))).toEqual({ offset: 1, timestampMs: 900, epoch: 2 })
  })

  test('have a largest one also when a larger one lies before the start of the log, or not below the limit', async () => {
    const log = await newLog({ segmentBytes: 300 })
    for (const timestamp of [100, 900, 200, 500, 400, 950]) append(log, ['x'], { timestamp })
    await flushed(log)
    expect((await log.maxTimestampOffset(at(5)))?.offset).toBe(1)
    log.setHighWatermark(at(6))
    await log.setLogStartOffset(at(2))
    expect((await log.maxTimestampOffset(at(5)))?.offset).toBe(3)
    expect((await log.maxTimestampOffset(at(3)))?.offset).toBe(2)
  })
})

function flipped(records: Buffer, index: number): Buffer {
  const copy = Buffer.from(records)
  copy[index]! ^= 0x10
  return copy
}
