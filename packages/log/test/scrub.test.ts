import { describe, expect, test } from '@jest/globals'
import { type MetricDefinition, type Metrics, noMetrics, PartitionIndex } from '@gregor/base'
import { baseOffsetOf, batchBytesOf } from '@gregor/protocol'
import {
  CorruptLogError,
  type LogManager,
  type LogManagerOptions,
  type MemoryFileSystem,
  memoryFileSystem,
  type PartitionLog
} from '../src/index.ts'
import { append, at, flushed, openLogs, orders, smallLog, valuesOf } from './support/logs.ts'
import { TestTime } from './support/world.ts'

const folder = '/data/orders-0'
const first = `${folder}/00000000000000000000.log`
const config = { ...smallLog, segmentBytes: 700, indexIntervalBytes: 100 }
const rate = 1000

interface World {
  readonly disk: MemoryFileSystem
  readonly time: TestTime
  readonly logs: LogManager
  readonly log: PartitionLog
  readonly counts: ReadonlyMap<string, number>
}

/** A log of thirty batches in several segments, and a scrub that begins after a second. */
async function world(options: Partial<LogManagerOptions> = {}): Promise<World> {
  const disk = memoryFileSystem()
  const time = new TestTime()
  const counts = new Map<string, number>()
  const counter = ({ name }: MetricDefinition): { inc(by?: number): void } => ({
    inc: (by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by)
  })
  const metrics: Metrics = { ...noMetrics, counter }
  const scrub = { scrubBytesPerSecond: rate, scrubDelayMs: 1000, scrubPauseMs: 1_000_000 }
  const logs = await openLogs(disk, { time, metrics, ...scrub, ...options })
  const log = await logs.open(orders, config)
  for (let index = 0; index < 30; index++) append(log, [`value ${index}`])
  await flushed(log)
  return { disk, time, logs, log, counts }
}

/** Lets time pass in small steps, and what it set off happen. */
async function pass(time: TestTime, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 50) {
    time.advance(50)
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  }
}

async function flip(disk: MemoryFileSystem, path: string, position: number, bit = 1): Promise<void> {
  const file = await disk.open(path, 'write')
  const byte = new Uint8Array(1)
  await file.read(byte, position)
  byte[0]! ^= bit
  await file.write([byte], position)
  await file.close()
}

/** Everything that a log of this test holds has been read, several times over. */
const roundMs = 20_000

