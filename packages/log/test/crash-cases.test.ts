import { describe, expect, test } from '@jest/globals'
import { baseOffsetOf, batchBytesOf, batchesOf, buildRecordBatch, recordsOf } from '@gregor/protocol'
import { CorruptLogError, type MemoryFileSystem, memoryFileSystem, type PartitionLog } from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, readAll, smallLog } from './support/logs.ts'
import { tryEveryRecoveryCut } from './support/power-cuts.ts'
import { RecordedLog } from './support/recorded-log.ts'
import { TestTime } from './support/world.ts'

/*
 * What crashes and bad disks leave behind, case by case; docs/reliability.md says where the other cases are tested.
 */

const folder = '/data/orders-0'
const config = { ...smallLog, segmentBytes: 1200, indexIntervalBytes: 100 }
const BATCHES = 40

/** A log of some segments, with batches of different sizes and timestamps that go up and down. */
async function stoppedLog(stopped: 'clean' | 'killed'): Promise<{ disk: MemoryFileSystem; content: Buffer }> {
  const disk = memoryFileSystem()
  const logs = await openLogs(disk)
  const log = await logs.open(orders, config)
  for (let index = 0; index < BATCHES; index++) {
    const values = Array.from({ length: 1 + (index % 3) }, () => 'x'.repeat((index * 7) % 40))
    append(log, values, { inEpoch: index >> 3, timestamp: 1_700_000_000_000 + index * 10 - ((index * 37) % 90) })
  }
  await flushed(log)
  log.setHighWatermark(log.logEndOffset)
  const content = await readAll(log)
  if (stopped === 'clean') {
    await logs.close({ brokerEpoch: 3 })
    return { disk, content }
  }
  return { disk: disk.kill(), content }
}

const reopen = async (disk: MemoryFileSystem): Promise<PartitionLog> => (await openLogs(disk)).open(orders, config)

async function filesOf(disk: MemoryFileSystem, suffix: string): Promise<string[]> {
  return (await disk.list(folder)).filter((name) => name.endsWith(suffix)).map((name) => `${folder}/${name}`)
}

/** Replaces the content of a file; undefined removes it. */
async function change(
  disk: MemoryFileSystem,
  path: string,
  edit: (content: Buffer) => Buffer | undefined
): Promise<void> {
  const edited = edit(Buffer.from(await disk.readFile(path)))
  if (edited === undefined) await disk.remove(path)
  else await disk.replaceFile(path, edited)
}

/** Look-ups of every offset and of every timestamp answer as the batches say. */
async function expectTrueAnswers(log: PartitionLog, content: Buffer): Promise<void> {
  const stamped: { readonly offset: number; readonly timestamp: number }[] = []
  for (const { position } of batchesOf(content)) {
    const batch = content.subarray(position, position + batchBytesOf(content, position))
    for (const { offset, timestamp } of recordsOf(batch, { decompressedBytesMax: 1 << 20 })) {
      stamped.push({ offset, timestamp })
      const read = await log.read(at(offset), { maxBytes: 1, upTo: log.logEndOffset, minOneBatch: true })
      expect(baseOffsetOf(read.records)).toBe(baseOffsetOf(batch))
    }
  }
  for (const { timestamp } of stamped) {
    const found = await log.offsetForTimestamp(
      timestamp as Parameters<PartitionLog['offsetForTimestamp']>[0],
      log.logEndOffset
    )
    expect(found?.offset).toBe(stamped.find((record) => record.timestamp >= timestamp)?.offset)
  }
  const largest = Math.max(...stamped.map(({ timestamp }) => timestamp))
  expect((await log.maxTimestampOffset(log.logEndOffset))?.timestampMs).toBe(largest)
}

describe('the tail of a log after a crash', () => {
  const tails: Record<string, (whole: Buffer, batch: Buffer) => Buffer> = {
    'a last batch with a bad CRC, of more than one bit': (whole, batch) => {
      const bad = Buffer.from(batch)
      bad[bad.length - 1]! ^= 0x55
      return Buffer.concat([whole, bad])
    },
    'zeros in the place of the last batch': (whole, batch) => Buffer.concat([whole, Buffer.alloc(batch.length)]),
    'zeros behind the first bytes of the last batch': (whole, batch) =>
      Buffer.concat([whole, batch.subarray(0, 30), Buffer.alloc(4096)]),
    'old batches in a file that was used before': (whole) => {
      const old = Buffer.from(whole)
      old.writeBigInt64BE(10n)
      return Buffer.concat([whole, old])
    },
    'a batch of which the second page is missing': (whole, batch) => {
      const across = Buffer.concat([whole, batch])
      across.fill(0, Math.ceil((whole.length + 1) / 512) * 512)
      return across
    }
  }

  test.each(Object.keys(tails))('%s: cut behind the last good batch', async (name) => {
    const { disk, content } = await stoppedLog('killed')
    const path = (await filesOf(disk, '.log')).at(-1)!
    const next = batchOf(['n'.repeat(700)], { baseOffset: 79 })
    await change(disk, path, (whole) => tails[name]!(whole, next))
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    await expectTrueAnswers(log, content)
  })

  test('damage that is not at the tail, with good data behind it: closed, nothing cut', async () => {
    const { disk } = await stoppedLog('killed')
    const path = (await filesOf(disk, '.log')).at(-1)!
    const whole = await disk.readFile(path)
    await change(disk, path, (bytes) => {
      bytes[batchBytesOf(bytes) - 1]! ^= 1
      return bytes
    })
    await expect(reopen(disk)).rejects.toThrow(CorruptLogError)
    expect((await disk.readFile(path)).length).toBe(whole.length)
  })
})

