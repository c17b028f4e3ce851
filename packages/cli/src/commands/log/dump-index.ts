import { Offset } from '@gregor/base'
import { OFFSET_INDEX_ENTRY_BYTES, readOffsetEntry, readTimeEntry, TIME_INDEX_ENTRY_BYTES } from '@gregor/log'
import { type Cell, count, table } from '../../format/table.ts'
import { time } from '../../format/units.ts'
import type { Report } from '../../report.ts'
import { type DumpedFile, readAll } from './dumped-file.ts'

/** What an index must be: rising in a field. */
interface IndexForm<Entry> {
  readonly kind: string
  readonly entryBytes: number
  readonly read: (bytes: Buffer, at: number) => Entry
  readonly heads: readonly string[]
  readonly row: (entry: Entry) => readonly Cell[]
  readonly rises: (before: Entry, entry: Entry) => boolean
}

/** `.index`: the last offset of a batch, and where it begins. */
export function dumpOffsetIndex(file: DumpedFile, baseOffset: number): Promise<Report> {
  return dumpIndex(file, {
    kind: 'offset index',
    entryBytes: OFFSET_INDEX_ENTRY_BYTES,
    read: (bytes, at) => {
      const { lastOffset, position } = readOffsetEntry(bytes, at, Offset(baseOffset))
      return { offset: lastOffset, position }
    },
    heads: ['offset', 'position'],
    row: ({ offset, position }) => [offset, position],
    rises: (before, entry) => entry.offset > before.offset && entry.position > before.position
  })
}

/** `.timeindex`: no batch up to an offset is later than a time. */
export function dumpTimeIndex(file: DumpedFile, baseOffset: number): Promise<Report> {
  return dumpIndex(file, {
    kind: 'time index',
    entryBytes: TIME_INDEX_ENTRY_BYTES,
    read: (bytes, at) => {
      const { timestampMs, offset } = readTimeEntry(bytes, at, Offset(baseOffset))
      return { timestamp: timestampMs, offset }
    },
    heads: ['time', 'offset'],
    row: ({ timestamp, offset }) => [time(timestamp), offset],
    rises: (before, entry) => entry.timestamp > before.timestamp && entry.offset >= before.offset
  })
}

const ABORTED_ENTRY_BYTES = 34

/** `.txnindex`: transactions that were aborted (KIP-98): int16 version, then four int64. */
export function dumpTransactionIndex(file: DumpedFile): Promise<Report> {
  const int64 = (bytes: Buffer, at: number): number => Number(bytes.readBigInt64BE(at))
  return dumpIndex(file, {
    kind: 'transaction index',
    entryBytes: ABORTED_ENTRY_BYTES,
    read: (bytes, at) => ({
      version: bytes.readInt16BE(at),
      producerId: int64(bytes, at + 2),
      firstOffset: int64(bytes, at + 10),
      lastOffset: int64(bytes, at + 18),
      lastStableOffset: int64(bytes, at + 26)
    }),
    heads: ['producer', 'first offset', 'last offset', 'last stable offset'],
    row: (entry) => [entry.producerId, entry.firstOffset, entry.lastOffset, entry.lastStableOffset],
    rises: (before, entry) => entry.lastOffset > before.lastOffset
  })
}

async function dumpIndex<Entry>(file: DumpedFile, form: IndexForm<Entry>): Promise<Report> {
  const { kind, entryBytes } = form
  const bytes = await readAll(file)
  const used = withoutPadding(bytes, entryBytes)
  const entries: Entry[] = []
  for (let at = 0; at + entryBytes <= used; at += entryBytes) entries.push(form.read(bytes, at))
  const falls = entries.findIndex((entry, index) => index > 0 && !form.rises(entries[index - 1]!, entry))
  const torn = used % entryBytes
  const verdicts = [
    count(entries.length, 'entry', 'entries'),
    ...(bytes.length > used ? [`${bytes.length - used} bytes of room for more`] : []),
    ...(falls < 0
      ? []
      : [
          `entry ${falls} is NOT ASCENDING: the index is damaged; it is built anew when it is deleted and the broker restarts`
        ]),
    ...(torn === 0 ? [] : [`${torn} bytes at the end are no whole entry`])
  ]
  const rows = entries.map((entry, index) => [index, ...form.row(entry)])
  return {
    json: { file: file.path, kind, sizeBytes: bytes.length, ascending: falls < 0, tornBytes: torn, entries },
    text: `${entries.length === 0 ? '' : `${table(['entry', ...form.heads], rows)}\n`}${verdicts.join('; ')}`,
    healthy: falls < 0 && torn === 0
  }
}

/** Bytes before the zeros at the end that are only room: Kafka makes an index that is in use larger than what is in it. */
function withoutPadding(bytes: Buffer, entryBytes: number): number {
  let end = bytes.length
  while (end >= entryBytes && bytes.subarray(end - entryBytes, end).every((byte) => byte === 0)) end -= entryBytes
  return end
}
