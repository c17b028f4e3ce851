import { describe, expect, test } from '@jest/globals'
import { batchBytesOf } from '@gregor/protocol'
import { CorruptLogError, type MemoryFileSystem, memoryFileSystem, type PartitionLog } from '../src/index.ts'
import { append, at, batchOf, epoch, flushed, openLogs, orders, readAll, smallLog, valuesOf } from './support/logs.ts'

const folder = '/data/orders-0'
const first = `${folder}/00000000000000000000.log`
const config = { ...smallLog, segmentBytes: 700, indexIntervalBytes: 100 }

/** A log of thirty batches in several segments; `stopped` cleanly, or by kill -9. */
async function stoppedLog(
  stopped: 'clean' | 'killed',
  batches = 30
): Promise<{ disk: MemoryFileSystem; content: Buffer }> {
  const disk = memoryFileSystem()
  const logs = await openLogs(disk)
  const log = await logs.open(orders, config)
  for (let index = 0; index < batches; index++) {
    append(log, [`value ${index}`], { inEpoch: index >> 3, producerId: 1, producerEpoch: 0, baseSequence: index })
  }
  await flushed(log)
  const content = await readAll(log)
  if (stopped === 'clean') {
    await logs.close()
    return { disk, content }
  }
  const killed = disk.kill()
  await killed.remove('/data/recovery-point-offset-checkpoint')
  return { disk: killed, content }
}

async function reopen(disk: MemoryFileSystem): Promise<PartitionLog> {
  return (await openLogs(disk)).open(orders, config)
}

async function change(disk: MemoryFileSystem, path: string, edit: (content: Buffer) => Buffer | void): Promise<void> {
  const content = await disk.readFile(path)
  await disk.replaceFile(path, edit(content) ?? content)
}

async function filesOf(disk: MemoryFileSystem, suffix: string): Promise<string[]> {
  return (await disk.list(folder)).filter((name) => name.endsWith(suffix)).map((name) => `${folder}/${name}`)
}

async function lastSegment(disk: MemoryFileSystem): Promise<string> {
  return (await filesOf(disk, '.log')).at(-1)!
}