describe.each(['clean', 'killed'] as const)('an index (%s)', (stopped) => {
  const offsetEntry = (offset: number, position: number): Buffer => {
    const entry = Buffer.alloc(8)
    entry.writeInt32BE(offset, 0)
    entry.writeInt32BE(position, 4)
    return entry
  }
  const timeEntry = (timestamp: number, offset: number): Buffer => {
    const entry = Buffer.alloc(12)
    entry.writeBigInt64BE(BigInt(timestamp), 0)
    entry.writeInt32BE(offset, 8)
    return entry
  }
  const edits: Record<string, (content: Buffer, suffix: string, others: readonly Buffer[]) => Buffer | undefined> = {
    missing: () => undefined,
    empty: () => Buffer.alloc(0),
    'truncated within an entry': (content) => content.subarray(0, -3),
    zeroed: (content) => Buffer.alloc(content.length),
    'zeroed from the middle on': (content) => content.fill(0, content.length >> 1),
    'with entries past the end': (content, suffix) =>
      Buffer.concat([content, suffix === '.index' ? offsetEntry(2e9, 2e9) : timeEntry(2e12, 2e9)]),
    'with extra entries that repeat': (content) => Buffer.concat([content, content]),
    'with entries that point into batches': (content, suffix) => {
      if (suffix !== '.index') return content
      for (let entry = 0; entry < content.length; entry += 8)
        content.writeInt32BE(content.readInt32BE(entry + 4) + 1, entry + 4)
      return content
    },
    'with positions that are too far': (content, suffix) =>
      suffix === '.index'
        ? Buffer.concat(
            Array.from({ length: content.length / 8 - 1 }, (_, entry) =>
              offsetEntry(content.readInt32BE(entry * 8), content.readInt32BE(entry * 8 + 12))
            )
          )
        : content,
    'that is not monotonic': (content, suffix) => {
      const bytes = suffix === '.index' ? 8 : 12
      const entries = Array.from({ length: content.length / bytes }, (_, entry) =>
        content.subarray(entry * bytes, (entry + 1) * bytes)
      )
      return Buffer.concat(entries.toReversed())
    },
    'of another segment': (_content, _suffix, others) => others[0]!
  }

  test.each(Object.keys(edits))('%s: the same answers, and again after a restart', async (name) => {
    const { disk, content } = await stoppedLog(stopped)
    for (const suffix of ['.index', '.timeindex']) {
      const paths = await filesOf(disk, suffix)
      const contents = await Promise.all(paths.map((path) => disk.readFile(path)))
      for (const [index, path] of paths.entries()) {
        const others = [...contents.slice(index + 1), ...contents.slice(0, index)].filter(({ length }) => length > 0)
        await change(disk, path, (bytes) => edits[name]!(bytes, suffix, others))
      }
    }
    const logs = await openLogs(disk)
    const log = await logs.open(orders, config)
    expect((await readAll(log)).equals(content)).toBe(true)
    await expectTrueAnswers(log, content)
    append(log, ['next'], { inEpoch: 99, timestamp: 1_700_000_009_000 })
    await flushed(log)
    const grown = await readAll(log)
    await expectTrueAnswers(log, grown)
    await logs.close()
    await expectTrueAnswers(await reopen(disk), grown)
  })
})

