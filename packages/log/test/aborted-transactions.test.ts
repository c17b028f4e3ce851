import { describe, expect, test } from '@jest/globals'
import { ProducerEpoch, ProducerId } from '@gregor/base'
import { buildEndTransactionBatch, ControlRecordType, ErrorCode } from '@gregor/protocol'
import {
  type LogConfig,
  type LogManager,
  type MemoryFileSystem,
  memoryFileSystem,
  type PartitionLog
} from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, smallLog } from './support/logs.ts'

const folder = '/data/orders-0'
const config: LogConfig = { ...smallLog, segmentBytes: 900, indexIntervalBytes: 100 }
const { ABORT, COMMIT } = ControlRecordType

/** A transaction's next record; sequences are counted by producer and log. */
const sequences = new WeakMap<PartitionLog, Map<number, number>>()
function write(log: PartitionLog, producerId: number, value = 'x'): number {
  const counted = sequences.get(log) ?? new Map<number, number>()
  sequences.set(log, counted)
  const baseSequence = counted.get(producerId) ?? 0
  counted.set(producerId, baseSequence + 1)
  return append(log, [value], { producerId, producerEpoch: 0, baseSequence, transactional: true })
}

function end(log: PartitionLog, producerId: number, type: ControlRecordType): number {
  const marker = { type, producerId, producerEpoch: 0, coordinatorEpoch: 0, timestamp: 1_700_000_000_000 }
  const appended = log.appendAsLeader(buildEndTransactionBatch(marker), {
    leaderEpoch: epoch(0),
    origin: 'coordinator'
  })
  if (!appended.ok) throw new Error(appended.error.message)
  return appended.value.baseOffset
}

/** The aborted transactions that a read lists: producer, first and last offset. */
async function abortedFrom(
  log: PartitionLog,
  from: number,
  { to = log.logEndOffset, maxBytes = 1 << 20 }: { to?: number; maxBytes?: number } = {}
): Promise<string[]> {
  const read = await log.read(at(from), { maxBytes, upTo: at(to), minOneBatch: true, withAborted: true })
  return read.aborted!.map(({ producerId, firstOffset, lastOffset }) => `${producerId}: ${firstOffset}-${lastOffset}`)
}

/** Segments of a few batches each, with transactions that were committed, aborted, and are open. */
async function filledLog(disk: MemoryFileSystem): Promise<{ logs: LogManager; log: PartitionLog }> {
  const logs = await openLogs(disk)
  const log = await logs.open(orders, config)
  for (let round = 0; round < 12; round++) {
    write(log, 1)
    write(log, 2)
    end(log, 1, ABORT)
    write(log, 3, 'y'.repeat(100))
    end(log, 2, COMMIT)
    if (round % 4 === 3) end(log, 3, ABORT)
    await flushed(log)
  }
  write(log, 4)
  await flushed(log)
  log.setHighWatermark(log.logEndOffset)
  return { logs, log }
}

const indexesOf = async (disk: MemoryFileSystem): Promise<string[]> =>
  (await disk.list(folder)).filter((name) => name.endsWith('.txnindex'))

/** What the read of each batch by itself lists. */
async function everyAnswer(log: PartitionLog): Promise<string[][]> {
  const answers: string[][] = []
  for (let from = log.logStartOffset; from < log.logEndOffset; from++) {
    answers.push(await abortedFrom(log, from, { maxBytes: 1 }))
  }
  return answers
}

