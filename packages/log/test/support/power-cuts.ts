import { createHash } from 'node:crypto'
import type { Random } from '@gregor/base'
import {
  attributesOf,
  baseOffsetOf,
  baseSequenceOf,
  batchBytesOf,
  ControlRecordType,
  controlRecordTypeOf,
  isControl,
  isTransactional,
  lastOffsetOf,
  leaderEpochOf,
  maxTimestampOf,
  producerIdOf,
  recordsOf
} from '@gregor/protocol'
import type { FileSystem } from '@gregor/base'
import type { LogManager, PartitionLog } from '../../src/index.ts'
import { append, at, epoch, flushed, openLogs, orders, readAll } from './logs.ts'
import type { Expected, Recording } from './recorded-log.ts'
import { type DiskContent, describeOperation, DiskModel, diskOf, type Fate, recordingDisk } from './recording-disk.ts'
import { seededRandom } from './world.ts'

const PRODUCERS_MAX = 4

/** The power cuts that leave as much or as little as they can. */
const EXTREMES = [
  { bytes: 'lost', names: 'lost' },
  { bytes: 'kept', names: 'kept' },
  { bytes: 'lost', names: 'kept' },
  { bytes: 'zeros', names: 'kept' },
  { bytes: 'kept', names: 'lost' }
] as const satisfies readonly Fate[]

/** Random fates that are tried at each cut when a test does not say how many. */
const FATES = Number(process.env['CRASH_FATES'] ?? 1)

export interface CutOptions {
  /** Random fates tried at each cut, beside the extremes; one unless `CRASH_FATES` says otherwise. */
  readonly fates?: number
  /** How deep recoveries are themselves cut: 0 = not at all. */
  readonly depth?: number
  readonly seed?: number
  /** Cuts after these numbers of operations; undefined = after each. */
  readonly after?: readonly number[]
}

export interface CutReport {
  readonly cuts: number
  /** Disks that differed, in what they held or in what had to be found there. */
  readonly disks: number
}

/** Cuts the power after each operation of a recording, starts again from what disks may hold then, and checks it. */
export async function tryPowerCuts(recording: Recording, options: CutOptions = {}): Promise<CutReport> {
  const model = new DiskModel()
  const seen = new Set<string>()
  const checked: Checked = new Map()
  const cuts = options.after ?? Array.from(recording.operations.keys(), (index) => index + 1)
  let applied = 0
  let moment = 0
  for (const after of cuts) {
    while (applied < after) model.apply(recording.operations[applied++]!)
    while (recording.moments[moment + 1] !== undefined && recording.moments[moment + 1]!.after <= after) moment++
    const { expected } = recording.moments[moment]!
    for (const { fate, name } of fatesOf(options, after)) {
      const content = model.survivors(fate)
      const key = `${moment}:${fingerprint(content)}`
      if (seen.has(key)) continue
      seen.add(key)
      try {
        await checkStart(content, expected, recording, { depth: options.depth ?? 0, seed: after, checked })
      } catch (error) {
        throw new Error(describeFailure(recording, { after, name, content, error }), { cause: error })
      }
    }
  }
  return { cuts: cuts.length, disks: seen.size }
}

function fatesOf(
  { fates = FATES, seed = 1 }: CutOptions,
  after: number
): { readonly fate: Fate; readonly name: string }[] {
  const named: { fate: Fate; name: string }[] = EXTREMES.map((fate) => ({
    fate,
    name: `bytes ${fate.bytes}, names ${fate.names}`
  }))
  for (let index = 0; index < fates; index++) {
    const random = seededRandom(seed * 1_000_003 + after * 31 + index)
    named.push({ fate: { bytes: random, names: random }, name: `random fate ${index} of seed ${seed}` })
  }
  return named
}

function fingerprint(content: DiskContent): string {
  const hash = createHash('sha1')
  for (const [path, bytes] of content) hash.update(`\n${path}\n`).update(bytes)
  return hash.digest('base64')
}

/** What was found in each start after a cut recovery: cuts that leave the same disk are checked once. */
type Checked = Map<string, Buffer>

interface Again {
  readonly depth: number
  readonly seed: number
  readonly checked: Checked
}

/**
 * Starts on what the disk holds, checks it and appends; at every third cut it also stops cleanly and starts once more.
 * Resolves with the records found.
 */
