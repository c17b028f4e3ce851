import { describe, expect, test } from '@jest/globals'
import {
  batchesOf,
  buildEndTransactionBatch,
  buildRecordBatch,
  CompressionCodec,
  ControlRecordType,
  hasDeleteHorizon,
  hasValidCrc,
  isControl,
  type NewBatch,
  recordsOf
} from '@gregor/protocol'
import { type MemoryFileSystem, memoryFileSystem, type PartitionLog } from '../src/index.ts'
import { at, epoch, flushed, openLogs, orders, readAll, smallLog } from './support/logs.ts'
import { seededRandom, TestTime } from './support/world.ts'

const SEEDS = Number(process.env['CRASH_SEEDS'] ?? 25)
const FIRST_SEED = Number(process.env['CRASH_FIRST_SEED'] ?? 1)
const config = { ...smallLog, compacts: true, deletes: false, segmentBytes: 400, indexIntervalBytes: 100 }
const DAY_MS = 86_400_000
const CHECK_MS = 1000

/** Appends one batch of `key=value` or `key=` (a tombstone) each. */
function put(log: PartitionLog, entries: readonly string[], batch: Partial<NewBatch> = {}): void {
  const records = entries.map((entry) => {
    const [key, value] = entry.split('=')
    return { key: Buffer.from(key!), value: value === '' ? null : Buffer.from(value!), timestamp: 1_700_000_000_000 }
  })
  const appended = log.appendAsLeader(buildRecordBatch({ ...batch, records }), {
    leaderEpoch: epoch(0),
    origin: 'coordinator'
  })
  if (!appended.ok) throw new Error(appended.error.message)
}

function end(log: PartitionLog, producerId: number, type: ControlRecordType): void {
  const marker = { type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 1_700_000_000_000 }
  log.appendAsLeader(buildEndTransactionBatch(marker), { leaderEpoch: epoch(0), origin: 'coordinator' })
}

async function entriesOf(log: PartitionLog): Promise<string[]> {
  const records = await readAll(log)
  const entries: string[] = []
  for (const { position } of batchesOf(records)) {
    expect(hasValidCrc(records, position)).toBe(true)
    for (const { offset, key, value } of recordsOf(records, { at: position, decompressedBytesMax: 1 << 20 })) {
      entries.push(`${offset}:${String(key)}=${value === null ? '' : value.toString()}`)
    }
  }
  return entries
}

async function openLog(disk: MemoryFileSystem, time = new TestTime()): Promise<PartitionLog> {
  return (
    await openLogs(disk, {
      time,
      retentionCheckMs: CHECK_MS,
      recoveryPointCheckpointMs: CHECK_MS / 2,
      cacheBytesMaxPerLog: 0
    })
  ).open(orders, config)
}

/** Makes everything so far compactable: durable, below the high watermark, and not in the last segment. */
async function seal(log: PartitionLog): Promise<void> {
  for (let fill = 0; fill < 2; fill++) put(log, [`fill${fill}=${'x'.repeat(300)}`])
  await flushed(log)
  log.setHighWatermark(log.logEndOffset)
}

/** Lets the time come at which logs are looked after, and that work end. */
async function maintain(disk: MemoryFileSystem, time: TestTime): Promise<void> {
  time.advance(CHECK_MS)
  for (let before = -1; before !== disk.operations;) {
    before = disk.operations
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
  }
}

async function segmentsOf(disk: MemoryFileSystem): Promise<number> {
  return (await disk.list('/data/orders-0')).filter((name) => name.endsWith('.log')).length
}

