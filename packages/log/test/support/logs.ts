import {
  type FileSystem,
  type LeaderEpoch,
  noMetrics,
  type Offset,
  PartitionIndex,
  silentLogger,
  TopicId
} from '@gregor/base'
import { batchesOf, buildRecordBatch, type NewBatch, recordsOf } from '@gregor/protocol'
import {
  type LogConfig,
  type LogIdentity,
  type LogManager,
  type LogManagerOptions,
  noFolderLocks,
  openLogManager,
  type PartitionLog
} from '../../src/index.ts'
import { seededRandom, TestTime } from './world.ts'

export const orders: LogIdentity = {
  topicId: TopicId('MkU3OEVBNTcwNTJENDM2Qg'),
  topic: 'orders',
  partition: PartitionIndex(0)
}

export const smallLog: LogConfig = {
  segmentBytes: 1 << 20,
  segmentMs: 7 * 86_400_000,
  indexIntervalBytes: 256,
  segmentIndexBytes: 10 << 20,
  retentionMs: -1,
  retentionBytes: -1,
  deletes: true,
  compacts: false,
  maxMessageBytes: 1 << 20,
  logAppendTime: false,
  timestampBeforeMaxMs: 2 ** 53,
  timestampAfterMaxMs: 3_600_000,
  fileDeleteDelayMs: 60_000,
  producerIdExpirationMs: 86_400_000
}

export const epoch = (value: number): LeaderEpoch => value as LeaderEpoch
export const at = (value: number): Offset => value as Offset

/** A manager on a simulated disk; what the test does not name has a default. */
export function openLogs(
  fileSystem: FileSystem,
  options: Partial<LogManagerOptions> & { readonly time?: TestTime } = {}
): Promise<LogManager> {
  const time = options.time ?? new TestTime()
  return openLogManager({
    folders: ['/data'],
    fileSystem,
    locks: noFolderLocks,
    clock: time,
    scheduler: time,
    random: seededRandom(7),
    logger: silentLogger,
    metrics: noMetrics,
    journalLogsMin: Infinity,
    ...options
  })
}

/** A batch with one record a value, all of the test's time. */
export function batchOf(
  values: readonly string[],
  batch: Partial<NewBatch> & { readonly timestamp?: number; readonly key?: Buffer } = {}
): Buffer {
  const timestamp = batch.timestamp ?? 1_700_000_000_000
  const records = values.map((value) => ({ key: batch.key ?? null, value: Buffer.from(value), timestamp }))
  return buildRecordBatch({ ...batch, records })
}

export function append(
  log: PartitionLog,
  values: readonly string[],
  batch: Partial<NewBatch> & { readonly timestamp?: number; readonly key?: Buffer; readonly inEpoch?: number } = {}
): Offset {
  const leaderEpoch = epoch(batch.inEpoch ?? Math.max(log.lastEpoch, 0))
  const appended = log.appendAsLeader(batchOf(values, batch), { leaderEpoch, origin: 'client' })
  if (!appended.ok) throw new Error(`append refused: ${appended.error.code} ${appended.error.message}`)
  return appended.value.baseOffset
}

/** Resolves when everything appended so far is durable. */
export async function flushed(log: PartitionLog): Promise<void> {
  const goal = log.logEndOffset
  while (log.flushedOffset < goal) {
    if (log.failure !== undefined) throw log.failure
    await new Promise(setImmediate)
  }
}

/** All batches of a log from `from` on, as they are read. */
export async function readAll(log: PartitionLog, from: Offset = log.logStartOffset, maxBytes = 1000): Promise<Buffer> {
  const parts: Buffer[] = []
  let next = from
  while (next < log.logEndOffset) {
    const read = await log.read(next, { maxBytes, upTo: log.logEndOffset, minOneBatch: true })
    if (read.records.length === 0) throw new Error(`nothing at offset ${next}`)
    parts.push(Buffer.from(read.records))
    next = read.nextOffset
  }
  return Buffer.concat(parts)
}

/** The values of all records from `from` on, with their offsets. */
export async function valuesOf(log: PartitionLog, from?: Offset): Promise<string[]> {
  const records = await readAll(log, from)
  const values: string[] = []
  for (const { position } of batchesOf(records)) {
    for (const record of recordsOf(records, { at: position, decompressedBytesMax: 1 << 20 })) {
      values.push(`${record.offset}:${record.value?.toString() ?? 'null'}`)
    }
  }
  return values
}
