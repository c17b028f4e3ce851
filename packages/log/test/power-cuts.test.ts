import { describe, expect, test } from '@jest/globals'
import type { Random } from '@gregor/base'
import { ControlRecordType } from '@gregor/protocol'
import { randomCuts, tryPowerCuts } from './support/power-cuts.ts'
import { RecordedLog } from './support/recorded-log.ts'
import { seededRandom } from './support/world.ts'

/** Cuts in random workloads; 10,000 take some minutes. */
const CUTS = Number(process.env['CRASH_CUTS'] ?? 150)
const CUTS_A_SEED = 25
const FIRST_SEED = Number(process.env['CRASH_FIRST_SEED'] ?? 1)
/** Random losses that are tried at each cut, beside the extreme ones. */
const FATES = Number(process.env['CRASH_FATES'] ?? 1)

const value = (index: number): string => `key${index % 5}=value ${index}`

async function fill(recorded: RecordedLog, batches: number): Promise<void> {
  for (let index = 0; index < batches; index++) {
    recorded.append([value(index), value(index + 1)].slice(0, 1 + (index % 2)), { producer: index % 3 })
    if (index % 4 === 3) await recorded.flushed()
    if (index % 6 === 5) recorded.beginEpoch()
  }
}

/** Transactions of several producers, across segments: some committed, some aborted, the last ones open. */
async function fillWithTransactions(recorded: RecordedLog, rounds: number): Promise<void> {
  const { ABORT, COMMIT } = ControlRecordType
  for (let round = 0; round < rounds; round++) {
    for (const producer of [10, 11, 12]) recorded.append([value(producer)], { producer, transactional: true })
    recorded.append([value(round)], { producer: 0 })
    recorded.end(10, ABORT)
    if (round % 2 === 1) await recorded.flushed()
    recorded.append([value(round)], { producer: 11, transactional: true })
    recorded.end(12, COMMIT)
    recorded.end(11, round % 3 === 0 ? COMMIT : ABORT)
    if (round === rounds - 1) recorded.append([value(round)], { producer: 10, transactional: true })
  }
}

type Options = Parameters<typeof RecordedLog.start>[1]

/** Each workload is cut after every operation that it has on the disk. */
const workloads: Record<string, (options: Options) => Promise<RecordedLog>> = {
  'appends, flushes and rolls': async (options) => {
    const recorded = await RecordedLog.start({}, options)
    await fill(recorded, 24)
    await recorded.flushed()
    return recorded
  },
  truncations: async (options) => {
    const recorded = await RecordedLog.start({}, options)
    await fill(recorded, 20)
    await recorded.truncate(recorded.endOffset - 1)
    await fill(recorded, 6)
    await recorded.truncate(9)
    await fill(recorded, 8)
    await recorded.flushed()
    await recorded.truncate(0)
    await fill(recorded, 3)
    await recorded.flushed()
    return recorded
  },
  resets: async (options) => {
    const recorded = await RecordedLog.start({}, options)
    await fill(recorded, 14)
    await recorded.flushed()
    await recorded.reset(recorded.endOffset + 10)
    await fill(recorded, 10)
    await recorded.reset(recorded.endOffset - 3)
    await fill(recorded, 4)
    await recorded.flushed()
    await recorded.reset(2)
    await fill(recorded, 4)
    await recorded.flushed()
    await recorded.reset(2)
    await fill(recorded, 3)
    await recorded.flushed()
    return recorded
  },
  retention: async (options) => {
    const recorded = await RecordedLog.start({ retentionBytes: 900, fileDeleteDelayMs: 10 }, options)
    await fill(recorded, 20)
    await recorded.flushed()
    await recorded.raiseStart(3)
    recorded.replicated()
    await recorded.retain()
    await fill(recorded, 8)
    await recorded.pass(20)
    await recorded.flushed()
    await recorded.raiseStart(recorded.endOffset)
    recorded.replicated()
    await recorded.retain()
    await fill(recorded, 2)
    await recorded.pass(20)
    return recorded
  },
  'recovery marks': async (options) => {
    const recorded = await RecordedLog.start({ segmentBytes: 3000 }, { ...options, recoveryMarkBytes: 300 })
    await fill(recorded, 24)
    await recorded.truncate(13)
    await fill(recorded, 12)
    await recorded.flushed()
    return recorded
  },
  transactions: async (options) => {
    const recorded = await RecordedLog.start({ segmentBytes: 900 }, { ...options, recoveryMarkBytes: 400 })
    await fillWithTransactions(recorded, 5)
    await recorded.truncate(recorded.endOffset - 5)
    await fillWithTransactions(recorded, 2)
    await recorded.restart()
    await fillWithTransactions(recorded, 3)
    await recorded.flushed()
    return recorded
  },
  checkpoints: async (options) => {
    const recorded = await RecordedLog.start(
      {},
      { ...options, highWatermarkCheckpointMs: 10, recoveryPointCheckpointMs: 10 }
    )
    for (let round = 0; round < 5; round++) {
      await fill(recorded, 5)
      await recorded.flushed()
      recorded.replicated()
      await recorded.pass(10)
    }
    await recorded.truncate(7)
    await recorded.pass(10)
    return recorded
  },
  'clean shutdowns': async (options) => {
    const recorded = await RecordedLog.start({}, options)
    await fill(recorded, 9)
    await recorded.restart()
    await fill(recorded, 5)
    await recorded.restart()
    await recorded.restart()
    await fill(recorded, 6)
    await recorded.close()
    return recorded
  },
  compaction: async (options) => {
    const recorded = await RecordedLog.start(
      { compacts: true, deletes: false, segmentBytes: 400 },
      { ...options, retentionCheckMs: 1000, recoveryPointCheckpointMs: 500, cacheBytesMaxPerLog: 0 }
    )
    for (let round = 0; round < 3; round++) {
      await fill(recorded, 16)
      await recorded.flushed()
      recorded.replicated()
      await recorded.pass(1000)
    }
    return recorded
  },
  'compaction of transactions': async (options) => {
    const recorded = await RecordedLog.start(
      { compacts: true, deletes: false, segmentBytes: 500 },
      { ...options, retentionCheckMs: 1000, recoveryPointCheckpointMs: 500, cacheBytesMaxPerLog: 0 }
    )
    for (let round = 0; round < 2; round++) {
      await fillWithTransactions(recorded, 1)
      for (const producer of [10, 11]) recorded.end(producer, ControlRecordType.ABORT)
      await fill(recorded, 2)
      await recorded.flushed()
      recorded.replicated()
      await recorded.pass(1000)
    }
    return recorded
  }
}