describe('after a crash', () => {
  test('a batch that was torn at any byte is cut, and nothing before it', async () => {
    const { disk, content } = await stoppedLog('killed')
    const path = await lastSegment(disk)
    const whole = await disk.readFile(path)
    const torn = whole.subarray(-batchBytesOf(whole))
    for (let kept = 0; kept < torn.length; kept++) {
      await change(disk, path, () => whole.subarray(0, whole.length - torn.length + kept))
      const log = await reopen(disk)
      expect(log.logEndOffset).toBe(29)
      expect((await readAll(log)).equals(content.subarray(0, content.length - torn.length))).toBe(true)
      expect(log.activeProducers()[0]!.lastSequence).toBe(28)
    }
  })

  test.each([
    ['zeros', (length: number) => Buffer.alloc(length)],
    ['garbage', (length: number) => Buffer.from(Array.from({ length }, (_, index) => (index * 37) & 0xff))]
  ])('%s behind the last batch are cut', async (_, garbage) => {
    const { disk, content } = await stoppedLog('killed')
    await change(disk, await lastSegment(disk), (whole) => Buffer.concat([whole, garbage(1000)]))
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    append(log, ['next'], { inEpoch: 9 })
    expect((await valuesOf(log)).at(-1)).toBe('30:next')
  })

  test('indexes are built anew when they are missing, short or full of garbage', async () => {
    const edits: ((content: Buffer) => Buffer | undefined)[] = [
      () => undefined,
      (content) => content.subarray(0, content.length - 5),
      (content) => Buffer.alloc(content.length + 7),
      (content) => content.fill(0xee)
    ]
    for (const edit of edits) {
      const { disk, content } = await stoppedLog('killed')
      for (const path of [...(await filesOf(disk, '.index')), ...(await filesOf(disk, '.timeindex'))]) {
        const edited = edit(await disk.readFile(path))
        if (edited === undefined) await disk.remove(path)
        else await disk.replaceFile(path, edited)
      }
      const log = await reopen(disk)
      expect((await readAll(log, at(0), 1)).equals(content)).toBe(true)
    }
  })

  test('a flipped bit with good batches behind it keeps the log closed, and says what to do', async () => {
    const { disk } = await stoppedLog('killed')
    await change(disk, await lastSegment(disk), (content) => {
      content[70]! ^= 1
    })
    await expect(reopen(disk)).rejects.toThrow(CorruptLogError)
    await expect(reopen(disk)).rejects.toThrow(/orders-0.*damaged.*position 0 of .*\.log.*move the folder away/)
  })

  test('simulator seed 3723: whichever bit of a batch with good ones behind it is flipped, nothing is cut off', async () => {
    const { disk } = await stoppedLog('killed')
    const path = await lastSegment(disk)
    const whole = Buffer.from(await disk.readFile(path))
    const end = batchBytesOf(whole)
    expect(end).toBeLessThan(whole.length)
    // What its checksum covers, beginning with the attributes.
    for (let bit = 21 * 8; bit < end * 8; bit++) {
      const flipped = Buffer.from(whole)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      await disk.replaceFile(path, flipped)
      await expect(reopen(disk)).rejects.toThrow(CorruptLogError)
    }
  })

  test('seed 1508: nor is the last batch, whichever of its bits but those of the leader epoch is flipped', async () => {
    const { disk } = await stoppedLog('killed', 28)
    const path = await lastSegment(disk)
    const whole = Buffer.from(await disk.readFile(path))
    const starts = [0]
    while (starts.at(-1)! < whole.length) starts.push(starts.at(-1)! + batchBytesOf(whole, starts.at(-1)))
    for (let bit = starts.at(-2)! * 8; bit < whole.length * 8; bit++) {
      const position = (bit >> 3) - starts.at(-2)!
      if (position >= 12 && position < 16) continue
      const flipped = Buffer.from(whole)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      await disk.replaceFile(path, flipped)
      const opened = await reopen(disk).catch((error: unknown) => error)
      expect({ position, opened }).toEqual({ position, opened: expect.any(CorruptLogError) })
    }
  })

  test('a flipped bit among zeros is not taken for sectors that a crash lost', async () => {
    const disk = memoryFileSystem()
    const log = await (await openLogs(disk)).open(orders, smallLog)
    for (let index = 0; index < 3; index++) append(log, ['\0'.repeat(2000)])
    await flushed(log)
    const killed = disk.kill()
    await change(killed, first, (content) => {
      content[batchBytesOf(content) + 1000]! ^= 4
    })
    await expect((await openLogs(killed)).open(orders, smallLog)).rejects.toThrow(CorruptLogError)
  })

  test('damage in a segment that others follow keeps the log closed', async () => {
    const { disk } = await stoppedLog('killed')
    await change(disk, first, (content) => content.subarray(0, content.length - 3))
    await expect(reopen(disk)).rejects.toThrow(CorruptLogError)
  })

  test('a missing segment keeps the log closed', async () => {
    const { disk } = await stoppedLog('killed')
    await disk.remove((await filesOf(disk, '.log'))[1]!)
    await expect(reopen(disk)).rejects.toThrow(/ends before offset .* and .* follows/)
  })

  test('a log that ends before what was durable stays closed', async () => {
    const { disk } = await stoppedLog('killed')
    await disk.replaceFile('/data/recovery-point-offset-checkpoint', '0\n1\norders 0 30\n')
    await change(disk, await lastSegment(disk), (content) => content.subarray(0, content.length - 1))
    await expect(reopen(disk)).rejects.toThrow(CorruptLogError)
  })

  test('segments below the recovery point are not read', async () => {
    const { disk } = await stoppedLog('killed')
    await disk.replaceFile('/data/recovery-point-offset-checkpoint', '0\n1\norders 0 30\n')
    const read = new Set<string>()
    disk.intercept(({ kind, path }) => {
      if (kind === 'read' && path.endsWith('.log')) read.add(path)
    })
    await reopen(disk)
    expect([...read]).toEqual([await lastSegment(disk)])
  })

  test('a segment is checked from its last recovery mark on', async () => {
    const disk = memoryFileSystem()
    const big = { ...config, segmentBytes: 1 << 20 }
    const log = await (await openLogs(disk, { recoveryMarkBytes: 2000 })).open(orders, big)
    for (let index = 0; index < 100; index++) {
      append(log, [`value ${index}`], { inEpoch: index >> 4, timestamp: 1_700_000_000_000 + ((index * 7) % 50) })
      if (index % 10 === 0) await flushed(log)
    }
    await flushed(log)
    const content = await readAll(log)
    const marks = await filesOf(disk, '.snapshot')
    expect(marks).toHaveLength(1)
    const killed = disk.kill()
    // What is below the mark is not looked at: damage there is not seen, damage behind it is.
    await change(killed, first, (bytes) => {
      bytes[batchBytesOf(bytes) - 3]! ^= 1
    })
    const recovered = await (await openLogs(killed)).open(orders, big)
    expect(recovered).toMatchObject({ logEndOffset: 100, lastEpoch: 6 })
    expect((await readAll(recovered, at(1), 1)).equals(content.subarray(batchBytesOf(content)))).toBe(true)
    expect((await recovered.maxTimestampOffset(at(100)))?.timestampMs).toBe(1_700_000_000_049)
    for (const path of await filesOf(killed, 'index')) await killed.remove(path)
    await expect((await openLogs(killed.kill())).open(orders, big)).rejects.toThrow(CorruptLogError)
  })

  test('a torn batch whose records look like batches is still no more than torn', async () => {
    const disk = memoryFileSystem()
    const log = await (await openLogs(disk)).open(orders, config)
    append(log, ['a'])
    const inner = batchOf(['inside'], { baseOffset: 1 })
    append(log, [inner.toString('latin1'), 'x'.repeat(300)])
    await flushed(log)
    const killed = disk.kill()
    await change(killed, first, (bytes) => bytes.subarray(0, bytes.length - 10))
    expect(await valuesOf(await (await openLogs(killed)).open(orders, config))).toEqual(['0:a'])
  })

  test('a damaged producer snapshot is made up for by an older one and the batches', async () => {
    const { disk } = await stoppedLog('killed')
    await change(disk, (await filesOf(disk, '.snapshot')).at(-1)!, (content) => {
      content[12]! ^= 1
    })
    expect((await reopen(disk)).activeProducers()).toMatchObject([{ producerId: 1, lastSequence: 29 }])
  })

  test.each(['missing', 'damaged', 'from a future that was undone'])(
    'epochs are told by the batches when their file is %s',
    async (state) => {
      const { disk } = await stoppedLog('killed')
      const path = `${folder}/leader-epoch-checkpoint`
      if (state === 'missing') await disk.remove(path)
      else if (state === 'damaged') await disk.replaceFile(path, '0\n5\n0 0\n')
      else await disk.replaceFile(path, '0\n3\n0 0\n1 8\n77 40\n')
      const log = await reopen(disk)
      expect(log.epochForOffset(at(15))).toBe(1)
      expect(log.endOffsetForEpoch(epoch(1))).toEqual({ epoch: 1, endOffset: 16 })
      expect(log.lastEpoch).toBe(3)
    }
  )

  test('checkpoints that are damaged are done without', async () => {
    const { disk, content } = await stoppedLog('killed')
    for (const name of ['recovery-point', 'replication', 'log-start'])
      await disk.replaceFile(`/data/${name}-offset-checkpoint`, 'x')
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    expect(log.highWatermark).toBe(0)
  })

  test('a start beyond the end of the log begins it again, empty', async () => {
    const { disk } = await stoppedLog('killed')
    await disk.replaceFile('/data/log-start-offset-checkpoint', '0\n1\norders 0 100\n')
    const log = await reopen(disk)
    expect(log).toMatchObject({ logStartOffset: 100, logEndOffset: 100, highWatermark: 100 })
    expect(append(log, ['x'], { inEpoch: 9 })).toBe(100)
    expect(await filesOf(disk, '.log')).toHaveLength(0)
  })

  test('files that interrupted works left are removed', async () => {
    const { disk, content } = await stoppedLog('killed')
    for (const name of [
      '00000000000000000000.log.deleted',
      '00000000000000000007.index',
      'leader-epoch-checkpoint.tmp',
      '00000000000000000000.log.cleaned'
    ]) {
      await disk.replaceFile(`${folder}/${name}`, 'x')
    }
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    expect((await disk.list(folder)).filter((name) => /deleted|tmp|cleaned|07\.index/.test(name))).toEqual([])
  })
})