describe('the scrub', () => {
  test('finds a flipped bit in a closed segment: the log fails, says where, and is not opened again', async () => {
    const { disk, time, logs, log, counts } = await world()
    let told = 0
    log.onFlushed(() => void told++)
    await flip(disk, first, batchBytesOf(await disk.readFile(first)) + 70)
    await pass(time, roundMs)
    expect(log.failure).toBeInstanceOf(CorruptLogError)
    expect(log.failure?.message).toMatch(
      /orders-0.* is damaged: a record batch with a wrong checksum at position \d+ of/
    )
    expect(told).toBe(1)
    expect(counts.get('gregor_log_damaged_batches_total')).toBe(1)
    await logs.close()
    const again = await openLogs(disk)
    await expect(again.open(orders, config)).rejects.toThrow(/damaged\.txt says: .* wrong checksum/)
  })

  test('leaves a log alone that is sound, and rests when it has seen everything', async () => {
    const { time, log, counts } = await world()
    await pass(time, roundMs)
    expect(log.failure).toBeUndefined()
    expect(counts.get('gregor_log_scrubbed_bytes_total')).toBeGreaterThanOrEqual(log.sizeBytes)
    const seen = counts.get('gregor_log_scrubbed_bytes_total')
    await pass(time, roundMs)
    expect(counts.get('gregor_log_scrubbed_bytes_total')).toBe(seen)
    expect(append(log, ['next'])).toBe(30)
  })

  test('finds any flipped bit of a batch that is not the leader epoch', async () => {
    const { disk } = await world()
    const size = batchBytesOf(await disk.readFile(first))
    for (let position = 0; position < size; position++) {
      if (position >= 12 && position < 16) continue
      const copy = disk.kill()
      await flip(copy, first, position, 1 << (position & 7))
      const time = new TestTime()
      const options = { time, scrubBytesPerSecond: 1 << 20, scrubDelayMs: 0 }
      const log = await (await openLogs(copy, { ...options })).open(orders, config).catch((error: unknown) => error)
      if (log instanceof CorruptLogError) continue
      await pass(time, 100)
      expect((log as PartitionLog).failure).toBeInstanceOf(CorruptLogError)
    }
  })

  test('reads no faster than it may', async () => {
    const { time, log, counts } = await world()
    const seen = (): number => counts.get('gregor_log_scrubbed_bytes_total') ?? 0
    await pass(time, 950)
    expect(seen()).toBe(0)
    for (let second = 1; seen() < log.sizeBytes; second++) {
      await pass(time, 1000)
      expect(seen()).toBeLessThanOrEqual(rate * (second + 1))
      expect(second).toBeLessThan(60)
    }
  })

  test('does not rest before there was anything to read (simulator seed 102249)', async () => {
    const disk = (await world()).disk.kill()
    const time = new TestTime()
    const scrub = { scrubBytesPerSecond: rate, scrubDelayMs: 1000, scrubPauseMs: 1_000_000 }
    const logs = await openLogs(disk, { time, ...scrub })
    // The broker waits for the quorum, and has not heard yet which replicas it has.
    await pass(time, 3500)
    const log = await logs.open(orders, config)
    await flip(disk, first, batchBytesOf(await disk.readFile(first)) + 70)
    await pass(time, roundMs)
    expect(log.failure).toBeInstanceOf(CorruptLogError)
  })

  test('reads nothing when it is turned off', async () => {
    const { disk, time, log, counts } = await world({ scrubBytesPerSecond: 0 })
    await flip(disk, first, 70)
    await pass(time, roundMs)
    expect(log.failure).toBeUndefined()
    expect(counts.get('gregor_log_scrubbed_bytes_total') ?? 0).toBe(0)
  })

  test('says nothing of what was cut off while it was read', async () => {
    const { disk, time, log } = await world()
    const held = await holdNextRead(disk, time)
    const cutting = log.truncateTo(at(3))
    held.release()
    await cutting
    append(log, ['other'])
    await flushed(log)
    await pass(time, roundMs)
    expect(log.failure).toBeUndefined()
    expect((await valuesOf(log)).at(-1)).toBe('3:other')
  })

  test('says nothing of what was deleted while it was read', async () => {
    const { disk, time, log } = await world()
    const held = await holdNextRead(disk, time)
    log.setHighWatermark(at(30))
    log.setConfig({ ...config, retentionBytes: 1 })
    expect(await log.applyRetention()).toBeGreaterThan(0)
    held.release()
    await pass(time, roundMs)
    expect(log.failure).toBeUndefined()
    expect(log.logStartOffset).toBeGreaterThan(0)
  })

  test('says nothing of what compaction replaced while it was read', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const logs = await openLogs(disk, { time, retentionCheckMs: 60_000, scrubDelayMs: 1000 })
    const log = await logs.open(orders, { ...config, compacts: true, deletes: false })
    for (let index = 0; index < 30; index++) append(log, [`value ${index}`], { key: Buffer.from('one') })
    await flushed(log)
    log.setHighWatermark(at(30))
    const before = log.sizeBytes
    const held = await holdNextRead(disk, time)
    time.advance(60_000)
    while (log.sizeBytes === before) await new Promise(setImmediate)
    held.release()
    await pass(time, 1000)
    expect(log.failure).toBeUndefined()
  })

  test('goes on with the other logs after it found a damaged one', async () => {
    const { disk, time, logs, log } = await world()
    const others: PartitionLog[] = []
    for (const partition of [1, 2]) {
      const other = await logs.open({ ...orders, partition: PartitionIndex(partition) }, config)
      for (let index = 0; index < 30; index++) append(other, [`value ${index}`])
      await flushed(other)
      others.push(other)
    }
    await flip(disk, first, 70)
    await flip(disk, '/data/orders-2/00000000000000000000.log', 70)
    await pass(time, 3 * roundMs)
    expect([log, ...others].map(({ failure }) => failure instanceof CorruptLogError)).toEqual([true, false, true])
  })
})

/** Lets time pass until the scrub reads the first segment, and holds that read. */
async function holdNextRead(disk: MemoryFileSystem, time: TestTime): Promise<{ release: () => void }> {
  const held: (() => void)[] = []
  disk.intercept(({ kind, path }) => {
    if (kind !== 'read' || path !== first || held.length > 0) return undefined
    return new Promise((resolve) => void held.push(resolve))
  })
  for (let waited = 0; held.length === 0 && waited < roundMs; waited += 50) await pass(time, 50)
  disk.intercept(undefined)
  const [release] = held
  if (release === undefined) throw new Error('the scrub reads nothing')
  return { release }
}

