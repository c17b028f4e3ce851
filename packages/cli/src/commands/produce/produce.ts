import { CompressionCodec, type NewRecord } from '@gregor/protocol'
import { CommandError } from '../../faults.ts'
import { count } from '../../format/table.ts'
import type { Report } from '../../report.ts'
import type { Session } from '../../session.ts'
import { partitionOfKey } from './partitioner.ts'
import { type LineForm, type LineRecord, recordOf } from './record-lines.ts'
import { PartitionWriter } from './writer.ts'

export interface ProduceOptions extends LineForm {
  readonly partition?: number
  readonly acks: 'all' | '1' | '0'
  readonly compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'
}

const codecs = {
  none: CompressionCodec.NONE,
  gzip: CompressionCodec.GZIP,
  snappy: CompressionCodec.SNAPPY,
  lz4: CompressionCodec.LZ4,
  zstd: CompressionCodec.ZSTD
} as const
const acksNumbers = { all: -1, '1': 1, '0': 0 } as const

/** Well below the default of max.message.bytes. */
const batchBytesMax = 512 * 1024

interface Written {
  readonly partition: number
  records: number
  /** Null with acks=0. */
  readonly firstOffset: number | null
  lastOffset: number | null
}

/** `gregor produce TOPIC`. Lines that came together make a batch a partition; keys keep their order. */
export async function produce(session: Session, topic: string, options: ProduceOptions): Promise<Report> {
  const partitions = (await session.cluster.topic(topic)).partitions.length
  checkPartition(topic, options.partition, partitions)
  const writer = new PartitionWriter(session, topic, {
    acks: acksNumbers[options.acks],
    compression: codecs[options.compression]
  })
  const written = new Map<number, Written>()
  try {
    const lines = await writeLines(session, { topic, partitions, writer, written, options })
    return report(
      topic,
      lines,
      [...written.values()].toSorted((a, b) => a.partition - b.partition)
    )
  } catch (error) {
    const before = [...written.values()].reduce((sum, { records }) => sum + records, 0)
    if (!(error instanceof CommandError) || before === 0) throw error
    throw new CommandError(`${error.message} (${count(before, 'record')} had been written before)`, { cause: error })
  }
}

interface Writing {
  readonly topic: string
  readonly partitions: number
  readonly writer: PartitionWriter
  /** Filled as batches are acknowledged. */
  readonly written: Map<number, Written>
  readonly options: ProduceOptions
}

/** Resolves with the number of lines. */
async function writeLines(session: Session, { topic, partitions, writer, written, options }: Writing): Promise<number> {
  let line = 0
  // What has no key goes to one partition after the other, a round of lines each.
  let round = session.clock.wallMs() % partitions
  for await (const lines of session.lines()) {
    if (session.stopping.aborted) break
    const nowMs = session.clock.wallMs()
    const records = lines.map((text) => recordOf(text, options, { line: ++line, nowMs }))
    const choose = ({ record, partition }: LineRecord): number =>
      partition ?? options.partition ?? (record.key === null ? round : partitionOfKey(record.key, partitions))
    for (const { partition } of records) checkPartition(topic, partition, partitions)
    const batches = batchesFor(records, choose)
    await Promise.all(
      Array.from(batches, async ([partition, list]) => {
        for (const batch of list) note(written, partition, batch.length, await writer.write(partition, batch))
      })
    )
    session.progress(line)
    round = (round + 1) % partitions
  }
  return line
}

function checkPartition(topic: string, partition: number | undefined, partitions: number): void {
  if (partition === undefined || partition < partitions) return
  throw new CommandError(`topic ${topic} has no partition ${partition}; it has ${partitions}, from 0`)
}

function batchesFor(
  records: readonly LineRecord[],
  choose: (record: LineRecord) => number
): ReadonlyMap<number, NewRecord[][]> {
  const batches = new Map<number, NewRecord[][]>()
  const sizes = new Map<number, number>()
  for (const item of records) {
    const partition = choose(item)
    const size = (item.record.key?.length ?? 0) + (item.record.value?.length ?? 0)
    const before = sizes.get(partition) ?? Infinity
    const list = batches.get(partition) ?? []
    if (before + size > batchBytesMax) list.push([item.record])
    else list.at(-1)!.push(item.record)
    batches.set(partition, list)
    sizes.set(partition, before + size > batchBytesMax ? size : before + size)
  }
  return batches
}

function note(written: Map<number, Written>, partition: number, records: number, baseOffset: number | undefined): void {
  const last = baseOffset === undefined ? null : baseOffset + records - 1
  const known = written.get(partition)
  if (known === undefined) {
    written.set(partition, { partition, records, firstOffset: baseOffset ?? null, lastOffset: last })
    return
  }
  known.records += records
  known.lastOffset = last
}

function report(topic: string, records: number, partitions: readonly Written[]): Report {
  const where = partitions.map(({ partition, firstOffset, lastOffset }) =>
    firstOffset === null ? `${partition} (not acknowledged)` : `${partition} (offsets ${firstOffset} to ${lastOffset})`
  )
  const text =
    records === 0
      ? `no lines came: nothing was written to ${topic}`
      : `${count(records, 'record')} written to ${topic}, ${partitions.length === 1 ? 'partition' : 'partitions'} ${where.join(', ')}`
  return { json: { topic, records, partitions }, text }
}
