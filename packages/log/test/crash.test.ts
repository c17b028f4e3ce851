import { describe, expect, test } from '@jest/globals'
import type { Offset, Random } from '@gregor/base'
import { baseOffsetOf, baseSequenceOf, batchBytesOf, lastOffsetOf, leaderEpochOf, producerIdOf } from '@gregor/protocol'
import { type LogManager, type MemoryFileSystem, memoryFileSystem, type PartitionLog } from '../src/index.ts'
import { at, batchOf, epoch, openLogs, orders, readAll, smallLog } from './support/logs.ts'
import { seededRandom, TestTime } from './support/world.ts'

const SEEDS = Number(process.env['CRASH_SEEDS'] ?? 25)
const FIRST_SEED = Number(process.env['CRASH_FIRST_SEED'] ?? 1)
const tiny = { ...smallLog, segmentBytes: 1500, indexIntervalBytes: 200 }

/** What the log must hold: batches as they were stamped, in order. */
interface Model {
  batches: Buffer[]
  startOffset: number
  epoch: number
  /** Records of each producer so far, for its next sequence. */
  sequences: Map<number, number>
  /** Where a cut that the crash interrupted would have ended. */
  cuttingTo: number | undefined
}

const endOf = (model: Model): number => {
  const last = model.batches.at(-1)
  return Math.max(model.startOffset, last === undefined ? 0 : lastOffsetOf(last) + 1)
}

describe('a crash', () => {
  for (const tear of ['none', 'tail', 'sectors'] as const) {
    test(`leaves every flushed record, and only a beginning of the others (unsynced loss: ${tear})`, async () => {
      for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
        try {
          await runSeed(seed, tear)
        } catch (error) {
          throw new Error(`seed ${seed}, loss ${tear}: ${error instanceof Error ? error.stack : String(error)}`, {
            cause: error
          })
        }
      }
    }, 120_000)
  }
})

async function runSeed(seed: number, tear: 'none' | 'tail' | 'sectors'): Promise<void> {
  const random = seededRandom(seed)
  const time = new TestTime()
  const model: Model = { batches: [], startOffset: 0, epoch: 0, sequences: new Map(), cuttingTo: undefined }
  let disk = memoryFileSystem()
  for (let life = 0; life < 4; life++) {
    const crash = crashAfter(disk, 1 + random.int(life === 0 ? 250 : 120))
    const run: { log: PartitionLog | undefined; manager: LogManager | undefined } = {
      log: undefined,
      manager: undefined
    }
    const flushedBefore = endOf(model)
    const working: Life = { model, random, time, over: false }
    await Promise.race([live(disk, run, working), crash])
    working.over = true
    const flushedAtCrash = run.log?.flushedOffset ?? flushedBefore
    disk = restart(disk, random, tear)
    disk.intercept(undefined)
    await checkSurvivors(disk, { model, flushedAtCrash, time })
  }
}

function restart(disk: MemoryFileSystem, random: Random, tear: 'none' | 'tail' | 'sectors'): MemoryFileSystem {
  if (random.int(5) === 0) return disk.kill()
  return tear === 'none' ? disk.crash() : disk.crash({ random, tear })
}

/** Resolves when `operations` more operations have begun; the last of them and all later ones never end. */
function crashAfter(disk: MemoryFileSystem, operations: number): Promise<void> {
  let left = operations
  return new Promise((resolve) => {
    disk.intercept(() => {
      if (--left > 0) return undefined
      resolve()
      return new Promise(() => {})
    })
  })
}

interface Life {
  readonly model: Model
  readonly random: Random
  readonly time: TestTime
  over: boolean
}

/** Opens the log and works on it at random until the crash. */
async function live(
  disk: MemoryFileSystem,
  run: { log: PartitionLog | undefined; manager: LogManager | undefined },
  life: Life
): Promise<void> {
  const { random, time } = life
  run.manager = await openLogs(disk, { time, recoveryMarkBytes: 300 })
  run.log = await run.manager.open(orders, tiny)
  while (!life.over) {
    await step(run.log, life)
    if (random.int(60) === 0) {
      await run.manager.close()
      run.manager = await openLogs(disk, { time, recoveryMarkBytes: 300 })
      expect(run.manager.cleanShutdown).toBe(true)
      run.log = await run.manager.open(orders, tiny)
    }
    time.advance(random.int(20) === 0 ? 60_000 : 1)
    if (random.int(3) === 0) await new Promise(setImmediate)
  }
}

async function step(log: PartitionLog, life: Life): Promise<void> {
  const { model, random } = life
  const choice = random.int(40)
  if (choice < 28) appendRandom(log, model, random)
  else if (choice < 32) await flushedOrOver(log, life)
  else if (choice < 34) beginEpoch(log, model)
  else if (choice < 36)
    await truncate(log, model, at(endOf(model) - random.int(Math.max(endOf(model) - model.startOffset, 1))))
  else if (choice < 38) log.setHighWatermark(log.flushedOffset)
  else if (choice < 39) await raiseStart(log, model, random)
  else if (random.int(3) === 0) await reset(log, model, random)
}

