import { expect, test } from '@jest/globals'
import type { Random } from '@gregor/base'
import { ControlRecordType } from '@gregor/protocol'
import { randomCuts, tryPowerCuts } from '../support/power-cuts.ts'
import { RecordedLog } from '../support/recorded-log.ts'
import { value } from '../support/workloads.ts'
import { seededRandom } from '../support/world.ts'

/** Cuts in random workloads; 10,000 take some minutes. */
const CUTS = Number(process.env['CRASH_CUTS'] ?? 150)
const CUTS_A_SEED = 25
const FIRST_SEED = Number(process.env['CRASH_FIRST_SEED'] ?? 1)

test('a power cut after some operations of random workloads, whose works overtake each other', async () => {
  for (let seed = FIRST_SEED; seed < FIRST_SEED + Math.ceil(CUTS / CUTS_A_SEED); seed++) {
    try {
      const random = seededRandom(seed)
      const recording = (await randomWorkload(random)).recording()
      const after = randomCuts(random, recording.operations.length, CUTS_A_SEED)
      const { cuts } = await tryPowerCuts(recording, { seed, after })
      expect(cuts).toBe(CUTS_A_SEED)
    } catch (error) {
      throw new Error(`workload of seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error
      })
    }
  }
}, 600_000)

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