async function checkStart(
  content: DiskContent,
  expected: Expected,
  recording: Recording,
  again: Again
): Promise<Buffer> {
  if (again.depth > 0) await checkCutRecovery(content, expected, recording, again)
  const disk = diskOf(content)
  const { manager, log } = await start(disk, recording)
  const found = await checkLog(log, { manager, expected, compacts: recording.config.compacts })
  append(log, ['one more'], { inEpoch: 1000 })
  await flushed(log)
  const grown = await readAll(log)
  await manager.close()
  if (again.seed % 3 > 0) return found
  const next = await start(disk, recording)
  same(next.manager.cleanShutdown, true, 'a clean shutdown is known')
  same((await readAll(next.log)).equals(grown), true, 'a clean restart changes nothing')
  same(grown.subarray(0, found.length).equals(found), true, 'an append changes nothing before it')
  await next.manager.close()
  return found
}

/** Cuts the power at one operation of the recovery, drawn at random: what is left must be as good. */
async function checkCutRecovery(
  content: DiskContent,
  expected: Expected,
  recording: Recording,
  again: Again
): Promise<void> {
  const random = seededRandom(again.seed * 7919 + again.depth)
  const disk = recordingDisk({ content })
  const before = disk.operations.length
  const { log } = await start(disk, recording)
  const recovered = await readAll(log)
  const after = before + random.int(disk.operations.length - before + 1)
  const model = new DiskModel()
  for (const operation of disk.operations.slice(0, after)) model.apply(operation)
  const whole = after === disk.operations.length
  for (const fate of [EXTREMES[random.int(EXTREMES.length)]!, { bytes: random, names: random }]) {
    // Once it is open, what a recovered log holds is durable.
    const then = whole ? { ...expected, flushedOffset: log.logEndOffset, cuttingTo: undefined } : expected
    const found = await checkOnce(model.survivors(fate), then, recording, {
      ...again,
      depth: again.depth - 1,
      seed: again.seed + 1
    })
    if (whole) same(found.equals(recovered), true, 'what was recovered is durable')
  }
}

/** As `checkStart`. Depth and seed tell the cut, which tells what is expected but for what a whole recovery adds. */
async function checkOnce(
  content: DiskContent,
  expected: Expected,
  recording: Recording,
  again: Again
): Promise<Buffer> {
  const { flushedOffset, cuttingTo } = expected
  const key = `${again.depth} ${again.seed} ${flushedOffset} ${cuttingTo} ${fingerprint(content)}`
  const found = again.checked.get(key) ?? (await checkStart(content, expected, recording, again))
  again.checked.set(key, found)
  return found
}

/** Cuts the power at every operation of the recovery from the end of a recording. Resolves with how many there are. */
export async function tryEveryRecoveryCut(recording: Recording): Promise<number> {
  const model = new DiskModel()
  for (const operation of recording.operations) model.apply(operation)
  const { expected } = recording.moments.at(-1)!
  const disk = recordingDisk({ content: model.survivors({ bytes: 'kept', names: 'kept' }) })
  const before = disk.operations.length
  await start(disk, recording)
  const recovering = new DiskModel()
  for (const [index, operation] of disk.operations.entries()) {
    recovering.apply(operation)
    if (index < before) continue
    for (const fate of EXTREMES)
      await checkStart(recovering.survivors(fate), expected, recording, { depth: 0, seed: index, checked: new Map() })
  }
  return disk.operations.length - before
}

async function start(
  fileSystem: FileSystem,
  { config, options }: Recording
): Promise<{ readonly manager: LogManager; readonly log: PartitionLog }> {
  const manager = await openLogs(fileSystem, options)
  return { manager, log: await manager.open(orders, config) }
}

async function checkLog(
  log: PartitionLog,
  context: { readonly manager: LogManager; readonly expected: Expected; readonly compacts: boolean }
): Promise<Buffer> {
  const { manager, expected, compacts } = context
  const records = await readAll(log)
  const batches = batchesIn(records)
  checkOffsets(log, expected)
  if (compacts) checkCompacted(log, batches, expected)
  else checkBeginning(log, batches, expected)
  checkEpochs(log, batches)
  if (!compacts) checkProducers(log, batches)
  await checkReads(log, batches)
  await checkTimestamps(log, batches)
  if (manager.cleanShutdown) {
    same(expected.maySayClean, true, 'the shutdown was clean')
    if (!compacts) same(log.logEndOffset, endOf(expected.batches, log.logStartOffset), 'the end after a clean shutdown')
  }
  return records
}

function batchesIn(records: Buffer): Buffer[] {
  const batches: Buffer[] = []
  for (let at = 0; at < records.length; at += batchBytesOf(records, at)) {
    batches.push(records.subarray(at, at + batchBytesOf(records, at)))
  }
  return batches
}

function endOf(batches: readonly Buffer[], startOffset: number): number {
  const last = batches.at(-1)
  return last === undefined ? startOffset : Math.max(lastOffsetOf(last) + 1, startOffset)
}