describe('a damaged log', () => {
  test('is set aside as it is, and an empty one takes its place', async () => {
    const { disk, time, logs, log, counts } = await world()
    await flip(disk, first, 70)
    const content = await disk.readFile(first)
    await pass(time, roundMs)
    const aside = await logs.setAsideDamaged(orders.topicId, orders.partition)
    expect(aside).toMatch(/^\/data\/orders-0\..*-damaged$/)
    expect(await disk.readFile(`${aside}/00000000000000000000.log`)).toEqual(content)
    expect(logs.get(orders.topicId, orders.partition)).toBeUndefined()
    expect(counts.get('gregor_log_repairs_total')).toBe(1)

    const anew = await logs.open(orders, config)
    expect(anew).not.toBe(log)
    expect(anew.logEndOffset).toBe(0)
    append(anew, ['again'])
    await flushed(anew)
    expect(await valuesOf(anew)).toEqual(['0:again'])
    expect(await disk.readFile(`${aside}/00000000000000000000.log`)).toEqual(content)

    await logs.close()
    const next = await openLogs(disk)
    expect(next.found).toEqual([orders])
    expect(await disk.list('/data')).toContain(aside!.slice('/data/'.length))
  })

  test('is set aside although it was never open', async () => {
    const { disk } = await world()
    const killed = disk.kill()
    await killed.remove('/data/recovery-point-offset-checkpoint').catch(() => undefined)
    await flip(killed, first, 70)
    const logs = await openLogs(killed)
    await expect(logs.open(orders, config)).rejects.toThrow(CorruptLogError)
    expect(await logs.setAsideDamaged(orders.topicId, orders.partition)).toMatch(/-damaged$/)
    const log = await logs.open(orders, config)
    expect(log.logEndOffset).toBe(0)
  })

  test('whose folder cannot be renamed is not taken for one that is gone', async () => {
    const { disk, time, logs } = await world()
    await flip(disk, first, 70)
    await pass(time, roundMs)
    disk.intercept(({ kind }) => (kind === 'rename' ? Promise.reject(new Error('EIO')) : undefined))
    await expect(logs.setAsideDamaged(orders.topicId, orders.partition)).rejects.toThrow('EIO')
    disk.intercept(undefined)
    expect(await logs.setAsideDamaged(orders.topicId, orders.partition)).toMatch(/-damaged$/)
  })

  test('is found by a read that checks, and by one that finds no batch where one must be', async () => {
    const read = { maxBytes: 100, upTo: at(30), minOneBatch: true }
    for (const [position, checkCrc] of [
      [70, true],
      [16, false]
    ] as const) {
      const { disk, log } = await world({ cacheBytesMaxPerLog: 0, scrubBytesPerSecond: 0 })
      await flip(disk, first, position)
      await expect(log.read(at(0), { ...read, checkCrc })).rejects.toThrow(CorruptLogError)
      expect(log.failure).toBeInstanceOf(CorruptLogError)
    }
  })

  test('is not compacted: what a flipped bit says must not get a new checksum', async () => {
    const disk = memoryFileSystem()
    const time = new TestTime()
    const logs = await openLogs(disk, { time, retentionCheckMs: 60_000, scrubBytesPerSecond: 0 })
    const log = await logs.open(orders, { ...config, compacts: true, deletes: false })
    for (let index = 0; index < 30; index++) append(log, [`value ${index}`], { key: Buffer.from(`${index % 3}`) })
    await flushed(log)
    log.setHighWatermark(at(30))
    await flip(disk, first, batchBytesOf(await disk.readFile(first)) - 5)
    const content = await disk.readFile(first)
    await pass(time, 60_100)
    expect(log.failure).toBeInstanceOf(CorruptLogError)
    expect(await disk.readFile(first)).toEqual(content)
  })

  test('is not one whose index leads nowhere', async () => {
    const { disk, logs } = await world()
    await logs.close()
    const index = first.replace('.log', '.index')
    const entries = await disk.readFile(index)
    for (let entry = 0; entry < entries.length; entry += 8) entries[entry + 7]! += 5
    await disk.replaceFile(index, entries)
    const log = await (await openLogs(disk)).open(orders, config)
    for (let offset = 0; offset < 5; offset++) {
      const { records } = await log.read(at(offset), { maxBytes: 100, upTo: at(30), minOneBatch: true })
      expect(baseOffsetOf(records)).toBeLessThanOrEqual(offset)
    }
    expect(log.failure).toBeUndefined()
  })
})