async function flushedOrOver(log: PartitionLog, life: Life): Promise<void> {
  const goal = log.logEndOffset
  while (log.flushedOffset < goal && !life.over) await new Promise(setImmediate)
}

function beginEpoch(log: PartitionLog, model: Model): void {
  model.epoch++
  log.startEpoch(epoch(model.epoch))
}

function appendRandom(log: PartitionLog, model: Model, random: Random): void {
  const values = Array.from({ length: 1 + random.int(4) }, () => 'x'.repeat(random.int(random.int(8) === 0 ? 900 : 60)))
  const producerId = random.int(3)
  const baseSequence = model.sequences.get(producerId) ?? 0
  const records = batchOf(values, {
    producerId,
    producerEpoch: 0,
    baseSequence,
    timestamp: 1_700_000_000_000 + random.int(5000)
  })
  const appended = log.appendAsLeader(records, { leaderEpoch: epoch(model.epoch), origin: 'client' })
  if (!appended.ok) throw new Error(appended.error.message)
  expect(appended.value.baseOffset).toBe(endOf(model))
  model.sequences.set(producerId, baseSequence + values.length)
  model.batches.push(Buffer.from(records))
}

async function truncate(log: PartitionLog, model: Model, offset: Offset): Promise<void> {
  if (offset < log.logStartOffset) return
  model.cuttingTo = offset
  await log.truncateTo(offset)
  model.batches = model.batches.filter((batch) => lastOffsetOf(batch) < offset)
  resumeSequences(log, model)
  model.cuttingTo = undefined
  expect(log.logEndOffset).toBe(endOf(model))
  beginEpoch(log, model)
}

/**
 * Every producer of a record in the log is known with its last sequence, so that a repeat is recognised. The log may
 * know more producers, whose records are gone; they go on where the log says.
 */
function resumeSequences(log: PartitionLog, model: Model): void {
  model.sequences.clear()
  for (const batch of model.batches) {
    if (lastOffsetOf(batch) < log.logStartOffset) continue
    const count = lastOffsetOf(batch) - baseOffsetOf(batch) + 1
    model.sequences.set(producerIdOf(batch), baseSequenceOf(batch) + count)
  }
  const active = new Map(log.activeProducers().map((producer) => [Number(producer.producerId), producer.lastSequence]))
  for (const [producerId, next] of model.sequences) expect(active.get(producerId)).toBe(next - 1)
  for (const [producerId, last] of active) model.sequences.set(producerId, last + 1)
}

async function raiseStart(log: PartitionLog, model: Model, random: Random): Promise<void> {
  const offset = log.logStartOffset + random.int(log.flushedOffset - log.logStartOffset + 1)
  model.startOffset = Math.max(model.startOffset, offset)
  await log.setLogStartOffset(at(offset))
  await log.applyRetention()
}

async function reset(log: PartitionLog, model: Model, random: Random): Promise<void> {
  const offset = Math.max(model.startOffset, endOf(model) + random.int(50) - 25)
  model.cuttingTo = Math.min(offset, model.startOffset)
  const old = { ...model }
  model.batches = [...old.batches]
  await log.resetTo(at(offset))
  model.batches = []
  model.startOffset = offset
  model.cuttingTo = undefined
  model.sequences.clear()
  beginEpoch(log, model)
}

/** What is on the disk now is a beginning of the model that holds all that was flushed; the model becomes just that. */
async function checkSurvivors(
  disk: MemoryFileSystem,
  { model, flushedAtCrash, time }: { readonly model: Model; readonly flushedAtCrash: number; readonly time: TestTime }
): Promise<void> {
  const manager = await openLogs(disk, { time, recoveryMarkBytes: 300 })
  const log = await manager.open(orders, tiny)
  const records = await readAll(log)
  let position = 0
  const survivors: Buffer[] = []
  while (position < records.length) {
    const bytes = batchBytesOf(records, position)
    survivors.push(Buffer.from(records.subarray(position, position + bytes)))
    position += bytes
  }
  if (model.cuttingTo === undefined) {
    expect(log.logEndOffset).toBeGreaterThanOrEqual(flushedAtCrash)
    expect(log.logStartOffset).toBeLessThanOrEqual(Math.max(model.startOffset, 0))
  } else {
    expect(log.logEndOffset).toBeGreaterThanOrEqual(Math.min(model.cuttingTo, flushedAtCrash))
  }
  const expected = model.batches.filter((batch) =>
    survivors.some((other) => baseOffsetOf(other) === baseOffsetOf(batch))
  )
  expect(survivors.map((batch) => baseOffsetOf(batch))).toEqual(expected.map((batch) => baseOffsetOf(batch)))
  expect(Buffer.concat(survivors).equals(Buffer.concat(expected))).toBe(true)
  for (const batch of survivors)
    expect(log.epochForOffset(at(Math.max(baseOffsetOf(batch), log.logStartOffset)))).toBe(leaderEpochOf(batch))
  model.batches = survivors
  model.startOffset = log.logStartOffset
  expect(log.logEndOffset).toBe(endOf(model))
  model.cuttingTo = undefined
  resumeSequences(log, model)
  model.epoch++
  await manager.close()
}