describe('segments', () => {
  test('that overlap keep the log closed', async () => {
    const { disk } = await stoppedLog('killed')
    const [first, second] = await filesOf(disk, '.log')
    const whole = Buffer.concat([await disk.readFile(first!), await disk.readFile(second!)])
    await disk.replaceFile(first!, whole)
    await disk.remove('/data/recovery-point-offset-checkpoint')
    await expect(reopen(disk)).rejects.toThrow(CorruptLogError)
  })

  test('that are empty at the end are where the log goes on', async () => {
    const { disk, content } = await stoppedLog('killed')
    await disk.replaceFile(`${folder}/${String(79).padStart(20, '0')}.log`, '')
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    expect(append(log, ['next'], { inEpoch: 99 })).toBe(79)
  })

  test('with an offset that their indexes cannot hold keep the log closed', async () => {
    const { disk } = await stoppedLog('killed')
    const path = (await filesOf(disk, '.log')).at(-1)!
    await change(disk, path, (whole) =>
      Buffer.concat([whole, batchOf(['far'], { baseOffset: 2 ** 33 }), whole.subarray(0, 61)])
    )
    const log = await reopen(disk)
    // A batch so far away was never appended here: it is what a torn write left.
    expect(log.logEndOffset).toBe(79)
  })
})

describe('the clean-shutdown marker', () => {
  const marker = '/data/.kafka_cleanshutdown'

  test('is gone, durably, before the first append', async () => {
    const { disk } = await stoppedLog('clean')
    expect((await openLogs(disk)).cleanShutdown).toBe(true)
    expect((await openLogs(disk.crash())).cleanShutdown).toBe(false)
  })

  test('that is absent means a check from the recovery point', async () => {
    const { disk, content } = await stoppedLog('clean')
    await disk.remove(marker)
    await change(disk, (await filesOf(disk, '.log')).at(-1)!, (whole) => Buffer.concat([whole, Buffer.alloc(100)]))
    expect((await readAll(await reopen(disk))).equals(content)).toBe(true)
  })

  test.each([
    ['of another epoch', '{"version":0,"brokerEpoch":2}', 2],
    ['that names none', '', -1],
    ['that is damaged', 'x', -1]
  ])('%s carries that to the registration, where it counts as unclean', async (_, text, wanted) => {
    const { disk } = await stoppedLog('clean')
    await disk.replaceFile(marker, text)
    expect((await openLogs(disk)).cleanShutdownEpoch).toBe(wanted)
  })
})

describe('files beside the segments', () => {
  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['torn', (content: Buffer) => content.subarray(0, content.length - 2)],
    ['old', () => Buffer.from('0\n1\n0 0\n')],
    ['of a future version', () => Buffer.from('1\n1\n0 0\n')],
    ['of zeros', (content: Buffer) => Buffer.alloc(content.length)]
  ])('an epoch file that is %s: the batches tell', async (_, edit) => {
    const { disk } = await stoppedLog('killed')
    await disk.remove('/data/recovery-point-offset-checkpoint')
    await change(disk, `${folder}/leader-epoch-checkpoint`, edit)
    const log = await reopen(disk)
    for (const header of batchesOf(await readAll(log))) {
      expect(log.epochForOffset(at(header.baseOffset))).toBe(header.leaderEpoch)
    }
    expect(log.endOffsetForEpoch(epoch(50))?.epoch).toBe(4)
  })

  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['torn', (content: Buffer) => content.subarray(0, content.length - 2)],
    ['of a future version', () => Buffer.from('1\n1\norders 0 5\n')],
    ['about a log that is not there', () => Buffer.from('0\n1\ngone 0 5\n')],
    ['beyond the end', () => Buffer.from('0\n1\norders 0 500\n')],
    ['missing', () => undefined]
  ])('a high watermark file that is %s: within the log', async (_, edit) => {
    const { disk, content } = await stoppedLog('clean')
    await change(disk, '/data/replication-offset-checkpoint', edit)
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    expect(log.highWatermark).toBeGreaterThanOrEqual(0)
    expect(log.highWatermark).toBeLessThanOrEqual(log.logEndOffset)
  })

  test.each([
    ['empty', () => Buffer.alloc(0)],
    ['torn', (content: Buffer) => content.subarray(0, content.length - 2)],
    ['of zeros', (content: Buffer) => Buffer.alloc(content.length)],
    ['missing', () => undefined]
  ])('producer snapshots that are %s: the batches tell, and no repeat is appended', async (_, edit) => {
    const disk = memoryFileSystem()
    const log = await (await openLogs(disk)).open(orders, config)
    for (let index = 0; index < BATCHES; index++)
      append(log, ['x'.repeat(30)], { producerId: 1, producerEpoch: 0, baseSequence: index })
    await flushed(log)
    const killed = disk.kill()
    for (const path of await filesOf(killed, '.snapshot')) await change(killed, path, edit)
    const recovered = await reopen(killed)
    expect(recovered.activeProducers()).toMatchObject([{ producerId: 1, lastSequence: BATCHES - 1 }])
    for (let index = BATCHES - 5; index < BATCHES; index++) {
      const again = batchOf(['x'.repeat(30)], { producerId: 1, producerEpoch: 0, baseSequence: index })
      const repeated = recovered.appendAsLeader(again, { leaderEpoch: epoch(0), origin: 'client' })
      expect(repeated).toMatchObject({ ok: true, value: { duplicate: true, baseOffset: index } })
    }
  })

  test('a stray producer snapshot beyond the end is not believed, and removed', async () => {
    const { disk, content } = await stoppedLog('killed')
    await disk.replaceFile(`${folder}/${String(500).padStart(20, '0')}.snapshot`, 'x')
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    expect(await filesOf(disk, '500.snapshot')).toEqual([])
  })
})