describe('after a clean shutdown', () => {
  test('a log opens without its segments being read, but for one header', async () => {
    const { disk, content } = await stoppedLog('clean')
    let reads = 0
    disk.intercept(({ kind, path }) => {
      if (kind === 'read' && path.endsWith('.log')) reads++
    })
    const log = await reopen(disk)
    expect(reads).toBe(1)
    expect(log).toMatchObject({ logEndOffset: 30, flushedOffset: 30, lastEpoch: 3 })
    expect((await readAll(log)).equals(content)).toBe(true)
  })

  test('the marker is trusted once', async () => {
    const { disk } = await stoppedLog('clean')
    expect((await openLogs(disk)).cleanShutdown).toBe(true)
    expect((await openLogs(disk.kill())).cleanShutdown).toBe(false)
  })

  test('a folder as Kafka leaves it opens too: no snapshot at the end, no topic id', async () => {
    const { disk, content } = await stoppedLog('clean')
    for (const path of await filesOf(disk, '.snapshot')) await disk.remove(path)
    await disk.remove(`${folder}/partition.metadata`)
    const log = await reopen(disk)
    expect((await readAll(log)).equals(content)).toBe(true)
    expect(log.activeProducers()).toMatchObject([{ lastSequence: 29 }])
    expect((await disk.readFile(`${folder}/partition.metadata`)).toString()).toContain(orders.topicId)
  })

  test('missing indexes are built anew', async () => {
    const { disk, content } = await stoppedLog('clean')
    for (const path of [...(await filesOf(disk, '.index')), ...(await filesOf(disk, '.timeindex'))])
      await disk.remove(path)
    const log = await reopen(disk)
    expect((await readAll(log, at(0), 1)).equals(content)).toBe(true)
  })
})