describe('a log with transactions', () => {
  test('lists the aborted ones that overlap what is read, and no others', async () => {
    const log = await (await openLogs(memoryFileSystem())).open(orders, smallLog)
    write(log, 1) // 0
    write(log, 2) // 1
    end(log, 1, ABORT) // 2
    write(log, 3) // 3
    end(log, 2, COMMIT) // 4
    write(log, 1) // 5
    end(log, 3, ABORT) // 6
    end(log, 1, ABORT) // 7
    expect(await abortedFrom(log, 0, { to: 1 })).toEqual(['1: 0-2'])
    expect(await abortedFrom(log, 0)).toEqual(['1: 0-2', '3: 3-6', '1: 5-7'])
    expect(await abortedFrom(log, 3, { to: 5 })).toEqual(['3: 3-6'])
    expect(await abortedFrom(log, 7)).toEqual(['1: 5-7'])
    const plain = await log.read(at(0), { maxBytes: 1, upTo: at(1), minOneBatch: true })
    expect(plain.aborted).toBeUndefined()
  })

  test('has a last stable offset that is the first of the oldest open one, and never above the high watermark', async () => {
    const log = await (await openLogs(memoryFileSystem())).open(orders, smallLog)
    append(log, ['a'])
    const first = write(log, 1)
    write(log, 2)
    expect(log.lastStableOffset).toBe(0)
    log.setHighWatermark(log.logEndOffset)
    expect(log.lastStableOffset).toBe(first)
    const marker = end(log, 1, COMMIT)
    expect(log.lastStableOffset).toBe(first)
    log.setHighWatermark(at(marker + 1))
    expect(log.lastStableOffset).toBe(2)
    end(log, 2, ABORT)
    log.setHighWatermark(log.logEndOffset)
    expect(log.lastStableOffset).toBe(log.logEndOffset)
  })

  test('keeps the entries in files of the format of Kafka, one for each segment that has some', async () => {
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    const log = await logs.open(orders, smallLog)
    append(log, ['a'])
    write(log, 70_000_000_001)
    write(log, 9)
    end(log, 70_000_000_001, ABORT)
    await logs.close()
    const bytes = await disk.readFile(`${folder}/${'0'.repeat(20)}.txnindex`)
    // Version, producer id, first offset, last offset, last stable offset.
    const fields = ['0000', '000000104c533c01', '0000000000000001', '0000000000000003', '0000000000000002']
    expect(bytes.toString('hex')).toBe(fields.join(''))
  })

  test.each(['clean', 'killed'] as const)('lists the same after a restart (%s)', async (stopped) => {
    const disk = memoryFileSystem()
    const { logs, log } = await filledLog(disk)
    const before = await everyAnswer(log)
    expect(new Set(before.flat()).size).toBe(15)
    expect((await indexesOf(disk)).length).toBeGreaterThan(2)
    if (stopped === 'clean') await logs.close()
    const reopened = await (await openLogs(stopped === 'clean' ? disk : disk.crash())).open(orders, config)
    expect(await everyAnswer(reopened)).toEqual(before)
    reopened.setHighWatermark(reopened.logEndOffset)
    expect(reopened.lastStableOffset).toBe(log.lastStableOffset)
  })

  test('lists the same when memory has no room for two indexes', async () => {
    const disk = memoryFileSystem()
    const { logs, log } = await filledLog(disk)
    const before = await everyAnswer(log)
    await logs.close()
    const small = await (await openLogs(disk, { indexBytesMax: 1, cacheBytesMaxPerLog: 0 })).open(orders, config)
    expect(await everyAnswer(small)).toEqual(before)
    const all = await Promise.all(before.map((_, from) => abortedFrom(small, from, { maxBytes: 1 })))
    expect(all).toEqual(before)
  })

  test.each(['clean', 'killed'] as const)('builds indexes anew that are torn or damaged (%s)', async (stopped) => {
    const edits: ((bytes: Buffer) => Buffer)[] = [
      (bytes) => bytes.subarray(0, -5),
      (bytes) => Buffer.alloc(bytes.length),
      (bytes) => Buffer.concat([bytes, Buffer.alloc(34)]),
      (bytes) => Buffer.concat([bytes, bytes])
    ]
    for (const edit of edits) {
      const disk = memoryFileSystem()
      const { logs, log } = await filledLog(disk)
      const before = await everyAnswer(log)
      if (stopped === 'clean') await logs.close()
      for (const name of await indexesOf(disk)) {
        await disk.replaceFile(`${folder}/${name}`, edit(Buffer.from(await disk.readFile(`${folder}/${name}`))))
      }
      const reopened = await (await openLogs(stopped === 'clean' ? disk : disk.kill())).open(orders, config)
      expect(await everyAnswer(reopened)).toEqual(before)
    }
  })

  test('builds them anew with the other indexes of a segment when all are missing', async () => {
    const disk = memoryFileSystem()
    const { logs, log } = await filledLog(disk)
    const before = await everyAnswer(log)
    await logs.close()
    for (const name of await disk.list(folder)) {
      if (name.endsWith('index')) await disk.remove(`${folder}/${name}`)
    }
    const next = await openLogs(disk)
    expect(await everyAnswer(await next.open(orders, config))).toEqual(before)
    await next.close()
    expect(await everyAnswer(await (await openLogs(disk)).open(orders, config))).toEqual(before)
  })

  // Found by the consistency suite, seed 2222: a leader passed off aborted records as committed after its second start.
  test('lists the same after crashes: what a start adds to an index takes nothing from it', async () => {
    const oneSegment = { ...smallLog, indexIntervalBytes: 100 }
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    const stopped = await logs.open(orders, oneSegment)
    for (let round = 0; round < 4; round++) {
      write(stopped, 1)
      end(stopped, 1, ABORT)
    }
    // Its snapshot of the producers says that the index has all of these.
    await logs.close()
    const killed = await (await openLogs(disk)).open(orders, oneSegment)
    write(killed, 2)
    end(killed, 2, ABORT)
    await flushed(killed)
    const wanted = await everyAnswer(killed)
    expect(wanted[0]).toEqual(['1: 0-1'])
    const recovered = disk.kill()
    expect(await everyAnswer(await (await openLogs(recovered)).open(orders, oneSegment))).toEqual(wanted)
    const again = await (await openLogs(recovered.kill())).open(orders, oneSegment)
    expect(await everyAnswer(again)).toEqual(wanted)
  })

  test('lists the same when a start that builds all indexes of a segment anew is cut short', async () => {
    const oneSegment = { ...smallLog, indexIntervalBytes: 100 }
    const disk = memoryFileSystem()
    const logs = await openLogs(disk)
    const log = await logs.open(orders, oneSegment)
    for (let round = 0; round < 4; round++) {
      write(log, 1)
      end(log, 1, ABORT)
    }
    const wanted = await everyAnswer(log)
    await logs.close()
    // Killed with the snapshot that says that the indexes have all of these; one of them is missing.
    await (await openLogs(disk)).open(orders, oneSegment)
    const killed = disk.kill()
    await killed.remove(`${folder}/00000000000000000000.timeindex`)
    const replaceFile = killed.replaceFile.bind(killed)
    killed.replaceFile = async (path, bytes) => {
      if (path.endsWith('.txnindex')) throw new Error('the process ends here')
      await replaceFile(path, bytes)
    }
    await expect((await openLogs(killed)).open(orders, oneSegment)).rejects.toThrow('the process ends here')
    expect(await everyAnswer(await (await openLogs(killed.kill())).open(orders, oneSegment))).toEqual(wanted)
  })

  test('forgets with a truncation what was aborted behind it', async () => {
    const disk = memoryFileSystem()
    const { log } = await filledLog(disk)
    const before = (await everyAnswer(log)).slice(0, 30)
    const kept = before.map((entries) => entries.filter((entry) => Number(entry.split('-')[1]) < 30))
    expect(kept).not.toEqual(before)
    await log.truncateTo(at(30))
    expect(await everyAnswer(log)).toEqual(kept)
    const reopened = await (await openLogs(disk.crash())).open(orders, config)
    expect(await everyAnswer(reopened)).toEqual(kept)
  })

  test('removes the index with its segment', async () => {
    const disk = memoryFileSystem()
    const { log } = await filledLog(disk)
    const before = await indexesOf(disk)
    log.setConfig({ ...config, retentionBytes: 1000 })
    await log.applyRetention()
    const after = await indexesOf(disk)
    expect(after.length).toBeLessThan(before.length)
    expect(after.every((name) => Number(name.slice(0, 20)) >= log.logStartOffset)).toBe(true)
  })
})