describe('found by power cuts', () => {
  test('a log dir that was made at the first start is there after a power cut', async () => {
    const disk = memoryFileSystem()
    const folders = ['/var/lib/gregor/data']
    const log = await (await openLogs(disk, { folders })).open(orders, config)
    append(log, ['kept'])
    await flushed(log)
    expect(await (await openLogs(disk.crash(), { folders })).open(orders, config)).toMatchObject({ logEndOffset: 1 })
  })

  test('a time index that was lost does not hide the largest timestamp below a recovery mark', async () => {
    const disk = memoryFileSystem()
    const big = { ...config, segmentBytes: 1 << 20 }
    const log = await (await openLogs(disk, { recoveryMarkBytes: 1000 })).open(orders, big)
    for (let index = 0; index < 60; index++) {
      append(log, [`${index}`], { timestamp: index === 7 ? 1_700_000_900_000 : 1_700_000_000_000 + index })
      if (index % 5 === 0) await flushed(log)
    }
    await flushed(log)
    const killed = disk.kill()
    await change(killed, (await filesOf(killed, '.timeindex'))[0]!, () => Buffer.alloc(0))
    const recovered = await (await openLogs(killed)).open(orders, big)
    expect((await recovered.maxTimestampOffset(at(60)))?.offset).toBe(7)
    expect((await recovered.offsetForTimestamp(1_700_000_900_000 as never, at(60)))?.offset).toBe(7)
  })

  test('the indexes of a compacted segment, and those that a start builds anew, appear whole', async () => {
    const disk = memoryFileSystem()
    const { disk: stopped } = await stoppedLog('clean')
    for (const path of [...(await filesOf(stopped, '.index')), ...(await filesOf(stopped, '.timeindex'))])
      await stopped.remove(path)
    const written: string[] = []
    stopped.intercept(({ kind, path }) => {
      if (kind === 'write' && path.endsWith('index')) written.push(path)
    })
    await reopen(stopped)
    expect(written).toEqual([])
    const time = new TestTime()
    const logs = await openLogs(disk, { time, retentionCheckMs: 1000 })
    const log = await logs.open(orders, { ...config, compacts: true, deletes: false, segmentBytes: 300 })
    for (let index = 0; index < 20; index++) {
      const records = [{ key: Buffer.from('k'), value: Buffer.from(`${index}`.padStart(60)), timestamp: index }]
      log.appendAsLeader(buildRecordBatch({ records }), { leaderEpoch: epoch(0), origin: 'client' })
    }
    await flushed(log)
    log.setHighWatermark(log.logEndOffset)
    const before = log.sizeBytes
    disk.intercept(({ kind, path }) => {
      if (kind === 'write' && path.endsWith('index')) written.push(path)
    })
    time.advance(1000)
    for (let turn = 0; turn < 500 && log.sizeBytes === before; turn++) await new Promise(setImmediate)
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    expect(log.sizeBytes).toBeLessThan(before)
    expect(written).toEqual([])
  })
})

describe('the recovery itself', () => {
  test('cut short at any of its operations is done again from where it was', async () => {
    const recorded = await RecordedLog.start({ segmentBytes: 3000 }, { recoveryMarkBytes: 300 })
    for (let index = 0; index < 24; index++) {
      recorded.append([`${index}`, 'x'.repeat(index)], { producer: index % 3 })
      if (index % 4 === 0) await recorded.flushed()
    }
    await recorded.flushed()
    recorded.append(['torn'])
    expect(await tryEveryRecoveryCut(recorded.recording())).toBeGreaterThan(10)
  }, 120_000)

  test('on a full disk fails, leaves what is there, and succeeds when there is room', async () => {
    const { disk, content } = await stoppedLog('killed')
    await change(disk, (await filesOf(disk, '.log')).at(-1)!, (whole) => Buffer.concat([whole, Buffer.alloc(100)]))
    disk.intercept(({ kind }) => {
      if (kind === 'write' || kind === 'replace') throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
    })
    await expect(reopen(disk)).rejects.toThrow('ENOSPC')
    disk.intercept(undefined)
    expect((await readAll(await reopen(disk))).equals(content)).toBe(true)
  })
})