/** Every flush that can goes by way of a journal, of which a file is full soon. */
const journaling = { journalLogsMin: 1, journalFileBytes: 700 }
const runs = Object.keys(workloads).flatMap((name) => [
  { name, by: '', options: {} },
  { name, by: ', by way of the journal', options: journaling }
])

describe('a power cut after any operation of', () => {
  test.each(runs)(
    '$name$by',
    async ({ name, options }) => {
      const recorded = await workloads[name]!(options)
      const recording = recorded.recording()
      const { cuts, disks } = await tryPowerCuts(recording, { fates: FATES })
      expect(cuts).toBeGreaterThan(100)
      expect(disks).toBeGreaterThan(100)
    },
    120_000
  )

  test('recovery, three times in a row', async () => {
    for (const { name, options } of runs) {
      const recording = (await workloads[name]!(options)).recording()
      const after = Array.from({ length: 5 }, (_, index) => Math.floor(((index + 1) * recording.operations.length) / 5))
      await tryPowerCuts(recording, { fates: 0, depth: 3, after })
    }
  }, 120_000)

  test('random workloads, whose works overtake each other', async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + Math.ceil(CUTS / CUTS_A_SEED); seed++) {
      try {
        const random = seededRandom(seed)
        const recording = (await randomWorkload(random)).recording()
        const after = randomCuts(random, recording.operations.length, CUTS_A_SEED)
        await tryPowerCuts(recording, { fates: FATES, seed, after })
      } catch (error) {
        throw new Error(`workload of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error
        })
      }
    }
  }, 600_000)
})

/** Everything that a log can go through, in any order. */
async function randomWorkload(random: Random): Promise<RecordedLog> {
  const recorded = await RecordedLog.start(
    { segmentBytes: 500 + random.int(2000), retentionBytes: 1500, fileDeleteDelayMs: 10 },
    {
      interleave: random,
      journalLogsMin: 1 + random.int(2),
      journalFileBytes: 300 + random.int(3000),
      recoveryMarkBytes: 300 + random.int(1000),
      highWatermarkCheckpointMs: 15,
      recoveryPointCheckpointMs: 20,
      retentionCheckMs: 10_000_000
    }
  )
  for (let step = 0; step < 60; step++) await randomStep(recorded, step, random)
  return recorded
}

async function randomStep(recorded: RecordedLog, step: number, random: Random): Promise<void> {
  const { log } = recorded
  const within = (): number => log.logStartOffset + random.int(log.logEndOffset - log.logStartOffset + 1)
  const choice = random.int(40)
  if (choice < 4) {
    const producer = 10 + random.int(3)
    if (random.int(2) === 0) recorded.append([value(step)], { producer, transactional: true })
    else recorded.end(producer, random.int(3) === 0 ? ControlRecordType.COMMIT : ControlRecordType.ABORT)
  } else if (choice < 22) {
    const long = random.int(8) === 0 ? 'x'.repeat(random.int(900)) : ''
    for (let count = random.int(4); count >= 0; count--) {
      recorded.append(
        Array.from({ length: 1 + random.int(3) }, (_, index) => value(index) + long),
        { producer: random.int(4) }
      )
    }
  } else if (choice < 28) await recorded.flushed()
  else if (choice < 30) recorded.beginEpoch()
  else if (choice < 32) await recorded.truncate(within())
  else if (choice < 34) recorded.replicated()
  else if (choice < 35) await recorded.pass(20)
  else if (choice < 36) recorded.time.advance(20)
  else if (choice < 37)
    await recorded.raiseStart(log.logStartOffset + random.int(log.flushedOffset - log.logStartOffset + 1))
  else if (choice < 38) await recorded.retain()
  else if (choice < 39) await recorded.restart()
  else if (random.int(3) === 0) await recorded.reset(Math.max(log.logEndOffset + random.int(30) - 15, 0))
}