function checkOffsets(log: PartitionLog, expected: Expected): void {
  const { logStartOffset, logEndOffset, flushedOffset, highWatermark } = log
  inOrder([expected.startOffsets[0], logStartOffset, expected.startOffsets[1]], 'the start of the log')
  inOrder(
    [Math.min(expected.cuttingTo ?? Infinity, expected.flushedOffset), logEndOffset],
    'what was flushed, and the end'
  )
  same(flushedOffset, logEndOffset, 'all that was recovered is flushed')
  inOrder([logStartOffset, highWatermark, logEndOffset], 'start, high watermark, end')
}

/** The log holds a beginning of what was appended, byte for byte, and nothing else. */
function checkBeginning(log: PartitionLog, batches: readonly Buffer[], expected: Expected): void {
  if (batches.length === 0 && log.logEndOffset === expected.resettingTo) return
  const wanted = expected.batches.filter((batch) => lastOffsetOf(batch) >= log.logStartOffset).slice(0, batches.length)
  same(
    String(batches.map((batch) => baseOffsetOf(batch))),
    String(wanted.map((batch) => baseOffsetOf(batch))),
    'offsets'
  )
  same(Buffer.concat(batches).equals(Buffer.concat(wanted)), true, 'the same bytes')
  same(log.logEndOffset, endOf(batches, log.logStartOffset), 'the end of the log')
}

/** Of each key the newest record that is in the log's range is there; every record is where it was. */
function checkCompacted(log: PartitionLog, batches: readonly Buffer[], expected: Expected): void {
  const written = entriesOf(expected.batches)
  const found = entriesOf(batches)
  let before = -1
  for (const [offset, entry] of found) {
    same(entry, written.get(offset), `the record at ${offset}`)
    inOrder([before + 1, offset], 'offsets')
    before = offset
  }
  const newestOf = (from: readonly Buffer[]): string => {
    const newest = new Map<string, number>()
    const there = from.filter((batch) => lastOffsetOf(batch) < log.logEndOffset)
    const valid = there.filter(
      (batch, index) => !isControl(attributesOf(batch)) && fateOf(batch, there.slice(index + 1)) !== 'aborted'
    )
    for (const [offset, entry] of entriesOf(valid)) {
      if (offset >= log.logStartOffset && offset < log.logEndOffset) newest.set(entry.split('=')[0]!, offset)
    }
    return [...newest]
      .map(([key, offset]) => `${key}@${offset}`)
      .sort()
      .join(' ')
  }
  same(newestOf(batches), newestOf(expected.batches), 'the newest offset of each key')
}

function entriesOf(batches: readonly Buffer[]): Map<number, string> {
  const entries = new Map<number, string>()
  for (const batch of batches) {
    for (const { offset, key, value } of recordsOf(batch, { decompressedBytesMax: 1 << 20 })) {
      entries.set(offset, `${String(key)}=${String(value)}`)
    }
  }
  return entries
}

/** Every epoch begins where the batches say, and no other is known. */
function checkEpochs(log: PartitionLog, batches: readonly Buffer[]): void {
  const starts = new Map<number, number>()
  for (const batch of batches) {
    const start = Math.max(baseOffsetOf(batch), log.logStartOffset)
    if (!starts.has(leaderEpochOf(batch))) starts.set(leaderEpochOf(batch), start)
    const offset = at(Math.max(lastOffsetOf(batch), log.logStartOffset))
    same(log.epochForOffset(offset), leaderEpochOf(batch), `the epoch of offset ${offset}`)
  }
  const known = [...starts]
  for (const [index, [number]] of known.entries()) {
    const endOffset = known[index + 1]?.[1] ?? log.logEndOffset
    const answer = log.endOffsetForEpoch(epoch(number))
    same(answer?.epoch, number, 'a known epoch')
    // Compaction may have removed the first batches of the next epoch.
    inOrder([answer!.endOffset, endOffset], 'the end of an epoch')
  }
  const last = known.at(-1)
  if (last !== undefined) same(log.endOffsetForEpoch(epoch(999))?.epoch, last[0], 'the last epoch')
}

/** Every producer of a record goes on where it was, and a repeat of its last batches is recognised. */
function checkProducers(log: PartitionLog, batches: readonly Buffer[]): void {
  const active = new Map(log.activeProducers().map((producer) => [Number(producer.producerId), producer.lastSequence]))
  for (let producer = 0; producer < PRODUCERS_MAX; producer++) {
    const own = batches.filter((batch) => producerIdOf(batch) === producer)
    const last = own.at(-1)
    if (last === undefined) continue
    const lastSequence = baseSequenceOf(last) + lastOffsetOf(last) - baseOffsetOf(last)
    same(active.get(producer), lastSequence, `the last sequence of producer ${producer}`)
    for (const batch of own.slice(-5)) {
      const repeated = log.appendAsLeader(Buffer.from(batch), { leaderEpoch: epoch(999), origin: 'client' })
      same(
        repeated.ok && repeated.value.duplicate,
        true,
        `a repeat of the batch at ${baseOffsetOf(batch)} is recognised`
      )
      same(repeated.ok ? repeated.value.baseOffset : undefined, baseOffsetOf(batch), 'the offset of a repeated batch')
    }
  }
}

