import { ControlRecordType } from '@gregor/protocol'
import { RecordedLog } from './recorded-log.ts'

/** Few keys, many values. */
export const value = (index: number): string => `key${index % 5}=value ${index}`

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

/** What one log goes through, by name. */
export type Workloads = Readonly<Record<string, (options: Options) => Promise<RecordedLog>>>

/** Appends, and what is saved beside them. */
export const appends = {
  'appends, flushes and rolls': async (options) => {
    const recorded = await RecordedLog.start({}, options)
    await fill(recorded, 24)
    await recorded.flushed()
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
  }
} satisfies Workloads

/** Removal of what was appended, from the end or from the beginning. */
export const removals = {
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
  }
} satisfies Workloads

export const transactions = {
  transactions: async (options) => {
    const recorded = await RecordedLog.start({ segmentBytes: 900 }, { ...options, recoveryMarkBytes: 400 })
    await fillWithTransactions(recorded, 5)
    await recorded.truncate(recorded.endOffset - 5)
    await fillWithTransactions(recorded, 2)
    await recorded.restart()
    await fillWithTransactions(recorded, 3)
    await recorded.flushed()
    return recorded
  }
} satisfies Workloads

export const compactions = {
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
} satisfies Workloads

/** Every flush that can goes by way of a journal, of which a file is full soon. */
const journaling = { journalLogsMin: 1, journalFileBytes: 700 }

/** A workload, with or without the journal. */
export interface Run {
  readonly name: string
  readonly record: () => Promise<RecordedLog>
}

export function runsOf(workloads: Workloads): Run[] {
  return Object.entries(workloads).flatMap(([name, workload]) => [
    { name, record: () => workload({}) },
    { name: `${name}, by way of the journal`, record: () => workload(journaling) }
  ])
}
