import { Offset } from '@gregor/base'
import type { PartitionLog } from '@gregor/log'
import type { PartitionImage } from '@gregor/metadata'
import {
  attributesOf,
  baseOffsetOf,
  batchBytesOf,
  hasDeleteHorizon,
  hasWholeBatch,
  lastOffsetOf,
  leaderEpochOf,
  recordCountOf
} from '@gregor/protocol'
import { type Checker, type ObservedCluster, Violation } from '../../types.ts'
import { eventually } from './patience.ts'

const readBytes = 1 << 20

interface ReadLog {
  readonly id: number
  readonly log: PartitionLog
  readonly records: Buffer
}

/** P10: once everything is healed, all copies of a partition are equal, byte for byte, from where all have them. */
export class EqualLogs implements Checker {
  readonly name = 'equal logs'
  readonly #cluster: ObservedCluster

  constructor(cluster: ObservedCluster) {
    this.#cluster = cluster
  }

  async atEnd(): Promise<void> {
    const image = this.#cluster.nodes.find(({ running }) => running !== undefined)?.running?.controller.image
    for (const { partitions } of image?.topics.values() ?? []) {
      for (const partition of partitions) await eventually(this.#cluster, () => this.#compare(partition))
    }
  }

  async #compare(partition: PartitionImage): Promise<void> {
    const name = `${partition.topic}-${partition.partition}`
    const logs: { readonly id: number; readonly log: PartitionLog }[] = []
    for (const id of partition.replicas) {
      const log = this.#cluster.node(id).running?.logs.get(partition.topicId, partition.partition)
      if (log !== undefined) logs.push({ id, log })
    }
    const start = Math.max(...logs.map(({ log }) => log.logStartOffset))
    let first: ReadLog | undefined
    for (const { id, log } of logs) {
      const copy = { id, log, records: await readAll(log, start) }
      if (first === undefined) first = copy
      else if (log.config.compacts) compareShared(name, first, copy)
      else compareBytes(name, first, copy)
    }
  }
}

async function readAll(log: PartitionLog, start: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let from = Offset(start); from < log.logEndOffset;) {
    const read = await log.read(from, { maxBytes: readBytes, upTo: log.logEndOffset, minOneBatch: true })
    parts.push(Buffer.from(read.records))
    if (read.nextOffset <= from) break
    from = read.nextOffset
  }
  return Buffer.concat(parts)
}

function compareBytes(name: string, left: ReadLog, right: ReadLog): void {
  compareEnds(name, left, right)
  if (left.records.equals(right.records)) return
  const at = firstDifference(left.records, right.records)
  const what = `${describeBatch(left.records, at)} on node ${left.id}, ${describeBatch(right.records, at)} on node ${right.id}`
  throw new Violation('P10', `${name}: copies differ at byte ${at}: ${what}`)
}

/** Each broker compacts for itself: only batches that both still have whole are the same. */
function compareShared(name: string, left: ReadLog, right: ReadLog): void {
  compareEnds(name, left, right)
  const batches = new Map<string, Buffer>()
  for (const batch of batchesIn(left.records)) batches.set(identityOf(batch), batch)
  for (const batch of batchesIn(right.records)) {
    const other = batches.get(identityOf(batch))
    if (other === undefined || other.equals(batch) || hasHorizon(other) || hasHorizon(batch)) continue
    const where = `at offset ${baseOffsetOf(batch)} of epoch ${leaderEpochOf(batch)}`
    throw new Violation('P10', `${name}: nodes ${left.id} and ${right.id} have different batches ${where}`)
  }
}

/** Each broker writes into the end marker of a transaction when it may remove it, by its own clock. */
const hasHorizon = (batch: Buffer): boolean => hasDeleteHorizon(attributesOf(batch))

function compareEnds(name: string, left: ReadLog, right: ReadLog): void {
  for (const position of ['logEndOffset', 'highWatermark'] as const) {
    if (left.log[position] === right.log[position]) continue
    const values = `${left.log[position]} on node ${left.id}, ${right.log[position]} on node ${right.id}`
    throw new Violation('P10', `${name}: ${position} is ${values}`)
  }
}

function identityOf(batch: Buffer): string {
  return `${baseOffsetOf(batch)} ${lastOffsetOf(batch)} ${leaderEpochOf(batch)} ${recordCountOf(batch)}`
}

function firstDifference(left: Buffer, right: Buffer): number {
  const end = Math.min(left.length, right.length)
  for (let at = 0; at < end; at++) if (left[at] !== right[at]) return at
  return end
}

/** The batch that holds the byte. */
function describeBatch(records: Buffer, at: number): string {
  for (let start = 0; hasWholeBatch(records, start); start += batchBytesOf(records, start)) {
    if (at >= start + batchBytesOf(records, start)) continue
    const offsets = `${baseOffsetOf(records, start)} to ${lastOffsetOf(records, start)}`
    return `batch ${offsets} of epoch ${leaderEpochOf(records, start)}`
  }
  return 'the end'
}

function* batchesIn(records: Buffer): Generator<Buffer> {
  for (let at = 0; hasWholeBatch(records, at); at += batchBytesOf(records, at)) {
    yield records.subarray(at, at + batchBytesOf(records, at))
  }
}