describe('compaction', () => {
  test('keeps the newest record of each key at its offset, and what has no newer one', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    put(log, ['a=1', 'b=1', 'c=1'])
    put(log, ['b=2', 'd=1'])
    put(log, ['a=2'])
    put(log, ['d=2', 'e=1', 'd=3'])
    await seal(log)
    const before = log.sizeBytes
    await maintain(disk, time)
    expect((await entriesOf(log)).slice(0, 5)).toEqual(['2:c=1', '3:b=2', '5:a=2', '7:e=1', '8:d=3'])
    expect(log.sizeBytes).toBeLessThan(before)
    expect(log).toMatchObject({ logStartOffset: 0, logEndOffset: 11 })
    expect((await log.read(at(0), { maxBytes: 1, upTo: at(11), minOneBatch: true })).nextOffset).toBe(3)
    const entries = await entriesOf(log)
    const reopened = await openLog(disk.crash())
    expect(await entriesOf(reopened)).toEqual(entries)
  })

  test('leaves the last segment, what is not replicated and what is undecided alone', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    put(log, ['a=1'])
    put(log, ['a=2'], { producerId: 9, producerEpoch: 0, transactional: true })
    await seal(log)
    const before = await entriesOf(log)
    await maintain(disk, time)
    expect(await entriesOf(log)).toEqual(before)
    end(log, 9, ControlRecordType.COMMIT)
    put(log, ['b=1'])
    put(log, ['b=2'])
    await seal(log)
    await maintain(disk, time)
    const after = await entriesOf(log)
    expect(after).not.toContain('0:a=1')
    expect(after).toContain('1:a=2')
    expect(after).not.toContain('5:b=1')
  })

  test('merges the small segments that it leaves', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    for (let index = 0; index < 40; index++) put(log, [`key=${index}${'x'.repeat(100)}`])
    await seal(log)
    await maintain(disk, time)
    expect(await segmentsOf(disk)).toBeGreaterThan(20)
    put(log, ['key=last'])
    await seal(log)
    await maintain(disk, time)
    expect(await segmentsOf(disk)).toBeLessThan(10)
    expect((await entriesOf(log)).filter((entry) => entry.includes('key='))).toHaveLength(1)
  })

  test('removes a tombstone when it has been alone for a day', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    const again = async (): Promise<string[]> => {
      for (let fill = 0; fill < 6; fill++) put(log, [`fill=${fill}${'x'.repeat(300)}`])
      await seal(log)
      await maintain(disk, time)
      return entriesOf(log)
    }
    put(log, ['a=1'])
    put(log, ['a='])
    expect(await again()).toContain('1:a=')
    expect(await again()).not.toContain('0:a=1')
    time.nowMs += DAY_MS
    expect(await again()).not.toContain('1:a=')
  })

  test('keeps compression, sequence and span of a batch that shrinks', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    put(log, ['a=1', 'b=1', 'a=2', 'c=1', 'c=2'], {
      compression: CompressionCodec.GZIP,
      producerId: 4,
      producerEpoch: 2,
      baseSequence: 7
    })
    put(log, ['c=3', 'x=1'], { producerId: 4, producerEpoch: 2, baseSequence: 12 })
    await seal(log)
    await maintain(disk, time)
    const [header] = [...batchesOf(await readAll(log))]
    expect(header).toMatchObject({
      baseOffset: 0,
      lastOffset: 4,
      count: 2,
      producerId: 4,
      producerEpoch: 2,
      baseSequence: 7
    })
    expect(header!.attributes & 7).toBe(CompressionCodec.GZIP)
    const reopened = await openLog(disk.kill())
    expect(reopened.activeProducers()).toMatchObject([{ producerId: 4, producerEpoch: 2, lastSequence: 13 }])
  })

  test('keeps the newest batch of a producer, for its sequence', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    put(log, ['a=1'], { producerId: 4, producerEpoch: 0, baseSequence: 0 })
    put(log, ['a=2'], { producerId: 4, producerEpoch: 0, baseSequence: 1 })
    put(log, ['a=3'])
    await seal(log)
    await maintain(disk, time)
    expect((await entriesOf(log)).slice(0, 2)).toEqual(['1:a=2', '2:a=3'])
  })

  test('removes what was aborted, and compares keys only with what was committed', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    const transactional = (producerId: number): Partial<NewBatch> => ({
      producerId,
      producerEpoch: 0,
      transactional: true
    })
    put(log, ['a=1', 'b=1'])
    put(log, ['a=2', 'c=2'], transactional(7))
    put(log, ['b=3', 'c=3'], transactional(8))
    end(log, 7, ControlRecordType.ABORT)
    end(log, 8, ControlRecordType.COMMIT)
    put(log, ['d=4'], transactional(7))
    end(log, 7, ControlRecordType.COMMIT)
    await seal(log)
    await maintain(disk, time)
    const kept = (await entriesOf(log)).filter((entry) => /:[a-d]=/.test(entry))
    expect(kept).toEqual(['0:a=1', '4:b=3', '5:c=3', '8:d=4'])
    const read = async (from: PartitionLog) =>
      (await from.read(at(4), { maxBytes: 1, upTo: log.logEndOffset, minOneBatch: true, withAborted: true })).aborted
    expect(await read(log)).toMatchObject([{ producerId: 7, lastOffset: 6 }])
    const reopened = await openLog(disk.kill())
    expect((await entriesOf(reopened)).filter((entry) => /:[a-d]=/.test(entry))).toEqual(kept)
    expect(reopened.activeProducers().every((producer) => producer.currentTransactionStartOffset === -1)).toBe(true)
  })

  test('removes an end marker, and what it says of readers, a day after the last of its transaction', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    /** Offsets of the markers that are left, those first that are to go some time. */
    const pass = async (): Promise<string[]> => {
      for (let fill = 0; fill < 6; fill++) put(log, [`fill=${fill}${'x'.repeat(300)}`])
      await seal(log)
      await maintain(disk, time)
      return [...batchesOf(await readAll(log))]
        .filter(({ attributes }) => isControl(attributes))
        .map(({ attributes, baseOffset }) => `${baseOffset}${hasDeleteHorizon(attributes) ? ' goes' : ''}`)
    }
    const aborted = async (): Promise<number> => {
      const options = { maxBytes: 1, upTo: log.logEndOffset, minOneBatch: true, withAborted: true }
      return (await log.read(at(0), options)).aborted!.length
    }
    put(log, ['a=1'], { producerId: 7, producerEpoch: 0, baseSequence: 0, transactional: true })
    end(log, 7, ControlRecordType.ABORT)
    put(log, ['a=2'], { producerId: 7, producerEpoch: 0, baseSequence: 1, transactional: true })
    end(log, 7, ControlRecordType.COMMIT)
    expect(await pass()).toEqual(['1', '3'])
    expect(await pass()).toEqual(['1 goes', '3'])
    expect(await aborted()).toBe(1)
    time.nowMs += DAY_MS - 10 * CHECK_MS
    expect(await pass()).toEqual(['1 goes', '3'])
    const batches = [...batchesOf(await readAll(log))]
    const marker = batches.find(({ baseOffset }) => baseOffset === 1)!
    expect(marker).toMatchObject({ maxTimestamp: 1_700_000_000_000, producerId: 7, lastOffset: 1, count: 1 })
    expect((await entriesOf(log)).some((entry) => entry.startsWith('1:'))).toBe(true)
    time.nowMs += 10 * CHECK_MS
    expect(await pass()).toEqual(['3'])
    expect(await aborted()).toBe(0)
    expect(await entriesOf(log)).toContain('2:a=2')
  })

  test('keeps the marker that is all that is known of the epoch of a producer', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    log.setConfig({ ...config, producerIdExpirationMs: 100 * DAY_MS })
    end(log, 7, ControlRecordType.ABORT)
    for (let round = 0; round < 3; round++) {
      for (let fill = 0; fill < 6; fill++) put(log, [`fill=${fill}${'x'.repeat(300)}`])
      await seal(log)
      await maintain(disk, time)
      time.nowMs += DAY_MS
    }
    const [first] = [...batchesOf(await readAll(log))]
    expect(first).toMatchObject({ baseOffset: 0, producerId: 7 })
    expect(hasDeleteHorizon(first!.attributes)).toBe(true)
  })

  test('is not in the way of readers', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const log = await openLog(disk, time)
    for (let index = 0; index < 200; index++) put(log, [`k${index % 7}=${'x'.repeat(index % 50)}`])
    await seal(log)
    disk.intercept(() => new Promise(setImmediate))
    const state = { over: false }
    /** Reads at random offsets: each must give a batch that holds the offset, or the next that is left. */
    const reader = async (seed: number): Promise<number> => {
      const random = seededRandom(seed)
      let reads = 0
      for (; !state.over; reads++) {
        const offset = random.int(log.logEndOffset)
        const { records } = await log.read(at(offset), { maxBytes: 1, upTo: log.logEndOffset, minOneBatch: true })
        const [header] = [...batchesOf(records)]
        expect(hasValidCrc(records)).toBe(true)
        expect(header!.lastOffset).toBeGreaterThanOrEqual(offset)
      }
      return reads
    }
    const readers = [1, 2, 3, 4, 5].map(reader)
    time.advance(CHECK_MS)
    for (let turn = 0; turn < 20_000 && (await segmentsOf(disk)) > 0 && log.sizeBytes > 3000; turn++) {
      await new Promise(setImmediate)
    }
    state.over = true
    for (const reads of await Promise.all(readers)) expect(reads).toBeGreaterThan(20)
    expect(log.sizeBytes).toBeLessThanOrEqual(3000)
  })

  test('interrupted anywhere leaves the newest value of every key, each at the offset it had', async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      try {
        await runSeed(seed)
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`, { cause: error })
      }
    }
  }, 120_000)
})

/** Lives that begin with a look at what the last one left, and end in a crash while the log is compacted. */
async function runSeed(seed: number): Promise<void> {
  const random = seededRandom(seed)
  const time = new TestTime()
  const written = new Map<number, string>()
  let disk = memoryFileSystem()
  for (let lives = 5; lives > 0; lives--) {
    const log = await openLog(disk, time)
    await checkCompacted(log, written)
    for (let round = random.int(3); round >= 0; round--) {
      for (let index = random.int(30); index >= 0; index--) {
        const entry = `k${random.int(8)}=${'x'.repeat(random.int(200))}`
        written.set(log.logEndOffset, entry)
        put(log, [entry])
      }
      await flushed(log)
      log.setHighWatermark(log.logEndOffset)
      if (round > 0) await maintain(disk, time)
    }
    const life = { operationsLeft: random.int(120) }
    disk.intercept(() => (--life.operationsLeft < 0 ? new Promise(() => {}) : undefined))
    time.advance(CHECK_MS)
    for (let turn = 0; turn < 60 && life.operationsLeft >= 0; turn++) await new Promise(setImmediate)
    disk = disk.crash(random.int(2) === 0 ? {} : { random })
  }
}

async function checkCompacted(log: PartitionLog, written: ReadonlyMap<number, string>): Promise<void> {
  const entries = (await entriesOf(log)).map((entry) => [Number(entry.split(':')[0]), entry.split(':')[1]!] as const)
  let before = -1
  for (const [offset, entry] of entries) {
    expect(written.get(offset)).toBe(entry)
    expect(offset).toBeGreaterThan(before)
    before = offset
    const read = await log.read(at(offset), { maxBytes: 1, upTo: log.logEndOffset, minOneBatch: true })
    expect(read.nextOffset).toBe(offset + 1)
  }
  const keyOf = (entry: string): string => entry.split('=')[0]!
  const newest = new Map([...written].map(([offset, entry]) => [keyOf(entry), offset]))
  const found = new Map(entries.map(([offset, entry]) => [keyOf(entry), offset]))
  expect(found).toEqual(newest)
}
