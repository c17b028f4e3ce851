import { describe, expect, test } from '@jest/globals'
import { ErrorCode } from '@gregor/protocol'
import { type LogManager, memoryFileSystem, type MemoryFileSystem, type PartitionLog } from '../src/index.ts'
import { append, batchOf, epoch, flushed, openLogs, orders, readAll, smallLog } from './support/logs.ts'
import { TestTime } from './support/world.ts'

const reservedBytes = 10_000

/** A manager on a disk with so much room, and a log in it. */
async function onDisk(
  room: number,
  config: Partial<typeof smallLog> = {}
): Promise<{ disk: MemoryFileSystem; time: TestTime; logs: LogManager; log: PartitionLog }> {
  const disk = memoryFileSystem()
  disk.room = () => room
  const time = new TestTime()
  const logs = await openLogs(disk, { time, reservedBytes })
  return { disk, time, logs, log: await logs.open(orders, { ...smallLog, ...config }) }
}

/** The look at the disk that is due, and what follows from it, on a disk that answers within turns of the event loop. */
async function nextLook(time: TestTime): Promise<void> {
  time.advance(1000)
  for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate)
}

const send = (log: PartitionLog, origin: 'client' | 'coordinator' = 'client'): number => {
  const sent = log.appendAsLeader(batchOf(['v']), { leaderEpoch: epoch(0), origin })
  return sent.ok ? ErrorCode.NONE : sent.error.code
}

describe('a log dir whose disk is nearly full', () => {
  test('refuses what clients produce, and says what to do; reads and restarts go on', async () => {
    const { disk, log, logs } = await onDisk(reservedBytes + 1000)
    append(log, ['kept'])
    await flushed(log)
    disk.room = () => reservedBytes - 1
    const again = await restarted(logs, disk)
    const refused = again.log.appendAsLeader(batchOf(['v']), { leaderEpoch: epoch(0), origin: 'client' })
    expect(refused).toMatchObject({ ok: false, error: { code: ErrorCode.KAFKA_STORAGE_ERROR } })
    expect(refused).toHaveProperty(
      'error.message',
      expect.stringMatching(/9999 bytes left, and log\.dir\.reserved\.bytes/)
    )
    expect((await readAll(again.log)).length).toBeGreaterThan(0)
    expect(again.log.failure).toBeUndefined()
    await again.logs.close()
  })

  test('takes records again by itself once there is room, and not before there is some to spare', async () => {
    const { disk, time, log, logs } = await onDisk(0)
    expect(send(log)).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    disk.room = () => reservedBytes + 1
    await nextLook(time)
    expect(send(log)).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    disk.room = () => reservedBytes * 2
    await nextLook(time)
    expect(send(log)).toBe(ErrorCode.NONE)
    await logs.close()
  })

  test('reckons with what is appended between two looks', async () => {
    const { log, logs } = await onDisk(reservedBytes + 100)
    expect(send(log)).toBe(ErrorCode.NONE)
    append(log, ['x'.repeat(50)])
    expect(send(log)).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    await logs.close()
  })

  test('lets coordinators and followers use half of the reserve', async () => {
    const { disk, time, log, logs } = await onDisk(reservedBytes / 2 + 1000)
    const batch = batchOf(['v'])
    expect(send(log, 'coordinator')).toBe(ErrorCode.NONE)
    const stamped = await readAll(log)
    disk.room = () => reservedBytes / 2 - 1
    await nextLook(time)
    expect(send(log, 'coordinator')).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    const follower = await logs.open({ ...orders, partition: 1 as typeof orders.partition }, smallLog)
    expect(follower.appendAsFollower(stamped)).toMatchObject({
      ok: false,
      error: { code: ErrorCode.KAFKA_STORAGE_ERROR }
    })
    disk.room = () => reservedBytes / 2 + batch.length
    await nextLook(time)
    expect(follower.appendAsFollower(stamped)).toMatchObject({ ok: true })
    await logs.close()
  })

  test('applies retention at once', async () => {
    const { disk, time, log, logs } = await onDisk(reservedBytes * 3, { segmentBytes: 100, retentionBytes: 200 })
    for (let count = 0; count < 10; count++) append(log, ['some value'])
    await flushed(log)
    log.setHighWatermark(log.logEndOffset)
    expect(log.logStartOffset).toBe(0)
    disk.room = () => 1
    await nextLook(time)
    expect(log.logStartOffset).toBeGreaterThan(0)
    await logs.close()
  })
})

async function restarted(
  logs: LogManager,
  disk: MemoryFileSystem
): Promise<{ readonly logs: LogManager; readonly log: PartitionLog }> {
  await logs.close()
  const next = await openLogs(disk, { reservedBytes })
  return { logs: next, log: await next.open(orders, smallLog) }
}
