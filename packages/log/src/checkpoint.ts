import { LeaderEpoch, Offset } from '@gregor/base'

/** Offsets of partitions, by `topic-partition`. */
export type OffsetCheckpoint = ReadonlyMap<string, Offset>

const VERSION = '0'

/** Kafka's text form, version 0: version, count, then `topic partition offset` a line. */
export function formatOffsetCheckpoint(offsets: OffsetCheckpoint): string {
  const lines = [VERSION, String(offsets.size)]
  for (const [folder, offset] of offsets) {
    const dash = folder.lastIndexOf('-')
    lines.push(`${folder.slice(0, dash)} ${folder.slice(dash + 1)} ${offset}`)
  }
  return lines.join('\n') + '\n'
}

/** Undefined when the text is not a whole checkpoint of version 0. */
export function parseOffsetCheckpoint(text: string): Map<string, Offset> | undefined {
  const rows = parseRows(text, 3)
  if (rows === undefined) return undefined
  const offsets = new Map<string, Offset>()
  for (const [topic, partition, offset] of rows) {
    const value = wholeNumber(offset)
    if (value === undefined || wholeNumber(partition) === undefined) return undefined
    offsets.set(`${topic}-${partition}`, Offset(value))
  }
  return offsets
}

export interface EpochStart {
  readonly epoch: LeaderEpoch
  /** Offset of the first record that a leadership of the epoch appended, or would have. */
  readonly startOffset: Offset
}

/** Kafka's text form of leader-epoch-checkpoint, version 0: version, count, then `epoch startOffset` a line. */
export function formatEpochCheckpoint(entries: readonly EpochStart[]): string {
  const lines = [VERSION, String(entries.length)]
  for (const entry of entries) lines.push(`${entry.epoch} ${entry.startOffset}`)
  return lines.join('\n') + '\n'
}

/** Undefined when the text is not a whole checkpoint of version 0. */
export function parseEpochCheckpoint(text: string): EpochStart[] | undefined {
  const rows = parseRows(text, 2)
  if (rows === undefined) return undefined
  const entries: EpochStart[] = []
  for (const [epoch, startOffset] of rows) {
    const values = { epoch: wholeNumber(epoch), startOffset: wholeNumber(startOffset) }
    if (values.epoch === undefined || values.startOffset === undefined) return undefined
    entries.push({ epoch: LeaderEpoch(values.epoch), startOffset: Offset(values.startOffset) })
  }
  return entries
}

function parseRows(text: string, columns: number): string[][] | undefined {
  const [version, count, ...lines] = text.trimEnd().split('\n')
  if (version?.trim() !== VERSION || wholeNumber(count?.trim()) !== lines.length) return undefined
  const rows = lines.map((line) => line.trim().split(/\s+/))
  return rows.every((row) => row.length === columns) ? rows : undefined
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : undefined
}

/** Kafka's partition.metadata, version 0. */
export function formatPartitionMetadata(topicId: string): string {
  return `version: 0\ntopic_id: ${topicId}`
}

/** The topic id; undefined when the text is not a partition.metadata of version 0. */
export function parsePartitionMetadata(text: string): string | undefined {
  return /^version: 0\s+topic_id: ([A-Za-z0-9_-]{22})\s*$/.exec(text)?.[1]
}

/** Kafka's .kafka_cleanshutdown: the broker epoch that ended cleanly (KIP-966). */
export function formatCleanShutdown(brokerEpoch: number): string {
  return JSON.stringify({ version: 0, brokerEpoch })
}

/** The broker epoch; -1 when the marker does not say (it was empty before KIP-966). */
export function parseCleanShutdown(text: string): number {
  const epoch = /"brokerEpoch"\s*:\s*(\d{1,15})/.exec(text)?.[1]
  return epoch === undefined ? -1 : Number(epoch)
}