/** A read at an offset finds its batch, and a reader of what is committed is told of each aborted one, and of no other. */
async function checkReads(log: PartitionLog, batches: readonly Buffer[]): Promise<void> {
  const upTo = log.logEndOffset
  for (const [index, batch] of batches.entries()) {
    const from = at(Math.max(baseOffsetOf(batch), log.logStartOffset))
    const { records, aborted } = await log.read(from, { maxBytes: 1, upTo, minOneBatch: true, withAborted: true })
    same(records.equals(batch), true, `the batch at offset ${from}`)
    if (isControl(attributesOf(batch))) continue
    const isAborted = aborted!.some(
      ({ producerId, firstOffset, lastOffset }) =>
        producerId === producerIdOf(batch) && firstOffset <= from && lastOffset > from
    )
    same(isAborted, fateOf(batch, batches.slice(index + 1)) === 'aborted', `the batch at offset ${from} is aborted`)
  }
}

function fateOf(batch: Buffer, later: readonly Buffer[]): 'aborted' | 'committed' | 'open' {
  if (!isTransactional(attributesOf(batch))) return 'committed'
  const marker = later.find((other) => isControl(attributesOf(other)) && producerIdOf(other) === producerIdOf(batch))
  if (marker === undefined) return 'open'
  const [record] = recordsOf(marker, { decompressedBytesMax: 1000 })
  return controlRecordTypeOf(record!.key) === ControlRecordType.ABORT ? 'aborted' : 'committed'
}

/** Look-ups by timestamp answer as a scan of all records does. */
async function checkTimestamps(log: PartitionLog, batches: readonly Buffer[]): Promise<void> {
  const upTo = log.logEndOffset
  const stamped: { readonly offset: number; readonly timestamp: number }[] = []
  for (const batch of batches) {
    for (const { offset, timestamp } of recordsOf(batch, { decompressedBytesMax: 1 << 20 })) {
      if (offset >= log.logStartOffset) stamped.push({ offset, timestamp })
    }
  }
  const times = new Set(batches.map((batch) => maxTimestampOf(batch)))
  for (const timestamp of times) {
    const found = await log.offsetForTimestamp(timestamp as Parameters<PartitionLog['offsetForTimestamp']>[0], upTo)
    const wanted = stamped.find((record) => record.timestamp >= timestamp)
    same(found?.offset, wanted?.offset, `the offset for timestamp ${timestamp}`)
  }
  const largest = Math.max(...stamped.map((record) => record.timestamp))
  const newest = await log.maxTimestampOffset(upTo)
  same(newest?.offset, stamped.find((record) => record.timestamp === largest)?.offset, 'the largest timestamp')
}

/** As `expect(found).toBe(wanted)`, which takes most of the time of a test that asks so many times. */
function same<Value>(found: Value, wanted: Value, what: string): void {
  if (found !== wanted) throw new Error(`${what}: found ${String(found)}, wanted ${String(wanted)}`)
}

function inOrder(values: readonly number[], what: string): void {
  for (const [index, value] of values.entries()) {
    if (index > 0 && !(values[index - 1]! <= value)) throw new Error(`${what}: ${values.join(', ')} are not in order`)
  }
}

function describeFailure(
  recording: Recording,
  cut: { readonly after: number; readonly name: string; readonly content: DiskContent; readonly error: unknown }
): string {
  const { after, name, content, error } = cut
  const recent = recording.operations
    .slice(Math.max(after - 12, 0), after)
    .map((operation) => describeOperation(operation))
  const files = [...content].map(([path, bytes]) => `${path} ${bytes === 'folder' ? '' : `${bytes.length} B`}`)
  return [
    `power cut after operation ${after} of ${recording.operations.length} (${name}): ${String(error instanceof Error ? error.stack : error)}`,
    'last operations:',
    ...recent,
    'disk:',
    ...files
  ].join('\n')
}

/** `count` numbers of operations after which to cut, ascending. */
export function randomCuts(random: Random, operations: number, count: number): number[] {
  return Array.from({ length: count }, () => 1 + random.int(operations)).sort((a, b) => a - b)
}