describe('a batch that opens a transaction', () => {
  const producer = { producerId: ProducerId(1), producerEpoch: ProducerEpoch(0) }
  const batch = (baseSequence: number): Buffer => batchOf(['x'], { ...producer, baseSequence, transactional: true })

  test('is refused when a transaction of the producer ended after it was verified', async () => {
    const log = await (await openLogs(memoryFileSystem())).open(orders, smallLog)
    const options = { leaderEpoch: epoch(0), origin: 'client' } as const
    const { guard } = log.transactionOf(producer)
    expect(log.appendAsLeader(batch(0), { ...options, transactionGuard: guard }).ok).toBe(true)
    // A batch of the open transaction needs no guard that is true.
    expect(log.appendAsLeader(batch(1), { ...options, transactionGuard: at(77) }).ok).toBe(true)
    end(log, 1, ABORT)
    const late = log.appendAsLeader(batch(2), { ...options, transactionGuard: guard })
    expect(late.ok ? undefined : late.error.code).toBe(ErrorCode.INVALID_TXN_STATE)
    const { guard: now } = log.transactionOf(producer)
    expect(now).not.toBe(guard)
    expect(log.appendAsLeader(batch(2), { ...options, transactionGuard: now }).ok).toBe(true)
  })

  test('is refused when the log was cut after it was verified, whatever the log remembers of the producer', async () => {
    const log = await (await openLogs(memoryFileSystem())).open(orders, smallLog)
    append(log, ['a'])
    append(log, ['b'])
    const { guard } = log.transactionOf(producer)
    await log.truncateTo(at(1))
    const options = { leaderEpoch: epoch(0), origin: 'client', transactionGuard: guard } as const
    const late = log.appendAsLeader(batch(0), options)
    expect(late.ok ? undefined : late.error.code).toBe(ErrorCode.INVALID_TXN_STATE)
  })
})
